//! Each scenario runs from beginning to end on a few requests. Times are not looked at: only that
//! every answer is right, and that the calls are those that the scenario promises.

#![expect(clippy::unwrap_used, reason = "a figure that is missing fails the test")]

use std::process::{Command, Stdio};

use serde_json::Value;

const REQUESTS: u64 = 20;
const ROUNDS: u64 = 2;

/// Runs the scenario; returns its JSON.
fn report_of(scenario: &str, arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().expect("a folder for the figures");
    let path = folder.path().join("figures.json");
    let output = Command::new(env!("CARGO_BIN_EXE_qianzhan-load-tests"))
        .arg(scenario)
        .args(["--requests", &REQUESTS.to_string(), "--rounds", &ROUNDS.to_string()])
        .args(["--gateway-inside", "--json"])
        .arg(&path)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{scenario}: {text}{errors}");
    let json = std::fs::read_to_string(&path).expect("figures were written");
    serde_json::from_str(&json).expect("the figures are JSON")
}

/// Every subject answered every request well, and those that call sites made `calls_per_request`.
fn assert_complete(report: &Value, calls_per_request: u64) {
    assert_eq!(report["settings"]["calls_per_request"], calls_per_request);
    let subjects = report["subjects"].as_array().unwrap();
    let names: Vec<&str> =
        subjects.iter().map(|subject| subject["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["gateway", "floor-client", "floor-server"]);
    for subject in subjects {
        let name = subject["name"].as_str().unwrap();
        let rounds = subject["rounds"].as_array().unwrap();
        assert_eq!(rounds.len() as u64, ROUNDS, "{name}");
        let calls = if name == "floor-server" { 0 } else { REQUESTS * calls_per_request };
        for round in rounds {
            assert_eq!(round["requests"], REQUESTS, "{name}");
            assert_eq!(round["errors"], 0, "{name}: {}", subject["first_error"]);
            assert_eq!(round["site_calls"], calls, "{name}");
            assert!(round["peak_rss_mb"].as_f64().unwrap() > 0.0, "{name}");
        }
    }
    for ratios in report["ratios"].as_array().unwrap() {
        let spread = &ratios["requests_per_second"];
        assert!(spread["min"].as_f64().unwrap() <= spread["max"].as_f64().unwrap());
    }
}

#[test]
fn plain_goes_through_four_subgraphs_about_a_dozen_times() {
    let folder = tempfile::tempdir().expect("a folder for the configuration");
    let config = folder.path().join("gateway.toml");
    // Each request makes its own calls, so that they can be counted.
    let text = "[traffic]\nshare_calls = \"none\"\n";
    std::fs::write(&config, text).expect("the configuration is written");
    let config = config.to_str().expect("a path of UTF-8");
    let report = report_of("plain", &["--connections", "4", "--gateway-config", config]);
    let calls = report["settings"]["calls_per_request"].as_u64().unwrap();
    assert!((9..=16).contains(&calls), "{calls} calls: a planner may save some, not most");
    assert_complete(&report, calls);
    let bytes = report["settings"]["answer_bytes"].as_u64().unwrap();
    assert!((60_000..=100_000).contains(&bytes), "{bytes}");
}

#[test]
fn gather_asks_each_of_the_101_sites_once() {
    let report = report_of("gather", &["--connections", "2"]);
    assert_complete(&report, 101);
    assert_eq!(report["settings"]["waves"], 1);
}

#[test]
fn route_asks_the_county_and_then_the_60_owners() {
    let report = report_of("route", &["--connections", "2"]);
    assert_complete(&report, 61);
    assert_eq!(report["settings"]["waves"], 2);
}

#[test]
fn nation_asks_every_site_once_whatever_its_latency() {
    let arguments = ["--sites", "200", "--latency-median-ms", "1", "--connections", "2"];
    assert_complete(&report_of("nation", &arguments), 200);
}

#[test]
fn planning_measures_both_planners_at_every_work() {
    let folder = tempfile::tempdir().expect("a folder for the figures");
    let path = folder.path().join("figures.json");
    let output = Command::new(env!("CARGO_BIN_EXE_qianzhan-load-tests"))
        .args(["planning", "--seconds", "0", "--rounds", "2", "--json"])
        .arg(&path)
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(&path).expect("figures were written");
    let report: Value = serde_json::from_str(&text).expect("the figures are JSON");
    let comparisons = report["comparisons"].as_array().unwrap();
    let works: Vec<[&str; 2]> = comparisons
        .iter()
        .map(|comparison| ["task", "work"].map(|key| comparison[key].as_str().unwrap()))
        .collect();
    let both = |task| [[task, "index"], [task, "plan"]];
    assert_eq!(works, [both("plain"), both("gather"), both("route")].concat());
    for comparison in comparisons {
        let rounds = comparison["rounds"].as_array().unwrap();
        assert_eq!(rounds.len(), 2);
        let mut figures = rounds.iter().flat_map(|round| round.as_array().unwrap());
        assert!(figures.all(|micros| micros.as_f64().unwrap() > 0.0));
    }
}

#[test]
fn a_peer_that_ends_before_it_answers_ends_the_run_with_its_name() {
    let output = Command::new(env!("CARGO_BIN_EXE_qianzhan-load-tests"))
        .args(["plain", "--requests", "1", "--gateway-inside", "--peer-command", "true"])
        .args(["--peer-url", "http://127.0.0.1:9/graphql", "--peer-name", "short"])
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    assert!(!output.status.success());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("PROCESS_FAILED: `short`"), "{errors}");
}

/// Over the eight sites of one city. Users and outages go by counts, not by time.
#[test]
fn mixed_users_get_right_answers_while_sites_die_and_lose_no_write() {
    let folder = tempfile::tempdir().expect("a folder for the records");
    let figures = folder.path().join("figures.json");
    let output = Command::new(env!("CARGO_BIN_EXE_qianzhan-load-tests"))
        .args(["mixed", "--only", "6211", "--users", "10", "--requests", "150", "--gateway-inside"])
        .args(["--outage-every", "40", "--outage-lasts", "20", "--data"])
        .arg(folder.path().join("data"))
        .arg("--json")
        .arg(&figures)
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    let json = std::fs::read_to_string(&figures).expect("figures were written");
    let report: Value = serde_json::from_str(&json).expect("the figures are JSON");
    assert!(report["outages"][0].as_u64().unwrap() > 0, "{text}");
    assert!(report["writes"]["acknowledged"].as_u64().unwrap() > 0, "{text}");
    let names = report["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap());
    let kinds: Vec<&str> = names.map(|name| name.split(':').next().unwrap()).collect();
    for kind in ["analyst", "clerk", "dashboard"] {
        assert!(kinds.contains(&kind), "{text}");
    }
}
