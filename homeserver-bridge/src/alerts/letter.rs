//! What an alert says: to people in their language, to programs in English.

use fluent_bundle::FluentValue;
use serde_json::{Value, json};

use super::list::Alert;
use super::raise::AlertKind;
use crate::clock::{minute_text, rfc3339};
use crate::language::Language;

/// The title.
pub(super) fn title(language: Language, alert: &Alert, event: &str) -> String {
    let key = format!("alert-{}", alert.kind.replace('_', "-"));
    let title = language.message(&key, &[("value", FluentValue::from(alert.subject.as_str()))]);
    if event == "ended" { language.message("alert-over", &[("value", FluentValue::from(title))]) } else { title }
}

/// The text of the mail.
pub(super) fn text(language: Language, alert: &Alert, event: &str) -> String {
    let mut lines = vec![title(language, alert, event), String::new()];
    for (name, number) in alert.numbers() {
        lines.push(language.message(&format!("alert-number-{name}"), &[("n", FluentValue::from(number))]));
    }
    let time = |key: &str, ms: i64| language.message(key, &[("value", FluentValue::from(minute_text(ms)))]);
    lines.push(time("alert-since", alert.raised_at_ms));
    if let Some(ended) = alert.ended_at_ms {
        lines.push(time("alert-until", ended));
    } else {
        lines.push(String::new());
        lines.push(language.message(&format!("alert-{}-hint", alert.kind.replace('_', "-")), &[]));
    }
    lines.extend([String::new(), language.message("alert-end", &[])]);
    lines.join("\n") + "\n"
}

/// From 0 to 10, as CEF counts.
pub(super) fn severity(alert: &Alert, event: &str) -> u8 {
    match (event, AlertKind::from_word(&alert.kind)) {
        ("ended", _) => 3,
        (_, Some(AlertKind::Outbreak)) => 9,
        (_, Some(AlertKind::SignaturesOld)) => 6,
        _ => 8,
    }
}

/// The message to a webhook.
pub(super) fn message(alert: &Alert, event: &str, version: &str) -> Value {
    let numbers: serde_json::Map<String, Value> =
        alert.numbers().into_iter().map(|(name, n)| (name.to_owned(), n.into())).collect();
    json!({
        "version": 1,
        "product": {"name": "Depesha", "version": version},
        "event": event,
        "alert": {
            "id": alert.id,
            "kind": alert.kind,
            "subject": alert.subject,
            "title": title(Language::English, alert, event),
            "severity": severity(alert, event),
            "numbers": numbers,
            "times": alert.times,
            "raised_at": rfc3339(alert.raised_at_ms),
            "last_at": rfc3339(alert.last_at_ms),
            "ended_at": alert.ended_at_ms.map(rfc3339),
        },
    })
}
