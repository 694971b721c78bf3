//! The time that a chart covers, cut into slots.

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// How long a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Period {
    /// 24 hours.
    Day,
    /// 28 quarters of a day.
    #[default]
    Week,
    /// 30 days.
    Month,
    /// 13 weeks.
    Quarter,
}

impl Period {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Quarter];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    /// From its word; a week if it is none.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|period| period.word() == word).unwrap_or_default()
    }

    /// How many slots.
    pub fn slots(self) -> usize {
        match self {
            Self::Day => 24,
            Self::Week => 28,
            Self::Month => 30,
            Self::Quarter => 13,
        }
    }

    /// How long a slot is, milliseconds.
    pub fn slot_ms(self) -> i64 {
        match self {
            Self::Day => HOUR_MS,
            Self::Week => 6 * HOUR_MS,
            Self::Month => DAY_MS,
            Self::Quarter => 7 * DAY_MS,
        }
    }

    /// The beginning of the first slot; the last one ends with the hour, the quarter of a day or the day (UTC) that is now.
    pub fn start_ms(self, now_ms: i64) -> i64 {
        let step = self.slot_ms().min(DAY_MS);
        let end = now_ms.div_euclid(step) * step + step;
        end - self.slot_ms() * self.slots() as i64
    }

    /// The table that it is read from, its column of time, and how long one of its units is.
    pub(super) fn table(self) -> (&'static str, &'static str, i64) {
        match self {
            Self::Day | Self::Week => ("scan_hours", "hour", HOUR_MS),
            Self::Month | Self::Quarter => ("scan_days", "day", DAY_MS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_slot_holds_now_and_slots_begin_on_units_of_their_table() {
        for now in [1_800_000_000_000, 1_799_971_200_000, 1_799_971_199_999] {
            for period in Period::ALL {
                let start = period.start_ms(now);
                let last = start + period.slot_ms() * (period.slots() as i64 - 1);
                assert!((last..last + period.slot_ms()).contains(&now), "{period:?} {now}");
                assert_eq!(start % period.table().2, 0);
                assert_eq!(period.slot_ms() % period.table().2, 0);
            }
        }
    }
}
