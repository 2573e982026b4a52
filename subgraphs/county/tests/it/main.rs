//! A county's site, asked over GraphQL. One behaviour in each file.

mod contract_sdl;
mod council;
mod localities;
mod testkit;
