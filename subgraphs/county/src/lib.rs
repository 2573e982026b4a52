//! What a county's site keeps beside the records of every level: its townships, the consultation
//! councils that meet at its platforms, mediation, the ledger of the Friday talk, and how sector
//! groups did their micro consultations.

mod council;
mod extension;
pub mod friday_matters;
mod localities;
pub mod mediation_cases;
mod micro;
mod moment;
mod tally;

pub use council::{
    ConsultationCouncil, CouncilRole, CouncilStatus, FixedMember, insert_consultation_councils,
    insert_fixed_members,
};
pub use extension::{CONTRACT_SDL, extension};
pub use micro::{
    MicroConsultation, MicroConsultationStatus, MicroTeamMember, insert_micro_consultations,
    insert_micro_team_members,
};
pub use moment::{Moment, MomentError};
