//! The directory of public rooms of all organisations, page by page, a room before one enters it, and entering.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use matrix_sdk::ruma::api::client::directory::get_public_rooms_filtered::v3::Request;
use matrix_sdk::ruma::directory::{Filter, PublicRoomsChunk, RoomTypeFilter};
use matrix_sdk::ruma::{RoomId, ServerName};
use matrix_sdk::{OwnedServerName, RoomState};

use super::glimpse::glimpse;
use super::theme::{room_type, theme as theme_of};
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::{from_http, from_sdk};
use crate::session::Active;
use crate::text::clean;
use crate::view::{ProblemView, PublicPage, PublicRoomCard, PublicRoomView, RoomTheme};

const PAGE: u32 = 50;
/// The most homeservers that are asked for one page.
const AT_MOST: usize = 50;

/// Which homeservers have more, and where each of them goes on.
type Marks = BTreeMap<String, Option<String>>;

impl Messenger {
    /// Public rooms whose name or topic holds the term, at one homeserver or at those of all organisations: the first page.
    ///
    /// # Errors
    /// [`ProblemView::Unreachable`] if no homeserver answers.
    pub async fn public_rooms(&self, term: &str, server_name: Option<&str>) -> Result<Vec<PublicRoomView>> {
        Ok(self.public_page(term, server_name, None, None).await?.rooms)
    }

    /// The same, of one theme if one is given, and on from where a page ended.
    ///
    /// # Errors
    /// [`ProblemView::Unreachable`] if no homeserver answers.
    pub async fn public_page(
        &self,
        term: &str,
        server_name: Option<&str>,
        theme: Option<RoomTheme>,
        from: Option<&str>,
    ) -> Result<PublicPage> {
        let active = self.active()?;
        let organisations = active.organisations().await;
        let marks: Marks = match (from, server_name) {
            (Some(from), _) => serde_json::from_str(from).map_err(|_| ProblemView::NotFound)?,
            (None, Some(server)) => Marks::from([(server.to_owned(), None)]),
            (None, None) if organisations.is_empty() => Marks::from([(active.server_name.clone(), None)]),
            (None, None) => organisations.keys().map(|server| (server.clone(), None)).collect(),
        };
        let asked = marks.into_iter().take(AT_MOST).map(|(server, since)| {
            let organisation = organisations.get(&server).cloned().unwrap_or_default();
            let (active, term) = (&active, term.trim());
            async move {
                let answer = active.listed_at(&server, &organisation, term, theme, since).await;
                (server, organisation, answer)
            }
        });
        let mut page = PublicPage::default();
        let (mut more, mut problem) = (Marks::new(), None);
        for (server, organisation, answer) in join_all(asked).await {
            match answer {
                Ok((rooms, next)) => {
                    for room in rooms {
                        if !page.rooms.iter().any(|known| known.id == room.id) {
                            page.rooms.push(room);
                        }
                    }
                    if next.is_some() {
                        more.insert(server, next);
                    }
                }
                Err(error) => {
                    problem = Some(error);
                    page.missing.push(if organisation.is_empty() { server } else { organisation });
                }
            }
        }
        if let Some(problem) = problem.filter(|_| page.rooms.is_empty()) {
            return Err(problem);
        }
        page.rooms.sort_by_key(|room| std::cmp::Reverse(room.members));
        page.next = if more.is_empty() { None } else { serde_json::to_string(&more).ok() };
        Ok(page)
    }

    /// A public room before one enters it: what the homeserver tells those who are not in it.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::Unreachable`].
    pub async fn public_room(&self, room_id: &str, server_name: &str) -> Result<PublicRoomCard> {
        let active = self.active()?;
        let id = RoomId::parse(room_id).map_err(|_| ProblemView::NotFound)?;
        let server = ServerName::parse(server_name).map_err(|_| ProblemView::NotFound)?;
        let seen = active.client.get_room_preview((&*id).into(), vec![server]).await;
        let seen = seen.map_err(|error| from_sdk(&error))?;
        let organisations = active.organisations().await;
        let readable = seen.is_world_readable == Some(true);
        Ok(PublicRoomCard {
            readable,
            messages: if readable { glimpse(&active.client, &id).await } else { Vec::new() },
            room: PublicRoomView {
                joined: active.is_in(&id),
                id: id.to_string(),
                name: clean(&seen.name.unwrap_or_default()),
                topic: clean(&seen.topic.unwrap_or_default()),
                members: u32::try_from(seen.num_joined_members).unwrap_or(u32::MAX),
                organisation: organisations.get(server_name).cloned().unwrap_or_default(),
                server_name: server_name.to_owned(),
                theme: theme_of(seen.room_type.as_ref()),
            },
        })
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
    fn is_in(&self, room: &RoomId) -> bool {
        self.client.get_room(room).is_some_and(|known| known.state() == RoomState::Joined)
    }

    async fn listed_at(
        &self,
        server: &str,
        organisation: &str,
        term: &str,
        theme: Option<RoomTheme>,
        since: Option<String>,
    ) -> Result<(Vec<PublicRoomView>, Option<String>)> {
        let via: OwnedServerName = ServerName::parse(server).map_err(|_| ProblemView::NotFound)?;
        let mut filter = Filter::new();
        filter.generic_search_term = Some(term.to_owned()).filter(|term| !term.is_empty());
        filter.room_types =
            theme.map(|theme| RoomTypeFilter::from(Some(room_type(theme).as_str()))).into_iter().collect();
        let mut request = Request::new();
        request.filter = filter;
        request.limit = Some(PAGE.into());
        request.since = since;
        request.server = Some(via).filter(|via| via.as_str() != self.server_name);
        let answer = self.client.public_rooms_filtered(request).await.map_err(|error| from_http(&error))?;
        let view = |room: PublicRoomsChunk| PublicRoomView {
            joined: self.is_in(&room.room_id),
            id: room.room_id.to_string(),
            name: clean(&room.name.unwrap_or_default()),
            topic: clean(&room.topic.unwrap_or_default()),
            members: u32::try_from(u64::from(room.num_joined_members)).unwrap_or(u32::MAX),
            organisation: organisation.to_owned(),
            server_name: server.to_owned(),
            theme: theme_of(room.room_type.as_ref()),
        };
        // A homeserver that cannot filter by theme answers all: what is not of the theme is no answer here.
        let rooms = answer.chunk.into_iter().map(view).filter(|room| theme.is_none() || room.theme == theme);
        Ok((rooms.collect(), answer.next_batch))
    }
}
