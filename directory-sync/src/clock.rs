//! The moment of a run, passed in, so that planning stays a function of its arguments. Knows days and hours, no zones.

use std::time::SystemTime;

use time::{Date, Duration, Month, OffsetDateTime};

/// When this run happens.
#[derive(Debug, Clone, Copy)]
pub struct Now(OffsetDateTime);

impl Now {
    /// The moment that `time` names.
    pub fn at(time: SystemTime) -> Self {
        Self(OffsetDateTime::from(time))
    }

    /// Milliseconds since the Unix epoch.
    pub fn ms(self) -> i64 {
        self.0.unix_timestamp() * 1000 + i64::from(self.0.millisecond())
    }

    /// The newest day that has ended in every time zone: nobody's last working day is cut short.
    pub fn last_full_day(self) -> Day {
        Day::at((self.0 - Duration::hours(36)).date())
    }

    /// The day that it is in UTC.
    pub fn today(self) -> Day {
        Day::at(self.0.date())
    }

    /// `YYYY-MM-DD HH:MM UTC` of a millisecond since the Unix epoch.
    pub fn show(unix_ms: i64) -> String {
        match OffsetDateTime::from_unix_timestamp(unix_ms.div_euclid(1000)) {
            Ok(at) => format!("{} {:02}:{:02} UTC", iso(at.date()), at.hour(), at.minute()),
            Err(_) => "at an unknown time".to_owned(),
        }
    }
}

/// A day, or none; days compare as in a calendar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(u32);

impl Day {
    /// No day.
    pub const NONE: Self = Self(0);

    /// From `YYYY-MM-DD`, and from an empty text no day. `None` if it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [] => Some(Self::NONE),
            [a, b, c, d, b'-', e, f, b'-', g, h] => {
                let digit = |b: &u8| b.is_ascii_digit().then(|| u32::from(b - b'0'));
                [a, b, c, d, e, f, g, h].into_iter().try_fold(0, |number, b| Some(number * 10 + digit(b)?)).map(Self)
            }
            _ => None,
        }
    }

    /// The same of a day that may be absent; what is no day is none.
    pub fn of(text: Option<&str>) -> Self {
        text.and_then(Self::parse).unwrap_or_default()
    }

    /// Whether it is a day, and not after the other.
    pub fn has_come(self, other: Self) -> bool {
        self != Self::NONE && self <= other
    }

    fn at(date: Date) -> Self {
        Self::of(Some(&iso(date)))
    }
}

/// A calendar day from its three numbers, as `YYYY-MM-DD`; `None` if there is no such day.
pub fn day(year: i32, month: u8, day: u8) -> Option<String> {
    let month = Month::try_from(month).ok()?;
    let date = Date::from_calendar_date(year, month, day).ok()?;
    (1900..=2200).contains(&year).then(|| iso(date))
}

fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_day_has_ended_only_when_it_has_ended_everywhere() {
        // 2026-11-21 11:00 and 13:00 UTC: at 12:00 UTC the 20th ends in the last zone, UTC-12.
        let base = 1_795_258_800;
        let at = |hours: u64| Now::at(SystemTime::UNIX_EPOCH + Duration::from_secs(base + hours * 3600));
        assert_eq!(Now::show(at(0).ms()), "2026-11-21 11:00 UTC");
        assert_eq!(Some(at(0).last_full_day()), Day::parse("2026-11-19"));
        assert_eq!(Some(at(2).last_full_day()), Day::parse("2026-11-20"));
    }

    #[test]
    fn days_compare_as_in_a_calendar_and_no_day_has_come() {
        let day = |text| Day::parse(text).expect("a day");
        assert!(day("2026-09-30") < day("2026-10-01"));
        assert!(day("2026-10-01").has_come(day("2026-10-01")) && !day("2026-10-02").has_come(day("2026-10-01")));
        assert_eq!(Day::parse(""), Some(Day::NONE));
        assert!(!Day::NONE.has_come(day("2026-10-01")));
        for bad in ["2026-1-01", "20261001", "2026-10-0x", "2026-1--01"] {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(day(2024, 2, 29).as_deref(), Some("2024-02-29"));
        assert_eq!(day(2025, 2, 29), None);
        assert_eq!(day(202, 1, 1), None);
    }
}
