//! Black-box tests of the bridge: the real routers and database, fakes for everything outside.

mod fixture;
mod policy;
mod scan_reports;
mod scanner;
mod scanner_fixture;
