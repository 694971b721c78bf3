//! The page that lists the mails. Plain HTML: no script, nothing from elsewhere.

use std::fmt::Write;

use super::store::Message;

/// The page's style sheet.
pub(super) const STYLE: &str = "\
:root { color-scheme: light dark; font: 1.05rem/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid GrayText; border-radius: 0.5rem; padding: 0.5rem 1.25rem; margin: 1.25rem 0; }
h2 { font-size: 1.15rem; margin: 0.5rem 0; overflow-wrap: anywhere; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
";

/// The page.
pub(super) fn page(messages: &[Message]) -> String {
    let mut html = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Depesha mail sink</title>\n\
         <link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n<main>\n<h1>Mails on this machine</h1>\n",
    );
    let count = match messages.len() {
        0 => "No mail yet.".to_owned(),
        1 => "One mail.".to_owned(),
        many => format!("{many} mails, newest first."),
    };
    let _ = writeln!(html, "<p>{count} Nothing leaves this machine. <a href=\"/\">Look again</a></p>");
    for message in messages {
        let _ = writeln!(
            html,
            "<article>\n<h2>{}</h2>\n<dl><dt>To</dt><dd>{}</dd><dt>Received</dt><dd><time datetime=\"{at}\">{at}</time></dd></dl>\n\
             <pre>{}</pre>\n</article>",
            escaped(if message.subject.is_empty() { "(no subject)" } else { &message.subject }),
            escaped(&message.to.join(", ")),
            escaped(&message.text),
            at = escaped(&message.received_at),
        );
    }
    html += "</main>\n</body>\n</html>\n";
    html
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            other => safe.push(other),
        }
    }
    safe
}
