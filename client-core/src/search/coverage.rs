//! How far back a conversation is searched. The SDK keeps it in pieces, with gaps where nothing was fetched; each piece that
//! was read is noted, so that it is not read again, and what is before a gap does not count.

use std::collections::HashMap;

use matrix_sdk_base::linked_chunk::ChunkMetadata;
use serde::{Deserialize, Serialize};

use crate::view::CoverageView;

/// A piece of a conversation as the SDK's store has it; a gap has nothing in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) id: u64,
    pub(super) next: Option<u64>,
    pub(super) count: usize,
    previous: Option<u64>,
}

/// What was found in a piece when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    id: u64,
    previous: Option<u64>,
    count: usize,
    from_ms: Option<u64>,
    pub(super) closed: bool,
    begins: bool,
}

/// How far back a conversation is searched without a gap.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) from_ms: Option<u64>,
    /// To its beginning.
    pub(super) whole: bool,
    /// Something in it cannot be read here.
    pub(super) closed: bool,
}

/// The pieces of a conversation, the newest first.
pub(super) fn newest_first(all: &[ChunkMetadata]) -> Vec<Piece> {
    let by_id: HashMap<u64, &ChunkMetadata> = all.iter().map(|chunk| (chunk.identifier.index(), chunk)).collect();
    let mut at = all.iter().find(|chunk| chunk.next.is_none());
    let mut pieces = Vec::with_capacity(all.len());
    while let Some(chunk) = at.filter(|_| pieces.len() < all.len()) {
        pieces.push(Piece {
            id: chunk.identifier.index(),
            next: chunk.next.map(|id| id.index()),
            count: chunk.num_items,
            previous: chunk.previous.map(|id| id.index()),
        });
        at = chunk.previous.and_then(|id| by_id.get(&id.index()).copied());
    }
    pieces
}

impl Note {
    /// `first_ms` are the times of its first messages. They are what their senders say: of the first three the latest is
    /// taken, so that one of them alone does not make the search seem to reach further than it does.
    pub(super) fn new(piece: Piece, count: usize, first_ms: &[u64], closed: bool, begins: bool) -> Self {
        let from_ms = first_ms.iter().take(3).max().copied();
        Self { id: piece.id, previous: piece.previous, count, from_ms, closed, begins }
    }

    /// Whether the piece is still the one that was read.
    pub(super) fn is_of(&self, piece: Piece) -> bool {
        (self.id, self.previous, self.count) == (piece.id, piece.previous, piece.count)
    }
}

/// How far the notes reach back, piece by piece.
pub(super) fn reach(pieces: &[Piece], notes: &[Note]) -> Reach {
    let by_id: HashMap<u64, &Note> = notes.iter().map(|note| (note.id, note)).collect();
    let mut reach = Reach::default();
    for piece in pieces {
        let Some(note) = by_id.get(&piece.id).filter(|note| piece.count > 0 && note.is_of(*piece)) else { break };
        reach.from_ms = note.from_ms.or(reach.from_ms);
        reach.closed |= note.closed;
        reach.whole = note.begins;
        if note.begins {
            break;
        }
    }
    reach
}

/// How far back all of some conversations are searched. Of some nothing is known yet: then it is still being built.
pub(super) fn together(all: impl IntoIterator<Item = Option<Reach>>, now_ms: u64) -> CoverageView {
    let mut view = CoverageView { building: false, whole: true, from_ms: None, unreadable: false, conversations: 0 };
    for reach in all {
        view.conversations += 1;
        let Some(reach) = reach else {
            view.building = true;
            continue;
        };
        view.unreadable |= reach.closed;
        if !reach.whole {
            view.whole = false;
            view.from_ms = view.from_ms.max(Some(reach.from_ms.unwrap_or(now_ms)));
        }
    }
    view
}

#[cfg(test)]
mod tests {
    use matrix_sdk_base::linked_chunk::ChunkIdentifier;

    use super::*;

    fn chunk(id: u64, previous: Option<u64>, next: Option<u64>, count: usize) -> ChunkMetadata {
        ChunkMetadata {
            num_items: count,
            previous: previous.map(ChunkIdentifier::new),
            identifier: ChunkIdentifier::new(id),
            next: next.map(ChunkIdentifier::new),
        }
    }

    /// 5 ← 9 ← gap 2 ← 7, the newest.
    fn pieces() -> Vec<Piece> {
        newest_first(&[
            chunk(7, Some(2), None, 4),
            chunk(5, None, Some(9), 128),
            chunk(2, Some(9), Some(7), 0),
            chunk(9, Some(5), Some(2), 30),
        ])
    }

    fn note(piece: Piece, at: u64) -> Note {
        Note::new(piece, piece.count, &[at], false, false)
    }

    #[test]
    fn pieces_come_in_order_even_if_they_lead_in_a_circle() {
        assert_eq!(pieces().iter().map(|piece| piece.id).collect::<Vec<_>>(), [7, 2, 9, 5]);
        let circle = [chunk(1, Some(2), None, 1), chunk(2, Some(1), Some(1), 1)];
        assert_eq!(newest_first(&circle).len(), 2);
        assert_eq!(newest_first(&[]), []);
    }

    #[test]
    fn what_is_before_a_gap_or_was_not_read_does_not_count() {
        let all = pieces();
        let notes = [note(all[0], 700), note(all[2], 300), note(all[3], 100)];
        assert_eq!(reach(&all, &notes).from_ms, Some(700));
        let without_gap = [all[0], all[2], all[3]];
        assert_eq!(reach(&without_gap, &notes).from_ms, Some(100));
        assert_eq!(reach(&without_gap, &notes[..1]).from_ms, Some(700));
        assert_eq!(reach(&all, &[]), Reach::default());
        // It has grown since.
        let grown = Piece { count: 5, ..all[0] };
        assert_eq!(reach(&[grown], &notes), Reach::default());
    }

    #[test]
    fn a_single_wrong_time_does_not_stretch_it() {
        let piece = pieces()[0];
        assert_eq!(Note::new(piece, 4, &[0, 500, 510, 520], false, false).from_ms, Some(510));
    }

    #[test]
    fn together_they_reach_as_far_as_the_shortest() {
        let reach = |from_ms, whole| Some(Reach { from_ms, whole, closed: false });
        let view = together([reach(Some(5), true), reach(Some(30), false), reach(Some(70), false)], 99);
        assert_eq!((view.from_ms, view.whole, view.building, view.conversations), (Some(70), false, false, 3));
        assert!(together([reach(Some(5), true)], 99).whole);
        assert!(together([None], 99).building);
        assert_eq!(together([reach(None, false)], 99).from_ms, Some(99));
    }
}
