//! Ending the program's work without ending the session: the next start takes it up.

use super::stop;
use crate::messenger::Messenger;

impl Messenger {
    /// Stops the sync and all other work. Nothing is lost; what was on its way waits for the next
    /// [`Messenger::start`]. The data folder is free for another program.
    pub async fn close(&self) {
        if let Ok(active) = self.active() {
            stop(&active.sync).await;
            self.set_active(None);
        }
        self.leave_folder();
    }
}
