//! What a city's site keeps beside the records of every level: how the city's committee handled
//! opinion reports that its counties own, and how it assessed the counties' committees.

mod assessment;
mod extension;
mod handling;

pub use assessment::{CountyAssessment, insert_county_assessments};
pub use extension::{CONTRACT_SDL, extension};
pub use handling::{CityHandling, CityHandlingState, insert_city_handlings};
