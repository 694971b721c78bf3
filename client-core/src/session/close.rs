//! Ending the program's work without ending the session: the next start takes it up.

use std::time::Duration;

use super::stop;
use crate::messenger::Messenger;
use crate::platform::{closed, sleep};

/// The SDK writes what the last sync brought behind its back; it does not say when it is done.
const AFTERWARDS: Duration = Duration::from_millis(300);

impl Messenger {
    /// Stops the sync and all other work. Nothing is lost; what was on its way waits for the next
    /// [`Messenger::start`]. The data folder is free for another program.
    pub async fn close(&self) {
        if let Ok(active) = self.active() {
            let stopped = stop(&active.sync).await;
            sleep(AFTERWARDS).await;
            self.set_active(None);
            if stopped {
                closed(&self.inner.config.data_dir.join(&active.store));
            }
        }
        self.leave_folder();
    }
}
