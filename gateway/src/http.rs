//! The HTTP server that clients speak to: `/graphql`, the explorer at `/`, `/health`, `/ready`,
//! and the public keys at `/.well-known/jwks.json`.
//!
//! It knows nothing of plans and sites: a [`GraphqlService`] answers the requests it has read.
//! Spec: GraphQL over HTTP, <https://graphql.github.io/graphql-over-http/draft/>.

mod accepted;
mod client_address;
mod connections;
mod edge;
mod enrolment;
mod error;
mod explorer;
mod export;
mod graphql;
mod headers;
mod health;
mod media_type;
mod panic;
mod read_only;
mod request;
mod request_id;
mod server;
mod service;
mod signing_keys;
mod streamed;

pub use explorer::{Asset, Assets, NoAssets};
pub use request_id::{REQUEST_ID_HEADER, RequestId};
pub use server::{ServerState, serve};
pub use service::{
    Accepts, GraphqlAnswer, GraphqlRequest, GraphqlResponse, GraphqlService, RequestContext,
    StreamedEvent,
};
