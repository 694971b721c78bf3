//! Words that somebody looks for, as conditions in SQL.

use crate::database::{Value, literally};

/// Words that are looked at; more say nothing more.
const WORDS: usize = 6;

/// Adds a condition for each word: it occurs in one of the columns. A column may also be a whole condition in which `LIKE`
/// stands for the comparison.
pub(crate) fn like(term: &str, columns: &[&str], parts: &mut Vec<String>, values: &mut Vec<Value>) {
    for word in term.split_whitespace().take(WORDS) {
        let mut any = Vec::new();
        for form in forms(word) {
            values.push(format!("%{}%", literally(&form)).into());
            let like = format!("LIKE ${} ESCAPE '!'", values.len());
            any.extend(columns.iter().map(|column| {
                if column.contains("LIKE") { column.replace("LIKE", &like) } else { format!("{column} {like}") }
            }));
        }
        parts.push(format!("({})", any.join(" OR ")));
    }
}

/// The database folds the case of ASCII letters alone, so the usual ways to write a word are asked for one by one.
fn forms(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    if word.is_ascii() {
        return vec![lower];
    }
    let mut letters = lower.chars();
    let capital = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let mut forms = vec![word.to_owned(), word.to_uppercase(), capital, lower];
    forms.sort();
    forms.dedup();
    forms
}
