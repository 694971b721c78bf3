//! A direct conversation with one person: the one that exists, or a new one.

use matrix_sdk::RoomState;
use matrix_sdk::ruma::UserId;

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::view::ProblemView;

impl Messenger {
    /// Opens the direct conversation with a person; answers its id. An invitation of theirs is accepted.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] by a rule, [`ProblemView::NotFound`] for something that is no Matrix id.
    pub async fn start_direct(&self, user_id: &str) -> Result<String> {
        let active = self.active()?;
        let other = UserId::parse(user_id).map_err(|_| ProblemView::NotFound)?;
        if Some(&*other) == active.client.user_id() {
            return Err(ProblemView::NotFound);
        }
        // The list of direct conversations comes back with the sync, a moment later: whoever asks twice gets the same one.
        let mut made = active.directs.lock().await;
        let known = made.get(&other).and_then(|id| active.room(id).ok());
        if let Some(room) = known.filter(|room| room.state() == RoomState::Joined) {
            return Ok(room.room_id().to_string());
        }
        let rooms: Vec<_> = active.client.get_dm_rooms(&other).collect();
        if let Some(room) = rooms.iter().find(|room| room.state() == RoomState::Joined) {
            return Ok(room.room_id().to_string());
        }
        for room in active.client.invited_rooms() {
            let from_them = room.invite_details().await.is_ok_and(|invite| invite.inviter_id == other);
            if from_them && room.is_direct().await.unwrap_or(false) {
                room.join().await.map_err(|error| from_sdk(&error))?;
                return Ok(room.room_id().to_string());
            }
        }
        let room = active.make_direct(other.clone()).await?;
        made.insert(other, room.clone());
        Ok(room)
    }
}
