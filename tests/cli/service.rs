//! `policy suspend`, `resume`, `withdraw` and `restore`: the owner's file keeps what else it says.

use std::fs;

use crate::command::run;

const BEFORE: &str = "# 本级策略\n[[rules]] # 同级办公室\nrelations = [\"PEER\"]\n\
    fields = [\"Member.dutyScore\"]\neffect = \"allow\"\n";

#[test]
fn an_owner_suspends_and_withdraws_and_takes_it_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("policy.toml");
    fs::write(&path, BEFORE).expect("it is written");
    let policy = |arguments: &[&str]| run(folder.path(), &[&["policy"], arguments].concat());
    let text = || fs::read_to_string(&path).expect("it is there");

    policy(&["suspend", "--reason", "清查\"档案\""]).ok();
    assert!(text().starts_with(BEFORE), "{}", text());
    assert!(text().contains("[service]\nsuspended = "), "{}", text());
    policy(&["check", "policy.toml"]).ok();
    policy(&["resume"]).ok();
    assert!(!text().contains("suspended"), "{}", text());

    policy(&["withdraw", "county", "--reason", "改版"]).ok();
    policy(&["withdraw", "county", "--reason", "再改版"]).ok();
    policy(&["withdraw", "network", "--reason", "改版"]).ok();
    assert_eq!(text().matches("[[service.withdrawn]]").count(), 2, "{}", text());
    assert!(text().contains("再改版"), "{}", text());
    policy(&["check", "policy.toml", "--region", "621122"]).ok();
    let of_province = policy(&["check", "policy.toml", "--region", "620000"]);
    assert_eq!(of_province.code(), "POLICY_CONTRACT_UNKNOWN");
    policy(&["restore", "county"]).ok();
    policy(&["restore", "network"]).ok();
    assert!(!text().contains("withdrawn"), "{}", text());
    assert!(text().starts_with(BEFORE), "{}", text());
}

#[test]
fn a_file_that_would_not_hold_is_not_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("policy.toml");
    let policy = |arguments: &[&str]| run(folder.path(), &[&["policy"], arguments].concat());
    for (before, arguments, code) in [
        ("", ["withdraw", "moon", "--reason", "x"].as_slice(), "POLICY_CONTRACT_UNKNOWN"),
        ("", &["suspend", "--reason", " "], "POLICY_REASON_MISSING"),
        ("", &["restore", "county"], "POLICY_NOT_WITHDRAWN"),
        ("", &["resume"], "POLICY_NOT_SUSPENDED"),
        ("[[rules", &["suspend", "--reason", "x"], "POLICY_SYNTAX_INVALID"),
        ("service = 3\n", &["suspend", "--reason", "x"], "POLICY_SYNTAX_INVALID"),
    ] {
        fs::write(&path, before).expect("it is written");
        assert_eq!(policy(arguments).code(), code, "{arguments:?}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), before, "{arguments:?}");
    }
    // Where there is no file yet, there is one after.
    fs::remove_file(&path).expect("it was there");
    policy(&["suspend", "--reason", "x"]).ok();
    assert!(path.exists());
}
