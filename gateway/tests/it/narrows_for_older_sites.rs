//! A site that is behind its contract is asked again for what it knows.
//! Spec: docs/jurisdiction-spec.md, section 8.

use serde_json::{Value, json};

use crate::testkit::{Behaviour, Network, stock::Stock};

/// The contract as it was before `Book.year` and `Stock.kilograms`.
const OLD_SDL: &str = "type Query { book(id: ID!): Book  everything: Stock } \
     type Book @key(fields: \"id\") { id: ID!  title: String! } \
     type Region @key(fields: \"code\") { code: ID!  stock: Stock } type Stock { copies: Int }";

/// Refuses what it does not know, and tells its schema, as a server of the old contract would.
fn behind() -> Behaviour {
    Behaviour::lying(|request, answer| {
        let document = request["query"].as_str().unwrap_or_default();
        if document.contains("_service") {
            *answer = json!({ "data": { "_service": { "sdl": OLD_SDL } } });
        } else if let Some(unknown) =
            ["year", "kilograms"].iter().find(|name| document.contains(**name))
        {
            *answer = json!({ "errors": [{ "message": format!("Unknown field \"{unknown}\"") }] });
        }
    })
}

fn partial(answer: &crate::testkit::answer::Answer) -> Vec<String> {
    let entries = answer.coverage()["partial"].as_array().cloned().unwrap_or_default();
    let line = |entry: &Value| {
        format!("{} {} {} {}", entry["site"], entry["contract"], entry["reason"], entry["fields"])
    };
    entries.iter().map(|entry| line(entry).replace('"', "")).collect()
}

#[tokio::test]
async fn fields_that_an_older_site_lacks_are_left_out_of_the_figures_and_named() {
    let network = Network::usual().await;
    network.behave("shuji", behind());
    let query = "{ everything { copies kilograms } }";
    let answer = network.ask(query).await;
    let books: Vec<_> = network.world.books().collect();
    let others: Vec<_> =
        books.iter().copied().filter(|book| book.region.to_string() != "900201").collect();
    assert_eq!(answer.errors(), &[] as &[Value], "{}", answer.body);
    assert_eq!(
        answer.data()["everything"],
        json!({ "copies": Stock::of(&books).copies, "kilograms": Stock::of(&others).kilograms })
    );
    assert_eq!(partial(&answer), ["shuji catalog INCOMPATIBLE [Stock.kilograms]"]);
    let coverage = answer.coverage();
    assert_eq!((&coverage["asked"], &coverage["answered"]), (&json!(8), &json!(8)));
    assert_eq!(coverage["complete"], false);
    assert_eq!(coverage["missing"], json!([]));
    let calls = network.take_calls();
    let documents: Vec<&str> = calls["shuji"].iter().map(|call| call.document()).collect();
    assert_eq!(documents.len(), 3, "refused, its schema, the narrower question: {documents:?}");
    assert!(documents[2].contains("copies") && !documents[2].contains("kilograms"));
    network.ask(query).await;
    assert_eq!(network.take_call_counts()["shuji"], 2, "its schema is known for a while");
}

#[tokio::test]
async fn entities_of_an_older_site_keep_what_it_knows() {
    let network = Network::usual().await;
    network.behave("shuji", behind());
    let answer = network.ask("{ region(code: \"900201\") { stock { copies kilograms } } }").await;
    let copies = Stock::of(&network.world.books_within("900201")).copies;
    assert_eq!(
        answer.data()["region"],
        json!({ "stock": { "copies": copies, "kilograms": null } }),
        "{}",
        answer.body
    );
    assert_eq!(answer.errors(), &[] as &[Value]);
    assert_eq!(partial(&answer), ["shuji catalog INCOMPATIBLE [Stock.kilograms]"]);
}

#[tokio::test]
async fn a_site_that_lacks_all_of_it_or_does_not_tell_is_missing() {
    let network = Network::usual().await;
    network.behave(
        "shuji",
        Behaviour::lying(|_, answer| {
            *answer = json!({ "errors": [{ "message": "Unknown field \"everything\"" }] });
        }),
    );
    let answer = network.ask("{ everything { copies } }").await;
    assert_eq!(answer.coverage_line(), "7/8 900201 INCOMPATIBLE");
    assert_eq!(partial(&answer), [] as [&str; 0]);
    assert!(answer.data()["everything"]["copies"].is_i64());
}
