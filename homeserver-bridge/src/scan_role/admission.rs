//! Who may ask now: limits of each person, each organisation and all together, and the end of all asking when the process
//! stops.
//!
//! Requests are counted until the last byte of their answer is sent; files and bytes a minute are counted afterwards, so
//! that one large file passes and the next has to wait. It knows no files and no verdicts.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bridge_api::ServerName;
use tokio::sync::watch;

use super::Refusal;
use crate::clock::Clock;
use crate::config::{ScanConfig, ShareConfig};
use crate::homeserver::Caller;

const MINUTE_MS: f64 = 60_000.0;
const MIB: f64 = (1 << 20) as f64;
/// When it is worth asking again where only other requests have to end first.
const SOON: Duration = Duration::from_secs(2);
/// With so many people in memory, those who are owed nothing are forgotten.
const REMEMBERED: usize = 10_000;

/// The gatekeeper. One for all requests.
pub struct Admission {
    at_once: u32,
    user: ShareConfig,
    organisations: HashMap<ServerName, (String, ShareConfig)>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    under_way: watch::Sender<u32>,
    stopping: watch::Sender<bool>,
}

#[derive(Default)]
struct State {
    users: HashMap<String, Account>,
    organisations: HashMap<String, Account>,
}

/// What somebody asks at the moment, and what is left of their minute.
struct Account {
    at_once: u32,
    files: f64,
    bytes: f64,
    at_ms: i64,
}

impl Account {
    fn new(share: &ShareConfig, now_ms: i64) -> Self {
        Self { at_once: 0, files: full_files(share), bytes: full_bytes(share), at_ms: now_ms }
    }

    fn refill(&mut self, share: &ShareConfig, now_ms: i64) {
        let part = now_ms.saturating_sub(self.at_ms).max(0) as f64 / MINUTE_MS;
        self.files = (self.files + part * full_files(share)).min(full_files(share));
        self.bytes = (self.bytes + part * full_bytes(share)).min(full_bytes(share));
        self.at_ms = now_ms;
    }

    /// How long to wait, if there is anything to wait for.
    fn wait(&self, share: &ShareConfig) -> Option<Duration> {
        let minutes = |missing: f64, full: f64| Duration::from_secs_f64((missing / full * 60.0).clamp(1.0, 600.0));
        if share.requests_at_once > 0 && self.at_once >= share.requests_at_once {
            return Some(SOON);
        }
        if share.files_per_minute > 0 && self.files < 1.0 {
            return Some(minutes(1.0 - self.files, full_files(share)));
        }
        (share.mib_per_minute > 0 && self.bytes <= 0.0).then(|| minutes(1.0 - self.bytes, full_bytes(share)))
    }

    fn is_forgettable(&self, share: &ShareConfig) -> bool {
        self.at_once == 0 && self.files >= full_files(share) && self.bytes >= full_bytes(share)
    }
}

fn full_files(share: &ShareConfig) -> f64 {
    f64::from(share.files_per_minute)
}

fn full_bytes(share: &ShareConfig) -> f64 {
    f64::from(share.mib_per_minute) * MIB
}

impl Admission {
    pub(super) fn new(config: &ScanConfig, clock: Arc<dyn Clock>) -> Arc<Self> {
        let limits = &config.limits;
        let organisations = config.homeservers.iter().map(|homeserver| {
            let name = homeserver.organisation().to_owned();
            let share = limits.organisations.get(&name).copied().unwrap_or(limits.organisation);
            (homeserver.server_name.clone(), (name, share))
        });
        Arc::new(Self {
            at_once: limits.requests_at_once,
            user: limits.user,
            organisations: organisations.collect(),
            clock,
            state: Mutex::default(),
            under_way: watch::Sender::new(0),
            stopping: watch::Sender::new(false),
        })
    }

    /// Lets a request in; it is under way as long as the visit lives.
    ///
    /// # Errors
    /// [`Refusal::Busy`], or [`Refusal::Stopping`].
    pub(super) fn admit(self: &Arc<Self>, caller: &Caller) -> Result<Visit, Refusal> {
        if self.is_stopping() {
            return Err(Refusal::Stopping);
        }
        let (organisation, share) = self.organisations.get(&caller.homeserver).ok_or(Refusal::UnknownToken)?;
        let now_ms = self.clock.now_ms();
        let mut state = self.lock();
        if self.at_once > 0 && *self.under_way.borrow() >= self.at_once {
            return Err(Refusal::Busy { retry_after: SOON });
        }
        if state.users.len() >= REMEMBERED && !state.users.contains_key(&caller.user_id) {
            for account in state.users.values_mut() {
                account.refill(&self.user, now_ms);
            }
            state.users.retain(|_, account| !account.is_forgettable(&self.user));
        }
        let State { users, organisations } = &mut *state;
        let user = users.entry(caller.user_id.clone()).or_insert_with(|| Account::new(&self.user, now_ms));
        let whole = organisations.entry(organisation.clone()).or_insert_with(|| Account::new(share, now_ms));
        for (account, share) in [(&mut *user, &self.user), (&mut *whole, share)] {
            account.refill(share, now_ms);
        }
        if let Some(retry_after) = user.wait(&self.user).or_else(|| whole.wait(share)) {
            return Err(Refusal::Busy { retry_after });
        }
        for account in [user, whole] {
            account.at_once += 1;
            account.files -= 1.0;
        }
        self.under_way.send_modify(|count| *count += 1);
        Ok(Visit {
            admission: self.clone(),
            user: caller.user_id.clone(),
            organisation: organisation.clone(),
            bytes: AtomicU64::new(0),
        })
    }

    /// From now on nobody is let in.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Whether nobody is let in any more.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Ends when nothing is under way.
    pub async fn idle(&self) {
        let _ = self.under_way.subscribe().wait_for(|count| *count == 0).await;
    }

    /// Requests that are under way.
    pub fn under_way(&self) -> u32 {
        *self.under_way.borrow()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A request that is under way; it ends when this is dropped.
pub struct Visit {
    admission: Arc<Admission>,
    user: String,
    organisation: String,
    bytes: AtomicU64,
}

impl Visit {
    /// So many bytes came from the homeserver.
    pub(super) fn count(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        let bytes = self.bytes.load(Ordering::Relaxed) as f64;
        {
            let mut state = self.admission.lock();
            let State { users, organisations } = &mut *state;
            for account in [users.get_mut(&self.user), organisations.get_mut(&self.organisation)].into_iter().flatten()
            {
                account.at_once -= 1;
                account.bytes -= bytes;
            }
        }
        self.admission.under_way.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::TestClock;

    fn caller(user: &str, homeserver: &str) -> Caller {
        Caller { user_id: user.into(), homeserver: homeserver.parse().unwrap() }
    }

    fn admission(limits: &str) -> (Arc<Admission>, Arc<TestClock>) {
        let text = format!(
            "listen = \"127.0.0.1:0\"\nkey_file = \"k\"\npublic_keys_file = \"p\"\nspool_dir = \"s\"\n\
             [[homeserver]]\nserver_name = \"a.test\"\nupstream = \"http://127.0.0.1:9\"\n\
             [[homeserver]]\nserver_name = \"b.test\"\nupstream = \"http://127.0.0.1:9\"\norganisation = \"both\"\n\
             [[homeserver]]\nserver_name = \"c.test\"\nupstream = \"http://127.0.0.1:9\"\norganisation = \"both\"\n\
             [clamd]\nsocket = \"/nowhere\"\n[report]\nbridge = \"http://127.0.0.1:9\"\ntoken_file = \"t\"\n[limits]\n{limits}"
        );
        let clock = Arc::new(TestClock::at(1_000_000));
        (Admission::new(&toml::from_str(&text).unwrap(), clock.clone()), clock)
    }

    fn wait(result: Result<Visit, Refusal>) -> Option<u64> {
        match result {
            Err(Refusal::Busy { retry_after }) => Some(retry_after.as_secs()),
            Err(other) => panic!("{other:?}"),
            Ok(_) => None,
        }
    }

    #[test]
    fn people_and_organisations_have_so_many_requests_at_once() {
        let (admission, _) = admission(
            "requests_at_once = 5\nuser = {requests_at_once = 2}\norganisation = {requests_at_once = 3}\n\
             [limits.organisations.both]\nrequests_at_once = 1\n",
        );
        let (anna, ben) = (caller("@anna:a.test", "a.test"), caller("@ben:a.test", "a.test"));
        let mut visits = vec![admission.admit(&anna).unwrap(), admission.admit(&anna).unwrap()];
        assert_eq!(wait(admission.admit(&anna)), Some(2), "the person");
        visits.push(admission.admit(&ben).unwrap());
        assert_eq!(wait(admission.admit(&ben)), Some(2), "the organisation");
        let (carla, dan) = (caller("@carla:b.test", "b.test"), caller("@dan:c.test", "c.test"));
        visits.push(admission.admit(&carla).unwrap());
        assert_eq!(wait(admission.admit(&dan)), Some(2), "two homeservers that share");
        assert_eq!(admission.under_way(), 4);
        visits.remove(0);
        visits.push(admission.admit(&anna).unwrap());
        drop(visits);
        assert_eq!(admission.under_way(), 0);
        assert!(admission.lock().users.values().all(|account| account.at_once == 0));
    }

    #[test]
    fn a_minute_holds_so_many_files_and_bytes_and_passes() {
        let (admission, clock) = admission("user = {files_per_minute = 3, mib_per_minute = 1}\n");
        let anna = caller("@anna:a.test", "a.test");
        for _ in 0..3 {
            drop(admission.admit(&anna).unwrap());
        }
        assert_eq!(wait(admission.admit(&anna)), Some(20));
        assert!(admission.admit(&caller("@ben:a.test", "a.test")).is_ok(), "another person");
        clock.advance_ms(20_000);
        let large = admission.admit(&anna).unwrap();
        large.count(3 << 20);
        drop(large);
        clock.advance_ms(60_000);
        assert_eq!(wait(admission.admit(&anna)), Some(60), "three minutes' bytes, one has passed");
        clock.advance_ms(60_100);
        assert!(admission.admit(&anna).is_ok());
        clock.advance_ms(-10_000_000);
        assert!(admission.admit(&anna).is_ok(), "a clock that goes back takes nothing away");
    }

    #[test]
    fn without_a_limit_nobody_waits() {
        let (admission, _) = admission(
            "requests_at_once = 0\nuser = {requests_at_once = 0, files_per_minute = 0, mib_per_minute = 0}\n\
             organisation = {requests_at_once = 0, files_per_minute = 0, mib_per_minute = 0}\n",
        );
        let visits: Vec<_> = (0..1000).map(|_| admission.admit(&caller("@anna:a.test", "a.test")).unwrap()).collect();
        visits.iter().for_each(|visit| visit.count(1 << 40));
        drop(visits);
        assert!(admission.admit(&caller("@anna:a.test", "a.test")).is_ok());
    }

    #[test]
    fn those_who_are_owed_nothing_are_forgotten() {
        let (admission, clock) = admission("");
        for n in 0..REMEMBERED {
            drop(admission.admit(&caller(&format!("@n{n}:a.test"), "a.test")).unwrap());
        }
        let stays = admission.admit(&caller("@n0:a.test", "a.test")).unwrap();
        clock.advance_ms(120_000);
        drop(admission.admit(&caller("@new:a.test", "a.test")).unwrap());
        assert_eq!(admission.lock().users.len(), 2);
        drop(stays);
    }

    #[tokio::test]
    async fn who_stops_lets_nobody_in_and_waits_for_the_last() {
        let (admission, _) = admission("");
        let anna = caller("@anna:a.test", "a.test");
        let last = admission.admit(&anna).unwrap();
        admission.stop();
        assert_eq!(admission.admit(&anna).err(), Some(Refusal::Stopping));
        let waiting = tokio::spawn({
            let admission = admission.clone();
            async move { admission.idle().await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(last);
        waiting.await.unwrap();
    }
}
