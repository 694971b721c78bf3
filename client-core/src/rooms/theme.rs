//! What a public room is about. The theme is the room's type (`m.room.create`), because that is what lists of public rooms
//! can be asked for, also those of other homeservers, and what an upgrade keeps. A client that knows none of our types
//! shows a room like any other.

use bridge_api::events::ROOM_THEME_PREFIX;
use matrix_sdk::ruma::room::RoomType;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use crate::view::RoomTheme;

/// The room's type for a theme.
pub(super) fn room_type(theme: RoomTheme) -> RoomType {
    let word = serde_json::to_value(theme).ok().and_then(|value| value.as_str().map(ToOwned::to_owned));
    RoomType::from(format!("{ROOM_THEME_PREFIX}{}", word.unwrap_or_default()))
}

/// The theme of a room's type; none for types that are no theme, or one of a later version.
pub(super) fn theme(room_type: Option<&RoomType>) -> Option<RoomTheme> {
    let word = room_type?.as_str().strip_prefix(ROOM_THEME_PREFIX)?;
    let word: StrDeserializer<'_, Error> = word.into_deserializer();
    RoomTheme::deserialize(word).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_a_type_and_back() {
        for wanted in [RoomTheme::Administration, RoomTheme::Health, RoomTheme::Work] {
            assert_eq!(theme(Some(&room_type(wanted))), Some(wanted));
        }
        assert_eq!(room_type(RoomTheme::Health).as_str(), "org.depesha.theme.health");
        assert_eq!(theme(Some(&RoomType::Space)), None);
        assert_eq!(theme(Some(&RoomType::from("org.depesha.theme.cooking"))), None);
        assert_eq!(theme(None), None);
    }
}
