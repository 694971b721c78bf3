//! What is told of a list of conversations that changed.

use client_core::view::{MembershipView, PreviewView, RoomNotifications, RoomPlace};

use super::*;

fn room(id: &str, kind: RoomKind, unread: u32, said: Option<(&str, u64)>) -> RoomSummary {
    RoomSummary {
        id: id.to_owned(),
        name: format!("Room {id}"),
        organisation: String::new(),
        kind,
        encrypted: true,
        membership: MembershipView::Joined,
        unread,
        mentions: 0,
        marked_unread: false,
        notifications: RoomNotifications::All,
        place: RoomPlace::Usual,
        preview: said.map(|(text, at_ms)| PreviewView {
            sender: "Marc DUPONT".to_owned(),
            own: false,
            text: text.to_owned(),
            kind: PreviewKind::Text,
            at_ms,
        }),
        members: 2,
        externals: false,
        announcement: false,
        picture: None,
    }
}

/// What is told when the second list follows the first.
fn told(shows: Shows, before: &[RoomSummary], after: &[RoomSummary]) -> Option<News> {
    let mut known = Known::default();
    assert_eq!(known.look(before, shows), None, "what is there at the start is not new");
    known.look(after, shows)
}

#[test]
fn a_new_message_is_told_as_fully_as_the_person_wants_it() {
    let before = [room("a", RoomKind::Private, 0, Some(("old", 1)))];
    let after = [room("a", RoomKind::Private, 1, Some(("the plan", 2)))];
    let news = |shows| told(shows, &before, &after).expect("news");
    assert_eq!(news(Shows::Nothing), News { room: Some("a".into()), from: None, text: None });
    assert_eq!(
        news(Shows::Sender),
        News { room: Some("a".into()), from: Some("Marc DUPONT · Room a".into()), text: None }
    );
    assert_eq!(news(Shows::Text).text.as_deref(), Some("the plan"));
    let direct = [room("a", RoomKind::Direct, 1, Some(("the plan", 2)))];
    assert_eq!(told(Shows::Sender, &before, &direct).and_then(|news| news.from).as_deref(), Some("Room a"));
}

#[test]
fn an_earlier_or_own_message_is_never_shown_for_a_new_one() {
    let before = [room("a", RoomKind::Private, 0, Some(("old", 1)))];
    let late = [room("a", RoomKind::Private, 1, Some(("old", 1)))];
    assert_eq!(
        told(Shows::Text, &before, &late),
        Some(News { room: Some("a".into()), from: Some("Room a".into()), text: None })
    );
    let mut own = room("a", RoomKind::Private, 1, Some(("mine", 2)));
    if let Some(preview) = own.preview.as_mut() {
        preview.own = true;
    }
    assert_eq!(told(Shows::Text, &before, &[own]).and_then(|news| news.text), None);
}

#[test]
fn several_conversations_at_once_are_told_as_one_without_names() {
    let before = [room("a", RoomKind::Direct, 0, None), room("b", RoomKind::Direct, 0, None)];
    let after = [room("a", RoomKind::Direct, 1, Some(("x", 1))), room("b", RoomKind::Direct, 2, Some(("y", 1)))];
    assert_eq!(told(Shows::Text, &before, &after), Some(News { room: None, from: None, text: None }));
}

#[test]
fn what_is_read_or_silenced_is_no_news() {
    let before = [room("a", RoomKind::Direct, 2, None)];
    assert_eq!(told(Shows::Text, &before, &[room("a", RoomKind::Direct, 1, Some(("x", 1)))]), None);
    let mut silent = room("a", RoomKind::Direct, 3, Some(("x", 1)));
    silent.notifications = RoomNotifications::Muted;
    assert_eq!(told(Shows::Text, &before, &[silent]), None);
}

#[test]
fn a_long_message_is_cut() {
    let before = [room("a", RoomKind::Direct, 0, None)];
    let long = "я".repeat(5000);
    let text =
        told(Shows::Text, &before, &[room("a", RoomKind::Direct, 1, Some((&long, 1)))]).and_then(|news| news.text);
    assert_eq!(text.map(|text| text.chars().count()), Some(LONGEST));
}
