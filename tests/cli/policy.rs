//! `policy check` and `policy explain`.

use std::{fs, path::Path};

use crate::command::run;

/// A token of a caller, minted as for development.
fn token(folder: &Path, region: &str, roles: &[&str]) -> String {
    if !folder.join("keys").exists() {
        run(folder, &["keys", "new", "--out", "keys"]).ok();
    }
    let mut arguments = vec![
        "token",
        "--key",
        "keys/signing.pem",
        "--issuer",
        "login",
        "--subject",
        "li",
        "--region",
        region,
    ];
    arguments.extend(roles.iter().flat_map(|role| ["--role", *role]));
    run(folder, &arguments).ok().trim().to_owned()
}

#[test]
fn check_tells_whether_a_policy_can_be_used() {
    let folder = tempfile::tempdir().expect("a folder");
    for (text, region, code) in [
        ("", None, None),
        ("[[rules]]\nfields = [\"Member.name\"]\neffect = \"withhold\"\n", None, None),
        // Only a county has it.
        (
            "[[rules]]\nfields = [\"ConsultationCouncil\"]\neffect = \"mask\"\n",
            Some("621122"),
            None,
        ),
        (
            "[[rules]]\nfields = [\"ConsultationCouncil\"]\neffect = \"mask\"\n",
            Some("620000"),
            Some("POLICY_FIELD_UNKNOWN"),
        ),
        (
            "[[rules]]\nfields = [\"Member.shoeSize\"]\neffect = \"mask\"\n",
            None,
            Some("POLICY_FIELD_UNKNOWN"),
        ),
        ("[[rules]]\neffect = \"perhaps\"\n", None, Some("POLICY_SYNTAX_INVALID")),
        ("[cells]\nminimum = 5\nmaximum = 6\n", None, Some("POLICY_SYNTAX_INVALID")),
        ("", Some("999999"), Some("REGION_UNKNOWN")),
        ("", Some("621122101"), Some("REGION_WITHOUT_COMMITTEE")),
    ] {
        fs::write(folder.path().join("policy.toml"), text).expect("it is written");
        let mut arguments = vec!["policy", "check", "policy.toml"];
        arguments.extend(region.iter().flat_map(|region| ["--region", *region]));
        let ran = run(folder.path(), &arguments);
        match code {
            None => assert!(ran.ok().contains("the policy is sound"), "{text}"),
            Some(code) => assert_eq!(ran.code(), code, "{text} {region:?}"),
        }
    }
    let missing = run(folder.path(), &["policy", "check", "none.toml"]);
    assert_eq!(missing.code(), "FILE_UNREADABLE");
}

#[test]
fn explain_tells_the_rule_that_decides() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = "[[rules]]\nrelations = [\"PEER\"]\nroles = [\"OFFICE\"]\n\
        fields = [\"Member.dutyScore\"]\neffect = \"allow\"\n";
    fs::write(folder.path().join("policy.toml"), policy).expect("it is written");
    let own = token(folder.path(), "621122", &["OFFICE"]);
    let peer = token(folder.path(), "621123", &["OFFICE"]);
    let peer_clerk = token(folder.path(), "621123", &["CLERK"]);
    let province = token(folder.path(), "620000", &["ANALYST", "MEMBER"]);
    for (token, field, expected) in [
        (Some(&own), "Member.isPartyMember", ["SELF", "given", "built-in rule 2"]),
        (Some(&peer), "Member.dutyScore", ["PEER", "given", "rule 1 of the file"]),
        (Some(&peer_clerk), "Member.dutyScore", ["PEER", "withheld", "built-in rule 6"]),
        (Some(&province), "Member.dutyScore", ["SUPERIOR", "given", "built-in rule 5"]),
        (Some(&province), "Committee.name", ["SUPERIOR", "given", "built-in rule 1"]),
        (None, "Member.dutyScore", ["PUBLIC", "withheld", "built-in rule 6"]),
        (None, "Tally.members", ["PUBLIC", "given", "below 5 it is not told"]),
    ] {
        let mut arguments = vec!["policy", "explain", "--region", "621122"];
        arguments.extend(token.iter().flat_map(|token| ["--as", token.as_str()]));
        arguments.push(field);
        let told = run(folder.path(), &arguments).ok();
        for part in expected {
            assert!(told.contains(part), "{field}, {part}: {told}");
        }
    }
    for (arguments, code) in [
        (["--region", "621122", "Member.shoeSize"], "POLICY_FIELD_UNKNOWN"),
        (["--region", "621122", "Member"], "POLICY_FIELD_UNKNOWN"),
        (["--region", "999999", "Member.name"], "REGION_UNKNOWN"),
    ] {
        let ran = run(folder.path(), &[["policy", "explain"].as_slice(), &arguments].concat());
        assert_eq!(ran.code(), code, "{arguments:?}");
    }
    let ran = run(
        folder.path(),
        &["policy", "explain", "--region", "621122", "--as", "no token", "Member.name"],
    );
    assert_eq!(ran.code(), "TOKEN_INVALID");
}
