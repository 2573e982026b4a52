//! Brands (协商品牌) under which places hold their consultation.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod usage;
mod write;

pub(crate) use filter::BrandFilter;
pub use filter::BrandOrderField;
pub(crate) use loader::BrandLoaders;
pub use model::{Brand, BrandStatus};
pub(crate) use schema::register;
pub use store::insert_brands;
