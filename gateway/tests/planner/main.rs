//! Plans of what only a planner of all Federation can plan: deferred parts, subscriptions, contexts,
//! progressive overrides, old supergraphs; and how plans print.

mod testkit;

mod contexts;
mod defers;
mod federation_1;
mod overrides_by_label;
mod prints_json;
mod refuses;
mod subscribes;
