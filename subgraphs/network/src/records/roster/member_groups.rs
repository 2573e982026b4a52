//! Groups of members (专家团队、功能型党支部) beside the special committees in which they are placed.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::MemberGroupFilter;
pub use filter::MemberGroupOrderField;
pub(crate) use loader::MemberGroupLoaders;
pub use model::{GroupMembership, MemberGroup, MemberGroupKind, MemberGroupStatus};
pub(crate) use schema::register;
pub(in crate::records) use store::leave_groups;
pub use store::{insert_group_memberships, insert_member_groups};
