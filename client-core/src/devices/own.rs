//! A person's own devices: which there are, whether they are trusted, whether the person knows them, and ending them.

use std::collections::BTreeSet;
use std::time::Duration;

use async_stream::stream;
use futures_util::stream::{BoxStream, select_all};
use futures_util::{Stream, StreamExt};
use matrix_sdk::Client;
use matrix_sdk::ruma::OwnedDeviceId;
use tokio::sync::watch;

use crate::Result;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::problem::{from_http, from_sdk, step};
use crate::session::{Active, Asked, ending, watched};
use crate::text::clean;
use crate::view::{ConnectionView, DeviceTrust, OwnDeviceView, ProblemView};

/// Devices that the person has answered for: "this was me".
const ANSWERED: &[u8] = b"org.depesha.devices.answered";
/// How often the homeserver is asked when nothing seems to happen: devices without keys are announced by nobody.
const AGAIN: Duration = Duration::from_secs(10 * 60);

/// What belongs to the devices of a session.
pub(crate) struct OwnDevices {
    changed: watch::Sender<u64>,
    /// What the homeserver wants confirmed before it ends a device or takes a new identity.
    pub(super) asked: Asked,
}

impl Default for OwnDevices {
    fn default() -> Self {
        Self { changed: watch::Sender::new(0), asked: Asked::default() }
    }
}

impl OwnDevices {
    /// Has everybody look again.
    pub(super) fn look_again(&self) {
        self.changed.send_modify(|count| *count += 1);
    }

    /// When to look again.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}

impl Messenger {
    /// The person's devices, this one first, then those seen last: the present list, then every change. Where the
    /// homeserver does not answer, the list comes when it does.
    ///
    /// # Errors
    /// [`ProblemView::SignedOut`].
    pub fn own_devices(&self) -> Result<BoxStream<'static, Vec<OwnDeviceView>>> {
        let active = self.active()?;
        let client = active.client.clone();
        let (changed, connection) = (active.devices.changes(), active.connection.subscribe());
        let devices = stream! {
            client.encryption().wait_for_e2ee_initialization_tasks().await;
            let mut changes = changes(&client, watched(changed).map(drop).boxed(), watched(connection).boxed()).await;
            let mut last = None;
            loop {
                let now = list(&client).await.ok();
                if now.is_some() && now != last {
                    last = now.clone();
                    yield now.unwrap_or_default();
                }
                tokio::select! {
                    more = changes.next() => if more.is_none() { return },
                    () = sleep(AGAIN) => {}
                }
            }
        };
        Ok(devices.boxed())
    }

    /// The person says that a device is theirs. They are not asked about it again; what it may read does not change by that.
    ///
    /// # Errors
    /// If that cannot be kept.
    pub async fn know_device(&self, device_id: &str) -> Result<()> {
        let active = self.active()?;
        let mut answered = answered(&active.client).await;
        answered.insert(device_id.to_owned());
        let bytes = serde_json::to_vec(&answered).map_err(step("known devices"))?;
        let kept = active.client.state_store().set_custom_value_no_read(ANSWERED, bytes).await;
        kept.map_err(step("keeping a known device"))?;
        active.devices.look_again();
        Ok(())
    }

    /// Signs devices of the person out; with none named, all others than this one.
    ///
    /// # Errors
    /// [`ProblemView::PasswordNeeded`] and [`ProblemView::BrowserNeeded`]: the same again with that;
    /// [`ProblemView::WrongPassword`], [`ProblemView::NotFound`] for this device, [`ProblemView::Unreachable`].
    pub async fn sign_out_devices(&self, device_ids: &[String], password: Option<&str>) -> Result<()> {
        let active = self.active()?;
        let mut devices: Vec<OwnedDeviceId> = device_ids.iter().map(|id| OwnedDeviceId::from(id.as_str())).collect();
        if devices.iter().any(|id| Some(&**id) == active.client.device_id()) {
            return Err(ProblemView::NotFound);
        }
        if devices.is_empty() {
            let all = active.client.devices().await.map_err(|error| from_http(&error))?;
            let others = all.devices.into_iter().map(|device| device.device_id);
            devices = others.filter(|id| Some(&**id) != active.client.device_id()).collect();
        }
        if devices.is_empty() {
            return Ok(());
        }
        let act = ending(&active.client, devices);
        active.devices.asked.prove(&active.client, active.front_door.base(), password, act).await?;
        // Until the SDK has asked again it would take them for devices that are still there.
        active.ask_for_own_devices().await;
        active.devices.look_again();
        Ok(())
    }
}

impl Active {
    async fn ask_for_own_devices(&self) {
        if let Some(own) = self.client.user_id()
            && let Err(error) = self.client.encryption().request_user_identity(own).await
        {
            let _ = from_sdk(&error);
        }
    }
}

/// Whatever may change the list.
async fn changes(
    client: &Client,
    told: BoxStream<'static, ()>,
    connection: BoxStream<'static, ConnectionView>,
) -> impl Stream<Item = ()> + Send + Unpin + use<> {
    let encryption = client.encryption();
    let online = connection.filter_map(async |state| (state == ConnectionView::Online).then_some(()));
    let mut all = vec![told, online.boxed(), encryption.verification_state().map(drop).boxed()];
    all.extend(own_changes(client).await);
    select_all(all)
}

/// News of the person's own devices and identity, as far as the SDK can tell.
pub(super) async fn own_changes(client: &Client) -> Vec<BoxStream<'static, ()>> {
    let Some(own) = client.user_id() else { return Vec::new() };
    let (devices, identities) = (own.to_owned(), own.to_owned());
    let mut all = Vec::new();
    if let Ok(updates) = client.encryption().devices_stream().await {
        let ours = updates.map(move |all| all.new.contains_key(&devices) || all.changed.contains_key(&devices));
        all.push(where_true(ours));
    }
    if let Ok(updates) = client.encryption().user_identities_stream().await {
        let ours = updates.map(move |all| all.new.contains_key(&identities) || all.changed.contains_key(&identities));
        all.push(where_true(ours));
    }
    all
}

fn where_true(ours: impl Stream<Item = bool> + Send + 'static) -> BoxStream<'static, ()> {
    ours.filter_map(async |ours| ours.then_some(())).boxed()
}

async fn list(client: &Client) -> Result<Vec<OwnDeviceView>> {
    let own = client.user_id().ok_or(ProblemView::SignedOut)?;
    let told = client.devices().await.map_err(|error| from_http(&error))?;
    let with_keys = client.encryption().get_user_devices(own).await.map_err(|error| from_sdk(&error))?;
    let answered = answered(client).await;
    let trust = |id: &OwnedDeviceId| match with_keys.get(id) {
        None => DeviceTrust::WithoutKeys,
        Some(device) if device.is_cross_signed_by_owner() => DeviceTrust::Confirmed,
        Some(_) => DeviceTrust::NotConfirmed,
    };
    // A device that is not trusted itself cannot vouch for others, and would ask about all of them.
    let sure = client.device_id().is_some_and(|id| trust(&id.to_owned()) == DeviceTrust::Confirmed);
    let mut devices: Vec<OwnDeviceView> = told
        .devices
        .into_iter()
        .map(|device| {
            let name = device.display_name.as_deref().map(clean).filter(|name| !name.is_empty());
            let (trust, this) = (trust(&device.device_id), Some(&*device.device_id) == client.device_id());
            let id = device.device_id.to_string();
            OwnDeviceView {
                name: name.unwrap_or_else(|| clean(&id)),
                last_seen_ms: device.last_seen_ts.map(|at| at.get().into()),
                ask: sure && !this && trust != DeviceTrust::Confirmed && !answered.contains(&id),
                trust,
                this,
                id,
            }
        })
        .collect();
    devices.sort_by_key(|device| (!device.this, std::cmp::Reverse(device.last_seen_ms), device.id.clone()));
    Ok(devices)
}

async fn answered(client: &Client) -> BTreeSet<String> {
    let kept = client.state_store().get_custom_value(ANSWERED).await.ok().flatten();
    kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}
