//! Alerts: what security officers must hear of at once, told by mail, webhook and syslog, and told again when it is over.
//!
//! Whoever notices something calls [`raise`] in the transaction of what it noticed. As long as an alert lasts, raising it
//! again only counts. Nothing here decides what is worth an alert, and no person, room or file is named in one.

mod raise;

pub use raise::{ALERT_JOB, Alarm, AlertKind, raise, recover};
