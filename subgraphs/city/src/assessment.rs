//! A city's yearly assessment of its counties' committees.

mod model;
mod schema;
mod store;

pub use model::CountyAssessment;
pub(crate) use schema::register;
pub use store::insert_county_assessments;
pub(crate) use store::loader;
