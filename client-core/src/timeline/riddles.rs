//! Messages that cannot be read yet. The SDK opens them when their keys come, and asks the backup for a key once, when it first
//! meets the message. But a key may reach the backup later, when the person's other device is on again. So both are tried again,
//! ever more seldom while nothing happens. The fault bench found this (seed 82).

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use eyeball_im::Vector;
use matrix_sdk::Room;
use matrix_sdk::ruma::OwnedUserId;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk_ui::Timeline;
use matrix_sdk_ui::timeline::{EncryptedMessage, TimelineItem};

use crate::platform::{Task, detach, sleep, spawn};

/// The first pause; it doubles.
const SOON: Duration = Duration::from_secs(2);
/// The longest one.
const SELDOM: Duration = Duration::from_secs(5 * 60);
/// So many messages are looked after at once, the newest.
const MOST: usize = 50;

/// When to look again.
pub(super) struct Riddles {
    pause: Duration,
    due: Pin<Box<dyn Future<Output = ()> + Send>>,
    /// The SDK has been asked to use a key that is here.
    tried: Arc<AtomicBool>,
    /// Looking may wait for the homeserver; what else happens in the conversation shows meanwhile.
    looking: Option<Task>,
}

impl Riddles {
    pub(super) fn new() -> Self {
        Self { pause: SOON, due: Box::pin(sleep(SOON)), tried: Arc::default(), looking: None }
    }

    /// Waits until it is time to look; may be given up in between.
    pub(super) async fn due(&mut self) {
        self.due.as_mut().await;
        self.pause = longer(self.pause);
        self.due = Box::pin(sleep(self.pause));
    }

    /// Something has changed: soon again.
    pub(super) fn changed(&mut self) {
        if self.pause > SOON {
            self.pause = SOON;
            self.due = Box::pin(sleep(SOON));
        }
    }

    /// Asks the backup and the SDK once more for what cannot be read, if there is any.
    pub(super) fn look(&mut self, timeline: &Arc<Timeline>, shown: &Vector<Arc<TimelineItem>>) {
        let closed: BTreeMap<String, OwnedUserId> =
            shown.iter().rev().filter_map(|item| closed(item)).take(MOST).collect();
        if closed.is_empty() {
            self.tried.store(false, Ordering::Relaxed);
        } else {
            self.looking = Some(spawn(look(timeline.clone(), closed, self.tried.clone())));
        }
    }
}

/// A key that is here may not be enough: who gave it to this device did so in the middle of its session. But first the SDK
/// gets a moment to use it.
async fn look(timeline: Arc<Timeline>, closed: BTreeMap<String, OwnedUserId>, tried: Arc<AtomicBool>) {
    let (mut here, mut missing) = (Vec::new(), Vec::new());
    for (session, sender) in closed {
        let known = timeline.room().get_encryption_info(&session, &sender).await.is_some();
        if known { &mut here } else { &mut missing }.push(session);
    }
    timeline.retry_decryption(here.clone()).await;
    if tried.swap(!here.is_empty(), Ordering::Relaxed) {
        missing.append(&mut here);
    }
    detach(ask_backup(timeline.room().clone(), missing));
}

fn longer(pause: Duration) -> Duration {
    (pause * 2).min(SELDOM)
}

/// Asks the backup for the keys of some sessions; what comes, the SDK opens.
async fn ask_backup(room: Room, sessions: Vec<String>) {
    let backups = room.client().encryption().backups();
    if !backups.are_enabled().await {
        return;
    }
    for session in sessions {
        match backups.download_room_key(room.room_id(), &session).await {
            Ok(_) => {}
            // Not there, or not yet.
            Err(error) if error.client_api_error_kind() == Some(&ErrorKind::NotFound) => {}
            Err(_) => return,
        }
    }
}

/// The session of a message that cannot be read, and its sender.
fn closed(item: &TimelineItem) -> Option<(String, OwnedUserId)> {
    let event = item.as_event()?;
    match event.content().as_unable_to_decrypt()? {
        EncryptedMessage::MegolmV1AesSha2 { session_id, .. } => Some((session_id.clone(), event.sender().to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_looked_ever_more_seldom() {
        let pauses = std::iter::successors(Some(SOON), |pause| Some(longer(*pause))).map(|pause| pause.as_secs());
        assert_eq!(pauses.take(10).collect::<Vec<_>>(), [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    }

    #[tokio::test]
    async fn a_change_makes_it_soon_again() {
        let mut riddles = Riddles { pause: SELDOM, due: Box::pin(std::future::pending()), ..Riddles::new() };
        riddles.changed();
        assert_eq!(riddles.pause, SOON);
        // The next one does not put it off.
        riddles.due = Box::pin(std::future::ready(()));
        riddles.changed();
        riddles.due().await;
        assert_eq!(riddles.pause, longer(SOON));
    }
}
