//! The server side next to the homeserver: front door, people, provisioning, policy, consoles, and the scanner's role.
//!
//! Feature folders hold logic and its SQL together and know neither HTTP nor pages; `http`, `console` and `jobs` call
//! them. [`app`] holds what lives long, [`actor`] who may do what.

pub mod access;
pub mod actor;
pub mod alerts;
pub mod app;
pub mod approvals;
pub mod audit;
pub mod clock;
pub mod config;
pub mod console;
pub mod database;
pub mod dossiers;
pub mod error;
pub mod externals;
pub mod federation;
pub mod homeserver;
pub mod http;
pub mod invitations;
pub mod jobs;
pub mod language;
pub mod mail;
pub mod modes;
pub mod moves;
pub mod offboarding;
pub mod officers;
pub mod people;
pub mod plans;
pub mod policy;
pub mod provisioning;
pub mod queue;
pub mod roles;
pub mod saga;
pub mod scan_cases;
pub mod scan_exports;
pub mod scan_figures;
pub mod scan_outbreaks;
pub mod scan_reports;
pub mod scan_role;
pub mod scan_rules;
pub mod secrets;
pub mod spreadsheet;
