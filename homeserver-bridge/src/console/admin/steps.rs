//! The steps of a departure or a move, as their records show them.

use super::super::page::Page;
use super::super::show::{When, when};
use crate::saga::StepLine;

pub(super) struct Step {
    pub(super) what: String,
    pub(super) outcome: String,
    pub(super) outcome_word: String,
    pub(super) detail: String,
    pub(super) at: Option<When>,
}

impl Step {
    /// `words`: what the keys of the steps' names begin with in the catalogue.
    pub(super) fn new(page: &Page, words: &str, line: &StepLine, detail: String) -> Self {
        Self {
            what: page.word(words, line.step),
            outcome: line.outcome.clone(),
            outcome_word: page.word("outcome", &line.outcome),
            detail,
            at: line.at_ms.map(when),
        }
    }
}
