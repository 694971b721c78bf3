//! Starts, watches and stops the processes of a stack. A process outlives the command that started it; what is known
//! of it stands in a file, with its start time, so that a recycled process number is never taken for it.

mod health;
mod process;
mod roles;

pub(crate) use health::clamd_says;
pub use health::{Health, wait_until_ready};
pub use process::{Identity, Running, kill_now, recorded, start, stop};
pub use roles::{BRIDGE, CLAMD, MAIL, NAMES, Role, SCANNER, WORKER, homeserver_process, role, roles};
