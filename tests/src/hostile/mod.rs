//! Content that means harm: what a client without our checks can put into a conversation, and how to see in the real window
//! that none of it does anything.

mod events;
mod names;
mod trap;

use serde_json::{Value, json};

pub use events::{Aims, odd};
pub use names::{FILE_NAMES, NAMES};
pub use trap::Trap;

/// HTML, one piece a line; see the head of the file.
const HTML: &str = include_str!("html.txt");

/// Has the page note what the corpus tries.
pub const WATCH: &str = include_str!("watch.js");

/// Answers the faults that are in the page.
pub const LOOK: &str = include_str!("look.js");

/// One event of the corpus.
pub struct Piece {
    /// What it is called.
    pub name: String,
    /// The event's type.
    pub event_type: &'static str,
    /// The event's content.
    pub content: Value,
    /// Words that have to be seen, if people see words of it.
    pub seen: Option<String>,
}

/// The pieces of HTML with their names. `trap` is where their requests would arrive.
pub fn html(trap: &str) -> Vec<(String, String)> {
    let pieces = HTML.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let filled = pieces.enumerate().map(|(number, (name, html))| {
        let run = format!("window.hostile.push({number})");
        (name.to_owned(), html.replace("TRAP", trap).replace("RUN", &run))
    });
    filled.collect()
}

/// Messages with that HTML. Words in front say which it is.
pub fn formatted(trap: &str) -> Vec<Piece> {
    let message = |(name, html): (String, String)| {
        let words = format!("piece {name}");
        let content = json!({"msgtype": "m.text", "body": words, "format": "org.matrix.custom.html",
            "formatted_body": format!("<p>{words}</p>{html}")});
        Piece { name, event_type: "m.room.message", content, seen: Some(words) }
    };
    html(trap).into_iter().map(message).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_has_a_name_of_its_own_and_tries_something() {
        let pieces = html("http://trap.invalid");
        let mut names: Vec<&str> = pieces.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), pieces.len());
        assert!(pieces.len() > 80, "{} pieces", pieces.len());
        for (name, html) in &pieces {
            assert!(html.contains('<') && !html.contains("TRAP") && !html.contains("RUN"), "{name}: {html}");
        }
    }
}
