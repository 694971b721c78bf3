//! How long the thread of a page does not come to a small task that waits for it all the time. WebKit tells nobody of long
//! tasks; what lies between two ticks is one, or several without a pause. A tick comes every four milliseconds at the most.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::window::Window;

/// The moments of the ticks, in milliseconds.
#[derive(Debug)]
pub struct Ticks(Vec<f64>);

impl Ticks {
    /// Begins to note them in the page.
    ///
    /// # Errors
    /// If the driver does not answer.
    pub async fn begin(window: &Window) -> Result<()> {
        let script = "const ticks = (window.ticks = []);
            const tick = () => {
              if (window.ticks !== ticks) return;
              ticks.push(performance.now());
              setTimeout(tick, 0);
            };
            tick();
            return true;";
        window.script(script).await.map(drop)
    }

    /// Ends that and takes them.
    ///
    /// # Errors
    /// If the driver does not answer, or it was not begun.
    pub async fn end(window: &Window) -> Result<Self> {
        let noted = window.script("const ticks = window.ticks; window.ticks = null; return ticks;").await?;
        let noted = noted.as_array().context("no ticks were noted")?;
        Ok(Self(noted.iter().filter_map(Value::as_f64).collect()))
    }

    /// What lies between a tick and the next, where that is more than so many milliseconds.
    pub fn gaps_over(&self, limit: f64) -> Vec<f64> {
        self.0.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > limit).collect()
    }

    /// How long they were noted.
    pub fn seconds(&self) -> f64 {
        self.0.last().zip(self.0.first()).map_or(0.0, |(last, first)| (last - first) / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_longer_than_the_limit_is_a_gap() {
        let ticks = Ticks(vec![1000.0, 1004.0, 1054.0, 1105.0, 1109.0, 1300.0]);
        assert_eq!(ticks.gaps_over(50.0), [51.0, 191.0]);
        assert!((ticks.seconds() - 0.3).abs() < 1e-9);
        assert!(Ticks(Vec::new()).gaps_over(50.0).is_empty() && Ticks(vec![1.0]).seconds() == 0.0);
    }
}
