//! Voice messages from the first word until they are sent: one microphone, and for each conversation or thread at most one
//! recording that waits. They are held in memory alone, and nobody hears them before the person sends them.

mod microphone;
mod take;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_core::Result;
use client_core::view::ProblemView;
use serde::Serialize;
use specta::Type;

use self::microphone::Listening;
pub(crate) use self::take::Recording;
use crate::shell::lock;

/// What is longer is no message any more.
const LONGEST: Duration = Duration::from_mins(15);

/// Where a voice message goes: a conversation, and the message with which a thread begins.
pub(crate) type Place = (String, Option<String>);

/// How far a recording is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub(crate) struct RecordingView {
    /// How long it is, in milliseconds.
    pub(crate) length_ms: u32,
    /// How loud it is now, from 0 to 100.
    pub(crate) loudness: u8,
    /// The microphone is no longer listened to: it is gone, or the message is as long as one may be.
    pub(crate) over: bool,
}

/// A recording that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub(crate) struct WaitingRecordingView {
    /// The conversation that it was spoken in.
    pub(crate) room: String,
    /// The message with which the thread begins that it was spoken in.
    pub(crate) thread: Option<String>,
    /// How long it is, in milliseconds.
    pub(crate) length_ms: u32,
}

/// All recordings of this window.
#[derive(Default)]
pub(crate) struct Recorder(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    running: Option<(Place, Listening)>,
    waiting: HashMap<Place, Arc<Recording>>,
}

impl Inside {
    /// Ends what is running; it waits from then on. What has no sound in it is nothing.
    fn stop(&mut self) {
        if let Some((place, listening)) = self.running.take()
            && let Some(recording) = listening.finish()
        {
            self.waiting.insert(place, Arc::new(recording));
        }
    }
}

impl Recorder {
    /// Listens from now on. What runs elsewhere is stopped and waits there.
    ///
    /// # Errors
    /// [`ProblemView::NoMicrophone`].
    pub(crate) fn start(&self, place: Place) -> Result<()> {
        let mut inside = lock(&self.0);
        inside.stop();
        inside.running = Some((place, microphone::listen()?));
        Ok(())
    }

    /// How far the one at this place is; none if none is running there.
    pub(crate) fn progress(&self, place: &Place) -> Option<RecordingView> {
        let inside = lock(&self.0);
        let (_, listening) = inside.running.as_ref().filter(|(running, _)| running == place)?;
        Some(listening.progress())
    }

    /// Stops the one at this place. Answers how long it is, in milliseconds.
    ///
    /// # Errors
    /// [`ProblemView::NoMicrophone`] if nothing was to be heard at all.
    pub(crate) fn stop(&self, place: &Place) -> Result<u32> {
        let mut inside = lock(&self.0);
        if inside.running.as_ref().is_some_and(|(running, _)| running == place) {
            inside.stop();
        }
        inside.waiting.get(place).map(|recording| recording.voice.length_ms).ok_or(ProblemView::NoMicrophone)
    }

    /// Stops whatever runs; nothing is lost.
    pub(crate) fn stop_all(&self) {
        lock(&self.0).stop();
    }

    /// The one that waits at this place.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is none.
    pub(crate) fn waiting(&self, place: &Place) -> Result<Arc<Recording>> {
        lock(&self.0).waiting.get(place).cloned().ok_or(ProblemView::NotFound)
    }

    /// All that wait.
    pub(crate) fn all(&self) -> Vec<WaitingRecordingView> {
        let view = |((room, thread), recording): (&Place, &Arc<Recording>)| WaitingRecordingView {
            room: room.clone(),
            thread: thread.clone(),
            length_ms: recording.voice.length_ms,
        };
        lock(&self.0).waiting.iter().map(view).collect()
    }

    /// Forgets the one at this place, running or waiting.
    pub(crate) fn discard(&self, place: &Place) {
        let mut inside = lock(&self.0);
        inside.running.take_if(|(running, _)| running == place);
        inside.waiting.remove(place);
    }

    /// Forgets all: they belong to a session that is over.
    pub(crate) fn clear(&self) {
        *lock(&self.0) = Inside::default();
    }
}

#[cfg(test)]
mod tests {
    use super::take::Take;
    use super::*;

    fn place(room: &str) -> Place {
        (room.to_owned(), None)
    }

    fn with_one_at(room: &str) -> Recorder {
        let recorder = Recorder::default();
        let mut take = Take::new(16_000).expect("an encoder");
        take.hear(&[0.5; 16_000]);
        lock(&recorder.0).waiting.insert(place(room), Arc::new(take.finish().expect("a recording")));
        recorder
    }

    #[test]
    fn a_recording_waits_at_its_place_until_it_is_sent_or_given_up() {
        let recorder = with_one_at("!a:x");
        let waiting = WaitingRecordingView { room: "!a:x".to_owned(), thread: None, length_ms: 1_000 };
        assert_eq!(recorder.all(), [waiting]);
        assert_eq!(recorder.stop(&place("!a:x")), Ok(1_000));
        let elsewhere = ("!a:x".to_owned(), Some("$thread".to_owned()));
        assert_eq!(recorder.waiting(&elsewhere).err(), Some(ProblemView::NotFound));
        recorder.discard(&elsewhere);
        assert!(recorder.waiting(&place("!a:x")).is_ok());
        recorder.discard(&place("!a:x"));
        assert_eq!(recorder.all(), []);
    }

    #[test]
    fn nothing_is_left_of_a_session_that_is_over() {
        let recorder = with_one_at("!a:x");
        recorder.clear();
        assert_eq!(recorder.all(), []);
    }

    #[test]
    fn where_nothing_was_heard_the_person_is_told_of_the_microphone() {
        let recorder = Recorder::default();
        assert_eq!(recorder.progress(&place("!a:x")), None);
        assert_eq!(recorder.stop(&place("!a:x")), Err(ProblemView::NoMicrophone));
    }
}
