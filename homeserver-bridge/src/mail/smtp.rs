//! Mail over SMTP. Certificates are always checked.

use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::ExposeSecret;

use super::{Mail, MailError, Mailer};
use crate::config::{MailConfig, MailSecurity};

/// A relay.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMailer {
    /// As the configuration says; connects only when there is something to send.
    ///
    /// # Errors
    /// If the sender's address, the certificate or the password file cannot be read.
    pub fn new(config: &MailConfig) -> anyhow::Result<Self> {
        let from = config.from.parse().context("mail.from is not an email address")?;
        let mut tls = TlsParameters::builder(config.host.clone());
        if let Some(path) = &config.ca_file {
            let pem = std::fs::read(path).context("mail.ca_file cannot be read")?;
            tls = tls.add_root_certificate(Certificate::from_pem(&pem).context("mail.ca_file is not a certificate")?);
        }
        let tls = tls.build().context("mail: TLS cannot be set up")?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port)
            .timeout(Some(Duration::from_secs(15)))
            .tls(match config.security {
                MailSecurity::None => Tls::None,
                MailSecurity::Starttls => Tls::Required(tls),
                MailSecurity::Tls => Tls::Wrapper(tls),
            });
        if let (Some(user), Some(file)) = (&config.username, &config.password_file) {
            builder = builder.credentials(Credentials::new(user.clone(), file.read()?.expose_secret().to_owned()));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Asks the relay whether it is there, without sending anything.
    ///
    /// # Errors
    /// If it does not answer, or not as the configuration wants it.
    pub async fn answers(&self) -> Result<(), MailError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError("it hangs up".to_owned())),
            Err(error) => Err(MailError(error.to_string())),
        }
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let unfit = |_| MailError("the address cannot be written in a mail".to_owned());
        let to = Address::new(mail.to.local(), mail.to.domain()).map_err(unfit)?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(|e| MailError(e.to_string()))?;
        self.transport.send(message).await.map(drop).map_err(|e| {
            let status = e.status().map_or_else(|| "no answer".to_owned(), |code| code.to_string());
            MailError(status)
        })
    }
}
