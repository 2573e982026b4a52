//! The four subgraphs compose with the URLs they are served at.

use crate::fixture::Fixture;

#[tokio::test]
async fn the_supergraph_names_the_four_subgraphs_and_their_urls() {
    let fixture = Fixture::start().await;
    for subgraph in ["accounts", "inventory", "products", "reviews"] {
        let graph = format!("@join__graph(name: \"{subgraph}\", url: \"http://127.0.0.1:");
        assert!(fixture.supergraph_sdl.contains(&graph), "{}", fixture.supergraph_sdl);
    }
    for directive in ["requires: \"price weight\"", "provides: \"username\""] {
        assert!(fixture.supergraph_sdl.contains(directive), "{directive}");
    }
}
