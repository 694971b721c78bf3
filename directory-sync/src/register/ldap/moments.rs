//! Moments as directory servers write them (GeneralizedTime, Microsoft's FILETIME), and the days that they fall on.

use time::{Date, Month, OffsetDateTime};

use crate::clock;

/// Seconds from 1601, where FILETIME begins, to 1970.
const FILETIME_EPOCH: i64 = 11_644_473_600;
/// FILETIME counts tenths of a microsecond.
const TICKS: i64 = 10_000_000;

/// Seconds since the Unix epoch of a GeneralizedTime (RFC 4517, 3.3.13); `None` if it is none or names no zone.
pub(super) fn generalized(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let two = |at: usize| number.get(at..at + 2).and_then(|part| part.parse::<u8>().ok());
    let year = number.get(..4)?.parse::<i32>().ok()?;
    let (minute, second) = match digits {
        10 => (0, 0),
        12 => (two(10)?, 0),
        14 => (two(10)?, two(12)?),
        _ => return None,
    };
    let month = Month::try_from(two(4)?).ok()?;
    let date = Date::from_calendar_date(year, month, two(6)?).ok()?;
    let hour = two(8)?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let zone = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|letter: char| letter.is_ascii_digit());
            if zone.len() == fraction.len() || digits != 14 {
                return None;
            }
            zone
        }
        None => rest,
    };
    let local = date.midnight().assume_utc().unix_timestamp()
        + i64::from(hour) * 3600
        + i64::from(minute) * 60
        + i64::from(second);
    Some(local - east(zone)?)
}

/// Seconds east of Greenwich of `Z`, `+02` or `-0330`.
fn east(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours = digits[..2].parse::<i64>().ok()?;
    let minutes = if digits.len() == 4 { digits[2..].parse::<i64>().ok()? } else { 0 };
    (hours <= 14 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

/// A moment as GeneralizedTime in UTC, as filters want it.
pub(super) fn written(unix_seconds: i64) -> Option<String> {
    let at = OffsetDateTime::from_unix_timestamp(unix_seconds).ok()?;
    let (date, time) = (at.date(), at.time());
    Some(format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}.0Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    ))
}

/// The day, `YYYY-MM-DD`, on which a moment falls so many seconds east of Greenwich.
pub(super) fn day(unix_seconds: i64, east: i64) -> Option<String> {
    let date = OffsetDateTime::from_unix_timestamp(unix_seconds.checked_add(east)?).ok()?.date();
    clock::day(date.year(), u8::from(date.month()), date.day())
}

/// The last day of an account that expires at this FILETIME: the day on which its last tick falls. `None` for never,
/// which is 0, the largest number, and whatever lies beyond the calendar's end.
///
/// # Errors
/// If it is no number, or before its own beginning.
pub(super) fn expires_on(text: &str, east: i64) -> Result<Option<String>, String> {
    let wrong = || "accountExpires is not a number that means a moment".to_owned();
    let ticks = text.trim().parse::<i64>().map_err(|_| wrong())?;
    match ticks {
        0 | i64::MAX => Ok(None),
        ..0 => Err(wrong()),
        _ => Ok(day((ticks - 1).div_euclid(TICKS) - FILETIME_EPOCH, east)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_with_their_zone() {
        for (text, unix) in [
            ("19700101000000Z", Some(0)),
            ("19700101000000.0Z", Some(0)),
            ("197001010000Z", Some(0)),
            ("1970010100Z", Some(0)),
            ("19700101020000+0200", Some(0)),
            ("19691231203000-0330", Some(0)),
            ("20261122020304.567Z", Some(1_795_312_984)),
            ("20261231235960Z", Some(1_798_761_600)),
            ("20260230000000Z", None),
            ("20261122020304", None),
            ("20261122020304.Z", None),
            ("20261122250304Z", None),
            ("2026-11-22", None),
            ("202611220203Zx", None),
            ("20261122020304+02é", None),
            ("", None),
        ] {
            assert_eq!(generalized(text), unix, "{text}");
        }
        assert_eq!(written(1_795_312_984).as_deref(), Some("20261122020304.0Z"));
    }

    #[test]
    fn a_moment_falls_on_the_day_of_the_registrys_zone() {
        let night = generalized("20261231223000Z").expect("a moment");
        assert_eq!(day(night, 0).as_deref(), Some("2026-12-31"));
        assert_eq!(day(night, 7200).as_deref(), Some("2027-01-01"));
    }

    #[test]
    fn an_expiry_at_midnight_leaves_the_day_before_as_the_last() {
        // 2027-01-01 00:00 UTC, and the same moment of the day in Kyiv.
        let utc = (1_798_761_600 + FILETIME_EPOCH) * TICKS;
        assert_eq!(expires_on(&utc.to_string(), 0), Ok(Some("2026-12-31".to_owned())));
        let kyiv = utc - 7200 * TICKS;
        assert_eq!(expires_on(&kyiv.to_string(), 7200), Ok(Some("2026-12-31".to_owned())));
        assert_eq!(expires_on(&(utc + 1).to_string(), 0), Ok(Some("2027-01-01".to_owned())));
        for never in ["0", "9223372036854775807", "2650467743999999716"] {
            assert_eq!(expires_on(never, 0), Ok(None), "{never}");
        }
        for wrong in ["", "-1", "soon", "9223372036854775808"] {
            assert!(expires_on(wrong, 0).is_err(), "{wrong}");
        }
    }
}
