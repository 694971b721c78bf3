//! How often a code may be asked for and tried: per address, and per client.
//!
//! The limits are of this process alone; they keep mailboxes and the relay from being flooded. What protects a code are
//! its ten tries, and those are counted in the database.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use bridge_api::EmailAddress;
use governor::clock::{Clock as GovernorClock, ReasonablyRealtime};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;

/// Mails to one address: a few at once, then one every ten minutes.
const PER_ADDRESS: (NonZeroU32, Duration) = (NonZeroU32::new(4).unwrap(), Duration::from_secs(600));
/// Requests of one client address, behind which a whole ministry may stand.
const PER_CLIENT: (NonZeroU32, Duration) = (NonZeroU32::new(60).unwrap(), Duration::from_secs(1));
const REMEMBERED: usize = 50_000;

/// The limits.
pub struct Limits {
    addresses: Keyed<(super::Purpose, String)>,
    requests: Keyed<IpAddr>,
    confirmations: Keyed<IpAddr>,
}

struct Keyed<K: Hash + Eq + Clone>(RateLimiter<K, HashMapStateStore<K>, Now, NoOpMiddleware<Nanos>>);

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

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new((burst, pause): (NonZeroU32, Duration), clock: Arc<dyn Clock>) -> Self {
        let quota = Quota::with_period(pause).unwrap_or(Quota::per_second(burst)).allow_burst(burst);
        Self(RateLimiter::new(quota, HashMapStateStore::default(), Now(clock)))
    }

    fn allows(&self, key: &K) -> bool {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(key).is_ok()
    }
}

impl Limits {
    /// With nothing counted yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            addresses: Keyed::new(PER_ADDRESS, clock.clone()),
            requests: Keyed::new(PER_CLIENT, clock.clone()),
            confirmations: Keyed::new(PER_CLIENT, clock),
        }
    }

    /// Whether a code may be asked for. The client is unknown only where no connection is behind the request.
    pub(super) fn may_request(&self, purpose: super::Purpose, email: &EmailAddress, client: Option<IpAddr>) -> bool {
        client.is_none_or(|c| self.requests.allows(&network(c)))
            && self.addresses.allows(&(purpose, email.as_str().to_owned()))
    }

    /// Whether a code may be tried.
    pub fn may_confirm(&self, client: Option<IpAddr>) -> bool {
        client.is_none_or(|c| self.confirmations.allows(&network(c)))
    }
}

/// One client has a whole IPv6 network to choose addresses from.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::TestClock;
    use crate::provisioning::Purpose;

    #[test]
    fn an_address_and_a_client_are_each_slowed_down_and_forgiven() {
        let clock = Arc::new(TestClock::at(1_800_000_000_000));
        let limits = Limits::new(clock.clone());
        let email = |n: u32| format!("a{n}@gov.example").parse::<EmailAddress>().unwrap();
        let count = |n| (0..10).filter(|_| limits.may_request(Purpose::Signup, &email(n), None)).count();
        assert_eq!(count(1), 4);
        assert_eq!(count(2), 4, "another address is not slowed down");
        clock.advance_ms(601_000);
        assert_eq!(count(1), 1);

        let one = "2001:db8::1".parse().ok();
        let neighbour = "2001:db8::2".parse().ok();
        let other = "2001:db8:1::1".parse().ok();
        let passed = (100..200).filter(|n| limits.may_request(Purpose::Reset, &email(*n), one)).count();
        assert_eq!(passed, 60);
        assert!(!limits.may_request(Purpose::Reset, &email(300), neighbour), "the same network");
        assert!(limits.may_request(Purpose::Reset, &email(301), other));
    }
}
