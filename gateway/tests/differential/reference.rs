//! The reference: graphql-js in a process of its own, over the schema before it was split.

use std::{
    fmt,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Map, Value, json};

/// A running `reference/server.js`, which ends with this value.
pub(crate) struct Reference {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// Why there is no reference to compare with.
#[derive(Debug)]
pub(crate) struct Missing(String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(reason) = self;
        write!(
            f,
            "the reference is missing ({reason}): install Node 20.19 or later, then \
             `npm --prefix gateway/tests/differential/reference ci`"
        )
    }
}

impl Reference {
    /// Starts it; `None`, with a word about it, where Node or graphql-js is missing.
    ///
    /// # Panics
    /// In continuous integration, where neither may be missing.
    pub(crate) fn start() -> Option<Self> {
        match Self::try_start() {
            Ok(reference) => Some(reference),
            Err(missing) if std::env::var_os("CI").is_some() => panic!("{missing}"),
            Err(missing) => {
                eprintln!("left out: {missing}");
                None
            }
        }
    }

    fn try_start() -> Result<Self, Missing> {
        let folder = folder();
        if !folder.join("node_modules/graphql").is_dir() {
            return Err(Missing("graphql-js is not installed".to_owned()));
        }
        let mut process = Command::new("node")
            .arg(folder.join("server.js"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Missing(format!("node does not start: {error}")))?;
        let input = process.stdin.take().expect("piped above");
        let output = BufReader::new(process.stdout.take().expect("piped above"));
        Ok(Self { process, input, output })
    }

    /// Sets the world that operations are asked of.
    pub(crate) fn set_world(&mut self, world: &Value) {
        let reply = self.call(world);
        assert_eq!(reply, json!({}), "the reference refuses the world {world}");
    }

    /// The answer to one operation: `data`, and `errors` if there are any.
    pub(crate) fn ask(&mut self, query: &str, variables: &Map<String, Value>) -> Value {
        self.call(&json!({ "query": query, "variables": variables }))
    }

    fn call(&mut self, message: &Value) -> Value {
        writeln!(self.input, "{message}").expect("the reference reads");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the reference writes");
        serde_json::from_str(&line).expect("the reference writes JSON lines")
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/reference")
}
