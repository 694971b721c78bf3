//! Mail that stays in memory, for tests.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;

use super::{Mail, MailError, Mailer};

/// The fake; clones share what was sent.
#[derive(Clone, Default)]
pub struct FakeMailer {
    sent: Arc<Mutex<Vec<Mail>>>,
}

impl FakeMailer {
    /// All mails so far, oldest first.
    pub fn sent(&self) -> Vec<Mail> {
        self.sent.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Mailer for FakeMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.sent.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(mail.clone());
        Ok(())
    }
}
