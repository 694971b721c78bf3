//! Reading the days of a register, in the one way of writing that its configuration names. Guesses nothing, and never
//! repeats what it could not read: that may be somebody's birthday.

use time::{Date, Duration, Month, PrimitiveDateTime, Time};

use crate::clock;
use crate::config::Dates;

/// Seconds east of Greenwich of `+02:00`, `+0200`, `+02` or `Z`.
pub fn offset(text: &str) -> Option<i64> {
    if text == "Z" || text == "z" {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = match text[1..].split_once(':') {
        Some((hours, minutes)) if hours.len() == 2 && minutes.len() == 2 => format!("{hours}{minutes}"),
        Some(_) => return None,
        None => text[1..].to_owned(),
    };
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits)?, 0),
        4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then(|| sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
}

/// The day that `text` names, as `YYYY-MM-DD`; nothing if it is empty. `east` is the register's clock, in seconds.
///
/// # Errors
/// With the shape of what stands there, digits as 9 and letters as x, and how it should be written.
pub fn parse(text: &str, dates: Dates, east: i64) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let (day, pattern) = match dates {
        Dates::Iso => (iso(text), "YYYY-MM-DD"),
        Dates::Dotted => (three(text, '.'), "DD.MM.YYYY"),
        Dates::Slashed => (three(text, '/'), "DD/MM/YYYY"),
        Dates::Compact => (compact(text), "YYYYMMDD"),
        Dates::IsoTimestamp => (timestamp(text, east), "YYYY-MM-DDTHH:MM:SSZ"),
        Dates::GeneralizedTime => (generalized(text, east), "YYYYMMDDHHMMSSZ"),
    };
    day.map(Some).ok_or_else(|| format!("{:?} is not a day written as {pattern}", shape(text)))
}

fn shape(text: &str) -> String {
    let one = |letter: char| match letter {
        digit if digit.is_ascii_digit() => '9',
        letter if letter.is_alphabetic() => 'x',
        other => other,
    };
    text.chars().take(24).map(one).collect()
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn day(year: &str, month: &str, day: &str) -> Option<String> {
    let small = |text: &str| u8::try_from(number(text)?).ok();
    clock::day(i32::try_from(number(year)?).ok()?, small(month)?, small(day)?)
}

fn iso(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let found = day(parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() { None } else { found }
}

fn three(text: &str, separator: char) -> Option<String> {
    let mut parts = text.split(separator);
    let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() { None } else { day(y, m, d) }
}

fn compact(text: &str) -> Option<String> {
    (text.len() == 8 && text.is_ascii()).then(|| day(&text[..4], &text[4..6], &text[6..])).flatten()
}

/// The day, on the register's clock, of a moment whose zone may be named.
fn moment(day: &str, clock: [u32; 3], zone: Option<i64>, east: i64) -> Option<String> {
    // A leap second belongs to the day that it ends.
    let time = Time::from_hms(byte(clock[0])?, byte(clock[1])?, byte(clock[2].min(59))?).ok()?;
    if clock[2] > 60 {
        return None;
    }
    let Some(zone) = zone else { return Some(day.to_owned()) };
    let mut parts = day.split('-');
    let (y, m, d) = (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
    let date = Date::from_calendar_date(i32::try_from(y).ok()?, Month::try_from(byte(m)?).ok()?, byte(d)?).ok()?;
    let there = PrimitiveDateTime::new(date, time).checked_add(Duration::seconds(east - zone))?.date();
    clock::day(there.year(), u8::from(there.month()), there.day())
}

fn byte(number: u32) -> Option<u8> {
    u8::try_from(number).ok()
}

fn timestamp(text: &str, east: i64) -> Option<String> {
    let Some(at) = text.find(['T', 't', ' ']) else { return iso(text) };
    let date = iso(&text[..at])?;
    let rest = text[at + 1..].trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.' && c != ',').unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(end);
    let zone = match zone.trim() {
        "" => None,
        named => Some(offset(named)?),
    };
    let whole = clock.split(['.', ',']).next()?;
    let mut parts = whole.split(':');
    let hms = [number(parts.next()?)?, number(parts.next()?)?, parts.next().map_or(Some(0), number)?];
    if parts.next().is_some() { None } else { moment(&date, hms, zone, east) }
}

/// RFC 4517, 3.3.13: minutes, seconds and a fraction may be missing, the zone may not.
fn generalized(text: &str, east: i64) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = text.split_at(end);
    if !matches!(digits.len(), 10 | 12 | 14) {
        return None;
    }
    let fraction = |rest: &str| rest.find(|c: char| !c.is_ascii_digit()).filter(|length| *length > 0);
    let zone = match rest.strip_prefix(['.', ',']) {
        Some(rest) => &rest[fraction(rest)?..],
        None => rest,
    };
    let at = |from: usize| digits.get(from..from + 2).map_or(Some(0), number);
    moment(&compact(&digits[..8])?, [at(8)?, at(10)?, at(12)?], Some(offset(zone)?), east)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, dates: Dates) -> Option<String> {
        parse(text, dates, 3 * 3600).ok().flatten()
    }

    #[test]
    fn each_way_of_writing_is_read_and_no_other() {
        let all = [
            (Dates::Iso, "2026-11-21"),
            (Dates::Dotted, "21.11.2026"),
            (Dates::Slashed, "21/11/2026"),
            (Dates::Compact, "20261121"),
            (Dates::IsoTimestamp, "2026-11-21T10:30:00Z"),
            (Dates::GeneralizedTime, "20261121103000Z"),
        ];
        for (dates, _) in all {
            for (other, text) in all {
                let fits = dates == other || (dates == Dates::IsoTimestamp && other == Dates::Iso);
                assert_eq!(read(text, dates).as_deref(), fits.then_some("2026-11-21"), "{text} as {dates:?}");
            }
            assert_eq!(parse("", dates, 0), Ok(None));
        }
    }

    #[test]
    fn a_moment_is_a_day_on_the_registers_clock() {
        for (text, dates, day) in [
            ("2026-07-20T21:00:00Z", Dates::IsoTimestamp, Some("2026-07-21")),
            ("2026-07-20T20:59:59Z", Dates::IsoTimestamp, Some("2026-07-20")),
            ("2026-07-20 23:30:00.125+03", Dates::IsoTimestamp, Some("2026-07-20")),
            ("2026-07-20 23:30:00", Dates::IsoTimestamp, Some("2026-07-20")),
            ("2026-12-31T23:30-02:00", Dates::IsoTimestamp, Some("2027-01-01")),
            ("2026-07-20T25:00:00Z", Dates::IsoTimestamp, None),
            ("2026-07-20T10:00:00 Kyiv", Dates::IsoTimestamp, None),
            ("20260720210000Z", Dates::GeneralizedTime, Some("2026-07-21")),
            ("20260720210000.0Z", Dates::GeneralizedTime, Some("2026-07-21")),
            ("2026072021+0300", Dates::GeneralizedTime, Some("2026-07-20")),
            ("20260720210000", Dates::GeneralizedTime, None),
            ("20260720210000.Z", Dates::GeneralizedTime, None),
            ("20260230000000Z", Dates::GeneralizedTime, None),
        ] {
            assert_eq!(read(text, dates).as_deref(), day, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_described_and_not_repeated() {
        let fault = parse("née Lévy 1980", Dates::Iso, 0).expect_err("no day");
        assert_eq!(fault, r#""xxx xxxx 9999" is not a day written as YYYY-MM-DD"#);
        assert!(parse("2026-11-21-1", Dates::Iso, 0).is_err());
        assert!(parse("ééééééé", Dates::Compact, 0).is_err());
        assert!(offset("+é").is_none() && offset("+2:00").is_none() && offset("").is_none());
    }
}
