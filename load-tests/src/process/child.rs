//! A child process that says where it listens, and dies with the run.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{ChildStdout, Command},
};

use crate::failure::LoadTestError;

/// Lines of a log that an error repeats.
const SHOWN_LOG_LINES: usize = 12;

/// What to start.
#[derive(Debug)]
pub(crate) struct Launch<'a> {
    /// Name in errors and of the log file.
    pub(crate) name: &'a str,
    pub(crate) program: &'a Path,
    pub(crate) arguments: Vec<String>,
    /// Where its standard error goes.
    pub(crate) folder: &'a Path,
}

/// A running process. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Child {
    name: String,
    pid: u32,
    log: PathBuf,
    process: tokio::process::Child,
    output: Option<Lines<BufReader<ChildStdout>>>,
}

impl Child {
    /// Starts it.
    ///
    /// # Errors
    /// [`LoadTestError`] if the program cannot be run.
    pub(crate) fn start(launch: Launch<'_>) -> Result<Self, LoadTestError> {
        let log = launch.folder.join(format!("{}.log", launch.name));
        let errors = std::fs::File::create(&log).map_err(LoadTestError::file(&log))?;
        let mut process = Command::new(launch.program)
            .args(&launch.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| LoadTestError::process(launch.name, error))?;
        let pid =
            process.id().ok_or_else(|| LoadTestError::process(launch.name, "it ended at once"))?;
        let output = process.stdout.take().map(|output| BufReader::new(output).lines());
        Ok(Self { name: launch.name.to_owned(), pid, log, process, output })
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// The first line of its output that `find` makes something of; later output is read and
    /// dropped, so the process never waits for us.
    ///
    /// # Errors
    /// [`LoadTestError::Process`] if it ends first or takes longer than `patience`.
    pub(crate) async fn find_in_output<T>(
        &mut self,
        patience: Duration,
        find: impl Fn(&str) -> Option<T>,
    ) -> Result<T, LoadTestError> {
        let Some(mut output) = self.output.take() else {
            return Err(self.failed("its output was read already"));
        };
        let search = async {
            while let Ok(Some(line)) = output.next_line().await {
                if let Some(found) = find(&line) {
                    return Some(found);
                }
            }
            None
        };
        match tokio::time::timeout(patience, search).await {
            Ok(Some(found)) => {
                tokio::spawn(async move { while let Ok(Some(_)) = output.next_line().await {} });
                Ok(found)
            }
            Ok(None) => Err(self.failed("it ended before it was ready")),
            Err(_) => Err(self.failed(&format!("it was not ready after {patience:?}"))),
        }
    }

    /// The first URL in its output.
    ///
    /// # Errors
    /// As for [`find_in_output`](Self::find_in_output).
    pub(crate) async fn url(&mut self, patience: Duration) -> Result<String, LoadTestError> {
        self.find_in_output(patience, url_in).await
    }

    /// # Errors
    /// [`LoadTestError::Process`] if it has ended.
    pub(crate) fn check_runs(&mut self) -> Result<(), LoadTestError> {
        match self.process.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(self.failed(&format!("it ended: {status}"))),
            Err(error) => Err(self.failed(&error.to_string())),
        }
    }

    /// Ends it and waits until it is gone.
    pub(crate) async fn stop(mut self) {
        // One that has ended already is as good.
        let _ = self.process.kill().await;
    }

    fn failed(&self, reason: &str) -> LoadTestError {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let shown = &lines[lines.len().saturating_sub(SHOWN_LOG_LINES)..];
        LoadTestError::process(&self.name, format!("{reason}\n{}", shown.join("\n")))
    }
}

fn url_in(line: &str) -> Option<String> {
    let url = &line[line.find("http://")?..];
    url.split_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_found_among_words() {
        for (line, expected) in [
            (
                "网关 / gateway: http://127.0.0.1:4000/graphql",
                Some("http://127.0.0.1:4000/graphql"),
            ),
            ("http://127.0.0.1:1/graphql and more", Some("http://127.0.0.1:1/graphql")),
            ("nothing here", None),
        ] {
            assert_eq!(url_in(line).as_deref(), expected, "{line}");
        }
    }
}
