//! Alerts: what security officers must hear of at once, told by mail, webhook and syslog, and told again when it is over.
//!
//! Whoever notices something calls [`raise`] in the transaction of what it noticed. As long as an alert lasts, raising it
//! again only counts. Nothing here decides what is an outbreak; [`watch`] looks after engines and scanners. No person,
//! room or file is named in an alert.

mod cef;
mod deliver;
mod letter;
mod list;
mod purge;
mod raise;
mod syslog;
mod watch;
mod webhook;

pub use deliver::{ALERT_SEND_JOB, hand_out, send};
pub use list::{Alert, Delivery, alerts, deliveries_waiting, lasting, open_count, raised_between};
pub use purge::purge;
pub use raise::{ALERT_JOB, Alarm, AlertKind, raise, recover};
pub use syslog::answers as syslog_answers;
pub use watch::watch;
pub use webhook::answers as webhook_answers;
