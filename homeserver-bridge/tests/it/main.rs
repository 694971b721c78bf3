//! Black-box tests of the bridge: the real routers and database, fakes for everything outside.

#![allow(clippy::unwrap_used)]

mod accounts;
mod accounts_codes;
mod addresses;
mod alerts;
mod colleagues;
mod consoles;
mod doctor;
mod externals;
mod figures;
mod fixture;
mod front_door;
mod joiners;
mod modes;
mod moves;
mod offboarding;
mod people;
mod people_account;
mod pictures;
mod plans;
mod policy;
mod policy_properties;
mod policy_succession;
mod policy_table;
mod providers;
mod report_retention;
mod retention;
mod scan_reports;
mod scanner;
mod scanner_contract;
mod scanner_faults;
mod scanner_fixture;
mod scanner_keys;
mod scanner_officers;
mod scanner_process;
mod scanner_races;
mod scanner_traffic;
mod sync;
mod sync_people;
mod trusted_scanners;
