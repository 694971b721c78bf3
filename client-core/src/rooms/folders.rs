//! Folders of one's own in the list of conversations. They are account data, so all devices of a person agree; nobody else
//! learns of them but the homeserver, which keeps their names as it keeps those of rooms.

use std::collections::BTreeMap;

use async_stream::stream;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use matrix_sdk::ruma::events::GlobalAccountDataEvent;
use matrix_sdk::ruma::events::macros::EventContent;
use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use matrix_sdk::{Client, RoomState};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::session::Active;
use crate::text::clean;
use crate::view::FolderView;

/// The longest name of a folder, in characters.
const LONGEST: usize = 60;

/// The folders of an account: the rooms by the name of their folder. A room stands in one at most.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, EventContent)]
#[ruma_event(type = "org.depesha.folders", kind = GlobalAccountData)]
pub(crate) struct FoldersEventContent {
    #[serde(default)]
    folders: BTreeMap<String, Vec<OwnedRoomId>>,
}

impl FoldersEventContent {
    /// Takes a room out of its folder and, with a name, puts it into that one. An empty folder is none.
    fn put(&mut self, room: &RoomId, name: &str) {
        for rooms in self.folders.values_mut() {
            rooms.retain(|one| one != room);
        }
        if !name.is_empty() {
            self.folders.entry(self.name_like(name)).or_default().push(room.to_owned());
        }
        self.folders.retain(|_, rooms| !rooms.is_empty());
    }

    /// Gives a folder another name; if there is one of that name already, they become one.
    fn rename(&mut self, name: &str, wanted: &str) {
        let Some(kept) = self.folders.keys().find(|one| clean(one) == name).cloned() else { return };
        let rooms = self.folders.remove(&kept).unwrap_or_default();
        self.folders.entry(self.name_like(wanted)).or_default().extend(rooms);
    }

    /// The name of the folder that is called so but for small and capital letters, or the name itself.
    fn name_like(&self, name: &str) -> String {
        let alike = |one: &&String| one.to_lowercase() == name.to_lowercase();
        self.folders.keys().find(alike).cloned().unwrap_or_else(|| name.to_owned())
    }

    fn views(self) -> Vec<FolderView> {
        let view = |(name, rooms): (String, Vec<OwnedRoomId>)| FolderView {
            name: clean(&name),
            rooms: rooms.iter().map(ToString::to_string).collect(),
        };
        self.folders.into_iter().map(view).filter(|folder| !folder.name.is_empty()).collect()
    }
}

impl Messenger {
    /// The folders by name, at once and whenever they are others. Ends with the session.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub fn folders(&self) -> Result<BoxStream<'static, Vec<FolderView>>> {
        let client = self.active()?.client.clone();
        let changes = stream! {
            let observed = client.observe_events::<GlobalAccountDataEvent<FoldersEventContent>, ()>();
            let mut changes = observed.subscribe();
            let mut told = kept(&client).await.views();
            yield told.clone();
            while let Some((event, ())) = changes.next().await {
                let now = event.content.views();
                // The homeserver says some things twice.
                if now != told {
                    told = now;
                    yield told.clone();
                }
            }
        };
        Ok(changes.boxed())
    }

    /// Puts a conversation into a folder, which is made if there is none of that name; with an empty name, into none.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`], [`crate::view::ProblemView::Unreachable`].
    pub async fn set_room_folder(&self, room_id: &str, name: &str) -> Result<()> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        active.change_folders(|folders| folders.put(room.room_id(), &short(name))).await
    }

    /// Gives a folder another name.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`].
    pub async fn rename_folder(&self, name: &str, wanted: &str) -> Result<()> {
        let wanted = short(wanted);
        if wanted.is_empty() {
            return Ok(());
        }
        self.active()?.change_folders(|folders| folders.rename(name, &wanted)).await
    }
}

impl Active {
    /// Changes what the homeserver has, which another device may have changed a moment ago. Rooms that were left go.
    async fn change_folders(&self, change: impl FnOnce(&mut FoldersEventContent)) -> Result<()> {
        let _one_after_another = self.folders.lock().await;
        let account = self.client.account();
        let known =
            account.fetch_account_data_static::<FoldersEventContent>().await.map_err(|error| from_sdk(&error))?;
        let before = known.and_then(|raw| raw.deserialize().ok()).unwrap_or_default();
        let mut folders = before.clone();
        change(&mut folders);
        for rooms in folders.folders.values_mut() {
            rooms.retain(|room| self.client.get_room(room).is_none_or(|room| room.state() != RoomState::Left));
        }
        folders.folders.retain(|_, rooms| !rooms.is_empty());
        if folders == before {
            return Ok(());
        }
        account.set_account_data(folders).await.map(drop).map_err(|error| from_sdk(&error))
    }
}

/// What is kept here.
async fn kept(client: &Client) -> FoldersEventContent {
    let known = client.account().account_data::<FoldersEventContent>().await.ok().flatten();
    known.and_then(|raw| raw.deserialize().ok()).unwrap_or_default()
}

fn short(name: &str) -> String {
    clean(name).trim().chars().take(LONGEST).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::{owned_room_id, room_id};

    use super::*;

    fn folders() -> FoldersEventContent {
        let mut folders = FoldersEventContent::default();
        folders.put(room_id!("!a:x.example"), "Floods");
        folders.put(room_id!("!b:x.example"), "Floods");
        folders.put(room_id!("!c:x.example"), "Budget");
        folders
    }

    fn shown(folders: &FoldersEventContent) -> Vec<(String, Vec<String>)> {
        folders.clone().views().into_iter().map(|folder| (folder.name, folder.rooms)).collect()
    }

    #[test]
    fn a_room_is_in_one_folder_and_an_empty_folder_goes() {
        let mut folders = folders();
        folders.put(room_id!("!a:x.example"), "budget");
        let expected = [("Budget", vec!["!c:x.example", "!a:x.example"]), ("Floods", vec!["!b:x.example"])];
        assert_eq!(
            shown(&folders),
            expected.map(|(name, rooms)| (name.into(), rooms.into_iter().map(Into::into).collect()))
        );
        folders.put(room_id!("!b:x.example"), "");
        assert_eq!(folders.folders.keys().collect::<Vec<_>>(), ["Budget"]);
    }

    #[test]
    fn a_folder_that_gets_the_name_of_another_is_one_with_it() {
        let mut folders = folders();
        folders.rename("Budget", "Money");
        assert_eq!(folders.folders.keys().collect::<Vec<_>>(), ["Floods", "Money"]);
        folders.rename("Money", "floods");
        assert_eq!(folders.folders["Floods"].len(), 3);
        folders.rename("unknown", "Floods");
        assert_eq!(folders.folders.len(), 1);
        folders.rename("Floods", "FLOODS");
        assert_eq!(folders.folders.keys().collect::<Vec<_>>(), ["FLOODS"], "only its letters are others");
    }

    #[test]
    fn a_name_is_one_line_of_words() {
        assert_eq!(short("  Floods\n2027 "), "Floods 2027");
        assert_eq!(short(&"x".repeat(200)).chars().count(), LONGEST);
        assert_eq!(short(" \u{202e}\u{200b} "), "");
    }

    #[test]
    fn what_another_program_has_written_is_no_fault() {
        let odd: FoldersEventContent = serde_json::from_value(serde_json::json!({"version": 2})).unwrap_or_default();
        assert_eq!(odd, FoldersEventContent::default());
        let mut odd = FoldersEventContent::default();
        odd.folders.insert("both".into(), vec![owned_room_id!("!a:x.example")]);
        odd.put(room_id!("!a:x.example"), "");
        assert!(odd.folders.is_empty());
    }
}
