//! Mail that stays in memory, for tests.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;

use super::{Mail, MailError, Mailer};

/// The fake; clones share what was sent.
#[derive(Clone, Default)]
pub struct FakeMailer {
    sent: Arc<Mutex<Vec<Mail>>>,
    down: Arc<AtomicBool>,
}

impl FakeMailer {
    /// Switches the relay off and on.
    pub fn set_up(&self, up: bool) {
        self.down.store(!up, Ordering::SeqCst);
    }

    /// All mails so far, oldest first.
    pub fn sent(&self) -> Vec<Mail> {
        self.sent.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Mailer for FakeMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        if self.down.load(Ordering::SeqCst) {
            return Err(MailError("switched off".to_owned()));
        }
        self.sent.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(mail.clone());
        Ok(())
    }
}
