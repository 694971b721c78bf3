//! The directory of public rooms of all organisations, and joining one.

use matrix_sdk::room_directory_search::RoomDirectorySearch;
use matrix_sdk::ruma::{RoomId, ServerName};
use matrix_sdk::{OwnedServerName, RoomState};

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::session::Active;
use crate::text::clean;
use crate::view::{ProblemView, PublicRoomView};

const PAGE: u32 = 50;

impl Messenger {
    /// Public rooms whose name or topic holds the term, at one homeserver or at those of all organisations.
    ///
    /// # Errors
    /// [`ProblemView::Unreachable`] if no homeserver answers.
    pub async fn public_rooms(&self, term: &str, server_name: Option<&str>) -> Result<Vec<PublicRoomView>> {
        let active = self.active()?;
        let organisations = active.organisations().await;
        let servers: Vec<String> = match server_name {
            Some(server) => vec![server.to_owned()],
            None if organisations.is_empty() => vec![active.server_name.clone()],
            None => organisations.keys().cloned().collect(),
        };
        let mut found: Vec<PublicRoomView> = Vec::new();
        let mut problem = None;
        for server in servers {
            let organisation = organisations.get(&server).cloned().unwrap_or_default();
            match active.listed_at(&server, organisation, term).await {
                Ok(rooms) => {
                    for room in rooms {
                        if !found.iter().any(|known| known.id == room.id) {
                            found.push(room);
                        }
                    }
                }
                Err(error) => problem = Some(error),
            }
        }
        match problem {
            Some(problem) if found.is_empty() => Err(problem),
            _ => Ok(found),
        }
    }

    /// Joins a public room through the homeserver that lists it.
    ///
    /// # Errors
    /// [`ProblemView::Refused`], [`ProblemView::NotFound`].
    pub async fn join_public(&self, room_id: &str, server_name: &str) -> Result<String> {
        let active = self.active()?;
        let id = RoomId::parse(room_id).map_err(|_| ProblemView::NotFound)?;
        let server = ServerName::parse(server_name).map_err(|_| ProblemView::NotFound)?;
        let room = active.client.join_room_by_id_or_alias((&*id).into(), &[server]).await;
        Ok(room.map_err(|error| from_sdk(&error))?.room_id().to_string())
    }
}

impl Active {
    async fn listed_at(&self, server: &str, organisation: String, term: &str) -> Result<Vec<PublicRoomView>> {
        let via: OwnedServerName = ServerName::parse(server).map_err(|_| ProblemView::NotFound)?;
        let via = Some(via).filter(|via| via.as_str() != self.server_name);
        let term = Some(term.trim().to_owned()).filter(|term| !term.is_empty());
        let mut search = RoomDirectorySearch::new(self.client.clone());
        search.search(term, PAGE, via).await.map_err(|error| from_sdk(&error))?;
        let (rooms, _) = search.results();
        let rooms = rooms.into_iter().map(|room| PublicRoomView {
            joined: self.client.get_room(&room.room_id).is_some_and(|known| known.state() == RoomState::Joined),
            id: room.room_id.to_string(),
            name: clean(&room.name.unwrap_or_default()),
            topic: clean(&room.topic.unwrap_or_default()),
            members: u32::try_from(room.joined_members).unwrap_or(u32::MAX),
            organisation: organisation.clone(),
            server_name: server.to_owned(),
        });
        Ok(rooms.collect())
    }
}
