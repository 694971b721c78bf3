//! The part of a desktop environment that shows notifications and the signs in its tray: what a program hands to it on the
//! session's bus is kept, and pressed as a person presses it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use x11rb::protocol::xproto::{ConnectionExt, InputFocus};
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, connection, interface, proxy};

use crate::until::until;

const NOTIFICATIONS: &str = "/org/freedesktop/Notifications";
const TRAY: &str = "/StatusNotifierWatcher";

/// A notification as it is shown (Desktop Notifications Specification 1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    id: u32,
    /// Its first line.
    pub title: String,
    /// What stands below.
    pub body: String,
}

/// The desktop environment of one session bus.
pub struct Desk {
    connection: Connection,
    shown: Arc<Mutex<Vec<Shown>>>,
    signs: Arc<Mutex<Vec<(String, String)>>>,
}

impl Desk {
    /// Takes its place on the session's bus.
    ///
    /// # Errors
    /// If there is no bus, or another desktop environment has the place.
    pub async fn open() -> Result<Self> {
        let (shown, signs) = (Arc::default(), Arc::default());
        let connection = connection::Builder::session()?
            .serve_at(NOTIFICATIONS, Notifications { shown: Arc::clone(&shown) })?
            .serve_at(TRAY, Tray { signs: Arc::clone(&signs) })?
            .name("org.freedesktop.Notifications")?
            .name("org.kde.StatusNotifierWatcher")?
            .build()
            .await
            .context("taking the place of a desktop environment")?;
        Ok(Self { connection, shown, signs })
    }

    /// Takes the keyboard away from all windows, as when the person works with another program.
    ///
    /// # Errors
    /// If there is no display.
    pub fn look_away(&self) -> Result<()> {
        let (display, _) = x11rb::connect(None).context("connecting to the display")?;
        Ok(display.set_input_focus(InputFocus::NONE, x11rb::NONE, x11rb::CURRENT_TIME)?.check()?)
    }

    /// Waits for the next notification; it is taken away.
    ///
    /// # Errors
    /// If none comes.
    pub async fn notification(&self) -> Result<Shown> {
        until("a notification", || async {
            let mut shown = held(&self.shown);
            Ok((!shown.is_empty()).then(|| shown.remove(0)))
        })
        .await
    }

    /// Presses a notification.
    ///
    /// # Errors
    /// If the bus is gone.
    pub async fn press(&self, shown: &Shown) -> Result<()> {
        let (interface, pressed) = ("org.freedesktop.Notifications", (shown.id, "default"));
        Ok(self.connection.emit_signal(None::<&str>, NOTIFICATIONS, interface, "ActionInvoked", &pressed).await?)
    }

    /// Waits until an entry of the menu of the last sign in the tray holds these words, and answers them all.
    ///
    /// # Errors
    /// If there is none.
    pub async fn menu_with(&self, words: &str) -> Result<Vec<String>> {
        until(&format!("{words:?} in the tray"), || async {
            let Some(menu) = self.menu().await? else { return Ok(None) };
            let labels: Vec<String> = entries(&menu).await?.into_iter().map(|(_, label)| label).collect();
            Ok(labels.iter().any(|label| label.contains(words)).then_some(labels))
        })
        .await
    }

    /// Chooses the entry of the menu that holds these words.
    ///
    /// # Errors
    /// If there is none.
    pub async fn choose(&self, words: &str) -> Result<()> {
        let menu = self.menu().await?.context("no sign in the tray")?;
        let found = entries(&menu).await?.into_iter().find(|(_, label)| label.contains(words));
        let (id, _) = found.with_context(|| format!("no {words:?} in the menu"))?;
        Ok(menu.event(id, "clicked", &Value::from(0_i32), 0).await?)
    }

    async fn menu(&self) -> Result<Option<MenuProxy<'_>>> {
        let Some((service, path)) = held(&self.signs).last().cloned() else { return Ok(None) };
        let sign = SignProxy::builder(&self.connection).destination(service.clone())?.path(path)?.build().await?;
        let menu = sign.menu().await?;
        Ok(Some(MenuProxy::builder(&self.connection).destination(service)?.path(menu)?.build().await?))
    }
}

/// The numbers and words of a menu's entries.
async fn entries(menu: &MenuProxy<'_>) -> Result<Vec<(i32, String)>> {
    let (_, (_, _, entries)) = menu.get_layout(0, 1, &[]).await?;
    let mut found = Vec::new();
    for entry in entries {
        let (id, properties, _): Entry = entry.try_into().context("an entry of a menu")?;
        if let Some(label) = properties.get("label") {
            found.push((id, <&str>::try_from(label)?.replace('_', "")));
        }
    }
    Ok(found)
}

fn held<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Notifications {
    shown: Arc<Mutex<Vec<Shown>>>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[allow(clippy::too_many_arguments, reason = "as the specification has it")]
    fn notify(
        &self,
        _program: &str,
        _replaces: u32,
        _icon: &str,
        title: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        static LAST: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let id = LAST.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        held(&self.shown).push(Shown { id, title, body });
        id
    }

    fn close_notification(&self, id: u32) {
        held(&self.shown).retain(|shown| shown.id != id);
    }

    fn get_capabilities(&self) -> Vec<&'static str> {
        vec!["actions", "body"]
    }

    fn get_server_information(&self) -> (&'static str, &'static str, &'static str, &'static str) {
        ("Desk", "Depesha", "1", "1.2")
    }
}

struct Tray {
    signs: Arc<Mutex<Vec<(String, String)>>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Tray {
    /// Programs name their sign by its path alone, or by its service alone.
    fn register_status_notifier_item(&self, sign: String, #[zbus(header)] header: Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let sign = if sign.starts_with('/') { (sender, sign) } else { (sign, "/StatusNotifierItem".to_owned()) };
        held(&self.signs).push(sign);
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        held(&self.signs).iter().map(|(service, path)| format!("{service}{path}")).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

#[proxy(interface = "org.kde.StatusNotifierItem", gen_blocking = false)]
trait Sign {
    #[zbus(property)]
    fn menu(&self) -> zbus::Result<OwnedObjectPath>;
}

/// Its number, its properties, and the entries in it.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

#[proxy(interface = "com.canonical.dbusmenu", gen_blocking = false)]
trait Menu {
    fn get_layout(&self, parent: i32, depth: i32, properties: &[&str]) -> zbus::Result<(u32, Entry)>;
    fn event(&self, id: i32, event: &str, data: &Value<'_>, timestamp: u32) -> zbus::Result<()>;
}
