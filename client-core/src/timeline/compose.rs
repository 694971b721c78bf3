//! From what a person typed (Markdown) to the content of a message. HTML that somebody types stays text.

use matrix_sdk::ruma::events::Mentions;
use matrix_sdk::ruma::events::room::message::RoomMessageEventContentWithoutRelation;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeStream, html};

use super::mentions::Named;
use crate::view::Mention;

/// The content of a text message. Who is named in it is told.
pub(super) fn text(markdown: &str, mentions: &[Mention]) -> RoomMessageEventContentWithoutRelation {
    let mut named = Named::new(mentions);
    let mut content = match formatted(markdown, &mut named) {
        Some(html) => RoomMessageEventContentWithoutRelation::text_html(markdown, html),
        None => RoomMessageEventContentWithoutRelation::text_plain(markdown),
    };
    let people = named.people();
    if !people.is_empty() {
        content.mentions = Some(Mentions::with_user_ids(people));
    }
    content
}

/// The HTML of the Markdown; none if there is nothing but words.
pub(super) fn formatted(markdown: &str, named: &mut Named<'_>) -> Option<String> {
    let parser = Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH);
    let mut rich = false;
    let mut paragraphs = 0;
    let mut verbatim: u32 = 0;
    let words = parser.map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        // What is a line for the person is a line for the reader.
        Event::SoftBreak => Event::HardBreak,
        other => other,
    });
    let mut events = Vec::new();
    for event in TextMergeStream::new(words) {
        match &event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }) => verbatim += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => verbatim -= 1,
            _ => {}
        }
        match event {
            Event::Text(words) if verbatim == 0 => events.extend(named.link(words)),
            other => events.push(other),
        }
    }
    for event in &events {
        match event {
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::Start(_) | Event::Code(_) | Event::Rule => rich = true,
            _ => {}
        }
    }
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

    fn formatted(markdown: &str) -> Option<String> {
        super::formatted(markdown, &mut Named::new(&[]))
    }

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
    #[test]
    fn who_is_named_is_linked_and_told_but_not_in_code() {
        let anna = [Mention { user_id: "@anna:a.example".into(), name: "Anna O'BRIEN_[x]".into() }];
        let content = text("**@Anna O'BRIEN_[x]**, see `@Anna O'BRIEN_[x]`", &anna);
        let json = serde_json::to_value(&content).expect("JSON");
        assert_eq!(json["m.mentions"], serde_json::json!({"user_ids": ["@anna:a.example"]}));
        assert_eq!(json["body"], "**@Anna O'BRIEN_[x]**, see `@Anna O'BRIEN_[x]`");
        insta::assert_snapshot!(json["formatted_body"].as_str().expect("HTML"), @r#"<strong><a href="https://matrix.to/#/@anna:a.example">Anna O'BRIEN_[x]</a></strong>, see <code>@Anna O'BRIEN_[x]</code>"#);
        let in_code = serde_json::to_value(text("    @Anna O'BRIEN_[x]", &anna)).expect("JSON");
        assert_eq!(in_code.get("m.mentions"), None);
        assert!(serde_json::to_value(text("just words", &anna)).expect("JSON").get("formatted_body").is_none());
    }
}
