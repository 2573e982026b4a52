//! Subgraph `reviews`: what users say of products. It knows the authors' usernames itself.

use std::sync::Mutex;

use async_graphql::{
    ComplexObject, Context, EmptySubscription, Error, ErrorExtensions, ID, Object, Schema,
    SimpleObject,
};

pub(crate) type ReviewsSchema = Schema<Query, Mutation, EmptySubscription>;

const USERNAMES: [(&str, &str); 3] = [("u1", "maxiulan"), ("u2", "zhangjun"), ("u3", "lilin")];

pub(crate) fn schema() -> ReviewsSchema {
    let review = |id: &str, upc: &str, author_id: &str, body: &str| ReviewRow {
        id: id.to_owned(),
        upc: upc.to_owned(),
        author_id: author_id.to_owned(),
        body: body.to_owned(),
    };
    let rows = Mutex::new(vec![
        review("r1", "tea-1", "u1", "煮茶正好"),
        review("r2", "tea-1", "u2", "罐子略小"),
        review("r3", "felt-2", "u1", "厚实"),
        review("r4", "apple-3", "u3", "脆甜"),
    ]);
    Schema::build(Query, Mutation, EmptySubscription).enable_federation().data(rows).finish()
}

#[derive(Clone)]
struct ReviewRow {
    id: String,
    upc: String,
    author_id: String,
    body: String,
}

type Rows = Mutex<Vec<ReviewRow>>;

#[derive(SimpleObject)]
#[graphql(complex)]
struct Review {
    id: ID,
    body: String,
    #[graphql(skip)]
    upc: String,
    #[graphql(skip)]
    author_id: String,
}

impl From<ReviewRow> for Review {
    fn from(row: ReviewRow) -> Self {
        Self { id: row.id.into(), body: row.body, upc: row.upc, author_id: row.author_id }
    }
}

#[ComplexObject]
impl Review {
    #[graphql(provides = "username")]
    async fn author(&self) -> User {
        User { id: self.author_id.clone().into() }
    }

    async fn product(&self) -> Product {
        Product { upc: self.upc.clone() }
    }
}

struct User {
    id: ID,
}

#[Object]
impl User {
    async fn id(&self) -> &ID {
        &self.id
    }

    #[graphql(external)]
    async fn username(&self) -> Option<&'static str> {
        let (_, username) = USERNAMES.into_iter().find(|(id, _)| *id == self.id.as_str())?;
        Some(username)
    }

    async fn reviews(&self, ctx: &Context<'_>) -> Result<Vec<Review>, Error> {
        let rows = ctx.data::<Rows>()?.lock().expect("no holder of the lock panics");
        let own = rows.iter().filter(|row| row.author_id == self.id.as_str());
        Ok(own.cloned().map(Review::from).collect())
    }
}

struct Product {
    upc: String,
}

#[Object]
impl Product {
    async fn upc(&self) -> &str {
        &self.upc
    }

    async fn reviews(&self, ctx: &Context<'_>) -> Result<Vec<Review>, Error> {
        let rows = ctx.data::<Rows>()?.lock().expect("no holder of the lock panics");
        Ok(rows.iter().filter(|row| row.upc == self.upc).cloned().map(Review::from).collect())
    }
}

pub(crate) struct Query;

#[Object]
impl Query {
    async fn review(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Review>, Error> {
        let rows = ctx.data::<Rows>()?.lock().expect("no holder of the lock panics");
        Ok(rows.iter().find(|row| row.id == id.as_str()).cloned().map(Review::from))
    }

    #[graphql(entity)]
    async fn find_review_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Review>, Error> {
        self.review(ctx, id).await
    }

    #[graphql(entity)]
    async fn find_user_by_id(&self, id: ID) -> User {
        User { id }
    }

    #[graphql(entity)]
    async fn find_product_by_upc(&self, upc: String) -> Product {
        Product { upc }
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    /// Adds a review. An empty one is refused.
    async fn add_review(
        &self,
        ctx: &Context<'_>,
        upc: String,
        author_id: ID,
        body: String,
    ) -> Result<Review, Error> {
        if body.trim().is_empty() {
            return Err(Error::new("the review is empty")
                .extend_with(|_, extensions| extensions.set("code", "REVIEW_EMPTY")));
        }
        let mut rows = ctx.data::<Rows>()?.lock().expect("no holder of the lock panics");
        let id = format!("r{}", rows.len() + 1);
        let row = ReviewRow { id, upc, author_id: author_id.to_string(), body };
        rows.push(row.clone());
        Ok(row.into())
    }
}
