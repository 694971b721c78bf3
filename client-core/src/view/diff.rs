//! Changes of a list, as a stream.

use serde::{Deserialize, Serialize};
use specta::Type;

/// One change of a list; applying all of them in order to the list before gives the list after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum ListDiff<T> {
    /// The whole list anew.
    Reset {
        /// All values.
        values: Vec<T>,
    },
    /// Values behind the last.
    Append {
        /// The new values.
        values: Vec<T>,
    },
    /// A value at a place; later ones move back.
    Insert {
        /// The place.
        index: u32,
        /// The new value.
        value: T,
    },
    /// Another value at a place.
    Set {
        /// The place.
        index: u32,
        /// The new value.
        value: T,
    },
    /// No value at a place any more; later ones move forward.
    Remove {
        /// The place.
        index: u32,
    },
    /// Only the first values stay.
    Truncate {
        /// How many stay.
        length: u32,
    },
}

impl<T> ListDiff<T> {
    /// Changes the list accordingly. An index outside the list changes nothing.
    pub fn apply(self, list: &mut Vec<T>) {
        match self {
            ListDiff::Reset { values } => *list = values,
            ListDiff::Append { values } => list.extend(values),
            ListDiff::Insert { index, value } if index as usize <= list.len() => list.insert(index as usize, value),
            ListDiff::Set { index, value } => {
                if let Some(old) = list.get_mut(index as usize) {
                    *old = value;
                }
            }
            ListDiff::Remove { index } if (index as usize) < list.len() => {
                list.remove(index as usize);
            }
            ListDiff::Truncate { length } => list.truncate(length as usize),
            ListDiff::Insert { .. } | ListDiff::Remove { .. } => {}
        }
    }
}
