//! What this client can say of itself to who looks for a fault: states, numbers and sizes. Never a name, an address, an id, a
//! key or a word of a message; what it cannot count without them it leaves out.

use matrix_sdk::Client;
use matrix_sdk::send_queue::LocalEchoContent;

use super::Active;
use crate::devices::trust_now;
use crate::messenger::Messenger;
use crate::platform::sizes;
use crate::view::FactView;

impl Messenger {
    /// The facts, in the order in which they are read.
    pub async fn diagnostics(&self) -> Vec<FactView> {
        let mut facts = Facts::default();
        match self.active() {
            Err(_) if self.is_over() => facts.add("session", "ended by the service, data removed"),
            Err(_) => facts.add("session", "nobody is signed in"),
            Ok(active) => {
                facts.add("session", "signed in");
                self.about_session(&active, &mut facts).await;
            }
        }
        facts.0
    }

    async fn about_session(&self, active: &Active, facts: &mut Facts) {
        let client = &active.client;
        let connection = active.connection.borrow().clone();
        facts.add("connection", &format!("{connection:?}"));
        facts.add("operating mode", &format!("{:?}", active.mode.borrow().mode));
        facts.add("trust", &format!("{:?}", trust_now(client, connection).await));
        about_keys(client, facts).await;
        let joined = client.joined_rooms();
        let encrypted = joined.iter().filter(|room| room.encryption_state().is_encrypted()).count();
        facts.add("conversations, joined", &joined.len().to_string());
        facts.add("conversations, invited", &client.invited_rooms().len().to_string());
        facts.add("conversations, encrypted", &encrypted.to_string());
        about_queue(client, facts).await;
        let scanner = active.scanner.trust().await;
        let known = if scanner.fingerprint.is_some() { "known" } else { "not known yet" };
        facts.add("scanner", known);
        facts.add("other scanners refused", if scanner.refused.is_some() { "yes" } else { "no" });
        for (name, bytes) in sizes(self.inner.config.data_dir.join(&active.store)).await {
            facts.add(&format!("kept, {name}"), &format!("{} KiB", bytes.div_ceil(1024)));
        }
    }
}

async fn about_keys(client: &Client, facts: &mut Facts) {
    let encryption = client.encryption();
    facts.add("this device", &format!("{:?}", encryption.verification_state().get()));
    let keys = encryption.cross_signing_status().await;
    facts.add("identity keys here", if keys.is_some_and(|keys| keys.is_complete()) { "all" } else { "not all" });
    facts.add("recovery", &format!("{:?}", encryption.recovery().state()));
    facts.add("message key backup", &format!("{:?}", encryption.backups().state()));
    if let Some(own) = client.user_id()
        && let Ok(devices) = encryption.get_user_devices(own).await
    {
        let confirmed = devices.devices().filter(|device| device.is_cross_signed_by_owner()).count();
        facts.add("own devices with keys", &format!("{} ({confirmed} confirmed)", devices.devices().count()));
    }
}

async fn about_queue(client: &Client, facts: &mut Facts) {
    let Ok(queues) = client.send_queue().local_echoes().await else { return };
    let waiting: Vec<_> = queues.into_values().flatten().collect();
    let refused = |content: &LocalEchoContent| matches!(content, LocalEchoContent::Event { send_error: Some(_), .. });
    let stopped = waiting.iter().filter(|echo| refused(&echo.content)).count();
    facts.add("messages waiting to be sent", &format!("{} ({stopped} refused)", waiting.len()));
}

#[derive(Default)]
struct Facts(Vec<FactView>);

impl Facts {
    fn add(&mut self, name: &str, value: &str) {
        self.0.push(FactView { name: name.to_owned(), value: value.to_owned() });
    }
}
