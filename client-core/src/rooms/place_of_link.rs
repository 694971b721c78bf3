//! Where a link leads that came from outside of the messenger: to a person, a conversation, a message.

use matrix_sdk::ruma::matrix_uri::MatrixId;
use matrix_sdk::ruma::{EventId, MatrixToUri, MatrixUri, RoomAliasId, RoomId, UserId};

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::view::{PlaceView, ProblemView};

impl Messenger {
    /// Where a link leads. It begins with `matrix:`, with `depesha:`, which means the same, or with the address that is
    /// used for such links on the web.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] for what is no such link or leads to no conversation; if nobody answers what a public
    /// name stands for.
    pub async fn follow_link(&self, link: &str) -> Result<PlaceView> {
        let client = &self.active()?.client;
        match target(link).ok_or(ProblemView::NotFound)? {
            Target::Person(user_id) => Ok(PlaceView::Person { user_id }),
            Target::Room(room_id, event_id) => Ok(PlaceView::Room { room_id, event_id }),
            Target::Name(alias, event_id) => {
                let alias = RoomAliasId::parse(alias).map_err(|_| ProblemView::NotFound)?;
                let found = client.resolve_room_alias(&alias).await.map_err(|error| from_sdk(&error.into()))?;
                Ok(PlaceView::Room { room_id: found.room_id.to_string(), event_id })
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Target {
    Person(String),
    /// A conversation and, if the link names it, a message in it.
    Room(String, Option<String>),
    /// The same, by the public name of the conversation.
    Name(String, Option<String>),
}

fn target(link: &str) -> Option<Target> {
    let ours = link.strip_prefix("depesha:").map(|rest| format!("matrix:{rest}"));
    let link = ours.as_deref().unwrap_or(link);
    let id = match MatrixToUri::parse(link) {
        Ok(uri) => uri.id().clone(),
        Err(_) => MatrixUri::parse(link).ok()?.id().clone(),
    };
    let room = |id: &str, event: Option<String>| match RoomId::parse(id) {
        Ok(room) => Some(Target::Room(room.to_string(), event)),
        Err(_) => RoomAliasId::parse(id).ok().map(|alias| Target::Name(alias.to_string(), event)),
    };
    match id {
        MatrixId::User(user) => UserId::parse(user.as_str()).ok().map(|user| Target::Person(user.to_string())),
        MatrixId::Room(id) => room(id.as_str(), None),
        MatrixId::RoomAlias(alias) => room(alias.as_str(), None),
        MatrixId::Event(id, event) => {
            let event = EventId::parse(event.as_str()).ok()?.to_string();
            room(id.as_str(), Some(event))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_people_conversations_and_messages() {
        let person = Some(Target::Person("@olena:interior.example".to_owned()));
        let room =
            |event: Option<&str>| Some(Target::Room("!abc:interior.example".to_owned(), event.map(str::to_owned)));
        let name = Some(Target::Name("#news:interior.example".to_owned(), None));
        for (link, leads) in [
            ("matrix:u/olena:interior.example", person),
            ("depesha:u/olena:interior.example", Some(Target::Person("@olena:interior.example".to_owned()))),
            ("matrix:roomid/abc:interior.example", room(None)),
            ("depesha:roomid/abc:interior.example/e/xyz?via=interior.example", room(Some("$xyz"))),
            ("https://matrix.to/#/!abc:interior.example/$xyz", room(Some("$xyz"))),
            ("matrix:r/news:interior.example", name),
        ] {
            assert_eq!(target(link), leads, "{link}");
        }
    }

    #[test]
    fn nothing_else_is_a_link() {
        for bad in [
            "",
            "depesha:",
            "matrix:x/y",
            "file:///etc/passwd",
            "https://evil.example/#/@a:b",
            "matrix:u/no server",
            "depesha:depesha:u/a:b",
        ] {
            assert_eq!(target(bad), None, "{bad}");
        }
    }
}
