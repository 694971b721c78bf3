//! What is planned, and what is to be done at a moment. Everything here is pure: the moment is given.

use std::time::Duration;

use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, OwnedTransactionId, TransactionId};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::platform::random_name;
use crate::view::{Draft, LaterState, LaterView, ProblemView};

/// So long after a message was handed over the server surely knows it again: servers remember marks for a day.
const REMEMBERED_MS: u64 = 12 * 60 * 60 * 1000;
/// How long until the server is asked again what became of a message.
const AGAIN: Duration = Duration::from_secs(5);
/// How long until it is looked whether the reason is gone why a message is held.
const HELD: Duration = Duration::from_secs(30);
/// So often the clock is looked at: it may be set, and stands still for us while the computer sleeps.
const LOOK: Duration = Duration::from_secs(20);

/// A message that is to be sent at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Planned {
    pub(super) id: String,
    pub(super) room: OwnedRoomId,
    /// The message that the thread begins with.
    pub(super) thread: Option<OwnedEventId>,
    pub(super) draft: Draft,
    pub(super) at_ms: u64,
    /// By this the server knows it again.
    pub(super) mark: OwnedTransactionId,
    stage: Stage,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
enum Stage {
    /// It has not been handed to the server.
    Waiting,
    /// It is being handed over, or was when the program ended.
    Handed { at_ms: u64 },
    /// It was handed over so long ago that the server may not know it again.
    Unsure,
    /// It was not sent.
    Held { problem: ProblemView },
}

impl Planned {
    pub(super) fn new(room: OwnedRoomId, thread: Option<OwnedEventId>, draft: Draft, at_ms: u64) -> Result<Self> {
        Ok(Self { id: random_name()?, room, thread, draft, at_ms, mark: TransactionId::new(), stage: Stage::Waiting })
    }

    pub(super) fn view(&self) -> LaterView {
        LaterView {
            id: self.id.clone(),
            room_id: self.room.to_string(),
            thread: self.thread.as_ref().map(ToString::to_string),
            draft: self.draft.clone(),
            at_ms: self.at_ms,
            state: match &self.stage {
                Stage::Waiting => LaterState::Waiting,
                Stage::Handed { .. } => LaterState::Sending,
                Stage::Unsure => LaterState::Unsure,
                Stage::Held { problem } => LaterState::Held { problem: problem.clone() },
            },
        }
    }

    /// Whether the person may still decide about it.
    pub(super) fn is_here(&self) -> bool {
        !matches!(self.stage, Stage::Handed { .. })
    }

    /// Other words or another time: another message, with a mark of its own.
    pub(super) fn becomes(&mut self, draft: Draft, at_ms: u64) {
        self.draft = draft;
        self.at_ms = at_ms;
        self.mark = TransactionId::new();
        self.stage = Stage::Waiting;
    }

    /// The mark stays: if the server does remember the message, it still arrives once.
    pub(super) fn goes_at_once(&mut self, now_ms: u64) {
        self.at_ms = self.at_ms.min(now_ms);
        self.stage = Stage::Waiting;
    }

    /// From here on it may have arrived.
    pub(super) fn is_handed_over(&mut self, now_ms: u64) {
        // Tried again, it counts from the first time.
        if self.is_here() {
            self.stage = Stage::Handed { at_ms: now_ms };
        }
    }

    /// It has surely not been sent.
    pub(super) fn is_held(&mut self, problem: ProblemView) {
        self.stage = Stage::Held { problem };
    }

    /// Too long ago, or ahead of a clock that was set back: nobody knows any more.
    fn is_forgotten(&self, now_ms: u64) -> bool {
        matches!(self.stage, Stage::Handed { at_ms } if now_ms.abs_diff(at_ms) > REMEMBERED_MS)
    }

    fn is_due(&self, now_ms: u64) -> bool {
        match &self.stage {
            Stage::Waiting => self.at_ms <= now_ms,
            Stage::Handed { .. } => !self.is_forgotten(now_ms),
            Stage::Held { problem } => passes(problem),
            Stage::Unsure => false,
        }
    }
}

/// Whether a reason may be gone without anybody doing something in the list.
fn passes(problem: &ProblemView) -> bool {
    matches!(
        problem,
        ProblemView::DeviceNotConfirmed
            | ProblemView::IdentityChanged
            | ProblemView::NotEncrypted
            | ProblemView::SignedOut
            | ProblemView::SlowDown
            | ProblemView::Suspended
            | ProblemView::Unreachable
    )
}

/// Gives up asking about what was handed over too long ago.
pub(super) fn forget(list: &mut [Planned], now_ms: u64) {
    for planned in list.iter_mut().filter(|planned| planned.is_forgotten(now_ms)) {
        planned.stage = Stage::Unsure;
    }
}

/// What is to be sent now, in the order of the times.
pub(super) fn due(list: &[Planned], now_ms: u64) -> Vec<String> {
    let mut due: Vec<&Planned> = list.iter().filter(|planned| planned.is_due(now_ms)).collect();
    due.sort_by_key(|planned| planned.at_ms);
    due.into_iter().map(|planned| planned.id.clone()).collect()
}

/// How long until it is worth looking again; none while nothing can become due by itself.
pub(super) fn pause(list: &[Planned], now_ms: u64) -> Option<Duration> {
    let wait = |planned: &Planned| match &planned.stage {
        Stage::Waiting => Some(Duration::from_millis(planned.at_ms.saturating_sub(now_ms)).min(LOOK)),
        Stage::Handed { .. } => Some(AGAIN),
        Stage::Held { problem } => passes(problem).then_some(HELD),
        Stage::Unsure => None,
    };
    list.iter().filter_map(wait).min()
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::room_id;

    use super::*;

    const MORNING: u64 = 1_700_000_000_000;
    const HOUR: u64 = 60 * 60 * 1000;

    fn planned(words: &str, at_ms: u64) -> Planned {
        let draft = Draft { markdown: words.to_owned(), reply_to: None, mentions: Vec::new() };
        Planned::new(room_id!("!room:a.example").to_owned(), None, draft, at_ms).expect("planned")
    }

    fn words(list: &[Planned], now_ms: u64) -> Vec<&str> {
        let of = |id: &String| list.iter().find(|one| one.id == *id).expect("in the list").draft.markdown.as_str();
        due(list, now_ms).iter().map(of).collect()
    }

    #[test]
    fn what_is_due_goes_in_the_order_of_the_times_however_the_clock_got_there() {
        let list = [planned("second", MORNING + 1), planned("third", MORNING + HOUR), planned("first", MORNING)];
        assert_eq!(words(&list, MORNING - 1), [""; 0]);
        assert_eq!(words(&list, MORNING), ["first"]);
        // The computer slept, or its clock was wrong.
        assert_eq!(words(&list, MORNING + 1000 * HOUR), ["first", "second", "third"]);
        assert_eq!(words(&list, 0), [""; 0]);
    }

    #[test]
    fn the_clock_is_looked_at_in_time_and_now_and_then() {
        assert_eq!(pause(&[], MORNING), None);
        let list = [planned("far", MORNING + HOUR), planned("near", MORNING + 3000)];
        assert_eq!(pause(&list, MORNING), Some(Duration::from_secs(3)));
        assert_eq!(pause(&list[..1], MORNING), Some(LOOK));
        assert_eq!(pause(&list, MORNING + 2 * HOUR), Some(Duration::ZERO));
    }

    #[test]
    fn what_was_handed_over_goes_again_under_its_mark_until_the_server_may_have_forgotten_it() {
        let mut list = [planned("a", MORNING)];
        let mark = list[0].mark.clone();
        list[0].is_handed_over(MORNING);
        list[0].is_handed_over(MORNING + HOUR);
        assert!(!list[0].is_here());
        assert_eq!(list[0].view().state, LaterState::Sending);
        assert_eq!(words(&list, MORNING + 12 * HOUR), ["a"]);
        assert_eq!(words(&list, MORNING + 12 * HOUR + 1), [""; 0]);
        forget(&mut list, MORNING + 12 * HOUR);
        assert_eq!(pause(&list, MORNING), Some(AGAIN));
        forget(&mut list, MORNING + 12 * HOUR + 1);
        assert_eq!(list[0].view().state, LaterState::Unsure);
        assert_eq!((due(&list, MORNING).len(), pause(&list, MORNING)), (0, None));
        assert!(list[0].is_here(), "the person decides");
        list[0].goes_at_once(MORNING + 20 * HOUR);
        assert_eq!(words(&list, MORNING + 20 * HOUR), ["a"]);
        assert_eq!(list[0].mark, mark);
        // A clock that was set back says nothing about how long it was.
        list[0].is_handed_over(MORNING + 20 * HOUR);
        forget(&mut list, MORNING);
        assert_eq!(list[0].view().state, LaterState::Unsure);
    }

    #[test]
    fn what_is_held_waits_for_the_person_unless_its_reason_passes() {
        let mut list = [planned("a", MORNING)];
        let mark = list[0].mark.clone();
        list[0].is_held(ProblemView::Refused { reason: "The room is closed.".into() });
        assert_eq!((due(&list, MORNING + HOUR).len(), pause(&list, MORNING + HOUR)), (0, None));
        list[0].is_held(ProblemView::IdentityChanged);
        assert_eq!(words(&list, MORNING + HOUR), ["a"]);
        assert_eq!(pause(&list, MORNING + HOUR), Some(HELD));
        let draft = Draft { markdown: "b".into(), ..list[0].draft.clone() };
        list[0].becomes(draft, MORNING + 2 * HOUR);
        assert_eq!(words(&list, MORNING + HOUR), [""; 0]);
        assert_eq!(words(&list, MORNING + 2 * HOUR), ["b"]);
        assert_ne!(list[0].mark, mark, "other words are another message");
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let mut all = vec![planned("a", MORNING), planned("b", MORNING), planned("c", MORNING)];
        all[1].is_handed_over(MORNING);
        all[2].is_held(ProblemView::Refused { reason: "The room is closed.".into() });
        let kept = serde_json::to_vec(&all).expect("JSON");
        assert_eq!(serde_json::from_slice::<Vec<Planned>>(&kept).expect("planned"), all);
    }
}
