//! The port to mail: what the bridge sends, the real thing (SMTP) and the fake for tests.

mod fake;
mod smtp;

use async_trait::async_trait;
use bridge_api::EmailAddress;

pub use fake::FakeMailer;
pub use smtp::SmtpMailer;

/// A mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address as it is stored, never as somebody typed it.
    pub to: EmailAddress,
    /// The subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// The relay did not take the mail. Says nothing of the address.
#[derive(Debug, thiserror::Error)]
#[error("the mail relay did not take the mail: {0}")]
pub struct MailError(pub String);

/// Sends mail.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands a mail to the relay.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}
