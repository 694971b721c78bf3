//! Where a conversation stood at a date.

use matrix_sdk::Room;
use matrix_sdk::ruma::api::client::room::get_event_by_timestamp::v1::Request;
use matrix_sdk::ruma::{MilliSecondsSinceUnixEpoch, OwnedEventId, UInt};

use super::threads::in_a_thread;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_http;
use crate::view::ProblemView;

/// So many answers in threads are passed over: they do not stand in the conversation.
const PASSED: usize = 20;

impl Messenger {
    /// The first event of a conversation from a moment on, or else the last one before it.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is none, [`ProblemView::Unreachable`].
    pub async fn event_at(&self, room_id: &str, at_ms: u64) -> Result<String> {
        let room = self.active()?.room(room_id)?;
        let mut at = at_ms;
        for _ in 0..PASSED {
            let found = match ask(&room, at, Request::since).await {
                Err(ProblemView::NotFound) => ask(&room, at_ms, Request::until).await?.0,
                Ok((found, when)) => {
                    let event = room.load_or_fetch_event(&found, None).await;
                    if event.is_ok_and(|event| in_a_thread(&event)) {
                        at = when + 1;
                        continue;
                    }
                    found
                }
                Err(problem) => return Err(problem),
            };
            return Ok(found.to_string());
        }
        Err(ProblemView::NotFound)
    }
}

async fn ask(
    room: &Room,
    at_ms: u64,
    request: impl Fn(matrix_sdk::ruma::OwnedRoomId, MilliSecondsSinceUnixEpoch) -> Request,
) -> Result<(OwnedEventId, u64)> {
    let at = MilliSecondsSinceUnixEpoch(UInt::try_from(at_ms).map_err(|_| ProblemView::NotFound)?);
    let answer = room.client().send(request(room.room_id().to_owned(), at)).await;
    let answer = answer.map_err(|error| from_http(&error))?;
    Ok((answer.event_id, answer.origin_server_ts.get().into()))
}
