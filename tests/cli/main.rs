//! The commands of `qianzhan`, run as an operator runs them.

mod access_log;
mod command;
mod durability;
mod enrol;
mod import;
mod policy;
mod replay;
mod service;
mod site_process;
