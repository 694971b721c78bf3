//! Who is typing in a conversation, and telling the others that the person here is.

use async_stream::stream;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use matrix_sdk::Room;
use matrix_sdk::ruma::OwnedUserId;
use tokio::sync::broadcast::error::RecvError;

use super::traces::traces;
use crate::Result;
use crate::messenger::Messenger;
use crate::rooms::person_in;
use crate::view::ConnectionView;

/// Names that are looked up at the most; nobody reads more.
const MOST: usize = 20;

impl Messenger {
    /// The names of those who are typing, whenever that changes. Ends with the session.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`], [`crate::view::ProblemView::SignedOut`].
    pub fn typing(&self, room_id: &str) -> Result<BoxStream<'static, Vec<String>>> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let mut connection = active.connection.subscribe();
        let (guard, mut news) = room.subscribe_to_typing_notifications();
        let changes = stream! {
            let _guard = guard;
            let mut shown = Vec::new();
            loop {
                let now = tokio::select! {
                    users = news.recv() => match users {
                        Ok(users) => names(&room, users).await,
                        Err(RecvError::Lagged(_)) => continue,
                        Err(RecvError::Closed) => return,
                    },
                    changed = connection.changed() => {
                        if changed.is_err() { return }
                        let online = *connection.borrow_and_update() == ConnectionView::Online;
                        // Without a connection nobody says that somebody has stopped.
                        if online { continue } else { Vec::new() }
                    }
                };
                if now != shown {
                    shown.clone_from(&now);
                    yield now;
                }
            }
        };
        Ok(changes.boxed())
    }

    /// The person here types, or has stopped. The others hear of it if they may, and if there is a connection; it ends by
    /// itself a few seconds after the last word of it.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`], [`crate::view::ProblemView::SignedOut`].
    pub async fn set_typing(&self, room_id: &str, typing: bool) -> Result<()> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let online = *active.connection.borrow() == ConnectionView::Online;
        if online && traces(&active.client).await.typing {
            // Nobody has to know that it failed.
            let _ = room.typing_notice(typing).await;
        }
        Ok(())
    }
}

async fn names(room: &Room, users: Vec<OwnedUserId>) -> Vec<String> {
    let mut names = Vec::new();
    for user in users.into_iter().take(MOST) {
        names.push(person_in(room, &user).await.name);
    }
    names.sort();
    names
}
