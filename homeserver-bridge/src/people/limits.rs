//! How often one caller may look into the catalogue: enough for typing, too little for copying it.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as GovernorClock, ReasonablyRealtime};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;
use crate::config::CatalogueConfig;

const REMEMBERED: usize = 50_000;

/// The limit, by Matrix id; of this process alone.
pub(super) struct SearchLimit {
    limiter: RateLimiter<String, HashMapStateStore<String>, Now, NoOpMiddleware<Nanos>>,
    now: Now,
}

/// The bridge's clock as the limiter reads it.
#[derive(Clone)]
struct Now(Arc<dyn Clock>);

impl GovernorClock for Now {
    type Instant = Nanos;
    fn now(&self) -> Nanos {
        Nanos::from(u64::try_from(self.0.now_ms()).unwrap_or_default().saturating_mul(1_000_000))
    }
}

impl ReasonablyRealtime for Now {}

impl SearchLimit {
    pub(super) fn new(config: &CatalogueConfig, clock: Arc<dyn Clock>) -> Self {
        let now = Now(clock);
        let pause = Duration::from_secs(60) / NonZeroU32::get(config.searches_per_minute);
        let quota = Quota::with_period(pause).unwrap_or(Quota::per_minute(config.searches_per_minute));
        let quota = quota.allow_burst(config.search_burst);
        Self { limiter: RateLimiter::new(quota, HashMapStateStore::default(), now.clone()), now }
    }

    /// Counts one search of the caller.
    ///
    /// # Errors
    /// After how many milliseconds to try again.
    pub(super) fn check(&self, user_id: &str) -> Result<(), u64> {
        if self.limiter.len() > REMEMBERED {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&user_id.to_owned()).map_err(|until| {
            let wait = until.wait_time_from(self.now.now());
            u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1)
        })
    }
}
