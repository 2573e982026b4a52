//! Meetings of the monthly and bimonthly consultation (月协商会、双月协商会).

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::ConsultationMeetingFilter;
pub use filter::ConsultationMeetingOrderField;
pub(crate) use loader::ConsultationMeetingLoaders;
pub use model::{
    ConsultationMeeting, ConsultationSeries, MeetingSpeaker, MeetingStatus, MeetingSuggestion,
};
pub(crate) use schema::register;
pub use store::{
    insert_consultation_meetings, insert_meeting_speakers, insert_meeting_suggestions,
};
