//! A site's server: `POST /graphql`, `GET /health` and what the site states of itself.

mod build;
mod http;
mod request;
mod statement;

pub use build::{CONTRACT_SDL, ServerError, SiteServer};
