use super::*;
use crate::{
    planner::plan::{ContextVariable, EntityTarget, FetchDocument, RewriteSegment},
    supergraph::SubgraphId,
};

/// `users.@.on A.x`, as plans are printed.
fn path(text: &str) -> FlattenPath {
    let segment = |word: &str| match word.strip_prefix("on ") {
        _ if word == "@" => FlattenSegment::Each,
        Some(types) => FlattenSegment::OnTypes(types.split('|').map(str::to_owned).collect()),
        None => FlattenSegment::Key(word.into()),
    };
    text.split('.').map(segment).collect()
}

/// A fetch of one list of entities.
fn fetch(paths: &[&str], selections: &str) -> FetchNode {
    let target = EntityTarget {
        response_key: "_entities".to_owned(),
        variable: "representations".to_owned(),
        paths: paths.iter().map(|text| path(text)).collect(),
        shares: Vec::new(),
        requires: Vec::new(),
        input_rewrites: Vec::new(),
        output_rewrites: Vec::new(),
        spreads: Vec::new(),
        contexts: Vec::new(),
    };
    let text = format!(
        "query($representations: [_Any!]!) {{ _entities(representations: $representations) {{ {selections} }} }}"
    );
    FetchNode {
        subgraph: SubgraphId(0),
        document: FetchDocument { text: text.into(), ..FetchDocument::default() },
        is_mutation: false,
        variables: Vec::new(),
        target: FetchTarget::Entities(vec![target]),
    }
}

fn target(fetch: &mut FetchNode) -> &mut EntityTarget {
    match &mut fetch.target {
        FetchTarget::Entities(targets) => &mut targets[0],
        FetchTarget::Root(_) => panic!("it fetches entities"),
    }
}

fn marked(fetches: Vec<FetchNode>) -> Vec<Vec<bool>> {
    let nodes = fetches.into_iter().map(|fetch| PlanNode::Fetch(Box::new(fetch))).collect();
    let mut plan = QueryPlan { root: Some(PlanNode::Sequence(nodes)) };
    mark_shared_paths(&mut plan);
    let Some(PlanNode::Sequence(nodes)) = plan.root else { panic!("it is the same plan") };
    let shares = nodes.into_iter().map(|node| match node {
        PlanNode::Fetch(mut fetch) => target(&mut fetch).shares.clone(),
        other => panic!("{other:?}"),
    });
    shares.collect()
}

#[test]
fn entities_are_shared_where_all_that_is_below_is_right_for_each_of_their_places() {
    let goods = "... on Product { name maker { id } }";
    let stock = "... on Product { inStock }";
    for (case, fetches, expected) in [
        (
            "paths beside and below each other",
            vec![fetch(&["a.@.p", "b.p"], goods), fetch(&["a.@.p.maker"], "... on Maker { name }")],
            vec![vec![true, true], vec![true]],
        ),
        (
            "other fields of the same entities",
            vec![fetch(&["a.@.p"], goods), fetch(&["a.@.p"], stock)],
            vec![vec![true], vec![true]],
        ),
        (
            "the same objects of the same entities",
            vec![fetch(&["a.@.p"], goods), fetch(&["a.@.p"], "... on Product { maker { name } }")],
            vec![vec![false], vec![false]],
        ),
        (
            "what is below is only for some of the places",
            vec![fetch(&["a.@.p"], goods), fetch(&["a.@.on A.p.maker"], "... on Maker { name }")],
            vec![vec![false], vec![true]],
        ),
        (
            "what is below has the same conditions up to there",
            vec![
                fetch(&["a.@.on A.p"], goods),
                fetch(&["a.@.on A.p.on Product.maker"], "... on Maker { name }"),
            ],
            vec![vec![true], vec![true]],
        ),
        ("a fragment by name", vec![fetch(&["a.@.p"], "...F"), fetch(&["a.@.p"], stock)], {
            vec![vec![false], vec![false]]
        }),
        (
            "another list of the same name",
            vec![fetch(&["a.p"], goods), fetch(&["a.@.p"], goods)],
            { vec![vec![true], vec![true]] },
        ),
    ] {
        assert_eq!(marked(fetches), expected, "{case}");
    }
}

#[test]
fn what_depends_on_a_place_and_what_is_renamed_is_not_shared() {
    let mut with_context = fetch(&["a.@.p"], "... on Product { name }");
    target(&mut with_context).contexts =
        vec![ContextVariable { variable: "c".to_owned(), depth: 1, selections: Vec::new() }];
    assert_eq!(marked(vec![with_context, fetch(&["b"], "... on B { c }")]), [[false], [false]]);

    let mut renaming = fetch(&["a.@.p"], "... on Product { maker_1: maker { id } }");
    target(&mut renaming).output_rewrites = vec![Rewrite::RenameKey {
        path: vec![RewriteSegment::Key("maker_1".into())],
        to: "maker".into(),
    }];
    let other = fetch(&["a.@.p"], "... on Product { maker { name } }");
    assert_eq!(marked(vec![renaming, other]), [[false], [false]]);
}
