//! An alert as a line in the Common Event Format, version 0.

use super::letter::{severity, title};
use super::list::Alert;
use crate::language::Language;

/// The line, without a line break in it.
pub(super) fn cef(alert: &Alert, event: &str, version: &str) -> String {
    let mut fields: Vec<(String, String)> = vec![
        ("rt".into(), alert.last_at_ms.to_string()),
        ("start".into(), alert.raised_at_ms.to_string()),
        ("externalId".into(), alert.id.clone()),
        ("cat".into(), alert.kind.clone()),
        ("outcome".into(), event.to_owned()),
        ("cnt".into(), alert.times.to_string()),
    ];
    if let Some(ended) = alert.ended_at_ms {
        fields.push(("end".into(), ended.to_string()));
    }
    if !alert.subject.is_empty() {
        fields.push(("cs1Label".into(), "subject".into()));
        fields.push(("cs1".into(), alert.subject.clone()));
    }
    // CEF has three numbers of one's own.
    for (at, (name, number)) in alert.numbers().into_iter().take(3).enumerate() {
        fields.push((format!("cn{}Label", at + 1), name.to_owned()));
        fields.push((format!("cn{}", at + 1), number.to_string()));
    }
    let extension: Vec<_> = fields.iter().map(|(key, value)| format!("{key}={}", in_extension(value))).collect();
    let head = ["Depesha", "Depesha", version, &alert.kind, &title(Language::English, alert, event)].map(in_header);
    format!("CEF:0|{}|{}|{}", head.join("|"), severity(alert, event), extension.join(" "))
}

/// In the header a bar separates; a line break cannot be written.
fn in_header(text: &str) -> String {
    visible(text).replace('\\', "\\\\").replace('|', "\\|")
}

/// In the extension an equals sign separates.
fn in_extension(text: &str) -> String {
    visible(text).replace('\\', "\\\\").replace('=', "\\=")
}

fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_scanner_says_cannot_add_a_field_or_a_line() {
        let alert = Alert {
            id: "a1".into(),
            kind: "outbreak".into(),
            subject: "Evil|9|\\ act=allowed\nCEF:0|x".into(),
            facts: json!({"rooms": 3, "files": 7, "other": "x", "hours": "y"}),
            raised_at_ms: 1000,
            last_at_ms: 2000,
            times: 2,
            ended_at_ms: None,
        };
        insta::assert_snapshot!(cef(&alert, "raised", "1.0"), @r"CEF:0|Depesha|Depesha|1.0|outbreak|Outbreak of Evil\|9\|\\ act=allowed CEF:0\|x|9|rt=2000 start=1000 externalId=a1 cat=outbreak outcome=raised cnt=2 cs1Label=subject cs1=Evil|9|\\ act\=allowed CEF:0|x cn1Label=rooms cn1=3 cn2Label=files cn2=7");
    }
}
