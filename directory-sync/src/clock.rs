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

    /// The newest day, `YYYY-MM-DD`, that has ended in every time zone: nobody's last working day is cut short.
    pub fn last_full_day(self) -> String {
        iso((self.0 - Duration::hours(36)).date())
    }

    /// The day that it is in UTC, `YYYY-MM-DD`.
    pub fn today(self) -> String {
        iso(self.0.date())
    }

    /// `YYYY-MM-DD HH:MM UTC` of a millisecond since the Unix epoch.
    pub fn show(unix_ms: i64) -> String {
        match OffsetDateTime::from_unix_timestamp(unix_ms.div_euclid(1000)) {
            Ok(at) => format!("{} {:02}:{:02} UTC", iso(at.date()), at.hour(), at.minute()),
            Err(_) => "at an unknown time".to_owned(),
        }
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
        assert_eq!(at(0).last_full_day(), "2026-11-19");
        assert_eq!(at(2).last_full_day(), "2026-11-20");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(day(2024, 2, 29).as_deref(), Some("2024-02-29"));
        assert_eq!(day(2025, 2, 29), None);
        assert_eq!(day(202, 1, 1), None);
    }
}
