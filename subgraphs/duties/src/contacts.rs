//! Contact with the public: whom members know, how they plan to meet them, and what they did.

mod contact;
mod contact_plan;
mod contact_record;
mod loader;
mod tally;

pub use contact::{Contact, ContactOrderField, ContactStatus};
pub use contact_plan::{ContactPlan, ContactPlanOrderField, ContactPlanStatus};
pub use contact_record::{
    ContactMode, ContactRecord, ContactRecordContact, ContactRecordOrderField,
};
pub(crate) use loader::ContactLoaders;
pub(crate) use tally::ContactTally;

pub(crate) fn register(resolvers: &mut qianzhan_network::contract::Resolvers) {
    contact::register(resolvers);
    contact_record::register(resolvers);
    contact_plan::register(resolvers);
    tally::register(resolvers);
}
