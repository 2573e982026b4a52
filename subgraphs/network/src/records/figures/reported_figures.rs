//! Reported figures (上报数字): printed in documents, never computed.

mod filter;
mod model;
mod schema;
mod store;

pub(crate) use filter::ReportedFigureFilter;
pub use filter::ReportedFigureOrderField;
pub use model::{FigureLevel, FigureQualifier, FigureUnit, ReportedFigure, Sources};
pub(crate) use schema::register;
pub use store::insert_reported_figures;
