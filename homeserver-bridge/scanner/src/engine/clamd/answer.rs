//! clamd's answers, read strictly: only what is unmistakably a finding is one.

use crate::engine::{EngineVersion, Finding};

/// The answer to `INSTREAM` or `FILDES`. Only these forms count; all else is no answer.
pub fn finding(answer: &str) -> Option<Finding> {
    if answer.starts_with("INSTREAM size limit exceeded") {
        return Some(Finding::TooLarge);
    }
    let answer = answer.strip_prefix("stream: ").or_else(|| after_descriptor(answer))?;
    if answer == "OK" {
        return Some(Finding::Clean);
    }
    let name = answer.strip_suffix(" FOUND")?;
    if name.is_empty() || name.len() > 200 || !name.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    Some(if name.starts_with("Heuristics.Limits.Exceeded") {
        Finding::Limits
    } else if name.starts_with("Heuristics.Encrypted") {
        Finding::Encrypted
    } else {
        Finding::Infected(name.to_owned())
    })
}

/// What follows `fd[10]: `.
fn after_descriptor(answer: &str) -> Option<&str> {
    let (number, rest) = answer.strip_prefix("fd[")?.split_once("]: ")?;
    let numeric = !number.is_empty() && number.len() < 12 && number.bytes().all(|b| b.is_ascii_digit());
    numeric.then_some(rest)
}

/// The answer to `VERSION`: `ClamAV 1.4.6/27450/Sat Nov 21 08:31:22 2026`. Without a published database only the first
/// part; the signatures' version is empty then.
pub fn version(answer: &str) -> Option<EngineVersion> {
    let mut parts = answer.splitn(3, '/');
    let engine = parts.next().filter(|engine| engine.starts_with("ClamAV ") && engine.len() <= 100)?;
    let signatures = parts.next().unwrap_or_default();
    let signatures_at_ms = parts.next().and_then(date);
    Some(EngineVersion { engine: engine.to_owned(), signatures: signatures.to_owned(), signatures_at_ms })
}

/// A date as C's `ctime` writes it, taken as UTC. Milliseconds since the Unix epoch.
fn date(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    let [_, month, day, time, year] = fields[..] else { return None };
    let month = MONTHS.iter().position(|m| *m == month)? as u64 + 1;
    let day: u64 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let year: u64 = year.parse().ok().filter(|year| (1970..3000).contains(year))?;
    let clock: Vec<u64> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hours @ 0..24, minutes @ 0..60, seconds @ 0..61] = clock[..] else { return None };
    // Days of the civil calendar, counted from March, so that a leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1;
    let seconds = days.checked_sub(719_468)? * 86_400 + hours * 3600 + minutes * 60 + seconds;
    Some(seconds * 1000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_a_clear_answer_counts() {
        assert_eq!(finding("stream: OK"), Some(Finding::Clean));
        assert_eq!(finding("fd[10]: OK"), Some(Finding::Clean));
        assert_eq!(finding("fd[7]: Win.Test FOUND"), Some(Finding::Infected("Win.Test".into())));
        assert_eq!(finding("stream: Win.Test FOUND"), Some(Finding::Infected("Win.Test".into())));
        assert_eq!(finding("stream: Heuristics.Limits.Exceeded.MaxFiles FOUND"), Some(Finding::Limits));
        assert_eq!(finding("stream: Heuristics.Encrypted.Zip FOUND"), Some(Finding::Encrypted));
        assert_eq!(finding("INSTREAM size limit exceeded. ERROR"), Some(Finding::TooLarge));
        for no_answer in [
            "",
            "OK",
            "stream: ",
            "stream: OK ",
            "stream: FOUND",
            "stream: Can't allocate memory ERROR",
            "UNKNOWN COMMAND",
            "stream: OK\nstream: X FOUND",
            "fd[]: OK",
            "fd[x]: OK",
            "fd[10] OK",
            "fd[10]: No file descriptor received. ERROR",
            "/memfd:x: OK",
        ] {
            assert_eq!(finding(no_answer), None, "{no_answer:?}");
        }
    }

    #[test]
    fn versions_with_and_without_a_database() {
        let full = version("ClamAV 1.4.6/27450/Sat Nov 21 08:31:22 2026").expect("valid");
        assert_eq!((full.engine.as_str(), full.signatures.as_str()), ("ClamAV 1.4.6", "27450"));
        assert_eq!(full.signatures_at_ms, Some(1_795_249_882_000));
        assert_eq!(date("Thu Jan  1 00:00:00 1970"), Some(0));
        assert_eq!(date("Thu Feb 29 00:00:00 2024"), Some(1_709_164_800_000));
        assert_eq!(date("Thu Feb 29 99999999999999999999:00:00 2024"), None);
        let local = version("ClamAV 1.4.6").expect("valid");
        assert_eq!((local.signatures.as_str(), local.signatures_at_ms), ("", None));
        assert_eq!(version("UNKNOWN COMMAND"), None);
    }

    proptest! {
        #[test]
        fn no_answer_makes_it_panic(text in ".{0,60}", when in "[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{1,3} [0-9:]{0,20} [0-9]{1,20}") {
            let _ = finding(&text);
            let _ = version(&format!("ClamAV {text}"));
            let _ = date(&when);
        }
    }
}
