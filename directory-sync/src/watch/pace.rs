//! How long to wait after failures: twice as long each time, up to a limit.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(500);

/// See the module.
#[derive(Debug)]
pub(super) struct Pace {
    next: Duration,
    most: Duration,
}

impl Pace {
    pub(super) fn new(most: Duration) -> Self {
        Self { next: FIRST.min(most), most }
    }

    /// The wait that is due now.
    pub(super) fn next(&mut self) -> Duration {
        let due = self.next;
        self.next = (due * 2).min(self.most);
        due
    }

    /// Something went well.
    pub(super) fn reset(&mut self) {
        self.next = FIRST.min(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_limit_and_begin_anew() {
        let mut pace = Pace::new(Duration::from_secs(3));
        let waits: Vec<u128> = (0..5).map(|_| pace.next().as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 3000, 3000]);
        pace.reset();
        assert_eq!(pace.next().as_millis(), 500);
    }
}
