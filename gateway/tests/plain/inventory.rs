//! Subgraph `inventory`: what is in stock, and what it costs to send, which needs the price and
//! the weight that `products` knows.

use async_graphql::{
    ComplexObject, EmptyMutation, EmptySubscription, Object, Schema, SimpleObject,
};

pub(crate) type InventorySchema = Schema<Query, EmptyMutation, EmptySubscription>;

const IN_STOCK: [&str; 2] = ["tea-1", "apple-3"];

/// From this price, in fen, sending costs nothing.
const FREE_FROM_FEN: i32 = 50_000;

pub(crate) fn schema() -> InventorySchema {
    Schema::build(Query, EmptyMutation, EmptySubscription).enable_federation().finish()
}

#[derive(SimpleObject)]
#[graphql(complex)]
struct Product {
    upc: String,
    #[graphql(external)]
    price: Option<i32>,
    #[graphql(external)]
    weight: Option<i32>,
}

#[ComplexObject]
impl Product {
    async fn in_stock(&self) -> bool {
        IN_STOCK.contains(&self.upc.as_str())
    }

    /// In fen: one for every ten grams.
    #[graphql(requires = "price weight")]
    async fn shipping_estimate(&self) -> Option<i32> {
        let (price, weight) = (self.price?, self.weight?);
        Some(if price >= FREE_FROM_FEN { 0 } else { weight / 10 })
    }
}

pub(crate) struct Query;

#[Object]
impl Query {
    #[graphql(entity)]
    async fn find_product_by_upc(
        &self,
        #[graphql(key)] upc: String,
        price: Option<i32>,
        weight: Option<i32>,
    ) -> Product {
        Product { upc, price, weight }
    }
}
