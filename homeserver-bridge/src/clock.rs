//! Time and randomness, passed in so that tests decide them.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use rand::Rng;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, Month, OffsetDateTime};

const DAY_MS: i64 = 24 * 3_600_000;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Milliseconds since the Unix epoch.
    fn now_ms(&self) -> i64;
}

/// The system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    }
}

/// A clock that a test sets.
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Starts at this time.
    pub fn at(now_ms: i64) -> Self {
        Self(AtomicI64::new(now_ms))
    }

    /// Moves on.
    pub fn advance_ms(&self, by: i64) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A time for programs (RFC 3339), in universal time with milliseconds.
pub fn rfc3339(ms: i64) -> String {
    const FORM: &[BorrowedFormatItem<'_>] =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000);
    time.unwrap_or(OffsetDateTime::UNIX_EPOCH).format(FORM).unwrap_or_default()
}

/// The day of a time, in universal time: `2026-11-21`.
pub fn day_text(ms: i64) -> String {
    rfc3339(ms).chars().take(10).collect()
}

/// The beginning of a day in universal time, as a browser's date field sends it (`2026-11-21`).
pub fn day_start(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    Some(date.midnight().assume_utc().unix_timestamp() * 1000)
}

/// The last moment of such a day.
pub fn day_end(text: &str) -> Option<i64> {
    day_start(text).map(|ms| ms + DAY_MS - 1)
}

/// A time for people, in universal time: `2026-11-21 23:06`.
pub fn minute_text(ms: i64) -> String {
    rfc3339(ms).chars().take(16).collect::<String>().replace('T', " ")
}

/// A secret of 256 bits from the system's generator, hexadecimal.
pub fn random_token() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// Random digits for a code that a person types.
pub fn random_digits(count: usize) -> String {
    let mut rng = rand::rng();
    (0..count).map(|_| char::from(b'0' + (rng.next_u32() % 10) as u8)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lasts_from_midnight_to_its_last_moment_and_nonsense_is_none() {
        assert_eq!(day_start("2026-11-21"), Some(1_795_219_200_000));
        assert_eq!(day_end("1970-01-01"), Some(DAY_MS - 1));
        for bad in
            ["", "2026", "2026-13-01", "2026-02-30", "x-y-z", "99999999999-01-01", "2027-01-01T00:00", "31.12.2027"]
        {
            assert_eq!((day_start(bad), day_end(bad)), (None, None), "{bad}");
        }
    }
}
