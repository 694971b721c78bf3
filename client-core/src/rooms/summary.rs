//! A room as a row of the list.

use matrix_sdk::ruma::events::room::message::MessageType;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk::{Room, RoomDisplayName, RoomMemberships, RoomState};
use matrix_sdk_ui::timeline::{LatestEventValue, MsgLikeKind, Profile, RoomExt, TimelineDetails, TimelineItemContent};

use super::notices::Notices;
use super::outside::Outside;
use super::picture::picture_of;
use super::place::place;
use crate::text::{PersonName, clean, person_name};
use crate::timeline::{line_of, one_line};
use crate::view::{MembershipView, PreviewKind, PreviewView, RoomKind, RoomSummary};

/// How many people a room without a name is called after.
const NAMES_IN_A_NAME: usize = 3;

fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The row of a room.
pub(crate) async fn summary(room: &Room, outside: &Outside, notices: &Notices) -> RoomSummary {
    let kind = kind_of(room).await;
    let other = if kind == RoomKind::Direct { other_person(room).await } else { None };
    let externals = externals(room, kind, other.as_ref(), outside).await;
    let (name, organisation) = match other {
        Some((_, person)) => (person.name, person.organisation),
        None => (plain_name(room).await, String::new()),
    };
    RoomSummary {
        id: room.room_id().to_string(),
        name,
        organisation,
        kind,
        encrypted: room.encryption_state().is_encrypted(),
        membership: match room.state() {
            RoomState::Joined => MembershipView::Joined,
            RoomState::Invited | RoomState::Knocked => MembershipView::Invited,
            RoomState::Left | RoomState::Banned => MembershipView::Left,
        },
        unread: count(room.num_unread_messages()),
        // A mention in a message that was deleted before it was read is no mention.
        mentions: count(room.num_unread_mentions().min(room.num_unread_messages())),
        marked_unread: room.is_marked_unread(),
        notifications: notices.of(room).await,
        place: place(room.is_favourite(), room.is_low_priority()),
        preview: preview(room).await,
        members: count(room.active_members_count()),
        externals,
        announcement: kind != RoomKind::Direct && is_announcement(room).await,
        picture: if kind == RoomKind::Direct { None } else { picture_of(room) },
    }
}

/// Whether people from outside read what is said there, as far as it is known. Of a direct conversation with the other person.
pub(super) async fn externals(
    room: &Room,
    kind: RoomKind,
    other: Option<&(OwnedUserId, PersonName)>,
    outside: &Outside,
) -> bool {
    match kind {
        RoomKind::Direct => other.is_some_and(|(user, _)| outside.is_external(user)),
        RoomKind::Private => outside.is_open(room).await,
        RoomKind::Public => false,
    }
}

/// Whether it takes more than being a member to write.
async fn is_announcement(room: &Room) -> bool {
    room.power_levels().await.is_ok_and(|levels| levels.events_default > levels.users_default)
}

/// Direct, public or private.
pub(crate) async fn kind_of(room: &Room) -> RoomKind {
    if room.is_direct().await.unwrap_or(false) {
        RoomKind::Direct
    } else if room.is_public() == Some(true) {
        RoomKind::Public
    } else {
        RoomKind::Private
    }
}

/// The other person of a direct conversation.
pub(super) async fn other_person(room: &Room) -> Option<(OwnedUserId, PersonName)> {
    let own = room.own_user_id();
    let target = room.direct_targets().into_iter().filter_map(|id| id.as_user_id().map(ToOwned::to_owned)).next();
    let target = match target {
        Some(target) if target != own => Some(target),
        _ => room.heroes().await.into_iter().map(|hero| hero.user_id).find(|id| id != own),
    };
    let target = match target {
        Some(target) => target,
        None => {
            let members = room.members_no_sync(RoomMemberships::ACTIVE).await.ok()?;
            members.iter().map(|member| member.user_id().to_owned()).find(|id| id != own)?
        }
    };
    let name = person_in(room, &target).await;
    Some((target, name))
}

/// What somebody is called in a room. Everything that the SDK knows of a member would cost seven looks into the store.
pub(crate) async fn person_in(room: &Room, user: &UserId) -> PersonName {
    let client = room.client();
    if let Ok(Some(profile)) = client.state_store().get_profile(room.room_id(), user).await {
        return person_name(profile.content.displayname.as_deref(), user.as_str());
    }
    let member = room.get_member_no_sync(user).await.ok().flatten();
    person_name(member.as_ref().and_then(|member| member.display_name()), user.as_str())
}

async fn plain_name(room: &Room) -> String {
    let name = match room.cached_display_name() {
        Some(name) => Some(name),
        None => room.display_name().await.ok(),
    };
    let name = match name {
        Some(RoomDisplayName::Calculated(name)) => names_of_others(room).await.unwrap_or(name),
        Some(name) => words_of(name),
        None => String::new(),
    };
    let name = clean(&name);
    if name.is_empty() { room.room_id().to_string() } else { name }
}

/// A room without a name is called after people in it, without their organisations. None if nobody is known.
async fn names_of_others(room: &Room) -> Option<String> {
    let mut others: Vec<OwnedUserId> = room.heroes().await.into_iter().map(|hero| hero.user_id).collect();
    if others.is_empty() {
        let members = room.members_no_sync(RoomMemberships::ACTIVE).await.ok()?;
        others = members.iter().map(|member| member.user_id().to_owned()).collect();
    }
    others.retain(|user| user != room.own_user_id());
    let mut names = Vec::new();
    for user in others.iter().take(NAMES_IN_A_NAME) {
        names.push(person_in(room, user).await.name);
    }
    let more = room.active_members_count() > names.len() as u64 + 1;
    (!names.is_empty()).then(|| names.join(", ") + if more { ", …" } else { "" })
}

/// The SDK's own words for a room without a name would be English everywhere.
fn words_of(name: RoomDisplayName) -> String {
    match name {
        RoomDisplayName::Named(name)
        | RoomDisplayName::Aliased(name)
        | RoomDisplayName::Calculated(name)
        | RoomDisplayName::EmptyWas(name) => name,
        RoomDisplayName::Empty => "…".to_owned(),
    }
}

async fn preview(room: &Room) -> Option<PreviewView> {
    match room.latest_event().await {
        LatestEventValue::None => None,
        LatestEventValue::Remote { timestamp, sender, is_own, profile, content } => {
            from_content(&content, named(&profile, &sender), is_own, timestamp.get().into())
        }
        LatestEventValue::Local { timestamp, sender, profile, content, .. } => {
            from_content(&content, named(&profile, &sender), true, timestamp.get().into())
        }
        LatestEventValue::RemoteInvite { timestamp, inviter, inviter_profile } => {
            let sender = inviter.map(|inviter| named(&inviter_profile, &inviter)).unwrap_or_default();
            Some(PreviewView {
                sender,
                own: false,
                text: String::new(),
                kind: PreviewKind::Invitation,
                at_ms: timestamp.get().into(),
            })
        }
    }
}

/// What a message is in one line.
pub(super) fn preview_kind(message: &MessageType) -> PreviewKind {
    match message {
        MessageType::Image(_) => PreviewKind::Image,
        MessageType::Audio(audio) if audio.voice.is_some() => PreviewKind::Voice,
        MessageType::File(_) | MessageType::Audio(_) | MessageType::Video(_) => PreviewKind::File,
        _ => PreviewKind::Text,
    }
}

fn named(profile: &TimelineDetails<Profile>, user: &UserId) -> String {
    let name = match profile {
        TimelineDetails::Ready(profile) => profile.display_name.as_deref(),
        _ => None,
    };
    person_name(name, user.as_str()).name
}

fn from_content(content: &TimelineItemContent, sender: String, own: bool, at_ms: u64) -> Option<PreviewView> {
    let TimelineItemContent::MsgLike(message) = content else { return None };
    let (kind, text) = match &message.kind {
        MsgLikeKind::Message(message) if matches!(message.msgtype(), MessageType::VerificationRequest(_)) => {
            return None;
        }
        MsgLikeKind::Message(message) => (preview_kind(message.msgtype()), one_line(message.msgtype())),
        MsgLikeKind::Poll(_) => (PreviewKind::Poll, line_of(content)),
        MsgLikeKind::Redacted => (PreviewKind::Deleted, String::new()),
        MsgLikeKind::UnableToDecrypt(_) => (PreviewKind::Undecryptable, String::new()),
        _ => return None,
    };
    Some(PreviewView { sender, own, text, kind, at_ms })
}
