//! A site in a process of its own, as an office runs it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use qianzhan_gateway::{
    auth::{CallProof, CallSigner, Caller, PASS_HEADER, Role, SigningKey, SystemClock},
    directory::RegionCode,
};
use serde_json::{Value, json};

/// The region of the site.
pub(crate) const SITE: &str = "621122";

/// A running site, killed when it is dropped.
pub(crate) struct SiteProcess {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl SiteProcess {
    /// Starts a site over a database, and waits until it says where it listens. The keys of its
    /// gateway are in `folder/keys`.
    pub(crate) fn start(folder: &Path, database: &str) -> Self {
        Self::start_with(folder, database, &[])
    }

    /// The same with further arguments.
    pub(crate) fn start_with(folder: &Path, database: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_qianzhan"))
            .args(["site", "--region", SITE, "--listen", "127.0.0.1:0", "--database", database])
            .args(["--trust-issuer", "gateway=keys/jwks.json"])
            .args(arguments)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the site starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let url = line.trim().rsplit("://").next().expect("a URL");
        let address = url.trim_end_matches("/graphql").parse().expect(&line);
        Self { child, address }
    }

    /// Ends it as a power switch does: nothing of it runs any more.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it is running");
        self.child.wait().expect("it has ended");
    }
}

impl Drop for SiteProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks as the office of the site's own region; `None` if no whole answer came.
pub(crate) fn ask(
    folder: &Path,
    site: SocketAddr,
    query: &str,
    variables: &Value,
) -> Option<Value> {
    send(site, &prove(folder), query, variables)
}

/// What proves one call of the office of the site's own region.
pub(crate) fn prove(folder: &Path) -> CallProof {
    let pem = std::fs::read_to_string(folder.join("keys/signing.pem")).expect("the key");
    let key = SigningKey::from_pem(&pem).expect("a key");
    let signer = CallSigner::new("gateway", key, None, Arc::new(SystemClock));
    let caller = Caller {
        subject: "clerk".to_owned(),
        region: Some(RegionCode::parse(SITE).expect("a code")),
        roles: [Role::Office].into_iter().collect(),
    };
    signer.authorize(&caller, SITE).expect("it signs")
}

/// Makes a call with this proof; `None` if no whole answer came.
pub(crate) fn send(
    site: SocketAddr,
    proof: &CallProof,
    query: &str,
    variables: &Value,
) -> Option<Value> {
    let authorization = proof.authorization.to_str().expect("ASCII");
    let pass = proof.pass.to_str().expect("ASCII");
    let body = json!({ "query": query, "variables": variables }).to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\
         Authorization: {authorization}\r\n{PASS_HEADER}: {pass}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(site).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut response = String::new();
    stream.read_to_string(&mut response).ok()?;
    let (_, body) = response.split_once("\r\n\r\n")?;
    serde_json::from_str(body).ok()
}
