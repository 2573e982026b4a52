//! The supergraphs that fuzzing begins with.

use qianzhan_gateway::supergraph::compose::{ContractSource, compose};

const JOIN: &str = include_str!("../../tests/federation/testkit/join.graphql");

const JOINED: [&str; 5] = [
    include_str!("../../tests/federation/supergraphs/dead_end.graphql"),
    include_str!("../../tests/federation/supergraphs/logins.graphql"),
    include_str!("../../tests/federation/supergraphs/media.graphql"),
    include_str!("../../tests/federation/supergraphs/nodes.graphql"),
    include_str!("../../tests/federation/supergraphs/places.graphql"),
];

/// The network's own.
const NETWORK: &str = include_str!("../../../schema/supergraph.graphql");

/// Subgraphs of a plain supergraph.
const PLAIN: [(&str, &str); 4] = [
    ("accounts", include_str!("../../../load-tests/schema/accounts.graphql")),
    ("inventory", include_str!("../../../load-tests/schema/inventory.graphql")),
    ("products", include_str!("../../../load-tests/schema/products.graphql")),
    ("reviews", include_str!("../../../load-tests/schema/reviews.graphql")),
];

/// Everything that Federation adds, in little.
const FEATURES: [(&str, &str); 3] = [
    (
        "a",
        r#"
        type Query { station: Station! any: Any stations: [Station!]! @shareable node: Node }
        type Mutation { touch(id: ID!): Station }
        type Subscription { touched: Station }
        interface Node @key(fields: "id") { id: ID! title: String! }
        union Any = Station | Room
        type Station implements Node @key(fields: "id") @context(name: "house") {
          id: ID! title: String! members: Int! currency: String! rooms: [Room!]! beds: [Bed!]! place: Place @shareable
        }
        type Room implements Node @key(fields: "id") { id: ID! title: String! }
        type Bed @key(fields: "id") {
          id: ID!
          price(currency: String @fromContext(field: "$house { currency }")): Int!
        }
        type Place { town: String @shareable county: String }
        "#,
    ),
    (
        "b",
        r#"
        type Query { stations: [Station!]! @shareable }
        type Node @key(fields: "id") @interfaceObject { id: ID! views: Int! next: Node }
        type Station @key(fields: "id") {
          id: ID! members: Int! @override(from: "a", label: "percent(50)")
          weight: Int! @external score(times: Int = 2): Int! @requires(fields: "weight")
          place: Place @shareable
        }
        type Place { town: String @shareable street: String }
        "#,
    ),
    (
        "c",
        r#"
        type Query { author: Person @provides(fields: "name") }
        type Station @key(fields: "id") { id: ID! weight: Int! secretary: Person }
        type Person @key(fields: "id") @key(fields: "card { number }") {
          id: ID! card: Card! name: String @external
        }
        type Card { number: String! @shareable }
        "#,
    ),
];

const LINK: &str = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key",
  "@requires", "@provides", "@external", "@shareable", "@override", "@context", "@fromContext",
  "@interfaceObject"])
"#;

const PEOPLE: &str =
    r#"type Person @key(fields: "id") { id: ID! name: String @shareable friends: [Person!]! }"#;

/// Texts of supergraphs, and which subgraphs of each are contracts.
pub fn texts() -> Vec<(String, &'static [&'static str])> {
    let mut texts: Vec<(String, &[&str])> = vec![(
        NETWORK.to_owned(),
        &["network", "province", "city", "county", "proposals", "activities", "duties", "economy"],
    )];
    texts.extend(JOINED.iter().map(|text| (format!("{JOIN}\n{text}"), [].as_slice())));
    let plain = PLAIN.map(|(name, sdl)| (name, sdl.to_owned()));
    let features =
        FEATURES.iter().chain(&[("d", PEOPLE)]).map(|(name, sdl)| (*name, format!("{LINK}{sdl}")));
    for subgraphs in [plain.to_vec(), features.collect()] {
        let sources: Vec<ContractSource> = subgraphs
            .into_iter()
            .map(|(name, sdl)| {
                ContractSource::new(name, sdl).with_url(format!("http://{name}.invalid/"))
            })
            .collect();
        let composed = compose(&sources).unwrap_or_else(|error| panic!("{error}"));
        texts.push((composed.supergraph_sdl, [].as_slice()));
    }
    texts
}
