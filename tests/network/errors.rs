//! Bad input gets a clear error with a stable code; nothing panics and siblings still answer.

use serde_json::json;

use crate::testkit::shared;

#[test]
fn bad_input_is_refused_with_a_code_and_a_place() {
    for (question, code, path) in [
        (r#"{ region(code: "110000") { name } }"#, "REGION_UNKNOWN", json!(["region"])),
        (r#"{ region(code: "62") { name } }"#, "REGION_CODE_INVALID", json!(["region"])),
        (r#"{ member(id: "621122-nobody") { name } }"#, "RECORD_NOT_FOUND", json!(["member"])),
        (
            r#"{ member(id: "621122-00000000-0000-7000-8000-000000000000") { name } }"#,
            "RECORD_NOT_FOUND",
            json!(["member"]),
        ),
        (r#"{ member(id: "陇西") { name } }"#, "REGION_CODE_INVALID", json!(["member"])),
        (
            r#"{ member(id: "110000-00000000-0000-7000-8000-000000000000") { name } }"#,
            "REGION_UNKNOWN",
            json!(["member"]),
        ),
        (
            r#"{ region(code: "621100") { members(first: -1) { totalCount nodes { id } } } }"#,
            "PAGE_SIZE_INVALID",
            json!(["region", "members"]),
        ),
        (
            r#"{ region(code: "620000") { members(after: "abc") { nodes { id } } } }"#,
            "CURSOR_INVALID",
            json!(["region", "members"]),
        ),
        (
            r#"{ region(code: "620000") { tally(period: "2024-13") { members } } }"#,
            "PERIOD_INVALID",
            json!(["region", "tally"]),
        ),
    ] {
        let answer = shared().ask(question);
        let errors = answer.errors();
        assert_eq!(errors.len(), 1, "{question}: {}", answer.0);
        assert_eq!(errors[0], (code.to_owned(), path), "{question}");
    }
}

#[test]
fn a_cursor_of_another_order_is_foreign() {
    let page = shared().ask(
        r#"{ region(code: "621100") { members(first: 1, orderBy: {field: NAME}) { pageInfo { endCursor } } } }"#,
    );
    let cursor = &page.data()["region"]["members"]["pageInfo"]["endCursor"];
    let question = "query($after: String) { region(code: \"621100\") { name members(first: 1, after: $after) { nodes { id } } } }";
    let answer = shared().ask_with(question, json!({"after": cursor}));
    assert_eq!(answer.errors()[0].0, "CURSOR_INVALID");
    assert_eq!(answer.0["data"]["region"]["name"], "定西市", "siblings still answer");
    assert_eq!(answer.coverage()["complete"], true, "the request is at fault, not the sites");
}
