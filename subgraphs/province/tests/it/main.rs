//! The province's site, asked over GraphQL. One behaviour in each file.

mod adoption;
mod contract_sdl;
mod handling;
mod testkit;
