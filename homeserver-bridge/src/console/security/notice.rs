//! What became of an act, carried in the address of the page that is shown next: `?done=<act>.<outcome>`.

use axum::response::Redirect;

use super::super::form::Fields;
use super::super::page::{Context, Page};
use crate::error::Problem;
use crate::scan_cases::Done;

/// Acts that a notice may name.
const ACTS: [&str; 17] = [
    "assign",
    "comment",
    "close",
    "reopen",
    "quarantine",
    "rescan",
    "release-ask",
    "release-approve",
    "release-refuse",
    "release-withdraw",
    "names-ask",
    "names-approve",
    "names-refuse",
    "block-set",
    "block-lift",
    "outbreak-close",
    "block-value",
];

/// A line at the top of a page.
pub(super) struct Notice {
    pub(super) text: String,
    pub(super) good: bool,
}

/// The notice that the address asks for.
pub(super) fn notice(context: &Context, page: &Page) -> Option<Notice> {
    let asked = Fields::parse(context.query.as_bytes());
    let (act, outcome) = asked.get("done").split_once('.')?;
    let act = ACTS.into_iter().find(|known| *known == act)?;
    if outcome == "text" {
        return Some(Notice { text: page.m("case-not-text"), good: false });
    }
    let outcome = Done::from_word(outcome)?;
    let good = outcome == Done::Done;
    let text = if good { page.word("case-done", act) } else { page.word("case-not", outcome.word()) };
    Some(Notice { text, good })
}

/// Back to a page of ours with what became of an act.
///
/// # Errors
/// If there was nothing to do it to.
pub(super) fn back(place: &str, act: &str, done: Done) -> Result<Redirect, Problem> {
    match done {
        Done::Unknown => Err(Problem::not_found("There is no such thing.")),
        done => Ok(Redirect::to(&format!("{place}?done={act}.{}", done.word()))),
    }
}

/// Back, because what was written cannot be taken.
pub(super) fn bad_text(place: &str, act: &str) -> Redirect {
    Redirect::to(&format!("{place}?done={act}.text"))
}
