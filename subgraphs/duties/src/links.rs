//! The double link (“双联系”): who in a committee keeps in touch with whom.

mod chain;
mod loader;
mod party_link;
mod tally;

pub(crate) use loader::LinkLoaders;
pub use party_link::{PartyLink, PartyLinkOrderField, PartyLinkTier};
pub(crate) use tally::PartyTally;
pub(crate) use tally::push_is_unlinked;

pub(crate) fn register(resolvers: &mut qianzhan_network::contract::Resolvers) {
    party_link::register(resolvers);
    chain::register(resolvers);
    tally::register(resolvers);
}
