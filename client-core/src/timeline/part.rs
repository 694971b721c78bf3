//! Which part of a conversation a timeline shows: all of it, one thread, or what stands around one message.

use matrix_sdk::ruma::{EventId, OwnedEventId};
use matrix_sdk_ui::timeline::{TimelineEventFocusThreadMode, TimelineFocus};

use crate::Result;
use crate::view::{ProblemView, TimelinePart};

/// As many messages around one are asked for.
const AROUND: u16 = 40;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Whole,
    Thread(OwnedEventId),
    Around(OwnedEventId),
}

impl Part {
    pub(super) fn parse(part: &TimelinePart) -> Result<Self> {
        let id = |id: &String| EventId::parse(id).map_err(|_| ProblemView::NotFound);
        Ok(match part {
            TimelinePart::Whole => Part::Whole,
            TimelinePart::Thread { root } => Part::Thread(id(root)?),
            TimelinePart::Around { event } => Part::Around(id(event)?),
        })
    }

    /// The same for the SDK. What is in a thread is shown in the thread alone.
    pub(super) fn focus(&self) -> TimelineFocus {
        match self {
            Part::Whole => TimelineFocus::Live { hide_threaded_events: true },
            Part::Thread(root) => TimelineFocus::Thread { root_event_id: root.clone() },
            Part::Around(event) => TimelineFocus::Event {
                target: event.clone(),
                num_context_events: AROUND,
                thread_mode: TimelineEventFocusThreadMode::Automatic { hide_threaded_events: true },
            },
        }
    }

    /// Stands before the ids of its items, so that none means two things.
    pub(super) fn prefix(&self) -> String {
        match self {
            Part::Whole => String::new(),
            Part::Thread(root) => format!("thread-{root}-"),
            Part::Around(event) => format!("around-{event}-"),
        }
    }
}
