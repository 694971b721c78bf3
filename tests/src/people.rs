//! People who use Depesha through `client-core`, as the window does.

use std::path::Path;

use anyhow::{Context, Result};
use client_core::view::{
    BodyView, DiscoveryView, Draft, ItemContent, MembershipView, MessageView, OwnNameView, RoomSummary, SessionView,
    TimelineItemView, TrustView,
};
use client_core::{Config, Messenger, StoreKey};
use futures_util::StreamExt;
use stack::{Homeserver, PersonSample};

use crate::faults::proxy::Proxy;
use crate::mirror::Mirror;
use crate::system::System;
use crate::until::until;

/// The password of everybody in the tests.
pub const PASSWORD: &str = "a long sentence nobody guesses";

/// A person at a device.
pub struct Person {
    /// The device.
    pub messenger: Messenger,
    /// Who is signed in.
    pub session: SessionView,
    /// The person in the register.
    pub sample: PersonSample,
    key: StoreKey,
    folder: String,
    rooms: Mirror<RoomSummary>,
}

impl Person {
    /// Signs up somebody of the sample.
    ///
    /// # Errors
    /// If any step fails.
    pub async fn sign_up(system: &System, ministry: Homeserver, index: usize) -> Result<Self> {
        let sample = system.sample(ministry, index)?;
        Self::sign_up_as(system, ministry, sample).await
    }

    /// Signs up somebody with the work email, the mailed code and a password.
    ///
    /// # Errors
    /// If any step fails.
    pub async fn sign_up_as(system: &System, ministry: Homeserver, sample: PersonSample) -> Result<Self> {
        Self::sign_up_in(system, ministry, sample, None).await
    }

    /// Signs up somebody of the sample whose device reaches the servers only through a proxy before them.
    ///
    /// # Errors
    /// If any step fails.
    pub async fn sign_up_behind(system: &System, proxy: &Proxy, ministry: Homeserver, index: usize) -> Result<Self> {
        Self::sign_up_in(system, ministry, system.sample(ministry, index)?, Some(proxy)).await
    }

    async fn sign_up_in(
        system: &System,
        ministry: Homeserver,
        sample: PersonSample,
        behind: Option<&Proxy>,
    ) -> Result<Self> {
        let ours = |found: &DiscoveryView| found.organisation == ministry.organisation;
        Self::sign_up_with(system, sample, ours, None, behind).await
    }

    /// Signs up somebody from outside who was invited by mail, with the name that they give themselves.
    ///
    /// # Errors
    /// If any step fails.
    pub async fn sign_up_from_outside(
        system: &System,
        sample: PersonSample,
        given: &str,
        family: &str,
    ) -> Result<Self> {
        let name = OwnNameView { given: given.to_owned(), family: family.to_owned() };
        Self::sign_up_with(system, sample, |found| found.external, Some(name), None).await
    }

    async fn sign_up_with(
        system: &System,
        sample: PersonSample,
        is_right: impl Fn(&DiscoveryView) -> bool,
        name: Option<OwnNameView>,
        behind: Option<&Proxy>,
    ) -> Result<Self> {
        let folder = sample.person_id.clone();
        let (messenger, key) = device(system, &folder, None, behind)?;
        messenger.start().await?;
        let found = messenger.discover(&sample.email).await?;
        anyhow::ensure!(is_right(&found), "the address leads to the wrong place: {found:?}");
        messenger.signup(&sample.email).await?;
        let code = system.mailed_code(&sample.email).await?;
        let confirmed = messenger.signup_confirm(&sample.email, &code, PASSWORD, name).await;
        let session = confirmed.context("confirming the code")?;
        let rooms = Mirror::follow(messenger.rooms()?);
        Ok(Self { messenger, session, sample, key, folder, rooms })
    }

    /// Signs in somebody who has an account with [`PASSWORD`].
    ///
    /// # Errors
    /// If signing in fails.
    pub async fn sign_in(system: &System, sample: PersonSample) -> Result<Self> {
        let folder = sample.person_id.clone();
        Self::sign_in_at(system, sample, folder, None).await
    }

    async fn sign_in_at(system: &System, sample: PersonSample, folder: String, behind: Option<&Proxy>) -> Result<Self> {
        let (messenger, key) = device(system, &folder, None, behind)?;
        messenger.start().await?;
        let session = messenger.sign_in(&sample.email, PASSWORD).await?;
        let rooms = Mirror::follow(messenger.rooms()?);
        Ok(Self { messenger, session, sample, key, folder, rooms })
    }

    /// A device that nobody has signed in to.
    ///
    /// # Errors
    /// If the system's TLS cannot be used.
    pub fn stranger(system: &System, folder: &str) -> Result<Messenger> {
        Ok(device(system, folder, None, None)?.0)
    }

    /// The same person at another device.
    ///
    /// # Errors
    /// If signing in fails.
    pub async fn another_device(&self, system: &System, name: &str) -> Result<Self> {
        Self::sign_in_at(system, self.sample.clone(), format!("{}-{name}", self.folder), None).await
    }

    /// The same person at another device that reaches the servers only through a proxy before them.
    ///
    /// # Errors
    /// If signing in fails.
    pub async fn another_device_behind(&self, system: &System, proxy: &Proxy, name: &str) -> Result<Self> {
        Self::sign_in_at(system, self.sample.clone(), format!("{}-{name}", self.folder), Some(proxy)).await
    }

    /// Ends the program and starts it again on the same data.
    ///
    /// # Errors
    /// If nobody is signed in afterwards.
    pub async fn restart(self, system: &System) -> Result<Self> {
        self.restart_after(system, async |_, _| Ok(())).await
    }

    /// The same, with something that happens to the data while the program does not run: it gets the folder and the key of
    /// the stores.
    ///
    /// # Errors
    /// If that fails, or nobody is signed in afterwards.
    pub async fn restart_after(
        self,
        system: &System,
        meanwhile: impl AsyncFnOnce(&Path, &StoreKey) -> Result<()>,
    ) -> Result<Self> {
        let Self { messenger, session, sample, key, folder, rooms } = self;
        drop(rooms);
        messenger.close().await;
        drop(messenger);
        meanwhile(&system.client_folder(&folder), &key).await?;
        let (messenger, key) = device(system, &folder, Some(key), None)?;
        let start = messenger.start().await?;
        anyhow::ensure!(
            matches!(start, client_core::view::StartView::SignedIn { .. }),
            "nobody is signed in after a restart: {start:?}"
        );
        let rooms = Mirror::follow(messenger.rooms()?);
        Ok(Self { messenger, session, sample, key, folder, rooms })
    }

    /// The key of the device's stores.
    pub fn store_key(&self) -> &StoreKey {
        &self.key
    }

    /// The list of conversations.
    pub fn rooms(&self) -> Vec<RoomSummary> {
        self.rooms.now()
    }

    /// Waits for a row of the list of conversations.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn room_where(&self, what: &str, fits: impl Fn(&RoomSummary) -> bool) -> Result<RoomSummary> {
        until(what, || async { Ok(self.rooms().into_iter().find(|room| fits(room))) })
            .await
            .with_context(|| format!("the list is {:#?}", self.rooms()))
    }

    /// Accepts the invitation to a room as soon as it is there.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn accept(&self, room_id: &str) -> Result<()> {
        self.room_where("an invitation", |room| room.id == room_id && room.membership == MembershipView::Invited)
            .await?;
        self.messenger.accept_invite(room_id).await?;
        self.room_where("the room after joining", |room| {
            room.id == room_id && room.membership == MembershipView::Joined
        })
        .await?;
        Ok(())
    }

    /// Opens a conversation.
    ///
    /// # Errors
    /// If there is none.
    pub async fn open(&self, room_id: &str) -> Result<Conversation<'_>> {
        let items = Mirror::follow(self.messenger.open_timeline(room_id).await?);
        Ok(Conversation { person: self, room_id: room_id.to_owned(), items })
    }

    /// Waits until the account's trust is in a state.
    ///
    /// # Errors
    /// If it does not get there.
    pub async fn trust_is(&self, wanted: TrustView) -> Result<()> {
        let mut states = Box::pin(self.messenger.trust()?);
        let mut seen = Vec::new();
        let wait = async {
            while let Some(state) = states.next().await {
                seen.push(state);
                if state == wanted {
                    return Ok(());
                }
            }
            anyhow::bail!("the stream of trust ended")
        };
        let outcome = tokio::time::timeout(crate::until::PATIENCE, wait).await;
        outcome.with_context(|| format!("waited for {wanted:?}, saw {seen:?}"))?
    }
}

fn device(
    system: &System,
    folder: &str,
    key: Option<StoreKey>,
    behind: Option<&Proxy>,
) -> Result<(Messenger, StoreKey)> {
    let bridge = &system.status().bridge.base_url;
    let bridge = behind.map_or(Ok(bridge.as_str()), |proxy| proxy.in_front_of(bridge))?;
    let store_key = match key {
        Some(key) => key,
        None => StoreKey::random()?,
    };
    let config = Config {
        data_dir: system.client_folder(folder),
        bridge_url: bridge.parse()?,
        device_name: "Office computer".to_owned(),
        store_key: store_key.clone(),
    };
    Ok((Messenger::new(config)?, store_key))
}

/// A conversation on somebody's screen.
pub struct Conversation<'a> {
    person: &'a Person,
    room_id: String,
    items: Mirror<TimelineItemView>,
}

/// A message and the id of its item.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The item's id.
    pub item: String,
    /// The message.
    pub message: MessageView,
}

impl Shown {
    /// The words of the message; empty if it is something else.
    pub fn words(&self) -> &str {
        match &self.message.body {
            BodyView::Text(words) => &words.plain,
            _ => "",
        }
    }
}

impl Conversation<'_> {
    /// The room.
    pub fn room_id(&self) -> &str {
        &self.room_id
    }

    /// All items now.
    pub fn items(&self) -> Vec<TimelineItemView> {
        self.items.now()
    }

    /// Loads older messages until the beginning of the conversation.
    ///
    /// # Errors
    /// If they cannot be had.
    pub async fn whole(&self) -> Result<()> {
        while !self.person.messenger.paginate_back(&self.room_id).await? {}
        Ok(())
    }

    /// All messages now.
    pub fn messages(&self) -> Vec<Shown> {
        let message = |item: TimelineItemView| match item.content {
            ItemContent::Message(message) => Some(Shown { item: item.id, message: *message }),
            _ => None,
        };
        self.items().into_iter().filter_map(message).collect()
    }

    /// Writes.
    ///
    /// # Errors
    /// If the core refuses.
    pub async fn write(&self, markdown: &str) -> Result<()> {
        self.write_draft(&Draft { markdown: markdown.to_owned(), reply_to: None, mentions: Vec::new() }).await
    }

    /// Writes an answer or anything else that a draft can be.
    ///
    /// # Errors
    /// If the core refuses.
    pub async fn write_draft(&self, draft: &Draft) -> Result<()> {
        Ok(self.person.messenger.send(&self.room_id, draft).await?)
    }

    /// Waits for a message.
    ///
    /// # Errors
    /// If it does not come; then with everything that is shown.
    pub async fn message_where(&self, what: &str, fits: impl Fn(&Shown) -> bool) -> Result<Shown> {
        until(what, || async { Ok(self.messages().into_iter().find(|shown| fits(shown))) })
            .await
            .with_context(|| format!("{} sees {:#?}", self.person.session.name, self.items()))
    }

    /// Waits for a message with these words.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn message(&self, words: &str) -> Result<Shown> {
        self.message_where(&format!("the message {words:?}"), |shown| shown.words() == words).await
    }
}
