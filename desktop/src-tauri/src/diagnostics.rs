//! What a person can send to who looks for a fault: the last lines that the program wrote about itself, and its state. They
//! read it before it goes, so it is text; and it says nothing of who they are, with whom they write, or what.

use std::collections::VecDeque;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use client_core::view::FactView;
use time::OffsetDateTime;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

use crate::shell::lock;

/// How many lines are kept.
const LINES: usize = 300;
/// A word longer than this is a key, a token or a path rather than a word.
const LONGEST_WORD: usize = 32;
/// Whose lines are kept. The SDK's name people and devices.
const OURS: [&str; 2] = ["client_core", "depesha_desktop"];

/// The last lines of the program itself.
#[derive(Clone, Default)]
pub(crate) struct Recent(Arc<Mutex<VecDeque<String>>>);

impl Recent {
    fn keep(&self, line: String) {
        let mut lines = lock(&self.0);
        if lines.len() == LINES {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    fn lines(&self) -> Vec<String> {
        lock(&self.0).iter().cloned().collect()
    }
}

impl<S: Subscriber> Layer<S> for Recent {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let about = event.metadata();
        let ours = OURS.iter().any(|ours| about.target().split("::").next() == Some(ours));
        if !ours || *about.level() > Level::INFO {
            return;
        }
        let mut words = Words::default();
        event.record(&mut words);
        self.keep(format!("{} {:5} {}: {}", now(), about.level(), about.target(), plain(&words.0)));
    }
}

/// A line's message and what stands beside it.
#[derive(Default)]
struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let gap = if self.0.is_empty() { "" } else { " " };
        let _ = match field.name() {
            "message" => write!(self.0, "{gap}{value:?}"),
            name => write!(self.0, "{gap}{name}={value:?}"),
        };
    }
}

/// Our lines hold nothing personal, which is tested. Should one do after all, what looks like an address, an id, a key or a
/// path is left out here.
fn plain(line: &str) -> String {
    let personal = |word: &str| {
        let mut parts = word.split(['=', '"', '\'', '(', '[', '{', '<']);
        word.chars().count() > LONGEST_WORD
            || word.contains(['@', '\\', '%'])
            || word.contains("://")
            || parts.any(|part| part.starts_with(['!', '$', '#', '+', '/', '~']))
    };
    let words = line.split_whitespace().map(|word| if personal(word) { "[left out]" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// In UTC, to the second.
fn now() -> String {
    let now = OffsetDateTime::now_utc();
    let (date, (hour, minute, second)) = (now.date(), now.time().as_hms());
    format!("{date}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Has a fault in the program leave the place where it happened, and not the values that were in it.
pub(crate) fn tell_panics_by_place() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| {
            let file = place.file().rsplit(['/', '\\']).next().unwrap_or_default();
            format!("{file} line {}", place.line())
        });
        tracing::error!("the program has a fault: {place}");
    }));
}

/// The text, as it is read and saved.
pub(crate) fn text(recent: &Recent, facts: &[FactView]) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name}: {value}");
    };
    line("Depesha", env!("CARGO_PKG_VERSION"));
    line("system", &format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
    line("written", &now());
    for fact in facts {
        line(&fact.name, &fact.value);
    }
    let lines = recent.lines();
    let _ = write!(text, "\nLast lines ({}):\n", lines.len());
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    fn written(write: impl FnOnce()) -> Vec<String> {
        let recent = Recent::default();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(recent.clone()), write);
        recent.lines()
    }

    #[test]
    fn what_the_program_says_of_itself_is_kept_with_its_time() {
        let lines = written(|| {
            tracing::warn!(target: "client_core::problem", step = "sending", "a step failed");
            tracing::debug!(target: "client_core::problem", "too small");
        });
        assert_eq!(lines.len(), 1);
        assert!(lines[0].ends_with("Z WARN  client_core::problem: a step failed step=\"sending\""), "{}", lines[0]);
    }

    #[test]
    fn lines_of_libraries_are_not_kept() {
        let lines = written(|| {
            tracing::error!(target: "matrix_sdk::room", "from @olena:interior.example in !abc");
            tracing::error!(target: "client_core_of_somebody_else", "olena");
        });
        assert!(lines.is_empty(), "{lines:?}");
    }

    #[test]
    fn whatever_a_line_holds_by_mistake_is_left_out() {
        let hostile = [
            "@olena:interior.example",
            "\"@olena:interior.example\"",
            "olena.melnyk@interior.example",
            "!room:interior.example",
            "(!room:interior.example)",
            "$event",
            "#public:finance.example",
            "+380441234567",
            "https://interior.example/x",
            "mxc://interior.example/abc",
            "/var/olena/letter.odt",
            "~/letter.odt",
            "C:\\Users\\Olena\\letter.odt",
            "syt_b2xlbmE_QWERTYUIOPASDFGHJKLZ_1abcdE",
            "EsTcLW2KPGiFwKEA3As5g5c4BXwkqeeJZJV8Q9fugUMNUE4d",
            "name=@olena:interior.example",
            "%41lena",
        ];
        for one in hostile {
            let lines = written(|| tracing::info!(target: "client_core::x", detail = one, "before {one} after"));
            assert!(!lines[0].contains(one.trim_matches('"')), "{}", lines[0]);
            assert!(lines[0].contains("before [left out] after"), "{}", lines[0]);
        }
    }

    #[test]
    fn old_lines_make_room() {
        let lines = written(|| (0..LINES + 5).for_each(|n| tracing::info!(target: "client_core", "line {n}")));
        assert_eq!(lines.len(), LINES);
        assert!(lines[0].ends_with("line 5"), "{}", lines[0]);
    }

    #[test]
    fn a_fault_leaves_its_place_and_no_value() {
        let recent = Recent::default();
        let before = std::panic::take_hook();
        tell_panics_by_place();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(recent.clone()), || {
            let _ = std::panic::catch_unwind(|| panic!("olena"));
        });
        std::panic::set_hook(before);
        let lines = recent.lines();
        assert!(lines[0].contains("the program has a fault: diagnostics.rs line "), "{lines:?}");
        assert!(!lines[0].contains("olena"));
    }

    #[test]
    fn the_text_is_a_list_and_then_lines() {
        let fact = FactView { name: "connection".to_owned(), value: "Online".to_owned() };
        let text = text(&Recent::default(), &[fact]);
        assert!(text.starts_with(concat!("Depesha: ", env!("CARGO_PKG_VERSION"), "\nsystem: ")), "{text}");
        assert!(text.contains("\nconnection: Online\n\nLast lines (0):\n"), "{text}");
    }
}
