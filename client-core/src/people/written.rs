//! Whom the person already writes to: the direct conversations, newest first. Nothing is remembered for this; the rooms
//! themselves say it.

use std::collections::HashMap;

use crate::session::Active;

/// Place of each person among those one writes to, by Matrix id; the most recent is 0.
pub(super) fn by_person(active: &Active) -> HashMap<String, usize> {
    let mut rooms: Vec<_> = active
        .client
        .joined_rooms()
        .into_iter()
        .filter(|room| room.direct_targets_length() == 1)
        .map(|room| (room.recency_stamp().map_or(0, u64::from), room))
        .collect();
    rooms.sort_by_key(|(stamp, _)| std::cmp::Reverse(*stamp));
    let mut places = HashMap::new();
    for (_, room) in rooms {
        for target in room.direct_targets() {
            let place = places.len();
            if let Some(user) = target.as_user_id() {
                places.entry(user.to_string()).or_insert(place);
            }
        }
    }
    places
}
