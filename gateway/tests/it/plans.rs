//! Plans before and after fetches end at references that may cross sites.
//! Spec: docs/jurisdiction-spec.md, section 4 "Where a fetch ends".

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use insta::assert_snapshot;
use qianzhan_gateway::{
    operation::prepare_operation,
    planner::{OperationPlanner, PlanOptions, PlanText},
    supergraph::Supergraph,
};

use crate::testkit::network::SUPERGRAPH;

struct Plans {
    contracts: String,
    sites: String,
}

fn plan(query: &str) -> Plans {
    let contracts = BTreeSet::from(["catalog".to_owned(), "award".to_owned()]);
    let supergraph = Arc::new(Supergraph::load(&SUPERGRAPH, &contracts).expect("it loads"));
    let planner = OperationPlanner::new(Arc::clone(&supergraph)).expect("it indexes");
    let prepared = prepare_operation(&supergraph.api_schema, query, None, &Default::default());
    let prepared = prepared.expect("a valid operation");
    let options = PlanOptions::within(Duration::from_secs(10));
    let (document, operation) = (&prepared.document, &prepared.operation);
    let contracts = planner.plan_contracts(document, operation, &options).expect("a plan");
    let sites = planner.plan(document, operation, &options).expect("a plan");
    let show = |plan| PlanText { plan, supergraph: &supergraph }.to_string();
    Plans { contracts: show(&contracts.plan), sites: show(&sites.plan) }
}

#[test]
fn a_fetch_ends_at_a_reference_and_at_a_gathered_type() {
    let plans = plan(
        "{ book(id: \"900101-a\") { title branch { name } sequel { title } region { stock { copies } } } }",
    );
    assert_snapshot!(plans.contracts, @r#"
    QueryPlan {
      Fetch(service: "catalog") {
        {
          book(id: "900101-a") {
            title
            branch {
              name
            }
            sequel {
              title
            }
            region {
              stock {
                copies
              }
            }
          }
        }
      },
    }
    "#);
    assert_snapshot!(plans.sites, @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "catalog", route by "900101-a") {
          {
            book(id: "900101-a") {
              title
              branch {
                name
              }
              sequel {
                __typename
                id
              }
              region {
                __typename
                code
              }
            }
          }
        },
        BatchFetch(service: "catalog") {
          Flatten(path: "book.sequel"),
          _e0, Book: route by id {
            {
              ... on Book {
                __typename
                id
              }
            } =>
            {
              ... on Book {
                title
              }
            }
          },
          Flatten(path: "book.region"),
          _e1, Region: gather by code {
            {
              ... on Region {
                __typename
                code
              }
            } =>
            {
              ... on Region {
                stock {
                  copies
                }
              }
            }
          },
        },
      },
    }
    "#);
}

#[test]
fn a_key_alone_needs_no_fetch_of_its_own() {
    assert_snapshot!(plan("{ book(id: \"900101-a\") { sequel { id } region { code } } }").sites, @r#"
    QueryPlan {
      Fetch(service: "catalog", route by "900101-a") {
        {
          book(id: "900101-a") {
            sequel {
              id
            }
            region {
              code
            }
          }
        }
      },
    }
    "#);
}

#[test]
fn the_gateway_asks_for_what_merging_needs() {
    let plans = plan(
        "{ region(code: \"900000\") { stock { meanPages readers byGenre { copies meanPages } } \
         books { pageInfo { hasNextPage } } page: books { edges { node { title } } } } }",
    );
    assert_snapshot!(plans.sites, @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "directory") {
          {
            region(code: "900000") {
              __typename
              code
            }
          }
        },
        Flatten(path: "region") {
          Fetch(service: "catalog", Region: gather by code) {
            {
              ... on Region {
                __typename
                code
              }
            } =>
            {
              ... on Region {
                stock {
                  meanPages
                  readers
                  byGenre {
                    copies
                    meanPages
                    _qz_genre: genre
                    _qz_copies: copies
                  }
                  _qz_copies: copies
                  _qz_readerSet: readerSet
                }
                books {
                  pageInfo {
                    hasNextPage
                  }
                  _qz_edges: edges {
                    _qz_cursor: cursor
                  }
                }
                page: books {
                  edges {
                    node {
                      title
                    }
                    _qz_cursor: cursor
                  }
                }
              }
            }
          },
        },
      },
    }
    "#);
}

#[test]
fn members_of_a_union_end_the_fetch_each_for_itself() {
    let plans = plan(
        "{ region(code: \"900000\") { holdings { __typename ... on Book { title } ... on Branch { id name } } } }",
    );
    assert_snapshot!(plans.sites, @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "directory") {
          {
            region(code: "900000") {
              __typename
              code
            }
          }
        },
        Flatten(path: "region") {
          Fetch(service: "catalog", Region: gather by code) {
            {
              ... on Region {
                __typename
                code
              }
            } =>
            {
              ... on Region {
                holdings {
                  __typename
                  ... on Book {
                    id
                  }
                  ... on Branch {
                    id
                  }
                }
              }
            }
          },
        },
        Flatten(path: "region.holdings.@") {
          Fetch(service: "catalog", Book: route by id, Branch: route by id) {
            {
              ... on Book {
                __typename
                id
              }
              ... on Branch {
                __typename
                id
              }
            } =>
            {
              ... on Book {
                title
              }
              ... on Branch {
                name
              }
            }
          },
        },
      },
    }
    "#);
}

#[test]
fn conditions_at_the_root_become_conditions_of_the_plan() {
    let plans = plan(
        "query($a: Boolean!, $b: Boolean!) { book(id: \"900101-a\") @include(if: $a) { title sequel { title } } \
         ... @skip(if: $b) { stock(within: \"900000\") @include(if: $a) { copies } } }",
    );
    assert_snapshot!(plans.sites, @r#"
    QueryPlan {
      Include(if: $a) {
        Parallel {
          Sequence {
            Fetch(service: "catalog", route by "900101-a") {
              {
                book(id: "900101-a") {
                  title
                  sequel {
                    __typename
                    id
                  }
                }
              }
            },
            Flatten(path: "book.sequel") {
              Fetch(service: "catalog", Book: route by id) {
                {
                  ... on Book {
                    __typename
                    id
                  }
                } =>
                {
                  ... on Book {
                    title
                  }
                }
              },
            },
          },
          Skip(if: $b) {
            Fetch(service: "catalog", gather by "900000") {
              {
                stock(within: "900000") {
                  copies
                }
              }
            },
          },
        },
      },
    }
    "#);
}

#[test]
fn a_fetch_has_the_variables_that_it_uses_and_no_others() {
    let plans = plan(
        "query($id: ID!, $size: Int, $yes: Boolean!, $order: BookOrder = YEAR) { book(id: $id) { \
         title @include(if: $yes) region { books(first: $size, order: $order) { totalCount } } } }",
    );
    assert_snapshot!(plans.sites, @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "catalog", route by $id) {
          query($id: ID!, $yes: Boolean!) {
            book(id: $id) {
              title @include(if: $yes)
              region {
                __typename
                code
              }
            }
          }
        },
        Flatten(path: "book.region") {
          Fetch(service: "catalog", Region: gather by code) {
            {
              ... on Region {
                __typename
                code
              }
            } =>
            {
              ... on Region {
                books(first: $size, order: $order) {
                  totalCount
                }
              }
            }
          },
        },
      },
    }
    "#);
}

#[test]
fn mutations_are_fetched_one_after_the_other() {
    let plans = plan(
        "mutation { a: lend(book: \"900101-a\") { book { title } } b: lend(book: \"900102-a\") { copies } }",
    );
    assert_snapshot!(plans.sites, @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "catalog", route by "900101-a") {
          mutation {
            a: lend(book: "900101-a") {
              book {
                __typename
                id
              }
            }
          }
        },
        Flatten(path: "a.book") {
          Fetch(service: "catalog", Book: route by id) {
            {
              ... on Book {
                __typename
                id
              }
            } =>
            {
              ... on Book {
                title
              }
            }
          },
        },
        Fetch(service: "catalog", route by "900102-a") {
          mutation {
            b: lend(book: "900102-a") {
              copies
            }
          }
        },
      },
    }
    "#);
}
