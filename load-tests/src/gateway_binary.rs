//! Which gateway is measured: the binary that ships, built from this tree with this profile.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::process::Command;

use crate::failure::LoadTestError;

/// A program and the arguments that always come first.
#[derive(Debug, Clone)]
pub(crate) struct GatewayBinary {
    pub(crate) program: PathBuf,
    pub(crate) first_arguments: Vec<String>,
}

impl GatewayBinary {
    /// The binary at this path.
    pub(crate) fn at(program: PathBuf) -> Self {
        Self { program, first_arguments: Vec::new() }
    }

    /// The gateway linked into this very binary.
    ///
    /// # Errors
    /// [`LoadTestError`] if the system does not tell where this binary is.
    pub(crate) fn inside() -> Result<Self, LoadTestError> {
        let first_arguments = ["role", "qianzhan", "--"].map(str::to_owned).to_vec();
        Ok(Self { program: own_path()?, first_arguments })
    }

    /// Has Cargo build `qianzhan` in the profile of this binary, which is quick when nothing
    /// changed, and takes it from the folder that this binary lies in.
    ///
    /// # Errors
    /// [`LoadTestError::Process`] if it does not build.
    pub(crate) async fn built() -> Result<Self, LoadTestError> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args([
            "build",
            "--quiet",
            "-p",
            "qianzhan",
            "--bin",
            "qianzhan",
            "--manifest-path",
        ]);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml"));
        if !cfg!(debug_assertions) {
            command.arg("--release");
        }
        let failed = |reason: String| LoadTestError::process("cargo build -p qianzhan", reason);
        let status = command
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .status()
            .await
            .map_err(|error| failed(error.to_string()))?;
        if !status.success() {
            return Err(failed(status.to_string()));
        }
        let program =
            own_path()?.with_file_name(format!("qianzhan{}", std::env::consts::EXE_SUFFIX));
        if !program.is_file() {
            return Err(failed("no `qianzhan` beside this binary; give --gateway PATH".to_owned()));
        }
        Ok(Self::at(program))
    }
}

/// Where this binary is.
///
/// # Errors
/// [`LoadTestError`] if the system does not tell.
pub(crate) fn own_path() -> Result<PathBuf, LoadTestError> {
    std::env::current_exe().map_err(LoadTestError::file(Path::new("/proc/self/exe")))
}
