//! Searching: what was asked for, and the lines that show it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use matrix_sdk::ruma::events::ignored_user_list::IgnoredUserListEventContent;
use matrix_sdk::ruma::{RoomId, UserId};

use super::coverage::together;
use super::index::{Kept, Place, Wanted};
use super::words::{Term, terms, words};
use super::{Search, entry::Said};
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::now_ms;
use crate::rooms::person_in;
use crate::text::{PersonName, line, person_name};
use crate::view::{CoverageView, FoundMessage, FoundMessages, MarkedText, MessageQuery, ProblemView, WriterView};

/// So many are answered at once.
const PAGE: usize = 30;
/// So many people may be chosen from.
const WRITERS: usize = 100;
/// A line has so many bytes, and so many of them before the first word that was searched for.
const LINE: usize = 360;
const BEFORE: usize = 80;

impl Messenger {
    /// Searches what was written. Without words and without a filter nothing is found.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] without the conversation.
    pub async fn search_messages(&self, query: &MessageQuery) -> Result<FoundMessages> {
        let search = self.active()?.search.clone();
        let rooms = search.rooms(query.room_id.as_deref())?;
        let coverage = search.coverage(&rooms);
        let filtered =
            query.files_only || query.sender_id.is_some() || query.from_ms.is_some() || query.until_ms.is_some();
        let wanted_terms = terms(&query.words);
        if wanted_terms.is_empty() && !filtered {
            return Ok(FoundMessages { messages: Vec::new(), behind: None, coverage });
        }
        let wanted = Wanted {
            terms: wanted_terms.clone(),
            rooms,
            sender: query.sender_id.clone(),
            ignored: search.ignored().await,
            from_ms: query.from_ms.unwrap_or(0),
            until_ms: query.until_ms.unwrap_or(u64::MAX),
            files_only: query.files_only,
            behind: query.behind.as_deref().and_then(place),
            most: PAGE,
        };
        let (found, behind) = search.with(move |index| index.find(&wanted)).await.unwrap_or_default();
        let mut names = Names { search: &search, known: BTreeMap::new() };
        let mut messages = Vec::with_capacity(found.len());
        for kept in found {
            let sender = names.of(&kept.room, &kept.first.sender).await;
            messages.push(message(kept, sender, &wanted_terms));
        }
        Ok(FoundMessages { messages, behind: behind.map(written), coverage })
    }

    /// How far back all conversations are searched, or one.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] without the conversation.
    pub fn search_coverage(&self, room_id: Option<&str>) -> Result<CoverageView> {
        let search = self.active()?.search.clone();
        Ok(search.coverage(&search.rooms(room_id)?))
    }

    /// Who has written, whoever wrote last first, to choose from.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] without the conversation.
    pub async fn writers(&self, room_id: Option<&str>) -> Result<Vec<WriterView>> {
        let search = self.active()?.search.clone();
        let rooms = search.rooms(room_id)?;
        let senders = search.with(move |index| Ok(index.senders(&rooms, WRITERS))).await.unwrap_or_default();
        let mut names = Names { search: &search, known: BTreeMap::new() };
        let mut writers = Vec::with_capacity(senders.len());
        for (user_id, room) in senders {
            let PersonName { name, organisation } = names.of(&room, &user_id).await;
            writers.push(WriterView { user_id, name, organisation });
        }
        Ok(writers)
    }
}

impl Search {
    /// The conversation that is searched, or all.
    pub(super) fn rooms(&self, room_id: Option<&str>) -> Result<HashSet<String>> {
        let mut joined = self.joined();
        if let Some(room) = room_id {
            joined.retain(|one| one == room);
            if joined.is_empty() {
                return Err(ProblemView::NotFound);
            }
        }
        Ok(joined)
    }

    /// How far back these conversations are searched.
    pub(super) fn coverage(&self, rooms: &HashSet<String>) -> CoverageView {
        let reach = |room: &String| RoomId::parse(room).ok().and_then(|room| self.reach_of(&room));
        together(rooms.iter().map(reach), now_ms())
    }

    async fn ignored(&self) -> HashSet<String> {
        let list = self.client.account().account_data::<IgnoredUserListEventContent>().await;
        let list = list.ok().flatten().and_then(|list| list.deserialize().ok());
        list.map(|list| list.ignored_users.keys().map(ToString::to_string).collect()).unwrap_or_default()
    }
}

/// What people are called, asked for once.
struct Names<'a> {
    search: &'a Arc<Search>,
    known: BTreeMap<(String, String), PersonName>,
}

impl Names<'_> {
    async fn of(&mut self, room: &str, user: &str) -> PersonName {
        let key = (room.to_owned(), user.to_owned());
        if let Some(name) = self.known.get(&key) {
            return name.clone();
        }
        let known = RoomId::parse(room).ok().and_then(|room| self.search.client.get_room(&room));
        let name = match (known, UserId::parse(user)) {
            (Some(room), Ok(user)) => person_in(&room, &user).await,
            _ => person_name(None, user),
        };
        self.known.insert(key, name.clone());
        name
    }
}

fn message(kept: Kept, sender: PersonName, terms: &[Term]) -> FoundMessage {
    let Said { text, file } = kept.now;
    FoundMessage {
        room_id: kept.room,
        event_id: kept.first.id,
        sender: sender.name,
        organisation: sender.organisation,
        at_ms: kept.first.at_ms,
        line: marked(&text, terms),
        file: file.map(|name| marked(&name, terms)),
    }
}

/// One line of a text around the first word that was searched for, with all of them marked.
fn marked(text: &str, terms: &[Term]) -> Vec<MarkedText> {
    let text = line(text);
    let hits: Vec<(usize, usize)> = words(&text)
        .iter()
        .filter(|word| terms.iter().any(|term| term.means(word)))
        .map(|word| (word.start, word.end))
        .collect();
    let first = hits.first().map_or(0, |(start, _)| *start);
    let start = if text.len() <= LINE { 0 } else { text.floor_char_boundary(first.saturating_sub(BEFORE)) };
    let end = text.floor_char_boundary((start + LINE).max(hits.first().map_or(0, |(_, end)| *end)));
    let mut parts: Vec<MarkedText> = Vec::new();
    let mut add = |text: &str, marked: bool| {
        if !text.is_empty() {
            parts.push(MarkedText { text: text.to_owned(), marked });
        }
    };
    add(if start > 0 { "…" } else { "" }, false);
    let mut at = start;
    for (from, to) in hits.into_iter().filter(|(from, to)| *from >= start && *to <= end) {
        add(&text[at..from], false);
        add(&text[from..to], true);
        at = to;
    }
    add(&text[at..end], false);
    add(if end < text.len() { "…" } else { "" }, false);
    parts
}

/// A place as the interface keeps it for us.
pub(super) fn written((at_ms, number): Place) -> String {
    format!("{at_ms}.{number}")
}

/// The same read; what is none is the beginning.
pub(super) fn place(written: &str) -> Option<Place> {
    let (at_ms, number) = written.split_once('.')?;
    Some((at_ms.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, wanted: &str) -> String {
        let parts = marked(text, &terms(wanted));
        parts.iter().map(|part| if part.marked { format!("[{}]", part.text) } else { part.text.clone() }).collect()
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        assert_eq!(shown("Рішення\nкомісії, нова комісія", "комісія"), "Рішення [комісії], нова [комісія]");
        assert_eq!(shown("l’école est fermée", "ecole"), "l’[école] est fermée");
        assert_eq!(shown("nothing", ""), "nothing");
        assert_eq!(shown("", "x"), "");
    }

    #[test]
    fn of_a_long_text_the_part_with_the_word_is_shown() {
        let text = format!("{} commission {}", "avant ".repeat(100), "après ".repeat(100));
        let shown = shown(&text, "commissions");
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("[commission]"), "{shown}");
        assert!(shown.len() < LINE + 20);
    }

    #[test]
    fn a_place_comes_back_as_it_went() {
        assert_eq!(place(&written((7, -3))), Some((7, -3)));
        assert_eq!(place("x"), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,300}|.{0,300}", wanted in ".{0,20}") {
            let parts = marked(&text, &terms(&wanted));
            let joined: String = parts.iter().map(|part| part.text.as_str()).collect();
            prop_assert!(joined.len() <= LINE + 200);
        }
    }
}
