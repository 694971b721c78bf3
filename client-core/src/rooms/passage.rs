//! Whether what was said in one room may be said in another: labels, people from outside, rooms that everybody reads.
//!
//! The homeserver cannot look into what is encrypted, so this is a help for honest people, not a wall.

use bridge_api::events::ROOM_LABEL;
use matrix_sdk::Room;

use super::outside::state;
use super::summary::{externals, kind_of, other_person};
use crate::Result;
use crate::session::Active;
use crate::view::{PassageView, RoomKind};

/// What counts of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    public: bool,
    externals: bool,
    restricted: bool,
    direct: bool,
}

impl Active {
    /// What counts of a room for what is said there or may be said there.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`]: a label that nobody tells counts as not known, and nothing passes.
    pub(crate) async fn standing(&self, room: &Room) -> Result<Standing> {
        let kind = kind_of(room).await;
        let direct = kind == RoomKind::Direct;
        // Nobody labels a conversation of two.
        let restricted = !direct && state(room, ROOM_LABEL).await?["label"] == "restricted";
        if !direct {
            self.outside.look(room).await;
        }
        let other = if direct { other_person(room).await } else { None };
        let externals = externals(room, kind, other.as_ref(), &self.outside).await;
        Ok(Standing { public: kind == RoomKind::Public, externals, restricted, direct })
    }
}

impl Standing {
    /// Whether what stands here may go to another room.
    pub(crate) fn passage_to(self, to: Self) -> PassageView {
        if self.restricted && !to.restricted {
            // Any other room may be opened to people from outside later.
            return if to.direct && !to.externals { PassageView::Unlabelled } else { PassageView::Closed };
        }
        if to.externals && !self.externals {
            PassageView::Externals
        } else if to.public && !self.public {
            PassageView::Public
        } else {
            PassageView::Free
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_a_restricted_room_for_a_room_that_may_be_opened() {
        let private = Standing { public: false, externals: false, restricted: false, direct: false };
        let public = Standing { public: true, ..private };
        let open = Standing { externals: true, ..private };
        let restricted = Standing { restricted: true, ..private };
        let colleague = Standing { direct: true, ..private };
        let outsider = Standing { externals: true, ..colleague };
        let table = [
            (restricted, restricted, PassageView::Free),
            (restricted, private, PassageView::Closed),
            (restricted, open, PassageView::Closed),
            (restricted, public, PassageView::Closed),
            (restricted, colleague, PassageView::Unlabelled),
            (restricted, outsider, PassageView::Closed),
            (private, private, PassageView::Free),
            (private, restricted, PassageView::Free),
            (private, colleague, PassageView::Free),
            (private, open, PassageView::Externals),
            (colleague, outsider, PassageView::Externals),
            (private, public, PassageView::Public),
            (public, public, PassageView::Free),
            (public, private, PassageView::Free),
            (public, open, PassageView::Externals),
            (open, private, PassageView::Free),
            (open, open, PassageView::Free),
        ];
        for (from, to, expected) in table {
            assert_eq!(from.passage_to(to), expected, "{from:?} {to:?}");
        }
    }
}
