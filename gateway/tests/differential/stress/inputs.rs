//! The inputs, each a supergraph as composition writes it and an operation.

use std::fmt::Write as _;

/// What every supergraph begins with.
const JOIN: &str = include_str!("../../federation/testkit/join.graphql");

/// One input.
pub(super) struct Input {
    pub(super) name: &'static str,
    pub(super) supergraph: String,
    pub(super) operation: String,
}

/// Every subgraph has every type, by the same key and a few shared fields; one field of each type is
/// of one subgraph only. The operation goes through the types and takes a field of each subgraph.
pub(super) fn many_shared_types(subgraphs: usize, types: usize) -> Input {
    let mut supergraph = begin(subgraphs);
    for place in 0..types {
        let _ = writeln!(supergraph, "type T{place}");
        for subgraph in 0..subgraphs {
            let _ = writeln!(supergraph, "  @join__type(graph: S{subgraph}, key: \"id\")");
        }
        let next = (place + 1) % types;
        let _ = writeln!(
            supergraph,
            "{{\n  id: ID!\n  name: String\n  next: T{next}\n  all: [T{next}!]"
        );
        for subgraph in 0..subgraphs {
            let _ = writeln!(supergraph, "  of{subgraph}: String @join__field(graph: S{subgraph})");
        }
        supergraph.push_str("}\n");
    }
    let roots: Vec<String> = (0..types).map(|place| format!("t{place}: T{place}")).collect();
    query(&mut supergraph, subgraphs, &roots);
    let mut operation = String::from("{ t0 ");
    let depth = 20;
    for level in 0..depth {
        let own: Vec<String> = (0..subgraphs).map(|subgraph| format!("of{subgraph}")).collect();
        let field = if level % 4 == 0 { "all" } else { "next" };
        let _ = write!(operation, "{{ name {} {field} ", own.join(" "));
    }
    operation.push_str("{ name }");
    operation.push_str(&" }".repeat(depth));
    operation.push_str(" }");
    Input { name: "30 subgraphs that share 200 types", supergraph, operation }
}

/// Many aliased selections of entities in four subgraphs, at least `bytes` of text.
pub(super) fn large_operation(bytes: usize) -> Input {
    let Input { supergraph, .. } = wide(1);
    let mut operation = String::from("{ ");
    let mut place = 0;
    while operation.len() < bytes {
        let _ = write!(
            operation,
            "everything_in_group_{place}: item {{ name_of_{place}: name price_{place}: price \
             next {{ stock_{place}: stock review_{place}: review price }} }} "
        );
        place += 1;
    }
    operation.push('}');
    Input { name: "an operation of 450 kB", supergraph, operation }
}

/// An entity over four subgraphs, and about `fields` selections of it below each other.
pub(super) fn wide(fields: usize) -> Input {
    let mut supergraph = begin(4);
    supergraph.push_str("type Item\n");
    for subgraph in 0..4 {
        let _ = writeln!(supergraph, "  @join__type(graph: S{subgraph}, key: \"id\")");
    }
    supergraph.push_str(
        "{\n  id: ID!\n  name: String @join__field(graph: S0)\n  price: Int @join__field(graph: S1)\n  \
         stock: Int @join__field(graph: S2)\n  review: String @join__field(graph: S3)\n  \
         next: Item @join__field(graph: S0)\n}\n",
    );
    query(&mut supergraph, 1, &["item: Item".to_owned()]);
    let mut operation = String::from("{ ");
    // Each of these is ten fields.
    for place in 0..fields.div_ceil(10) {
        let _ = write!(
            operation,
            "i{place}: item {{ name price stock review next {{ name price stock review }} }} "
        );
    }
    operation.push('}');
    Input { name: "a wide operation", supergraph, operation }
}

/// Interfaces whose fields are interfaces, each with three objects spread over three subgraphs, and
/// a union of all objects between them.
pub(super) fn abstract_levels(levels: usize) -> Input {
    let mut supergraph = begin(3);
    for level in 0..=levels {
        let graphs: String =
            (0..3).map(|subgraph| format!(" @join__type(graph: S{subgraph})")).collect();
        let _ = writeln!(supergraph, "interface L{level}{graphs} {{\n  id: ID!\n  title: String");
        if level < levels {
            let _ = writeln!(supergraph, "  below: L{}\n  either: U{}", level + 1, level + 1);
        }
        supergraph.push_str("}\n");
        for object in 0..3 {
            let _ = writeln!(supergraph, "type O{level}x{object} implements L{level}");
            for subgraph in 0..3 {
                let _ = writeln!(
                    supergraph,
                    "  @join__implements(graph: S{subgraph}, interface: \"L{level}\")\n  \
                     @join__type(graph: S{subgraph}, key: \"id\")"
                );
            }
            let _ = writeln!(
                supergraph,
                "{{\n  id: ID!\n  title: String @join__field(graph: S{object})\n  \
                 own{object}: Int @join__field(graph: S{})",
                (object + 1) % 3
            );
            if level < levels {
                let owner = (object + level) % 3;
                let _ = writeln!(
                    supergraph,
                    "  below: L{next} @join__field(graph: S{owner})\n  \
                     either: U{next} @join__field(graph: S{owner})",
                    next = level + 1
                );
            }
            supergraph.push_str("}\n");
        }
        let _ = writeln!(supergraph, "union U{level}");
        for subgraph in 0..3 {
            let _ = writeln!(supergraph, "  @join__type(graph: S{subgraph})");
            for object in 0..3 {
                let _ = writeln!(
                    supergraph,
                    "  @join__unionMember(graph: S{subgraph}, member: \"O{level}x{object}\")"
                );
            }
        }
        let _ = writeln!(supergraph, "= O{level}x0 | O{level}x1 | O{level}x2");
    }
    query(&mut supergraph, 1, &["top: L0".to_owned()]);
    let mut operation = String::from("{ top ");
    for level in 0..levels {
        let _ = write!(
            operation,
            "{{ id title ... on O{level}x0 {{ own0 }} ... on O{level}x1 {{ own1 either {{ ... on O{}x2 {{ own2 title }} }} }} below ",
            level + 1
        );
    }
    operation.push_str("{ title }");
    operation.push_str(&" }".repeat(levels));
    operation.push_str(" }");
    Input { name: "12 levels of abstract types", supergraph, operation }
}

/// Fragments that spread the next one twice: 2^levels fields in a few hundred bytes.
pub(super) fn fragment_bomb(levels: usize) -> Input {
    let Input { supergraph, .. } = wide(1);
    let mut operation = String::from("{ item { ...F0 } }\n");
    for level in 0..levels {
        let next = level + 1;
        let _ = writeln!(
            operation,
            "fragment F{level} on Item {{ a{level}: next {{ ...F{next} }} b{level}: next {{ ...F{next} price }} }}"
        );
    }
    let _ = writeln!(operation, "fragment F{levels} on Item {{ name price }}");
    Input { name: "a fragment bomb", supergraph, operation }
}

fn begin(subgraphs: usize) -> String {
    let mut text = format!("{JOIN}\nenum join__Graph {{\n");
    for subgraph in 0..subgraphs {
        let _ = writeln!(
            text,
            "  S{subgraph} @join__graph(name: \"s{subgraph}\", url: \"http://s{subgraph}.invalid/\")"
        );
    }
    text.push_str("}\n");
    text
}

/// `Query`, whose fields the first `owners` subgraphs share.
fn query(text: &mut String, owners: usize, fields: &[String]) {
    text.push_str("type Query\n");
    for subgraph in 0..owners {
        let _ = writeln!(text, "  @join__type(graph: S{subgraph})");
    }
    let _ = writeln!(text, "{{\n  {}\n}}", fields.join("\n  "));
}
