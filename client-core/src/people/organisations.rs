//! The tree of organisations, fetched when needed and kept for a while; and which organisation a homeserver belongs to:
//! whoever is on none of these comes from outside.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bridge_api::people::OrganisationsResponse;
use matrix_sdk::Client;

use crate::Result;
use crate::bridge::Bridge;
use crate::platform::{now_ms, sleep};
use crate::rooms::Servers;
use crate::text::clean;

const KEEP: Duration = Duration::from_secs(10 * 60);
/// How soon the bridge is asked again when it did not answer.
const AGAIN: Duration = Duration::from_secs(15);

type Tree = Arc<OrganisationsResponse>;

/// The organisations as they were told last.
#[derive(Debug, Default)]
pub(crate) struct Organisations {
    known: tokio::sync::Mutex<Option<(u64, Tree)>>,
}

impl Organisations {
    /// All organisations with their units. An old tree is better than none while the bridge does not answer.
    ///
    /// # Errors
    /// If it has never been fetched and the bridge does not answer.
    pub(super) async fn tree(&self, bridge: &Bridge, token: &str) -> Result<Tree> {
        let mut known = self.known.lock().await;
        let now = now_ms();
        if let Some((at, tree)) = known.as_ref()
            && now.saturating_sub(*at) < u64::try_from(KEEP.as_millis()).unwrap_or(u64::MAX)
        {
            return Ok(tree.clone());
        }
        match bridge.organisations(token).await {
            Ok(answer) => Ok(known.insert((now, Arc::new(answer))).1.clone()),
            Err(problem) => known.as_ref().map(|(_, tree)| tree.clone()).ok_or(problem),
        }
    }

    /// Display names by server name. Empty if they have never been fetched and the bridge does not answer now.
    pub(crate) async fn by_server(&self, bridge: &Bridge, token: &str) -> BTreeMap<String, String> {
        let mut map: BTreeMap<String, String> = BTreeMap::new();
        for node in &self.tree(bridge, token).await.unwrap_or_default().organisations {
            let name = clean(&node.organisation);
            map.entry(node.server_name.to_string())
                .and_modify(|names| *names = format!("{names}, {name}"))
                .or_insert(name);
        }
        map
    }

    /// Which homeservers people are on, inside and outside; none if it has never been told.
    pub(super) async fn servers(&self, bridge: &Bridge, token: &str) -> Result<Servers> {
        let tree = self.tree(bridge, token).await?;
        Ok(Servers {
            inside: tree.organisations.iter().map(|node| node.server_name.to_string()).collect(),
            outside: tree.externals.iter().map(ToString::to_string).collect(),
        })
    }
}

/// Keeps what is known of outside up to date. Runs as long as the session.
pub(crate) async fn follow(
    organisations: Arc<Organisations>,
    bridge: Bridge,
    client: Client,
    outside: Arc<crate::rooms::Outside>,
) {
    loop {
        let token = client.access_token().unwrap_or_default();
        let told = organisations.servers(&bridge, &token).await;
        let pause = if told.is_ok() { KEEP } else { AGAIN };
        if let Ok(servers) = told {
            outside.tell_servers(servers).await;
        }
        sleep(pause).await;
    }
}
