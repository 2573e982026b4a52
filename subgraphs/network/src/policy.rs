//! What each caller may have of this site's records: the owner's own decision, by the relation and
//! role of the caller and the class of the field, made at the site for every field that is resolved.
//! Spec: docs/jurisdiction-spec.md, "Classes" and "What a site keeps back".

mod cells;
mod decision;
mod enforce;
mod explain;
mod fields;
mod file;
mod input_reads;
mod masks;
mod relations;
mod service;
mod standard;
mod store;
mod table;
mod view;
mod watch;

pub use decision::{Decision, Effect};
pub(crate) use enforce::enforce;
pub use explain::{Explanation, RuleSource};
pub use fields::DataClass;
pub(crate) use fields::FieldTable;
pub use file::{CellRules, PolicyFile, PolicyFileError, PolicyRole, Rule};
pub(crate) use relations::Relations;
pub(crate) use service::ServiceRefusal;
pub use service::{ServiceRules, Withdrawal};
pub use store::PolicyStore;
pub use table::Policy;
pub use view::How;
pub(crate) use view::PolicyView;
pub use watch::{PolicyWatch, PolicyWatchError};
