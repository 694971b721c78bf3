//! `[watch]`: how often, and where it tells how it is.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Result, bail};
use serde::{Deserialize, Deserializer, de};

/// What watching does.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WatchSection {
    /// From one full reading to the next.
    pub full_every: Period,
    /// How often the bridge is asked whether a plan that waits has been approved.
    pub ask_every: Period,
    /// The longest wait after failures; the first is half a second.
    pub retry_at_most: Period,
    /// Where `/healthz` and `/metrics` are served, on this machine alone. Left out: nowhere.
    pub listen: Option<SocketAddr>,
}

/// A length of time, written as `6h`, `1h 30m`, `45s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period(pub Duration);

impl Default for WatchSection {
    fn default() -> Self {
        let seconds = |seconds| Period(Duration::from_secs(seconds));
        Self { full_every: seconds(6 * 3600), ask_every: seconds(30), retry_at_most: seconds(300), listen: None }
    }
}

impl WatchSection {
    pub(super) fn check(&self) -> Result<()> {
        let periods =
            [("full_every", self.full_every), ("ask_every", self.ask_every), ("retry_at_most", self.retry_at_most)];
        if let Some((key, _)) = periods.iter().find(|(_, period)| period.0 < Duration::from_secs(1)) {
            bail!("watch.{key} must be a second or more");
        }
        match self.listen {
            Some(address) if !address.ip().is_loopback() => {
                bail!("watch.listen must be an address of this machine alone, as 127.0.0.1:9105")
            }
            _ => Ok(()),
        }
    }
}

impl Period {
    fn parse(text: &str) -> Option<Self> {
        let (mut rest, mut total) = (text.trim(), Duration::ZERO);
        while !rest.is_empty() {
            let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
            let after = after.trim_start();
            let (unit, after) = after.split_at(after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len()));
            let seconds: u64 = match unit {
                "s" => 1,
                "m" | "min" => 60,
                "h" => 3600,
                "d" => 86_400,
                _ => return None,
            };
            let part = number.parse::<u64>().ok()?.checked_mul(seconds)?;
            total = total.checked_add(Duration::from_secs(part))?;
            rest = after.trim_start();
        }
        (total <= Duration::from_secs(366 * 86_400) && !text.trim().is_empty()).then_some(Self(total))
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let told = || de::Error::custom(format!("{text:?} is not a length of time, as \"6h\", \"1h 30m\" or \"45s\""));
        Self::parse(&text).ok_or_else(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_as_people_write_them() {
        let seconds = |text| Period::parse(text).map(|period| period.0.as_secs());
        assert_eq!(seconds("6h"), Some(21_600));
        assert_eq!(seconds(" 1h 30m "), Some(5400));
        assert_eq!(seconds("1d2h3min4s"), Some(93_784));
        for wrong in ["", "6", "h", "6 hours", "-1s", "1.5h", "99999999999999999999s", "999999999d"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn its_health_is_told_on_this_machine_alone() {
        let section = |text| toml::from_str::<WatchSection>(text).expect("fits").check();
        assert!(section("listen = '127.0.0.1:9105'").is_ok());
        assert!(section("listen = '0.0.0.0:9105'").is_err());
        assert!(section("full_every = '0s'").is_err());
    }
}
