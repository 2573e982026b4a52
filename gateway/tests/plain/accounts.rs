//! Subgraph `accounts`: users, with their names.

use async_graphql::{EmptyMutation, EmptySubscription, ID, Object, Schema, SimpleObject};

pub(crate) type AccountsSchema = Schema<Query, EmptyMutation, EmptySubscription>;

const USERS: [(&str, &str, &str); 3] =
    [("u1", "maxiulan", "马秀兰"), ("u2", "zhangjun", "张军"), ("u3", "lilin", "李林")];

/// User of the request `{ me }`.
const ME: &str = "u2";

pub(crate) fn schema() -> AccountsSchema {
    Schema::build(Query, EmptyMutation, EmptySubscription).enable_federation().finish()
}

#[derive(SimpleObject)]
struct User {
    id: ID,
    #[graphql(shareable)]
    username: Option<&'static str>,
    name: &'static str,
}

impl User {
    fn find(wanted: &str) -> Option<Self> {
        let (id, username, name) = USERS.into_iter().find(|(id, ..)| *id == wanted)?;
        Some(Self { id: id.into(), username: Some(username), name })
    }
}

pub(crate) struct Query;

#[Object]
impl Query {
    async fn me(&self) -> Option<User> {
        User::find(ME)
    }

    async fn user(&self, id: ID) -> Option<User> {
        User::find(&id)
    }

    async fn users(&self) -> Vec<User> {
        USERS.into_iter().filter_map(|(id, ..)| User::find(id)).collect()
    }

    #[graphql(entity)]
    async fn find_user_by_id(&self, id: ID) -> Option<User> {
        User::find(&id)
    }
}
