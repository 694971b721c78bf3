//! How times, ages, sizes and pages are written.

use fluent_bundle::FluentValue;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use url::form_urlencoded;

use super::language::Language;
pub(super) use crate::clock::day_start;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Something to choose; `console/fields.html` shows it.
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) chosen: bool,
}

/// A time for people and for programs, in universal time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct When {
    /// `2026-11-21 23:06`.
    pub(super) text: String,
    /// RFC 3339.
    pub(super) machine: String,
}

/// From milliseconds since the Unix epoch.
pub(super) fn when(ms: i64) -> When {
    const TEXT: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]");
    const MACHINE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    let time = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let write = |format| time.format(format).unwrap_or_default();
    When { text: write(TEXT), machine: write(MACHINE) }
}

/// How long ago: in days, hours or minutes.
pub(super) fn age(language: Language, ms: i64) -> String {
    let (key, n) = match ms {
        ..MINUTE => return language.message("age-moment", &[]),
        ms if ms >= 2 * DAY => ("age-days", ms / DAY),
        ms if ms >= 2 * HOUR => ("age-hours", ms / HOUR),
        _ => ("age-minutes", ms / MINUTE),
    };
    language.message(key, &[("n", FluentValue::from(n))])
}

/// A number of bytes.
pub(super) fn size(language: Language, bytes: i64) -> String {
    let (key, unit) = match bytes {
        0..1024 => return language.message("size-bytes", &[("n", FluentValue::from(bytes))]),
        1024..1_048_576 => ("size-kib", 1024),
        _ => ("size-mib", 1_048_576),
    };
    let tenths = bytes.saturating_mul(10) / unit;
    let point = language.message("decimal-point", &[]);
    let number = format!("{}{point}{}", tenths / 10, tenths % 10);
    language.message(key, &[("value", FluentValue::from(number))])
}

/// A number with its thousands apart, as the language writes them.
pub(super) fn count(language: Language, number: u64) -> String {
    let separator = match language {
        Language::English => ',',
        // Narrow and not to be broken at.
        Language::French => '\u{202f}',
        Language::Ukrainian => '\u{a0}',
    };
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// Where one is among pages, and the links to the ones beside.
pub(super) struct Pager {
    pub(super) number: i64,
    pub(super) pages: i64,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
}

impl Pager {
    /// For page `page` (from 0) of `total` things; `query` is what else stands in the address.
    pub(super) fn new(page: i64, total: i64, size: i64, query: &[(&str, &str)]) -> Self {
        let pages = ((total + size - 1) / size).max(1);
        let link = |page: i64| with_part(query, "page", &page.to_string());
        Self {
            number: page + 1,
            pages,
            previous: (page > 0).then(|| link((page - 1).min(pages - 1))),
            next: (page + 1 < pages).then(|| link(page + 1)),
        }
    }
}

/// The links beside a page of a list that is read from mark to mark.
pub(super) struct Steps {
    pub(super) first: Option<String>,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
}

impl Steps {
    /// `inside`: whether there is something before this page; `previous` and `next`: the marks of the pages beside it.
    pub(super) fn new(query: &[(&str, &str)], inside: bool, previous: Option<&str>, next: Option<&str>) -> Self {
        let start = || match query_text(query) {
            text if text.is_empty() => "?".to_owned(),
            text => text,
        };
        Self {
            first: inside.then(start),
            previous: previous.map(|mark| with_part(query, "before", mark)),
            next: next.map(|mark| with_part(query, "after", mark)),
        }
    }
}

/// The query of an address, with its question mark; empty values are left out.
pub(super) fn query_text(parts: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    let text = text.extend_pairs(parts.iter().filter(|(_, value)| !value.is_empty())).finish();
    if text.is_empty() { text } else { format!("?{text}") }
}

fn with_part(query: &[(&str, &str)], key: &str, value: &str) -> String {
    query_text(&[query, &[(key, value)]].concat())
}

/// The page in an address, from 0; nonsense is the first one.
pub(super) fn page_number(text: &str) -> i64 {
    text.parse().unwrap_or(0).clamp(0, 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_sizes_and_ages_read_well() {
        assert_eq!(when(1_795_302_360_000).text, "2026-11-21 23:06");
        assert_eq!(when(1_795_302_360_000).machine, "2026-11-21T23:06:00Z");
        let sizes = [68, 1024, 10 * 1_048_576 + 600_000].map(|n| size(Language::English, n)).join(", ");
        assert_eq!(sizes, "68 bytes, 1.0 KiB, 10.5 MiB");
        assert_eq!(size(Language::French, 1536), "1,5 Kio");
        let ages = [0, 61 * MINUTE, 3 * HOUR, 2 * DAY].map(|ms| age(Language::English, ms)).join(", ");
        assert_eq!(ages, "less than a minute, 61 minutes, 3 hours, 2 days");
    }

    #[test]
    fn thousands_stand_apart() {
        let numbers = [0, 999, 1204, 1_000_000].map(|n| count(Language::English, n)).join(" ");
        assert_eq!(numbers, "0 999 1,204 1,000,000");
        assert_eq!(count(Language::French, 12_345), "12\u{202f}345");
    }

    #[test]
    fn pages_link_to_their_neighbours() {
        let pager = Pager::new(1, 101, 50, &[("q", "a b"), ("state", "")]);
        assert_eq!((pager.number, pager.pages), (2, 3));
        assert_eq!(pager.previous.as_deref(), Some("?q=a+b&page=0"));
        assert_eq!(pager.next.as_deref(), Some("?q=a+b&page=2"));
        let empty = Pager::new(0, 0, 50, &[]);
        assert_eq!((empty.pages, empty.previous, empty.next), (1, None, None));
    }
}
