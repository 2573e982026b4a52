//! The commands of `qianzhan`, run as an operator runs them.

mod access_log;
mod command;
mod durability;
mod enrol;
mod gateway_process;
mod import;
mod mutual_tls;
mod policy;
mod replay;
mod service;
mod site_process;
