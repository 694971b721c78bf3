//! Naming people in a message: where the words have `@` and a name, a link to the person.

use std::collections::BTreeSet;

use matrix_sdk::ruma::{OwnedUserId, UserId};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::view::{Mention, RichNode};

/// The people that may be named, and who has been.
pub(super) struct Named<'a> {
    known: Vec<(OwnedUserId, &'a str)>,
    /// Places in `known` that have been found in the words.
    found: BTreeSet<usize>,
}

impl<'a> Named<'a> {
    pub(super) fn new(mentions: &'a [Mention]) -> Self {
        let known = mentions.iter().filter(|mention| !mention.name.is_empty());
        let known = known.filter_map(|mention| Some((UserId::parse(&mention.user_id).ok()?, mention.name.as_str())));
        Self { known: known.collect(), found: BTreeSet::new() }
    }

    /// Who has been found in the words.
    pub(super) fn people(&self) -> BTreeSet<OwnedUserId> {
        self.found.iter().filter_map(|place| self.known.get(*place)).map(|(user, _)| user.clone()).collect()
    }

    /// The words with links in the place of names.
    pub(super) fn link<'w>(&mut self, words: CowStr<'w>) -> Vec<Event<'w>> {
        let mut events = Vec::new();
        let (mut written, mut from) = (0, 0);
        while let Some(at) = words[from..].find('@').map(|offset| from + offset) {
            from = at + 1;
            let begins = !words[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let Some(place) = self.at(&words[from..]).filter(|_| begins) else { continue };
            self.found.insert(place);
            let (user, name) = &self.known[place];
            if written < at {
                events.push(text(&words[written..at]));
            }
            let link = Tag::Link {
                link_type: LinkType::Inline,
                dest_url: user.matrix_to_uri().to_string().into(),
                title: "".into(),
                id: "".into(),
            };
            events.extend([Event::Start(link), text(name), Event::End(TagEnd::Link)]);
            from += name.len();
            written = from;
        }
        if events.is_empty() {
            return vec![Event::Text(words)];
        }
        if written < words.len() {
            events.push(text(&words[written..]));
        }
        events
    }

    /// Whose name stands here: the longest that fits; of several people of that name, in the order in which they were named.
    fn at(&self, words: &str) -> Option<usize> {
        let fits = |name: &str| {
            words.strip_prefix(name).is_some_and(|rest| !rest.chars().next().is_some_and(char::is_alphanumeric))
        };
        let longest =
            self.known.iter().map(|(_, name)| *name).filter(|name| fits(name)).max_by_key(|name| name.len())?;
        let mut of_that_name =
            self.known.iter().enumerate().filter(|(_, (_, name))| *name == longest).map(|(place, _)| place);
        let last = of_that_name.clone().next_back();
        of_that_name.find(|place| !self.found.contains(place)).or(last)
    }
}

fn text(words: &str) -> Event<'static> {
    Event::Text(words.to_owned().into())
}

/// Who is named in a tree, in order.
pub(super) fn named_in(nodes: &[RichNode]) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for node in nodes {
        match node {
            RichNode::Mention { user_id, name } => {
                mentions.push(Mention { user_id: user_id.clone(), name: name.clone() });
            }
            RichNode::Element { children, .. } => mentions.extend(named_in(children)),
            RichNode::Link { .. } | RichNode::MessageLink { .. } | RichNode::Text { .. } | RichNode::Break => {}
        }
    }
    mentions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(user: &str, name: &str) -> Mention {
        Mention { user_id: format!("@{user}:a.example"), name: name.to_owned() }
    }

    /// The words with `<user|name>` in the place of links, and who was found.
    fn linked(words: &str, mentions: &[Mention]) -> (String, Vec<String>) {
        let mut named = Named::new(mentions);
        let mut out = String::new();
        for event in named.link(words.into()) {
            match event {
                Event::Text(text) => out.push_str(&text),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let user = dest_url.strip_prefix("https://matrix.to/#/@").expect("a person");
                    out.push_str(&format!("<{}|", user.strip_suffix(":a.example").expect("whole")));
                }
                Event::End(_) => out.push('>'),
                other => panic!("{other:?}"),
            }
        }
        (out, named.people().iter().map(|user| user.localpart().to_owned()).collect())
    }

    #[test]
    fn a_name_behind_the_sign_becomes_a_link() {
        let anna = [mention("anna", "Anna KOVALENKO")];
        let (words, people) = linked("Hello @Anna KOVALENKO, and (@Anna KOVALENKO)!", &anna);
        assert_eq!(words, "Hello <anna|Anna KOVALENKO>, and (<anna|Anna KOVALENKO>)!");
        assert_eq!(people, ["anna"]);
    }

    #[test]
    fn what_is_no_name_stays() {
        let anna = [mention("anna", "Anna"), mention("nobody", ""), Mention { user_id: "x".into(), name: "Bo".into() }];
        for words in ["anna", "mail@Anna", "@Annabel", "@ Anna", "@", "@Bo", ""] {
            assert_eq!(linked(words, &anna), (words.to_owned(), Vec::new()), "{words}");
        }
    }

    #[test]
    fn the_longest_name_counts_and_people_of_one_name_in_their_order() {
        let people = [mention("a", "Anna"), mention("b", "Anna MARIA"), mention("c", "Anna")];
        let (words, found) = linked("@Anna MARIA @Anna @Anna @Anna", &people);
        assert_eq!(words, "<b|Anna MARIA> <a|Anna> <c|Anna> <c|Anna>");
        assert_eq!(found, ["a", "b", "c"]);
    }
}
