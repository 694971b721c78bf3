//! A mail relay that believes everything and writes down what it was told on the wire.

use std::sync::{Arc, Mutex};

use homeserver_bridge::config::ServeConfig;
use homeserver_bridge::mail::{FakeMailer, Mail, MailError, Mailer, SmtpMailer};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::fixture::Bridge;

/// What the relay was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Given {
    /// What stood after `RCPT TO:`, one entry a line of it.
    recipients: Vec<String>,
    /// What stood after `To:` in the mail.
    to: Vec<String>,
    /// All commands but those.
    commands: Vec<String>,
}

/// The relay.
pub(crate) struct Relay {
    port: u16,
    given: Arc<Mutex<Vec<Given>>>,
}

/// Real SMTP, and beside it the text of the mail: a code is read from there.
struct Both {
    smtp: SmtpMailer,
    read: FakeMailer,
}

#[async_trait::async_trait]
impl Mailer for Both {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.smtp.send(mail).await?;
        self.read.send(mail).await
    }
}

impl Relay {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let given: Arc<Mutex<Vec<Given>>> = Arc::default();
        let kept = given.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, kept.clone()));
            }
        });
        Self { port, given }
    }

    /// A bridge that mails through this relay. The Interior has a name below a rule and one that is not ASCII.
    pub(crate) fn bridge(&self) -> Bridge {
        let change = |config: &mut ServeConfig| {
            config.mail.host = "127.0.0.1".to_owned();
            config.mail.port = self.port;
            let more = ["*.agency.gov.example", "bücher.example"].map(|rule| rule.parse().unwrap());
            config.organisations[0].domains.extend(more);
        };
        Bridge::mailing(change, |config, read| Arc::new(Both { smtp: SmtpMailer::new(&config.mail).unwrap(), read }))
    }

    /// The one mailbox that it was given since it was asked last; nothing else may have been.
    pub(crate) fn mailbox(&self, case: &str) -> Option<String> {
        let mut given = std::mem::take(&mut *self.given.lock().unwrap());
        assert!(given.len() <= 1, "{case:?}: {given:?}");
        let given = given.pop()?;
        assert_eq!((given.recipients.len(), given.to.len()), (1, 1), "{case:?}: {given:?}");
        let recipient =
            given.recipients[0].strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).map(str::to_owned);
        let recipient = recipient.unwrap_or_else(|| panic!("{case:?}: more than a mailbox: {given:?}"));
        assert_eq!(given.to[0], recipient, "{case:?}: the head says another address than the envelope");
        let expected = |line: &String| line.starts_with("MAIL FROM:<depesha@gov.example>");
        assert!(given.commands.iter().all(expected), "{case:?}: {given:?}");
        Some(recipient)
    }
}

async fn talk(stream: TcpStream, kept: Arc<Mutex<Vec<Given>>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read);
    let mut given = Given::default();
    write.write_all(b"220 relay\r\n").await.ok()?;
    loop {
        let line = line(&mut lines).await?;
        let answer: &[u8] = match line.get(..4)? {
            "EHLO" => b"250-relay\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
            "RCPT" => {
                given.recipients.push(line.strip_prefix("RCPT TO:").unwrap_or(&line).to_owned());
                b"250 yes\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut headers = true;
                loop {
                    let line = self::line(&mut lines).await?;
                    if line == "." {
                        break;
                    }
                    headers &= !line.is_empty();
                    if let (true, Some(to)) = (headers, line.strip_prefix("To:")) {
                        given.to.push(to.trim().to_owned());
                    }
                }
                kept.lock().unwrap().push(std::mem::take(&mut given));
                b"250 kept\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return Some(());
            }
            _ => {
                given.commands.push(line);
                b"250 yes\r\n"
            }
        };
        write.write_all(answer).await.ok()?;
    }
}

/// A line as it came, without its end; what is no UTF-8 shows as such.
async fn line(lines: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Option<String> {
    let mut bytes = Vec::new();
    lines.read_until(b'\n', &mut bytes).await.ok().filter(|read| *read > 0)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Some(text.trim_end_matches(['\r', '\n']).to_owned())
}
