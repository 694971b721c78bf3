//! The inside of a client runner: reads orders, does them with a [`Messenger`], several at a time, and says what came.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use client_core::view::{
    BodyView, DeliveryView, Draft, ItemContent, MemberFilter, MessageView, NewRoom, ProblemView, RoomKind,
    TimelineItemView, TrustView,
};
use client_core::{Config, Messenger, StoreKey};
use futures_util::StreamExt;
use serde::Serialize;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::sync::mpsc;

use super::protocol::{Command, Line, Order, ReadMessage, Reading, Said, Standing};
use crate::mirror::Mirror;

/// The most pages that are loaded for a whole room.
const PAGES: usize = 40;
/// How long a question of the moment may take.
const GLANCE: Duration = Duration::from_secs(3);

/// A client and the rooms that it shows.
struct Client {
    messenger: Messenger,
    open: Mutex<HashMap<String, Arc<Mirror<TimelineItemView>>>>,
}

/// Runs until the orders end or one says stop. Arguments: data folder, bridge, key of the stores in hex, name of the device.
///
/// # Errors
/// If the arguments are not these.
pub async fn run(arguments: &[String]) -> Result<()> {
    let [data_dir, bridge, key, device_name] = arguments else {
        anyhow::bail!("usage: client-runner DATA_DIR BRIDGE_URL STORE_KEY DEVICE_NAME");
    };
    let mut bytes = [0; 32];
    hex::decode_to_slice(key, &mut bytes).context("the key of the stores")?;
    let config = Config {
        data_dir: data_dir.into(),
        bridge_url: bridge.parse()?,
        device_name: device_name.clone(),
        store_key: StoreKey::from_bytes(bytes),
    };
    let client = Arc::new(Client { messenger: Messenger::new(config)?, open: Mutex::default() });
    let (lines, mut queue) = mpsc::unbounded_channel::<Line>();
    let writer = tokio::spawn(async move {
        let mut out = tokio::io::stdout();
        while let Some(line) = queue.recv().await {
            let Ok(mut text) = serde_json::to_vec(&line) else { continue };
            text.push(b'\n');
            if out.write_all(&text).await.is_err() || out.flush().await.is_err() {
                return;
            }
        }
    });
    let mut orders = BufReader::new(tokio::io::stdin()).lines();
    while let Some(order) = orders.next_line().await? {
        let order: Order = serde_json::from_str(&order).context("an order that is none")?;
        let _ = lines.send(Line { id: order.id, said: Said::Begun });
        if order.command == Command::Stop {
            client.messenger.close().await;
            let _ = lines.send(Line { id: order.id, said: Said::Done(Value::Null) });
            break;
        }
        let (client, lines) = (client.clone(), lines.clone());
        tokio::spawn(async move {
            let said = match client.obey(order.command).await {
                Ok(value) => Said::Done(value),
                Err(problem) => Said::Problem(problem),
            };
            let _ = lines.send(Line { id: order.id, said });
        });
    }
    drop(lines);
    // Orders that are still under way end with the program.
    let _ = tokio::time::timeout(Duration::from_secs(1), writer).await;
    Ok(())
}

fn value(value: impl Serialize) -> Result<Value, ProblemView> {
    serde_json::to_value(value).map_err(|_| ProblemView::Unexpected { detail: "an answer of the runner".to_owned() })
}

/// The name of a value's variant, as the interface gets it.
fn name_of(view: impl Serialize) -> String {
    let value = serde_json::to_value(view).unwrap_or_default();
    value.as_str().or_else(|| value["state"].as_str()).unwrap_or_default().to_owned()
}

impl Client {
    async fn obey(&self, command: Command) -> Result<Value, ProblemView> {
        let messenger = &self.messenger;
        match command {
            Command::Start => value(messenger.start().await?),
            Command::SignUp { email } => value(messenger.signup(&email).await?),
            Command::Confirm { email, code, password } => {
                value(messenger.signup_confirm(&email, &code, &password, None).await?)
            }
            Command::SignIn { email, password } => value(messenger.sign_in(&email, &password).await?),
            Command::CreateRoom { name, invite } => {
                let new = NewRoom { name, topic: String::new(), kind: RoomKind::Private, invite };
                value(messenger.create_room(&new).await?)
            }
            Command::Invite { room, user } => value(messenger.invite(&room, &user).await?),
            Command::Accept { room } => value(messenger.accept_invite(&room).await?),
            Command::Leave { room } => value(messenger.leave_room(&room).await?),
            Command::Members { room } => {
                let page = messenger.members(&room, MemberFilter::Everybody, "", 0).await?;
                let inside = page.members.into_iter().filter(|member| !member.invited);
                value(inside.map(|member| member.user_id).collect::<Vec<_>>())
            }
            Command::Send { room, text } => {
                value(messenger.send(&room, &Draft { markdown: text, reply_to: None, mentions: Vec::new() }).await?)
            }
            Command::Read { room, whole } => value(self.read(&room, whole).await?),
            Command::LookAway { room, closed } => {
                self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&room);
                if closed {
                    messenger.close_timeline(&room);
                }
                value(())
            }
            Command::SendAgain { room } => {
                for item in self.show(&room).await?.now() {
                    if message_in(&item).is_some_and(|m| matches!(m.delivery, DeliveryView::Failed { .. })) {
                        messenger.retry_send(&room, &item.id).await?;
                    }
                }
                value(())
            }
            Command::Standing => value(self.standing().await?),
            Command::MakeRecoveryKey => value(messenger.create_recovery_key().await?.key),
            Command::Recover { key } => value(messenger.recover(&key).await?),
            Command::SignOut => value(messenger.sign_out().await?),
            Command::Stop => value(()),
        }
    }

    /// The room on the screen; it stays there.
    async fn show(&self, room: &str) -> Result<Arc<Mirror<TimelineItemView>>, ProblemView> {
        let known = self.open.lock().unwrap_or_else(PoisonError::into_inner).get(room).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let shown = Arc::new(Mirror::follow(self.messenger.open_timeline(room).await?));
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(room.to_owned(), shown.clone());
        Ok(shown)
    }

    async fn read(&self, room: &str, whole: bool) -> Result<Reading, ProblemView> {
        let shown = self.show(room).await?;
        let mut reading = Reading::default();
        if whole {
            for _ in 0..PAGES {
                reading.complete = self.messenger.paginate_back(room).await?;
                if reading.complete {
                    break;
                }
            }
        }
        for item in shown.now() {
            let Some(message) = message_in(&item) else { continue };
            match &message.body {
                BodyView::Text(words) => reading.messages.push(ReadMessage {
                    event_id: message.event_id.clone(),
                    text: words.plain.clone(),
                    sender: message.sender_id.clone(),
                    own: message.own,
                    delivery: name_of(&message.delivery),
                    warning: message.warning.map(name_of),
                }),
                BodyView::Undecryptable { why } => {
                    reading.undecryptable.push((message.event_id.clone().unwrap_or_default(), name_of(why)));
                }
                _ => {}
            }
        }
        Ok(reading)
    }

    async fn standing(&self) -> Result<Standing, ProblemView> {
        let late = || ProblemView::Unexpected { detail: "no state within three seconds".to_owned() };
        let first = async {
            // The first word is that nothing is known yet.
            let mut states = self.messenger.trust()?.skip(1);
            let trust =
                tokio::time::timeout(GLANCE / 2, states.next()).await.ok().flatten().unwrap_or(TrustView::Unknown);
            let connection = self.messenger.connection()?.next().await.ok_or_else(late)?;
            Ok(Standing { trust: name_of(trust), connection: name_of(connection) })
        };
        tokio::time::timeout(GLANCE, first).await.map_err(|_| late())?
    }
}

fn message_in(item: &TimelineItemView) -> Option<&MessageView> {
    match &item.content {
        ItemContent::Message(message) => Some(message),
        _ => None,
    }
}
