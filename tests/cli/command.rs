//! Runs the program that was built.

use std::{
    path::Path,
    process::{Command, Output},
};

/// What a command printed, and whether it succeeded.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) succeeded: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `qianzhan` with these arguments in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qianzhan"));
    let output = command.args(arguments).current_dir(folder).output();
    let Output { status, stdout, stderr } = output.expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
    Ran { succeeded: status.success(), stdout: text(stdout), stderr: text(stderr) }
}

impl Ran {
    /// What it printed.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert!(self.succeeded, "{self:?}");
        self.stdout
    }

    /// The code that it failed with.
    #[track_caller]
    pub(crate) fn code(self) -> String {
        assert!(!self.succeeded, "{self:?}");
        let of_line = |line: &str| {
            let (code, _) = line.split_once(": ")?;
            let is_code = code.bytes().all(|it| it.is_ascii_uppercase() || it == b'_');
            is_code.then(|| code.to_owned())
        };
        let last = self.stderr.lines().filter_map(of_line).next_back();
        last.unwrap_or_else(|| panic!("no code: {self:?}"))
    }
}
