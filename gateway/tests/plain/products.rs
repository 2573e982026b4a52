//! Subgraph `products`: what is sold, for how much, and how heavy it is.

use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema, SimpleObject};

pub(crate) type ProductsSchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// `upc`, name, price in fen, weight in grams.
const PRODUCTS: [(&str, &str, i32, i32); 3] = [
    ("tea-1", "罐罐茶具", 12_800, 900),
    ("felt-2", "羊毛毡", 68_000, 2_400),
    ("apple-3", "花牛苹果", 5_600, 5_000),
];

pub(crate) fn schema() -> ProductsSchema {
    Schema::build(Query, EmptyMutation, EmptySubscription).enable_federation().finish()
}

#[derive(SimpleObject)]
struct Product {
    upc: &'static str,
    name: &'static str,
    price: Option<i32>,
    weight: Option<i32>,
}

impl Product {
    fn find(wanted: &str) -> Option<Self> {
        Self::all().find(|product| product.upc == wanted)
    }

    fn all() -> impl Iterator<Item = Self> {
        PRODUCTS.into_iter().map(|(upc, name, price, weight)| Self {
            upc,
            name,
            price: Some(price),
            weight: Some(weight),
        })
    }
}

pub(crate) struct Query;

#[Object]
impl Query {
    async fn top_products(&self, #[graphql(default = 5)] first: usize) -> Vec<Product> {
        Product::all().take(first).collect()
    }

    async fn product(&self, upc: String) -> Option<Product> {
        Product::find(&upc)
    }

    #[graphql(entity)]
    async fn find_product_by_upc(&self, upc: String) -> Option<Product> {
        Product::find(&upc)
    }
}
