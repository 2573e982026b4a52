//! What a city's site keeps beside the records of every level: how the city's committee handled
//! opinion reports that its counties own, how it assessed the counties' committees, and what it does
//! for industry assistance that the province leads.

mod assessment;
mod assistance;
mod extension;
mod handling;

pub use assessment::{CountyAssessment, insert_county_assessments};
pub use assistance::{
    AssistanceProgress, AssistanceState, CityAssistance, insert_assistance_progress,
    insert_city_assistances,
};
pub use extension::{CONTRACT_SDL, extension};
pub use handling::{CityHandling, CityHandlingState, insert_city_handlings};
