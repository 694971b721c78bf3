//! From an item of the SDK's timeline to the one that the interface sees.

use std::sync::Arc;

use bridge_api::scan::{SignedVerdict, room_pseudonym};
use matrix_sdk::Room;
use matrix_sdk::ruma::OwnedUserId;
use matrix_sdk_ui::timeline::{
    EventSendState, EventTimelineItem, InReplyToDetails, MsgLikeContent, MsgLikeKind, TimelineDetails,
    TimelineEventShieldState, TimelineEventShieldStateCode, TimelineItem, TimelineItemContent, TimelineItemKind,
    VirtualTimelineItem,
};
use serde_json::Value;
use tokio::sync::watch;

use super::body::{body, file_of, line_of, parcel_body};
use super::deletion::deleted;
use super::gateway::verdict_in;
use super::people::Names;
use super::state::room_event;
use super::threads::Marks;
use crate::media::handle_of;
use crate::media::outbox::Parcel;
use crate::media::safety::Safety;
use crate::problem::from_sdk;
use crate::rooms::Outside;
use crate::view::{
    ConnectionView, DeliveryView, ItemContent, MessageView, QuoteView, ReactionView, SessionView, TimelineItemView,
    TrustWarning,
};

/// Prefix of the ids of files on their way.
pub(super) const PARCEL: &str = "parcel-";

/// What is needed to see an item.
pub(super) struct Lens {
    pub(super) own: OwnedUserId,
    /// The room's pseudonym.
    room: String,
    pub(super) session: SessionView,
    pub(super) safety: Arc<Safety>,
    pub(super) connection: watch::Receiver<ConnectionView>,
    pub(super) names: Names,
    pub(super) marks: Marks,
    outside: Arc<Outside>,
}

impl Lens {
    pub(super) fn new(active: &crate::session::Active, room: Room) -> Self {
        Self {
            own: room.own_user_id().to_owned(),
            room: room_pseudonym(room.room_id().as_str()),
            session: active.session.clone(),
            safety: active.safety.clone(),
            connection: active.connection.subscribe(),
            marks: Marks::new(room.clone()),
            names: Names::new(room),
            outside: active.outside.clone(),
        }
    }

    pub(super) async fn view(&self, item: Arc<TimelineItem>) -> TimelineItemView {
        let content = match item.kind() {
            TimelineItemKind::Virtual(VirtualTimelineItem::DateDivider(at)) => {
                ItemContent::Day { at_ms: at.get().into() }
            }
            TimelineItemKind::Virtual(VirtualTimelineItem::ReadMarker) => ItemContent::UnreadLine,
            TimelineItemKind::Virtual(VirtualTimelineItem::TimelineStart) => ItemContent::Start,
            TimelineItemKind::Event(event) => self.event(event).await,
        };
        TimelineItemView { id: item.unique_id().0.clone(), content }
    }

    async fn event(&self, event: &EventTimelineItem) -> ItemContent {
        let at_ms = event.timestamp().get().into();
        let sender = self.names.of(event.sender(), event.sender_profile()).await;
        let TimelineItemContent::MsgLike(message) = event.content() else {
            if let Some(what) = room_event(event.content(), &self.names).await {
                return ItemContent::Event { actor: sender.name, what, at_ms };
            }
            let bare = MsgLikeContent::redacted();
            let mut view = self.message(event, &bare, sender, at_ms).await;
            view.body = crate::view::BodyView::Unsupported;
            return ItemContent::Message(Box::new(view));
        };
        ItemContent::Message(Box::new(self.message(event, message, sender, at_ms).await))
    }

    async fn message(
        &self,
        event: &EventTimelineItem,
        message: &MsgLikeContent,
        sender: crate::text::PersonName,
        at_ms: u64,
    ) -> MessageView {
        let edited = matches!(&message.kind, MsgLikeKind::Message(message) if message.is_edited());
        let mut read_by = Vec::new();
        for user in event.read_receipts().keys().filter(|user| **user != self.own && *user != event.sender()) {
            read_by.push(self.names.look_up(user).await.name);
        }
        let reply_to = match &message.in_reply_to {
            Some(details) => Some(self.quote(details).await),
            None => None,
        };
        MessageView {
            event_id: event.event_id().map(ToString::to_string),
            sender_id: event.sender().to_string(),
            sender: sender.name,
            organisation: sender.organisation,
            external: self.outside.is_external(event.sender()),
            own: event.is_own(),
            at_ms,
            body: match &message.kind {
                MsgLikeKind::Redacted => deleted(event, &self.names).await,
                kind => body(kind, verdict_of(event).as_ref(), &self.safety, &self.room, &self.own),
            },
            edited,
            reply_to,
            reactions: self.reactions(message).await,
            read_by,
            delivery: self.delivery(event),
            warning: warning(event, &message.kind),
            thread: match (event.event_id(), &message.thread_summary) {
                (Some(root), Some(summary)) => self.marks.view(root, summary, &self.names).await,
                _ => None,
            },
        }
    }

    async fn quote(&self, details: &InReplyToDetails) -> QuoteView {
        let mut quote =
            QuoteView { event_id: details.event_id.to_string(), sender: String::new(), text: String::new() };
        if let TimelineDetails::Ready(event) = &details.event {
            quote.sender = self.names.of(&event.sender, &event.sender_profile).await.name;
            quote.text = line_of(&event.content);
        }
        quote
    }

    async fn reactions(&self, message: &MsgLikeContent) -> Vec<ReactionView> {
        let mut reactions = Vec::new();
        for (key, by) in message.reactions.iter() {
            let mut people = Vec::new();
            for user in by.keys() {
                people.push(self.names.look_up(user).await.name);
            }
            let key = crate::text::clean(key);
            reactions.push(ReactionView {
                key: if key.is_empty() { "?".to_owned() } else { key },
                count: u32::try_from(by.len()).unwrap_or(u32::MAX),
                own: by.contains_key(&self.own),
                people,
            });
        }
        reactions.sort_by_key(|reaction| std::cmp::Reverse(reaction.count));
        reactions
    }

    fn delivery(&self, event: &EventTimelineItem) -> DeliveryView {
        match event.send_state() {
            None | Some(EventSendState::Sent { .. }) => DeliveryView::Sent,
            Some(EventSendState::NotSentYet { .. }) => match *self.connection.borrow() {
                ConnectionView::Online => DeliveryView::Sending { progress: None },
                _ => DeliveryView::Waiting,
            },
            Some(EventSendState::SendingFailed { is_recoverable: true, .. }) => DeliveryView::Waiting,
            Some(EventSendState::SendingFailed { error, .. }) => DeliveryView::Failed { problem: from_sdk(error) },
        }
    }

    /// A file on its way, as the item that it will be.
    pub(super) fn parcel(&self, parcel: &Parcel) -> TimelineItemView {
        let message = MessageView {
            event_id: None,
            sender_id: self.own.to_string(),
            sender: self.session.name.clone(),
            organisation: self.session.organisation.clone(),
            external: self.session.external,
            own: true,
            at_ms: parcel.at_ms,
            body: parcel_body(parcel),
            edited: false,
            reply_to: None,
            reactions: Vec::new(),
            read_by: Vec::new(),
            delivery: parcel.delivery.clone(),
            warning: None,
            thread: None,
        };
        TimelineItemView { id: format!("{PARCEL}{}", parcel.id), content: ItemContent::Message(Box::new(message)) }
    }
}

/// The handle of an item's file.
pub(super) fn handle_in(item: &TimelineItem) -> Option<String> {
    let message = item.as_event()?.content().as_message()?;
    handle_of(file_of(message.msgtype())?.source)
}

/// The verdict that came inside the event. Only encrypted events are read: there nobody on the way can put one in, though
/// the signature is what counts.
fn verdict_of(event: &EventTimelineItem) -> Option<SignedVerdict> {
    let message = event.content().as_message()?;
    file_of(message.msgtype())?;
    let json: Value = event.original_json()?.deserialize_as_unchecked().ok()?;
    verdict_in(json.get("content")?)
}

/// A warning only where a person can do something about it. People who have not compared keys are the rule, and state
/// events are never encrypted: neither is worth a warning.
fn warning(event: &EventTimelineItem, kind: &MsgLikeKind) -> Option<TrustWarning> {
    if !matches!(kind, MsgLikeKind::Message(_)) {
        return None;
    }
    let (TimelineEventShieldState::Red { code } | TimelineEventShieldState::Grey { code }) = event.get_shield(false)
    else {
        return None;
    };
    match code {
        TimelineEventShieldStateCode::SentInClear => Some(TrustWarning::SentInClear),
        TimelineEventShieldStateCode::VerificationViolation | TimelineEventShieldStateCode::MismatchedSender => {
            Some(TrustWarning::IdentityChanged)
        }
        _ => None,
    }
}
