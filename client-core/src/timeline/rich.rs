//! From a message's HTML to a tree of allowed nodes. The interface builds its own elements from the tree; no HTML of
//! anybody ever reaches it.
//!
//! A real parser reads the HTML; what is not on the list of allowed elements gives only its text, or nothing where the
//! content is no text for people. Depth and number of nodes are limited.

use linkify::{LinkFinder, LinkKind};
use matrix_sdk::ruma::matrix_uri::MatrixId;
use matrix_sdk::ruma::{MatrixToUri, MatrixUri, OwnedServerName, RoomId, UserId};
use ruma_html::{Children, Html, NodeData};
use url::Url;

use crate::text::clean;
use crate::view::{RichNode, RichTag};

const MAX_DEPTH: usize = 40;
const MAX_NODES: usize = 5_000;
/// More tags than this are shown as the plain body. The parser's tree is freed by recursion, so its depth, which the number
/// of tags bounds, must be small: otherwise one message with twenty thousand open tags ends the program.
const MAX_TAGS: usize = 600;
/// More links than this in one message are shown as words: each costs the window more than a page of text.
const MAX_LINKS: usize = 200;
/// Lines beyond these stay together in one piece, which the window breaks at their ends by itself.
const MAX_LINES: usize = 1_000;

/// Plain words: line by line.
pub(super) fn from_plain(body: &str) -> Vec<RichNode> {
    let mut nodes = Vec::new();
    let mut rest = body;
    for number in 0..MAX_LINES {
        let Some(line) = rest.lines().next() else { break };
        if number > 0 {
            nodes.push(RichNode::Break);
        }
        if !line.is_empty() {
            nodes.push(RichNode::Text { text: line.to_owned() });
        }
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    if !rest.is_empty() {
        let children = vec![RichNode::Text { text: rest.to_owned() }];
        nodes.push(RichNode::Element { tag: RichTag::Paragraph, children });
    }
    linked(nodes, &mut { MAX_LINKS })
}

/// The tree of a formatted body.
pub(super) fn from_html(html: &str) -> Vec<RichNode> {
    let opens = |pair: &&[u8]| pair[0] == b'<' && pair[1].is_ascii_alphabetic();
    if html.as_bytes().windows(2).filter(opens).count() > MAX_TAGS {
        return Vec::new();
    }
    let html = Html::parse(html);
    let mut budget = MAX_NODES;
    let nodes = walk(html.children(), 0, false, &mut budget);
    linked(trim(nodes), &mut { MAX_LINKS })
}

/// Web addresses among the words become links, as if somebody had marked them; not in code, and no more than are left.
fn linked(nodes: Vec<RichNode>, left: &mut usize) -> Vec<RichNode> {
    let all = nodes.into_iter().flat_map(|node| match node {
        RichNode::Text { text } => addresses(text, left),
        RichNode::Element { tag, children } if !matches!(tag, RichTag::Code | RichTag::CodeBlock) => {
            vec![RichNode::Element { tag, children: linked(children, left) }]
        }
        RichNode::Link { children, .. } | RichNode::MessageLink { children, .. } if *left == 0 => children,
        RichNode::Link { .. } | RichNode::MessageLink { .. } => {
            *left -= 1;
            vec![node]
        }
        other => vec![other],
    });
    all.collect()
}

fn addresses(text: String, left: &mut usize) -> Vec<RichNode> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let Some(first) = finder.links(&text).next() else { return vec![RichNode::Text { text }] };
    let mut nodes = Vec::new();
    let mut at = first.start();
    if at > 0 {
        nodes.push(RichNode::Text { text: text[..at].to_owned() });
    }
    for span in finder.spans(&text[at..]) {
        if *left == 0 {
            break;
        }
        let words = span.as_str();
        at += words.len();
        if span.kind().is_none() {
            nodes.push(RichNode::Text { text: words.to_owned() });
            continue;
        }
        *left -= 1;
        // The address of a person says who it is; any other says itself.
        let said = mentioned(words).unwrap_or_else(|| words.to_owned());
        nodes.extend(link(Some(words), vec![RichNode::Text { text: said }]));
    }
    if at < text.len() {
        nodes.push(RichNode::Text { text: text[at..].to_owned() });
    }
    nodes
}

/// White space between blocks is no text.
fn trim(mut nodes: Vec<RichNode>) -> Vec<RichNode> {
    let blank = |node: &RichNode| matches!(node, RichNode::Text { text } if text.trim().is_empty());
    while nodes.last().is_some_and(|node| blank(node) || *node == RichNode::Break) {
        nodes.pop();
    }
    let lead = nodes.iter().take_while(|node| blank(node)).count();
    nodes.drain(..lead);
    nodes
}

fn walk(children: Children, depth: usize, verbatim: bool, budget: &mut usize) -> Vec<RichNode> {
    let mut nodes = Vec::new();
    if depth >= MAX_DEPTH {
        return nodes;
    }
    for child in children {
        if *budget == 0 {
            break;
        }
        *budget -= 1;
        match child.data() {
            NodeData::Text(text) => {
                let text = text.borrow().to_string();
                if verbatim || !text.trim().is_empty() || !text.contains('\n') {
                    let text = if verbatim { text } else { text.replace(['\n', '\r'], " ") };
                    nodes.push(RichNode::Text { text });
                }
            }
            NodeData::Element(element) => {
                let name = element.name.local.to_string();
                let deeper = |verbatim, budget: &mut usize| walk(child.children(), depth + 1, verbatim, budget);
                match name.as_str() {
                    "br" => nodes.push(RichNode::Break),
                    "hr" => nodes.push(RichNode::Break),
                    "a" => {
                        let attributes = element.attrs.borrow();
                        let href = attributes.iter().find(|a| &*a.name.local == "href").map(|a| a.value.to_string());
                        drop(attributes);
                        let children = deeper(verbatim, budget);
                        nodes.extend(link(href.as_deref(), children));
                    }
                    // A quote of what is answered, for programs that know no replies.
                    "mx-reply" | "script" | "style" | "template" | "noscript" | "iframe" | "object" | "embed"
                    | "svg" | "math" | "head" | "title" | "textarea" | "select" | "video" | "audio" | "canvas" => {}
                    other => match tag(other) {
                        Some(tag) => {
                            let verbatim = verbatim || tag == RichTag::CodeBlock;
                            let children = trim_block(tag, deeper(verbatim, budget));
                            nodes.push(RichNode::Element { tag, children });
                        }
                        None => nodes.extend(deeper(verbatim, budget)),
                    },
                }
            }
            NodeData::Document | NodeData::Other => {}
        }
    }
    nodes
}

fn trim_block(tag: RichTag, nodes: Vec<RichNode>) -> Vec<RichNode> {
    match tag {
        RichTag::BulletList | RichTag::NumberList => {
            nodes.into_iter().filter(|node| matches!(node, RichNode::Element { tag: RichTag::ListItem, .. })).collect()
        }
        RichTag::Quote | RichTag::ListItem | RichTag::Paragraph => trim(nodes),
        RichTag::CodeBlock => match nodes.as_slice() {
            // `pre` with one `code` in it is one block.
            [RichNode::Element { tag: RichTag::Code, children }] => children.clone(),
            _ => nodes,
        },
        _ => nodes,
    }
}

fn tag(name: &str) -> Option<RichTag> {
    Some(match name {
        "p" | "div" => RichTag::Paragraph,
        "b" | "strong" => RichTag::Strong,
        "i" | "em" | "u" => RichTag::Emphasis,
        "s" | "del" | "strike" => RichTag::Strike,
        "code" => RichTag::Code,
        "pre" => RichTag::CodeBlock,
        "blockquote" => RichTag::Quote,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => RichTag::Heading,
        "ul" => RichTag::BulletList,
        "ol" => RichTag::NumberList,
        "li" => RichTag::ListItem,
        _ => return None,
    })
}

/// A link if it leads where links may lead, a mention if it names a person, a way to a message, else only its words.
fn link(href: Option<&str>, children: Vec<RichNode>) -> Vec<RichNode> {
    let Some(href) = href else { return children };
    if let Some(user) = mentioned(href) {
        let words = clean(&plain(&children));
        // Some clients put the sign in front of the name, as we do when it is shown.
        return vec![RichNode::Mention { name: words.strip_prefix('@').unwrap_or(&words).to_owned(), user_id: user }];
    }
    if let Some((room_id, event_id, href)) = message(href) {
        return vec![RichNode::MessageLink { room_id, event_id, href, children }];
    }
    match safe_link(href) {
        Some(href) => vec![RichNode::Link { href, children }],
        None => children,
    }
}

/// The address, if it is one of the kinds that may be opened.
pub(crate) fn safe_link(href: &str) -> Option<String> {
    let url = Url::parse(href.trim()).ok()?;
    let allowed = match url.scheme() {
        "https" | "http" => url.host_str().is_some_and(|host| !host.is_empty()) && url.username().is_empty(),
        "mailto" => true,
        _ => false,
    };
    allowed.then(|| url.to_string())
}

fn target(href: &str) -> Option<(MatrixId, Vec<OwnedServerName>)> {
    match MatrixToUri::parse(href) {
        Ok(uri) => Some((uri.id().clone(), uri.via().to_vec())),
        Err(_) => MatrixUri::parse(href).ok().map(|uri| (uri.id().clone(), uri.via().to_vec())),
    }
}

fn mentioned(href: &str) -> Option<String> {
    match target(href)?.0 {
        MatrixId::User(user) => UserId::parse(user.as_str()).ok().map(|user| user.to_string()),
        _ => None,
    }
}

/// The room, the message, and the address on the web for whoever is not in the room.
fn message(href: &str) -> Option<(String, String, String)> {
    let (MatrixId::Event(room, event), via) = target(href)? else { return None };
    let room = RoomId::parse(room.as_str()).ok()?;
    let href = room.matrix_to_event_uri_via(event.clone(), via).to_string();
    Some((room.to_string(), event.to_string(), href))
}

/// The words of a tree. What stands apart on the screen stands on lines of its own.
pub(super) fn plain(nodes: &[RichNode]) -> String {
    let mut text = String::new();
    say(nodes, &mut text, &mut false);
    text
}

/// Adds the words of nodes; `apart` tells that the next word begins a line.
fn say(nodes: &[RichNode], text: &mut String, apart: &mut bool) {
    for node in nodes {
        match node {
            RichNode::Text { text: words } => {
                begin(text, apart);
                text.push_str(words);
            }
            RichNode::Mention { name, .. } => {
                begin(text, apart);
                text.extend(["@", name]);
            }
            RichNode::Break => text.push('\n'),
            RichNode::Element { tag, children } => {
                let block = !matches!(tag, RichTag::Strong | RichTag::Emphasis | RichTag::Strike | RichTag::Code);
                *apart |= block;
                say(children, text, apart);
                *apart |= block;
            }
            RichNode::Link { children, .. } | RichNode::MessageLink { children, .. } => say(children, text, apart),
        }
    }
}

/// Begins a line if the next word stands apart.
fn begin(text: &mut String, apart: &mut bool) {
    if std::mem::take(apart) && !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(html: &str) -> String {
        serde_json::to_string(&from_html(html)).expect("JSON")
    }

    #[test]
    fn formatting_becomes_a_tree() {
        insta::assert_snapshot!(json("<p>Hi <b>you</b><br>and</p><ul>\n<li>one</li>\n<li>two</li></ul>"), @r#"[{"node":"element","tag":"paragraph","children":[{"node":"text","text":"Hi "},{"node":"element","tag":"strong","children":[{"node":"text","text":"you"}]},{"node":"break"},{"node":"text","text":"and"}]},{"node":"element","tag":"bullet_list","children":[{"node":"element","tag":"list_item","children":[{"node":"text","text":"one"}]},{"node":"element","tag":"list_item","children":[{"node":"text","text":"two"}]}]}]"#);
        insta::assert_snapshot!(json("<pre><code class=\"x\">a\n  b</code></pre>"), @r#"[{"node":"element","tag":"code_block","children":[{"node":"text","text":"a\n  b"}]}]"#);
        insta::assert_snapshot!(json("<a href=\"https://matrix.to/#/@anna:a.example\">An\u{202E}na</a>"), @r#"[{"node":"mention","user_id":"@anna:a.example","name":"Anna"}]"#);
        insta::assert_snapshot!(json("<a href=\"https://matrix.to/#/@anna:a.example\">@Anna</a>"), @r#"[{"node":"mention","user_id":"@anna:a.example","name":"Anna"}]"#);
    }

    #[test]
    fn the_words_of_a_tree_have_no_marks_and_keep_their_lines() {
        let html = "<p>The <b>budget</b> of <code>2027</code>:</p><ul><li>staff</li><li><em>rent</em></li></ul><p>Bye<br>Anna</p>";
        assert_eq!(plain(&from_html(html)), "The budget of 2027:\nstaff\nrent\nBye\nAnna");
        assert_eq!(plain(&from_plain("one\n\ntwo")), "one\n\ntwo");
        let named = "Ask <a href=\"https://matrix.to/#/@anna:a.example\">@Anna</a>";
        assert_eq!(plain(&from_html(named)), "Ask @Anna");
    }

    #[test]
    fn what_is_dangerous_leaves_words_or_nothing() {
        let evil = [
            "<script>alert(1)</script>",
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
            "<iframe src=javascript:alert(1)></iframe>",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "<mx-reply>quote</mx-reply>",
        ];
        for html in evil {
            let text = json(html);
            assert!(!text.contains("alert") && !text.contains("quote"), "{html} gave {text}");
        }
        for href in [
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "smb://x/y",
            "https://good.example@evil.example/",
            "//evil.example",
            "vbscript:x",
        ] {
            let text = json(&format!("<a href=\"{href}\">w</a>"));
            assert_eq!(text, r#"[{"node":"text","text":"w"}]"#, "{href}");
        }
        assert!(json("<a href=\"https://a.example/x\">w</a>").contains(r#""node":"link""#));
        assert_eq!(json("<p onclick=alert(1) style=\"x\">w</p>"), json("<p>w</p>"));
    }

    #[test]
    fn addresses_among_the_words_are_links_and_those_of_messages_lead_to_them() {
        let plain = |words: &str| serde_json::to_string(&from_plain(words)).expect("JSON");
        insta::assert_snapshot!(plain("See https://a.example/x(y)?z=1."), @r#"[{"node":"text","text":"See "},{"node":"link","href":"https://a.example/x(y)?z=1","children":[{"node":"text","text":"https://a.example/x(y)?z=1"}]},{"node":"text","text":"."}]"#);
        insta::assert_snapshot!(plain("https://matrix.to/#/!r:a.example/$e?via=a.example"), @r#"[{"node":"message_link","room_id":"!r:a.example","event_id":"$e","href":"https://matrix.to/#/!r:a.example/$e?via=a.example","children":[{"node":"text","text":"https://matrix.to/#/!r:a.example/$e?via=a.example"}]}]"#);
        insta::assert_snapshot!(json("<a href=\"matrix:roomid/r:a.example/e/e\"><b>here</b></a>"), @r#"[{"node":"message_link","room_id":"!r:a.example","event_id":"$e","href":"https://matrix.to/#/!r:a.example/$e","children":[{"node":"element","tag":"strong","children":[{"node":"text","text":"here"}]}]}]"#);
        insta::assert_snapshot!(json("<p>https://matrix.to/#/@anna:a.example</p>"), @r#"[{"node":"element","tag":"paragraph","children":[{"node":"mention","user_id":"@anna:a.example","name":"anna:a.example"}]}]"#);
        for words in [
            "<code>https://a.example</code>",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "smb://x/y",
            "a.example",
            "anna@a.example",
        ] {
            assert!(!json(words).contains("href"), "{words} gave {}", json(words));
        }
        assert_eq!(
            json("https://good.example@evil.example/"),
            r#"[{"node":"text","text":"https://good.example@evil.example/"}]"#
        );
    }

    #[test]
    fn links_and_lines_are_limited_and_no_word_is_lost() {
        let links = |nodes: &[RichNode]| nodes.iter().filter(|node| matches!(node, RichNode::Link { .. })).count();
        let many = "see https://a.example/x now ".repeat(MAX_LINKS + 5);
        let nodes = from_plain(many.trim());
        assert_eq!((links(&nodes), plain(&nodes)), (MAX_LINKS, many.trim().to_owned()));
        let marked = format!("{}<b>end</b>", "<a href=\"https://a.example\">w</a>".repeat(MAX_LINKS + 5));
        assert_eq!(links(&from_html(&marked)), MAX_LINKS);
        assert!(plain(&from_html(&marked)).ends_with("wwend"));

        let long: Vec<String> = (0..5 * MAX_LINES).map(|number| format!("line {number}")).collect();
        let nodes = from_plain(&long.join("\n"));
        assert!(nodes.len() <= 2 * MAX_LINES + 1, "{} nodes", nodes.len());
        let last = plain(&nodes[nodes.len() - 1..]);
        assert_eq!(last.lines().collect::<Vec<_>>(), long[MAX_LINES..]);
        assert!(from_plain(&"\n".repeat(40_000)).len() <= 2 * MAX_LINES);
    }

    #[test]
    fn depth_and_number_are_limited() {
        let deep = format!("{}x{}", "<b>".repeat(MAX_TAGS), "</b>".repeat(MAX_TAGS));
        let depth = |nodes: &[RichNode]| {
            let (mut depth, mut nodes) = (0, nodes.to_vec());
            while let Some(RichNode::Element { children, .. }) = nodes.first().cloned() {
                depth += 1;
                nodes = children;
            }
            depth
        };
        assert!(depth(&from_html(&deep)) <= MAX_DEPTH);
        assert_eq!(from_html(&"<b>".repeat(20_000)), []);
        assert_eq!(from_html(&"<p>x</p>".repeat(20_000)), []);
        assert_eq!(from_html(&"<p>x</p>".repeat(MAX_TAGS)).len(), MAX_TAGS);
    }
}
