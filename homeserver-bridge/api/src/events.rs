//! Names of the Matrix events and fields that carry meaning for us (contract, section 9).

/// State event with the access rule of a room, as Tchap's clients know it.
pub const ACCESS_RULES: &str = "im.vector.room.access_rules";
/// State event with the label of a room.
pub const ROOM_LABEL: &str = "org.depesha.room.label";
/// Prefix of the room types (`m.room.create`) that say what a public room is about: a directory can be asked for them.
pub const ROOM_THEME_PREFIX: &str = "org.depesha.theme.";
/// Field of an encrypted event's content with the signed verdict of its file.
pub const SCAN_FIELD: &str = "org.depesha.scan";
/// Key of our part of `/.well-known/matrix/client`.
pub const SERVICES: &str = "org.depesha.services";
/// Prefix of the profile fields that HR owns.
pub const PROFILE_PREFIX: &str = "org.depesha.";
