//! SMTP as a receiving server speaks it (RFC 5321), without extensions that would need a decision.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::store::Store;

const PATIENCE: Duration = Duration::from_secs(60);
const LONGEST_LINE: u64 = 4096;
const LARGEST_MAIL: usize = 10 << 20;
const MOST_RECIPIENTS: usize = 100;

/// Talks to one client until it is done.
pub(super) fn session(stream: TcpStream, store: &Store) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut output = stream.try_clone()?;
    converse(&mut BufReader::new(stream), &mut output, store)
}

fn converse(input: &mut impl BufRead, output: &mut impl Write, store: &Store) -> std::io::Result<()> {
    let mut sender = false;
    let mut recipients: Vec<String> = Vec::new();
    say(output, "220 localhost Depesha mail sink")?;
    while let Some(line) = line(input)? {
        let text = String::from_utf8_lossy(&line).into_owned();
        let (verb, rest) = text.split_at(text.find([' ', ':']).unwrap_or(text.len()));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                (sender, recipients) = (false, Vec::new());
                say(output, &format!("250-localhost\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {LARGEST_MAIL}"))?;
            }
            "HELO" => {
                (sender, recipients) = (false, Vec::new());
                say(output, "250 localhost")?;
            }
            "MAIL" => match path(rest, "FROM") {
                Some(_) => {
                    (sender, recipients) = (true, Vec::new());
                    say(output, "250 go on")?;
                }
                None => say(output, "501 MAIL FROM:<address>")?,
            },
            "RCPT" if !sender => say(output, "503 MAIL first")?,
            "RCPT" if recipients.len() >= MOST_RECIPIENTS => say(output, "452 too many recipients")?,
            "RCPT" => match path(rest, "TO").filter(|address| address.contains('@')) {
                Some(address) => {
                    recipients.push(address);
                    say(output, "250 go on")?;
                }
                None => say(output, "501 RCPT TO:<address>")?,
            },
            "DATA" if recipients.is_empty() => say(output, "503 RCPT first")?,
            "DATA" => {
                say(output, "354 end with a dot alone on a line")?;
                match data(input)? {
                    Some(mail) if store.keep(&recipients, &mail).is_ok() => say(output, "250 kept")?,
                    Some(_) => say(output, "451 cannot be kept now")?,
                    None => say(output, "552 too large")?,
                }
                (sender, recipients) = (false, Vec::new());
            }
            "RSET" => {
                (sender, recipients) = (false, Vec::new());
                say(output, "250 forgotten")?;
            }
            "NOOP" => say(output, "250 here")?,
            "QUIT" => return say(output, "221 good bye"),
            _ => say(output, "502 not known here")?,
        }
    }
    Ok(())
}

fn say(output: &mut impl Write, text: &str) -> std::io::Result<()> {
    output.write_all(format!("{text}\r\n").as_bytes())?;
    output.flush()
}

/// A line without its end; `None` when the client has gone.
fn line(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    input.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        // Cut off, or longer than any line may be: nothing that follows could be trusted.
        return Ok(None);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(line))
}

/// The address between the brackets of ` FROM:<a@b> SIZE=…`.
fn path(rest: &str, keyword: &str) -> Option<String> {
    let rest = rest.trim_start();
    let (found, rest) = rest.split_at_checked(keyword.len())?;
    let rest = rest.strip_prefix(':')?.trim_start().strip_prefix('<')?;
    let (address, _) = rest.split_once('>')?;
    found.eq_ignore_ascii_case(keyword).then(|| address.to_owned())
}

/// The mail, its doubled dots undone; `None` if it is too large. It is read to its end in any case.
fn data(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut mail = Vec::new();
    let mut fits = true;
    loop {
        let Some(line) = line(input)? else {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        };
        if line == b"." {
            return Ok(fits.then_some(mail));
        }
        fits = fits && mail.len() + line.len() <= LARGEST_MAIL;
        if fits {
            mail.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            mail.extend_from_slice(b"\r\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk(said: &str) -> (String, Vec<super::super::Message>) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let mut output = Vec::new();
        let _ = converse(&mut said.replace('\n', "\r\n").as_bytes(), &mut output, &store);
        let codes: Vec<String> = String::from_utf8(output).unwrap().lines().map(|line| line[..4].to_owned()).collect();
        (codes.join(" "), store.messages().unwrap())
    }

    #[test]
    fn a_mail_with_two_recipients_is_kept_with_its_dots() {
        let (codes, messages) = talk(
            "EHLO me\nMAIL FROM:<depesha@gov.example> SIZE=9\nRCPT TO:<a@gov.example>\nrcpt to: <b@gov.example>\nDATA\n\
             Subject: Hi\n\n..one\ntwo\n.\nQUIT\n",
        );
        insta::assert_snapshot!(codes, @"220  250- 250- 250- 250  250  250  250  354  250  221");
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].to, ["a@gov.example", "b@gov.example"]);
        assert_eq!(messages[0].text, ".one\ntwo\n");
    }

    #[test]
    fn commands_in_the_wrong_order_are_refused_and_nothing_is_kept() {
        let (codes, messages) =
            talk("RCPT TO:<a@gov.example>\nDATA\nMAIL TO:<x@y>\nMAIL FROM:<>\nRCPT TO:<nobody>\nVRFY x\nQUIT\n");
        insta::assert_snapshot!(codes, @"220  503  503  501  250  501  502  221");
        assert!(messages.is_empty());
    }

    #[test]
    fn a_mail_that_breaks_off_is_not_kept() {
        let (_, messages) = talk("HELO me\nMAIL FROM:<a@b.example>\nRCPT TO:<a@gov.example>\nDATA\nSubject: Hi\n");
        assert!(messages.is_empty());
    }
}
