//! A backup that is played: what is fetched in which order, what is kept, and what failures do.

use std::sync::Mutex;

use futures_util::FutureExt;
use proptest::prelude::*;

use super::*;
use crate::platform::lock;

#[derive(Default)]
struct State {
    known: Vec<Past>,
    /// Conversations that the homeserver tells of only when it is waited for.
    to_come: Vec<Past>,
    open: Option<OwnedRoomId>,
    version: Option<&'static str>,
    kept: Option<Progress>,
    /// What the next requests answer; then all is well.
    answers: Vec<Result<(), Trouble>>,
    fetched: Vec<String>,
    asked_versions: usize,
    pauses: Vec<u64>,
    /// Stops the work, as a program that ends, after so many fetched.
    end_after: Option<usize>,
}

#[derive(Default)]
struct Played(Mutex<State>);

fn room(name: &str) -> OwnedRoomId {
    format!("!{name}:a.example").try_into().expect("room id")
}

fn past(name: &str, newest: u64) -> Past {
    Past { room: room(name), newest }
}

impl Played {
    fn of(rooms: &[(&str, u64)]) -> Self {
        let known = rooms.iter().map(|(name, newest)| past(name, *newest)).collect();
        Self(Mutex::new(State { known, version: Some("1"), ..State::default() }))
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut lock(&self.0));
    }

    fn get<T>(&self, of: impl FnOnce(&State) -> T) -> T {
        of(&lock(&self.0))
    }

    /// Everything that was fetched, in its order.
    fn fetched(&self) -> String {
        self.get(|state| state.fetched.join(" "))
    }

    async fn run(&self, arrival: Arrival) -> KeysView {
        let shown = watch::Sender::new(KeysView::default());
        // Whatever it waits for here, it waits for ever.
        let _ = tokio::time::timeout(Duration::from_millis(200), complete(self, arrival, &shown)).await;
        shown.send_replace(KeysView::default())
    }
}

impl Archive for Played {
    fn known(&self) -> Vec<Past> {
        self.get(|state| state.known.clone())
    }

    fn all_known(&self) -> bool {
        self.get(|state| state.to_come.is_empty())
    }

    fn open(&self) -> Option<OwnedRoomId> {
        self.get(|state| state.open.clone())
    }

    async fn more(&self) {
        self.set(|state| state.known.append(&mut state.to_come));
    }

    async fn version(&self) -> Result<Option<String>, Trouble> {
        self.set(|state| state.asked_versions += 1);
        self.get(|state| Ok(state.version.map(ToOwned::to_owned)))
    }

    async fn fetch(&self, room: &OwnedRoomId) -> Result<(), Trouble> {
        if self.get(|state| state.end_after == Some(state.fetched.len())) {
            std::future::pending::<()>().await;
        }
        let mut state = lock(&self.0);
        let answer = if state.answers.is_empty() { Ok(()) } else { state.answers.remove(0) };
        let name = room.as_str().trim_start_matches('!').split(':').next().unwrap_or_default().to_owned();
        state.fetched.push(if answer.is_ok() { name } else { format!("({name})") });
        answer
    }

    async fn pause(&self, time: Duration) {
        self.set(|state| state.pauses.push(time.as_secs()));
    }

    async fn kept(&self) -> Option<Progress> {
        self.get(|state| state.kept.clone())
    }

    async fn keep(&self, progress: &Progress) {
        self.set(|state| state.kept = Some(progress.clone()));
    }
}

const FOUR: [(&str, u64); 4] = [("old", 1), ("new", 9), ("middle", 5), ("newer", 8)];

#[tokio::test]
async fn the_newest_comes_first_and_what_is_open_before_all() {
    let backup = Played::of(&FOUR);
    let view = backup.run(Arrival::Opened).await;
    assert_eq!(backup.fetched(), "new newer middle old");
    assert_eq!(view, KeysView { rooms_done: 4, rooms: 4 });

    let backup = Played::of(&FOUR);
    backup.set(|state| state.open = Some(room("middle")));
    backup.run(Arrival::Opened).await;
    assert_eq!(backup.fetched(), "middle new newer old");
}

#[tokio::test]
async fn a_restart_goes_on_where_it_was_and_does_not_begin_again_afterwards() {
    let backup = Played::of(&FOUR);
    backup.set(|state| state.end_after = Some(2));
    let view = backup.run(Arrival::Opened).await;
    assert_eq!(view, KeysView { rooms_done: 2, rooms: 4 });
    backup.set(|state| state.end_after = None);
    let view = backup.run(Arrival::Resumed).await;
    assert_eq!(backup.fetched(), "new newer middle old");
    assert_eq!(view, KeysView { rooms_done: 4, rooms: 4 });
    assert_eq!(backup.get(|state| state.asked_versions), 1, "a restart asks nothing about the backup");

    // Finished: not at a restart, not when the same backup is opened once more, not for a conversation that comes later.
    backup.set(|state| state.known.push(past("later", 20)));
    for arrival in [Arrival::Resumed, Arrival::Opened] {
        assert_eq!(backup.run(arrival).await, KeysView::default());
    }
    assert_eq!(backup.fetched(), "new newer middle old");

    // Another backup may hold what the first did not.
    backup.set(|state| state.version = Some("2"));
    backup.run(Arrival::Opened).await;
    assert_eq!(backup.fetched(), "new newer middle old later new newer middle old");
}

#[tokio::test]
async fn a_backup_made_here_holds_nothing_new() {
    let backup = Played::of(&FOUR);
    assert_eq!(backup.run(Arrival::Made).await, KeysView::default());
    backup.run(Arrival::Resumed).await;
    assert_eq!(backup.fetched(), "");
}

#[tokio::test]
async fn what_fails_is_not_done_and_keeps_nobody_waiting() {
    let backup = Played::of(&FOUR);
    backup.set(|state| state.answers = vec![Err(Trouble::Later), Ok(()), Err(Trouble::Later), Err(Trouble::Later)]);
    let view = backup.run(Arrival::Opened).await;
    assert_eq!(backup.fetched(), "(new) newer (middle) (old) new middle old");
    assert_eq!(view, KeysView { rooms_done: 4, rooms: 4 });
    assert_eq!(backup.get(|state| state.pauses.clone()), [2, 2, 4], "a success begins the pauses anew");
}

#[tokio::test]
async fn without_an_end_of_the_trouble_it_goes_on_ever_more_seldom() {
    let backup = Played::of(&[("only", 1)]);
    backup.set(|state| state.answers = vec![Err(Trouble::Later); 12]);
    backup.run(Arrival::Opened).await;
    let pauses = backup.get(|state| state.pauses.clone());
    assert_eq!(pauses, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
    assert!(backup.get(|state| state.kept.clone()).is_some_and(|kept| kept.finished));
}

#[tokio::test]
async fn a_backup_that_is_gone_is_asked_no_more_and_its_line_goes() {
    let backup = Played::of(&FOUR);
    backup.set(|state| state.answers = vec![Ok(()), Err(Trouble::Gone)]);
    assert_eq!(backup.run(Arrival::Opened).await, KeysView::default());
    assert_eq!(backup.fetched(), "new (newer)");
    let kept = backup.get(|state| state.kept.clone()).expect("kept");
    assert!(!kept.finished && kept.done.len() == 1);

    let backup = Played::of(&FOUR);
    backup.set(|state| state.version = None);
    assert_eq!(backup.run(Arrival::Opened).await, KeysView::default());
    assert_eq!(backup.fetched(), "");
}

#[tokio::test]
async fn it_is_not_finished_before_all_conversations_are_known() {
    let backup = Played::of(&FOUR[..1]);
    backup.set(|state| state.to_come = vec![past("late", 3), past("later", 4)]);
    let view = backup.run(Arrival::Opened).await;
    assert_eq!(backup.fetched(), "old later late");
    assert_eq!(view, KeysView { rooms_done: 3, rooms: 3 });
}

proptest! {
    #[test]
    fn whatever_fails_in_between_each_is_fetched_once(
        stamps in proptest::collection::vec(0_u64..5, 0..8),
        fails in proptest::collection::vec(any::<bool>(), 0..20),
    ) {
        let names: Vec<String> = (0..stamps.len()).map(|at| format!("r{at}")).collect();
        let rooms: Vec<(&str, u64)> = names.iter().map(String::as_str).zip(stamps).collect();
        let backup = Played::of(&rooms);
        let answer = |fails: bool| if fails { Err(Trouble::Later) } else { Ok(()) };
        backup.set(|state| state.answers = fails.into_iter().map(answer).collect());
        let shown = watch::Sender::new(KeysView::default());
        complete(&backup, Arrival::Opened, &shown).now_or_never().expect("nothing to wait for");
        let mut fetched = backup.get(|state| state.fetched.clone());
        fetched.retain(|name| !name.starts_with('('));
        fetched.sort();
        prop_assert_eq!(fetched, names);
    }
}
