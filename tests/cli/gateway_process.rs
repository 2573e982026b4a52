//! A gateway in a process of its own, before one site.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
};

use qianzhan::{
    schema_files,
    site_kinds::{SiteKind, contract_levels},
};
use qianzhan_gateway::{config::SitesFile, directory::RegionTable};
use serde_json::{Value, json};

use crate::site_process::SITE;

/// A running gateway, killed when it is dropped.
pub(crate) struct GatewayProcess {
    child: Child,
    address: SocketAddr,
}

impl GatewayProcess {
    /// Starts a gateway whose only site is at `url`, with further sections of its configuration. Its
    /// keys are in `folder/keys`.
    pub(crate) fn start(folder: &Path, url: String, sections: &str) -> Self {
        let table = RegionTable::parse(&[schema_files::REGIONS]).expect("the regions read");
        let kind = SiteKind::of_regions(&table, &[SITE.to_owned()]).expect("a region");
        let contracts = contract_levels().collect();
        let sites = SitesFile { contracts, sites: vec![kind.declaration(url)] };
        let config = format!(
            "[server]\nlisten = \"127.0.0.1:0\"\n\
             [supergraph]\npath = \"supergraph.graphql\"\n\
             [sites]\npath = \"sites.toml\"\n\
             [regions]\npaths = [\"regions.csv\"]\n\
             [signing]\nissuer = \"gateway\"\nkey_file = \"keys/signing.pem\"\n\
             [traffic.breaker]\nfailures = 100000\n{sections}"
        );
        for (name, text) in [
            ("supergraph.graphql", schema_files::SUPERGRAPH),
            ("regions.csv", schema_files::REGIONS),
            ("sites.toml", &sites.to_toml()),
            ("gateway.toml", &config),
        ] {
            std::fs::write(folder.join(name), text).expect("it is written");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_qianzhan"))
            .args(["gateway", "--config", "gateway.toml"])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the gateway starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let url = line.trim().rsplit("://").next().expect("a URL");
        let address = url.trim_end_matches("/graphql").parse().expect(&line);
        Self { child, address }
    }

    /// The answer to a client without a token.
    pub(crate) fn ask(&self, query: &str) -> Value {
        let body = json!({ "query": query }).to_string();
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("it answers");
        let (_, body) = response.split_once("\r\n\r\n").expect("head and body");
        serde_json::from_str(body).expect("JSON")
    }
}

impl Drop for GatewayProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
