//! On which day and hour the week's summary leaves.

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The day since the Unix epoch on which the latest summary was due: the last `weekday` (1 is Monday) whose `hour` has
/// come.
pub(super) fn due_day(now_ms: i64, weekday: u8, hour: u8) -> i64 {
    let day = (now_ms - i64::from(hour) * HOUR_MS).div_euclid(DAY_MS);
    // The epoch began on a Thursday.
    let today = (day + 3).rem_euclid(7) + 1;
    day - (today - i64::from(weekday)).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_begins_at_its_hour() {
        // 2026-11-23 is a Monday, day 20780.
        let monday = 20_780 * DAY_MS;
        assert_eq!(due_day(monday + 6 * HOUR_MS, 1, 6), 20_780);
        assert_eq!(due_day(monday + 6 * HOUR_MS - 1, 1, 6), 20_773, "an hour too early it is still last week's");
        assert_eq!(due_day(monday + 6 * DAY_MS, 1, 6), 20_780);
        assert_eq!(due_day(monday, 7, 0), 20_779, "Sunday was yesterday");
        assert_eq!(due_day(monday, 2, 0), 20_774);
    }
}
