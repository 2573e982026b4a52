//! Consultation events (协商议事活动), who attended them, and what came of them.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::ConsultationEventFilter;
pub use filter::ConsultationEventOrderField;
pub(crate) use loader::EventLoaders;
pub use model::{
    Attendance, ConsultationEvent, ConsultationEventStatus, ConsultationKind, ConsultationMode,
    EventRole, Outcome, OutcomeKind, OutcomeStatus, VenueKind,
};
pub(crate) use schema::register;
pub use store::{insert_attendance, insert_consultation_events, insert_outcomes};
