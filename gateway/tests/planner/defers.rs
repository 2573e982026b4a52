//! `@defer`: labelled parts, each with what it still needs.

use insta::assert_snapshot;

use crate::testkit::Planning;

fn planning() -> Planning {
    Planning::compose(&[
        (
            "products",
            r#"
            type Query { product: Product products: [Product!]! }
            type Product @key(fields: "upc") { upc: ID! name: String! details: Details! }
            type Details { text: String! pages: Int! }
            "#,
        ),
        (
            "reviews",
            r#"
            type Product @key(fields: "upc") { upc: ID! reviews: [Review!]! }
            type Review { body: String! author: Person! }
            type Person @key(fields: "id") { id: ID! }
            "#,
        ),
        ("people", r#"type Person @key(fields: "id") { id: ID! name: String! }"#),
    ])
}

#[test]
fn a_deferred_part_has_fetches_of_its_own() {
    let query =
        r#"{ products { name ... @defer(label: "more") { reviews { body author { name } } } } }"#;
    assert_snapshot!(planning().show_deferred(query, &[]), @r#"
    QueryPlan {
      Defer {
        Primary {
          Fetch(service: "products") {
            {
              products {
                name
                __typename
                upc
              }
            }
          },
        },
        Deferred(path: "products.@", label: "more") {
          {
            reviews {
              body
              author {
                name
              }
            }
          }
          Sequence {
            Flatten(path: "products.@") {
              Fetch(service: "reviews") {
                {
                  ... on Product {
                    __typename
                    upc
                  }
                } =>
                {
                  ... on Product {
                    reviews {
                      body
                      author {
                        __typename
                        id
                      }
                    }
                  }
                }
              },
            },
            Flatten(path: "products.@.reviews.@.author") {
              Fetch(service: "people") {
                {
                  ... on Person {
                    __typename
                    id
                  }
                } =>
                {
                  ... on Person {
                    name
                  }
                }
              },
            },
          },
        },
      },
    }
    "#);
}

#[test]
fn fields_of_the_same_subgraph_are_asked_again_by_the_key() {
    let query = "{ product { name ... @defer { details { text } } } }";
    assert_snapshot!(planning().show_deferred(query, &[]), @r#"
    QueryPlan {
      Defer {
        Primary {
          Fetch(service: "products") {
            {
              product {
                name
                __typename
                upc
              }
            }
          },
        },
        Deferred(path: "product") {
          {
            details {
              text
            }
          }
          Flatten(path: "product") {
            Fetch(service: "products") {
              {
                ... on Product {
                  __typename
                  upc
                }
              } =>
              {
                ... on Product {
                  details {
                    text
                  }
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
fn what_has_no_key_comes_with_the_first_answer() {
    let query = "{ product { details { text ... @defer { pages } } } }";
    assert_snapshot!(planning().show_deferred(query, &[]), @r#"
    QueryPlan {
      Defer {
        Primary {
          Fetch(service: "products") {
            {
              product {
                details {
                  text
                  pages
                }
              }
            }
          },
        },
        Deferred(path: "product.details") {
          {
            pages
          }
        },
      },
    }
    "#);
}

#[test]
fn parts_nest() {
    let query = r#"{ product { name ... @defer(label: "outer") {
        reviews { body author { id ... @defer(label: "inner") { name } } } } } }"#;
    assert_snapshot!(planning().show_deferred(query, &[]), @r#"
    QueryPlan {
      Defer {
        Primary {
          Fetch(service: "products") {
            {
              product {
                name
                __typename
                upc
              }
            }
          },
        },
        Deferred(path: "product", label: "outer") {
          {
            reviews {
              body
              author {
                id
                ... @defer(label: "inner") {
                  name
                }
              }
            }
          }
          Defer {
            Primary {
              Flatten(path: "product") {
                Fetch(service: "reviews") {
                  {
                    ... on Product {
                      __typename
                      upc
                    }
                  } =>
                  {
                    ... on Product {
                      reviews {
                        body
                        author {
                          id
                          __typename
                        }
                      }
                    }
                  }
                },
              },
            },
            Deferred(path: "product.reviews.@.author", label: "inner") {
              {
                name
              }
              Flatten(path: "product.reviews.@.author") {
                Fetch(service: "people") {
                  {
                    ... on Person {
                      __typename
                      id
                    }
                  } =>
                  {
                    ... on Person {
                      name
                    }
                  }
                },
              },
            },
          },
        },
      },
    }
    "#);
}

#[test]
fn a_part_whose_condition_is_false_is_none() {
    let query = "query($v: Boolean!) { product { name ... @defer(if: $v) { reviews { body } } } }";
    let planning = planning();
    let plain = planning.show("{ product { name reviews { body } } }");
    assert_eq!(planning.show_deferred(query, &["v"]), plain);
    assert_ne!(planning.show_deferred(query, &[]), plain);
    assert_eq!(planning.show(query), plain, "a client that cannot read parts gets none");
}

#[test]
fn root_fields_may_come_later() {
    let query = r#"{ product { name } ... @defer(label: "all") { products { upc } } }"#;
    assert_snapshot!(planning().show_deferred(query, &[]), @r#"
    QueryPlan {
      Defer {
        Primary {
          Fetch(service: "products") {
            {
              product {
                name
              }
            }
          },
        },
        Deferred(path: "", label: "all") {
          {
            products {
              upc
            }
          }
          Fetch(service: "products") {
            {
              products {
                upc
              }
            }
          },
        },
      },
    }
    "#);
}
