//! Whose turn it is: files wait in lanes by their size, and within a lane the parties take turns.
//!
//! Large files never hold all places, so that a small one is looked at while archives are unpacked beside it; no lane is
//! ever passed over for good; and whoever sends a thousand files waits behind each of the others only once. It knows no
//! files and no engines, and a party is a number to it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::oneshot;

const LANES: usize = 3;
/// How often a lane is taken when all have somebody waiting.
const WEIGHTS: [i64; LANES] = [4, 2, 1];

/// How many at once, and how many may wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneSettings {
    /// Files that are looked at at once; at least 2, so that a small file and a large one go side by side.
    pub places: usize,
    /// A file up to this size is small, bytes: the last place is for small ones alone.
    pub small_bytes: u64,
    /// A file above this size is large, bytes: large ones have at most half of the places.
    pub large_bytes: u64,
    /// Files that may wait in each lane; more are sent away.
    pub waiting: usize,
}

impl Default for LaneSettings {
    fn default() -> Self {
        Self { places: 4, small_bytes: 1 << 20, large_bytes: 16 << 20, waiting: 256 }
    }
}

/// Whoever takes turns with others, without saying who it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Party(pub u64);

/// How full the lanes are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Files that wait for their turn.
    pub waiting: usize,
    /// Files that are looked at.
    pub running: usize,
}

/// Too many wait already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

#[derive(Debug)]
pub(crate) struct Lanes {
    settings: LaneSettings,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    lanes: [Lane; LANES],
    next_id: u64,
}

#[derive(Debug, Default)]
struct Lane {
    running: usize,
    waiting: usize,
    /// Grows while others are taken, see [`WEIGHTS`].
    credit: i64,
    /// Who has somebody waiting, in the order of their turns.
    turns: VecDeque<Party>,
    queues: HashMap<Party, VecDeque<Waiter>>,
}

#[derive(Debug)]
struct Waiter {
    id: u64,
    place: oneshot::Sender<Place>,
}

impl Lanes {
    pub(crate) fn new(settings: LaneSettings) -> Arc<Self> {
        let settings = LaneSettings { places: settings.places.max(2), ..settings };
        Arc::new(Self { settings, state: Mutex::default() })
    }

    /// Waits for a place. Who stops waiting leaves nothing behind.
    pub(crate) async fn enter(self: &Arc<Self>, size: u64, party: Party) -> Result<Place, Full> {
        let lane = self.lane_of(size);
        let (place, mut given) = oneshot::channel();
        let id = {
            let mut state = self.lock();
            let id = state.next_id;
            state.next_id += 1;
            let waiting = &mut state.lanes[lane];
            if waiting.waiting >= self.settings.waiting.max(1) {
                return Err(Full);
            }
            waiting.push(party, Waiter { id, place });
            id
        };
        self.fill();
        let _gone = Gone { lanes: self, lane, party, id };
        // The sender is dropped only with the waiter itself, which we hold.
        (&mut given).await.map_err(|_| Full)
    }

    pub(crate) fn traffic(&self) -> Traffic {
        let state = self.lock();
        Traffic {
            waiting: state.lanes.iter().map(|lane| lane.waiting).sum(),
            running: state.lanes.iter().map(|lane| lane.running).sum(),
        }
    }

    fn lane_of(&self, size: u64) -> usize {
        match size {
            size if size <= self.settings.small_bytes => 0,
            size if size <= self.settings.large_bytes => 1,
            _ => 2,
        }
    }

    /// Gives free places to those whose turn it is.
    fn fill(self: &Arc<Self>) {
        // A place whose receiver has gone comes back when it is dropped: not while we hold the lock.
        let mut given = Vec::new();
        let mut state = self.lock();
        while let Some(lane) = self.next_lane(&mut state) {
            let Some(waiter) = state.lanes[lane].pop() else { break };
            if !waiter.place.is_closed() {
                state.lanes[lane].running += 1;
                given.push((waiter.place, Place { lanes: self.clone(), lane }));
            }
        }
        drop(state);
        for (waiter, place) in given {
            let _ = waiter.send(place);
        }
    }

    /// Among the lanes that have somebody waiting and a place for them, the one that has waited most for its weight.
    fn next_lane(&self, state: &mut State) -> Option<usize> {
        let places = self.settings.places;
        let [small, middle, large] = [0, 1, 2].map(|lane| state.lanes[lane].running);
        let for_small = small + middle + large < places;
        let for_middle = for_small && middle + large < places - 1;
        let for_large = for_middle && large < (places / 2).max(1);
        let room = [for_small, for_middle, for_large];
        let ready: Vec<usize> = (0..LANES).filter(|lane| room[*lane] && state.lanes[*lane].waiting > 0).collect();
        let total: i64 = ready.iter().map(|lane| WEIGHTS[*lane]).sum();
        for lane in &ready {
            state.lanes[*lane].credit += WEIGHTS[*lane];
        }
        let chosen = ready.into_iter().max_by_key(|lane| (state.lanes[*lane].credit, LANES - lane))?;
        state.lanes[chosen].credit -= total;
        Some(chosen)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Lane {
    fn push(&mut self, party: Party, waiter: Waiter) {
        let queue = self.queues.entry(party).or_default();
        if queue.is_empty() {
            self.turns.push_back(party);
        }
        queue.push_back(waiter);
        self.waiting += 1;
    }

    fn pop(&mut self) -> Option<Waiter> {
        let party = self.turns.pop_front()?;
        let queue = self.queues.get_mut(&party)?;
        let waiter = queue.pop_front()?;
        if queue.is_empty() {
            self.queues.remove(&party);
        } else {
            self.turns.push_back(party);
        }
        self.waiting -= 1;
        Some(waiter)
    }

    fn remove(&mut self, party: Party, id: u64) {
        let Some(queue) = self.queues.get_mut(&party) else { return };
        let Some(at) = queue.iter().position(|waiter| waiter.id == id) else { return };
        queue.remove(at);
        self.waiting -= 1;
        if queue.is_empty() {
            self.queues.remove(&party);
            self.turns.retain(|turn| *turn != party);
        }
    }
}

/// Clears away a waiter that went before its turn came.
struct Gone<'a> {
    lanes: &'a Arc<Lanes>,
    lane: usize,
    party: Party,
    id: u64,
}

impl Drop for Gone<'_> {
    fn drop(&mut self) {
        self.lanes.lock().lanes[self.lane].remove(self.party, self.id);
    }
}

/// A place among those that are looked at; free again when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    lanes: Arc<Lanes>,
    lane: usize,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.lanes.lock().lanes[self.lane].running -= 1;
        self.lanes.fill();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    const SMALL: u64 = 10;
    const MIDDLE: u64 = 100;
    const LARGE: u64 = 1000;

    fn lanes(places: usize, waiting: usize) -> Arc<Lanes> {
        Lanes::new(LaneSettings { places, small_bytes: 10, large_bytes: 100, waiting })
    }

    async fn now(lanes: &Arc<Lanes>, size: u64, party: u64) -> Option<Place> {
        timeout(Duration::ZERO, lanes.enter(size, Party(party))).await.ok()?.ok()
    }

    fn idle(lanes: &Arc<Lanes>) -> bool {
        let state = lanes.lock();
        state.lanes.iter().all(|lane| lane.running + lane.waiting + lane.turns.len() + lane.queues.len() == 0)
    }

    #[tokio::test]
    async fn large_files_leave_room_and_small_ones_find_it() {
        let lanes = lanes(4, 10);
        let large = [now(&lanes, LARGE, 1).await, now(&lanes, LARGE, 1).await];
        assert!(large.iter().all(Option::is_some) && now(&lanes, LARGE, 1).await.is_none(), "half of the places");
        let middle = now(&lanes, MIDDLE, 1).await;
        assert!(middle.is_some() && now(&lanes, MIDDLE, 1).await.is_none(), "the last place is for small files");
        let small = now(&lanes, SMALL, 1).await;
        assert!(small.is_some() && now(&lanes, SMALL, 1).await.is_none(), "four in all");
        assert_eq!(lanes.traffic(), Traffic { waiting: 0, running: 4 });
        drop((large, middle, small));
        assert!(idle(&lanes));
        let two = super::Lanes::new(LaneSettings { places: 1, ..LaneSettings::default() });
        let large = two.enter(u64::MAX, Party(1)).await;
        assert!(large.is_ok() && now(&two, 1, 1).await.is_some(), "one large file never takes all");
    }

    /// Enters in this order while one place is taken, gives it back, and answers in which order they came through.
    async fn order(lanes: &Arc<Lanes>, entries: &[(u64, u64)]) -> Vec<(u64, u64)> {
        let mut held: Vec<Place> = Vec::new();
        while let Some(place) = now(lanes, SMALL, 99).await {
            held.push(place);
        }
        let (through, mut came) = tokio::sync::mpsc::unbounded_channel();
        for (size, party) in entries.iter().copied() {
            let (lanes, through) = (lanes.clone(), through.clone());
            tokio::spawn(async move {
                let _place = lanes.enter(size, Party(party)).await;
                let _ = through.send((size, party));
                tokio::task::yield_now().await;
            });
            tokio::task::yield_now().await;
        }
        drop(through);
        held.truncate(held.len() - 1);
        let mut order = Vec::new();
        while let Some(entry) = came.recv().await {
            order.push(entry);
        }
        order
    }

    #[tokio::test]
    async fn parties_take_turns_however_many_files_one_brings() {
        let lanes = lanes(2, 100);
        let entries = [(SMALL, 1), (SMALL, 1), (SMALL, 1), (SMALL, 2), (SMALL, 3), (SMALL, 2)];
        let parties: Vec<u64> = order(&lanes, &entries).await.into_iter().map(|(_, party)| party).collect();
        assert_eq!(parties, [1, 2, 3, 1, 2, 1]);
        assert!(idle(&lanes));
    }

    #[tokio::test]
    async fn no_lane_is_passed_over_for_good() {
        let lanes = lanes(3, 100);
        let entries: Vec<_> =
            [SMALL, MIDDLE, LARGE].into_iter().flat_map(|size| (0..14).map(move |n| (size, n))).collect();
        // Two places stay taken by small files, so of the larger ones none fits beside: one place, all lanes.
        let order = order(&lanes, &entries).await;
        let of = |size: u64| order[..14].iter().filter(|(s, _)| *s == size).count();
        assert_eq!((of(SMALL), of(MIDDLE), of(LARGE)), (8, 4, 2));
        assert_eq!(order.len(), entries.len());
    }

    #[tokio::test]
    async fn a_full_lane_sends_away_and_the_other_lanes_go_on() {
        let lanes = lanes(2, 2);
        let held = [now(&lanes, LARGE, 1).await, now(&lanes, SMALL, 1).await];
        let spawn = |size: u64| {
            let lanes = lanes.clone();
            tokio::spawn(async move { lanes.enter(size, Party(1)).await.map(drop) })
        };
        let waiting = [spawn(LARGE), spawn(LARGE)];
        tokio::task::yield_now().await;
        assert_eq!(spawn(LARGE).await.expect("ends"), Err(Full));
        let small = spawn(SMALL);
        tokio::task::yield_now().await;
        assert_eq!(lanes.traffic(), Traffic { waiting: 3, running: 2 });
        drop(held);
        for one in waiting.into_iter().chain([small]) {
            assert_eq!(one.await.expect("ends"), Ok(()));
        }
        assert!(idle(&lanes));
    }

    #[tokio::test]
    async fn who_leaves_the_queue_leaves_nothing_behind() {
        let lanes = lanes(2, 1000);
        let mut random: u64 = 7;
        let mut next = |below: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (random >> 33) % below
        };
        let mut tasks = Vec::new();
        for _ in 0..500 {
            let (size, party, stays) = ([SMALL, MIDDLE, LARGE][next(3) as usize], next(5), next(2));
            let lanes = lanes.clone();
            tasks.push(tokio::spawn(async move {
                let place = lanes.enter(size, Party(party)).await;
                for _ in 0..stays {
                    tokio::task::yield_now().await;
                }
                drop(place);
            }));
            if next(3) == 0 {
                tokio::task::yield_now().await;
            }
            if next(2) == 0 {
                let at = next(tasks.len() as u64) as usize;
                tasks.swap_remove(at).abort();
            }
        }
        for task in tasks {
            let _ = task.await;
        }
        tokio::task::yield_now().await;
        assert!(idle(&lanes));
    }
}
