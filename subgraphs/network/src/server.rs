//! A site's server: `POST /graphql` and `GET /health`.

mod build;
mod http;
mod request;

pub use build::{CONTRACT_SDL, ServerError, SiteServer};
