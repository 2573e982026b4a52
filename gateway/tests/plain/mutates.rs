//! Mutations, whose answers cross subgraphs as well.

use serde_json::json;

use crate::fixture::{Fixture, ask};

#[tokio::test]
async fn a_mutation_answers_with_fields_of_other_subgraphs() {
    let fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    let answer = ask(
        &gateway,
        "mutation { addReview(upc: \"apple-3\", authorId: \"u2\", body: \"回购\") {
            id author { name } product { name reviews { body } }
        } }",
    )
    .await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    assert_eq!(
        answer["data"]["addReview"],
        json!({
            "id": "r5",
            "author": { "name": "张军" },
            "product": { "name": "花牛苹果", "reviews": [{ "body": "脆甜" }, { "body": "回购" }] },
        })
    );
}

#[tokio::test]
async fn mutations_run_one_after_the_other() {
    let fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    let answer = ask(
        &gateway,
        "mutation {
            a: addReview(upc: \"tea-1\", authorId: \"u3\", body: \"一\") { id }
            b: addReview(upc: \"tea-1\", authorId: \"u3\", body: \"二\") { id }
        }",
    )
    .await;
    assert_eq!(answer["data"], json!({ "a": { "id": "r5" }, "b": { "id": "r6" } }));
}

#[tokio::test]
async fn a_refused_mutation_keeps_its_code() {
    let fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    let answer = ask(
        &gateway,
        "mutation { addReview(upc: \"tea-1\", authorId: \"u3\", body: \" \") { id } }",
    )
    .await;
    assert_eq!(answer["data"], json!(null), "`addReview` is non-null: {answer}");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "REVIEW_EMPTY", "{answer}");
    assert_eq!(answer["errors"][0]["path"], json!(["addReview"]), "{answer}");
}
