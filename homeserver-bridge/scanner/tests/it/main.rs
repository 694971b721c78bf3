//! The crate from outside: the scanner on the fake engine, and on the real ClamAV where it is installed.

mod clamav;
mod clamav_files;
mod command;
mod hostile;
mod icap;
mod icap_real;
mod icap_server;
mod icap_tls;
mod inspection;
mod kills;
mod ordinary;
mod scanner;
mod sealed;
