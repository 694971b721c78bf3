//! Of what a conversation tells: of every message, of mentions, of nothing. The account's push rules say it, so all devices
//! of a person agree.

use matrix_sdk::notification_settings::{NotificationSettings, RoomNotificationMode};
use matrix_sdk::ruma::push::{PredefinedOverrideRuleId, PredefinedUnderrideRuleId, RuleKind};
use matrix_sdk::{Client, Room};
use tokio::sync::broadcast;

use crate::Result;
use crate::messenger::Messenger;
use crate::view::{ProblemView, RoomNotifications};

/// What the account's push rules say of its conversations.
#[derive(Clone)]
pub(crate) struct Notices {
    settings: NotificationSettings,
}

impl Notices {
    /// With the rules that are kept here; they follow the sync.
    pub(crate) async fn open(client: &Client) -> Self {
        Self { settings: client.notification_settings().await }
    }

    /// Tells when the rules are others.
    pub(crate) fn changes(&self) -> broadcast::Receiver<()> {
        self.settings.subscribe_to_changes()
    }

    /// Of what a conversation tells.
    pub(crate) async fn of(&self, room: &Room) -> RoomNotifications {
        match self.settings.get_user_defined_room_notification_mode(room.room_id()).await {
            Some(own) => view(own),
            None => self.usual(room).await,
        }
    }

    /// Of what a conversation tells as long as nobody says something else about it.
    async fn usual(&self, room: &Room) -> RoomNotifications {
        // Before the first sync of an account there are no rules at all, and that silences nothing.
        let known =
            self.settings.is_push_rule_enabled(RuleKind::Underride, PredefinedUnderrideRuleId::Message.as_str()).await;
        if known.is_err() {
            return RoomNotifications::All;
        }
        let (encrypted, pair) = (room.encryption_state().is_encrypted(), room.active_members_count() == 2);
        view(self.settings.get_default_room_notification_mode(encrypted.into(), pair.into()).await)
    }

    async fn set(&self, room: &Room, wanted: RoomNotifications) -> Result<()> {
        let done = if wanted == self.usual(room).await {
            self.settings.delete_user_defined_room_rules(room.room_id()).await
        } else {
            self.settings.set_room_notification_mode(room.room_id(), mode(wanted)).await
        };
        // The SDK does not say why; nearly always there is no connection.
        done.map_err(|_| ProblemView::Unreachable)
    }
}

fn view(mode: RoomNotificationMode) -> RoomNotifications {
    match mode {
        RoomNotificationMode::AllMessages => RoomNotifications::All,
        RoomNotificationMode::MentionsAndKeywordsOnly => RoomNotifications::Mentions,
        RoomNotificationMode::Mute => RoomNotifications::Muted,
    }
}

fn mode(view: RoomNotifications) -> RoomNotificationMode {
    match view {
        RoomNotifications::All => RoomNotificationMode::AllMessages,
        RoomNotifications::Mentions => RoomNotificationMode::MentionsAndKeywordsOnly,
        RoomNotifications::Muted => RoomNotificationMode::Mute,
    }
}

impl Messenger {
    /// Whether the account tells of nothing at all, which other programs can set for it.
    pub async fn is_silenced(&self) -> bool {
        let Ok(active) = self.active() else { return false };
        let rules = active.client.account().push_rules().await.ok();
        rules.is_some_and(|rules| {
            let master = PredefinedOverrideRuleId::Master.as_str();
            rules.get(RuleKind::Override, master).is_some_and(|rule| rule.enabled())
        })
    }

    /// Says of what a conversation tells, on all devices of the person.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::Unreachable`].
    pub async fn set_room_notifications(&self, room_id: &str, wanted: RoomNotifications) -> Result<()> {
        let active = self.active()?;
        active.notices.set(&active.room(room_id)?, wanted).await
    }
}
