//! Black-box tests of the bridge: the real routers and database, fakes for everything outside.

mod fixture;
mod scan_reports;
