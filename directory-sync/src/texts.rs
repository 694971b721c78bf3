//! Many short texts in one piece of memory: a million keys cost their letters and four bytes each.

use anyhow::{Context, Result};

/// A list of texts that only grows.
#[derive(Debug, Default)]
pub struct Texts {
    letters: String,
    /// Where each text ends; it begins where the one before it ends.
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text; answers its place.
    ///
    /// # Errors
    /// If all texts together would be longer than 4 GiB.
    pub fn push(&mut self, text: &str) -> Result<u32> {
        let end = u32::try_from(self.letters.len() + text.len()).context("the keys are longer than 4 GiB together")?;
        self.letters.push_str(text);
        self.ends.push(end);
        Ok(u32::try_from(self.ends.len() - 1)?)
    }

    /// The text at a place; empty if there is none.
    pub fn get(&self, place: u32) -> &str {
        let place = place as usize;
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.letters.get(start as usize..end as usize).unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_went_in() {
        let mut texts = Texts::default();
        let wanted = ["HR-1", "", "é", "HR-2"];
        let places: Vec<u32> = wanted.iter().map(|text| texts.push(text).expect("room")).collect();
        assert_eq!(places, [0, 1, 2, 3]);
        assert_eq!(places.iter().map(|place| texts.get(*place)).collect::<Vec<_>>(), wanted);
        assert_eq!((texts.get(4), texts.len(), texts.is_empty()), ("", 4, false));
    }
}
