//! The tree of organisations, fetched when needed and kept for a while; and which organisation a homeserver belongs to:
//! whoever is on none of these comes from outside.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bridge_api::people::OrganisationNode;

use crate::Result;
use crate::bridge::Bridge;
use crate::platform::now_ms;
use crate::text::clean;

const KEEP: Duration = Duration::from_secs(10 * 60);

type Tree = Arc<Vec<OrganisationNode>>;

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
            Ok(answer) => Ok(known.insert((now, Arc::new(answer.organisations))).1.clone()),
            Err(problem) => known.as_ref().map(|(_, tree)| tree.clone()).ok_or(problem),
        }
    }

    /// Display names by server name. Empty if they have never been fetched and the bridge does not answer now.
    pub(crate) async fn by_server(&self, bridge: &Bridge, token: &str) -> BTreeMap<String, String> {
        let mut map: BTreeMap<String, String> = BTreeMap::new();
        for node in self.tree(bridge, token).await.unwrap_or_default().iter() {
            let name = clean(&node.organisation);
            map.entry(node.server_name.to_string())
                .and_modify(|names| *names = format!("{names}, {name}"))
                .or_insert(name);
        }
        map
    }
}
