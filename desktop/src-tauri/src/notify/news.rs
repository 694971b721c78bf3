//! What there is to tell when the list of conversations changes, and in which words.

use std::collections::HashMap;

use client_core::view::{PreviewKind, RoomKind, RoomSummary};

use super::rules::Shows;

/// As much of a message as a notification shows.
const LONGEST: usize = 200;

/// One conversation that asks for attention, for a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct News {
    /// The conversation, if it is one alone.
    pub(crate) room: Option<String>,
    /// Who has written, and where; none if that is not shown or not known.
    pub(crate) from: Option<String>,
    /// What, if that is shown.
    pub(crate) text: Option<String>,
}

/// What was known of each conversation: how much asked for attention, and the time of its newest message.
#[derive(Default)]
pub(crate) struct Known(Option<HashMap<String, (u32, u64)>>);

impl Known {
    /// What is new since the last call, which it remembers. The first one finds nothing new.
    pub(crate) fn look(&mut self, list: &[RoomSummary], shows: Shows) -> Option<News> {
        let now: HashMap<String, (u32, u64)> = list.iter().map(|room| (room.id.clone(), state(room))).collect();
        let before = self.0.replace(now)?;
        let earlier = |room: &RoomSummary| before.get(&room.id).copied().unwrap_or_default();
        let fresh: Vec<&RoomSummary> = list.iter().filter(|room| room.attention() > earlier(room).0).collect();
        match fresh.as_slice() {
            [] => None,
            [room] => Some(news(room, earlier(room).1, shows)),
            _ => Some(News { room: None, from: None, text: None }),
        }
    }
}

fn state(room: &RoomSummary) -> (u32, u64) {
    (room.attention(), room.preview.as_ref().map_or(0, |preview| preview.at_ms))
}

fn news(room: &RoomSummary, seen_ms: u64, shows: Shows) -> News {
    let mut news = News { room: Some(room.id.clone()), from: None, text: None };
    if shows == Shows::Nothing {
        return news;
    }
    // The number may come a moment before the message: then only the conversation is known.
    let preview = room.preview.as_ref().filter(|preview| !preview.own && preview.at_ms > seen_ms);
    news.from = Some(match preview {
        Some(preview) if room.kind != RoomKind::Direct && !preview.sender.is_empty() => {
            format!("{} · {}", preview.sender, room.name)
        }
        _ => room.name.clone(),
    });
    if shows == Shows::Text {
        let words = preview.filter(|preview| preview.kind == PreviewKind::Text);
        news.text = words.map(|preview| preview.text.chars().take(LONGEST).collect());
    }
    news
}

#[cfg(test)]
#[path = "news_tests.rs"]
mod tests;
