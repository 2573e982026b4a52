//! Prints plans as people read them ([`text`]) and as tools do ([`json`]), in the shapes that Apollo's
//! and Hive's plan viewers use. What only plans over sites have is added: visits, routes and gathers.

mod json;
mod spread;
mod text;

pub use json::plan_json;
pub use text::PlanText;
