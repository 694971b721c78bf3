//! From what a person typed (Markdown) to the content of a message. HTML that somebody types stays text.

use matrix_sdk::ruma::events::room::message::RoomMessageEventContentWithoutRelation;
use pulldown_cmark::{Event, Options, Parser, Tag, html};

/// The content of a text message.
pub(super) fn text(markdown: &str) -> RoomMessageEventContentWithoutRelation {
    match formatted(markdown) {
        Some(html) => RoomMessageEventContentWithoutRelation::text_html(markdown, html),
        None => RoomMessageEventContentWithoutRelation::text_plain(markdown),
    }
}

/// The HTML of the Markdown; none if there is nothing but words.
fn formatted(markdown: &str) -> Option<String> {
    let parser = Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH);
    let mut rich = false;
    let mut paragraphs = 0;
    let events: Vec<Event<'_>> = parser
        .map(|event| match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            // What is a line for the person is a line for the reader.
            Event::SoftBreak => Event::HardBreak,
            other => other,
        })
        .inspect(|event| match event {
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::Start(_) | Event::Code(_) | Event::Rule => rich = true,
            _ => {}
        })
        .collect();
    if !rich && paragraphs <= 1 {
        return None;
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    let out = out.trim();
    // One paragraph needs no block around it.
    let inner = out.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).filter(|rest| !rest.contains("<p>"));
    Some(inner.unwrap_or(out).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words_and_marks_become_html() {
        assert_eq!(formatted("just words, two\nlines"), None);
        assert_eq!(formatted("**bold** and `code`").as_deref(), Some("<strong>bold</strong> and <code>code</code>"));
        assert_eq!(formatted("a\n\n- b").as_deref(), Some("<p>a</p>\n<ul>\n<li>b</li>\n</ul>"));
    }

    #[test]
    fn typed_html_is_text() {
        let html = formatted("**x** <script>alert(1)</script>").expect("rich");
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;script&gt;"));
        assert_eq!(formatted("<b>x</b>"), None);
    }
}
