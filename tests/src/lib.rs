//! What the journeys and benches share: a whole system started for one test, people who sign up as people do, and a
//! stock Matrix client that knows nothing of Depesha.

#![recursion_limit = "256"]

pub mod aged_store;
pub mod browser;
pub mod clean_root;
pub mod console;
mod cookies;
pub mod crowd;
pub mod desk;
pub mod encrypted_file;
pub mod evidence;
pub mod faults;
pub mod figure;
pub mod hostile;
pub mod hr;
pub mod identity_provider;
pub mod mirror;
pub mod people;
pub mod process;
pub mod register;
pub mod sound;
pub mod stock;
pub mod stock_keys;
pub mod stock_olm;
pub mod stolen_store;
pub mod system;
pub mod ticks;
pub mod until;
pub mod window;

/// The EICAR test file, put together here so that no antivirus blocks this source file.
pub fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-", "TEST-FILE!$H+H*"].concat().into_bytes()
}
