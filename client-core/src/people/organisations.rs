//! Which organisation a homeserver belongs to; whoever is on none of these comes from outside.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::bridge::Bridge;
use crate::platform::now_ms;
use crate::text::clean;

const KEEP: Duration = Duration::from_secs(10 * 60);

/// Homeservers and the organisations that they serve, fetched when needed and kept for a while.
#[derive(Debug, Default)]
pub(crate) struct Organisations {
    known: tokio::sync::Mutex<Option<(u64, BTreeMap<String, String>)>>,
}

impl Organisations {
    /// Display names by server name. Empty if they have never been fetched and the bridge does not answer now.
    pub(crate) async fn by_server(&self, bridge: &Bridge, token: &str) -> BTreeMap<String, String> {
        let mut known = self.known.lock().await;
        let now = now_ms();
        if let Some((at, map)) = known.as_ref()
            && now.saturating_sub(*at) < u64::try_from(KEEP.as_millis()).unwrap_or(u64::MAX)
        {
            return map.clone();
        }
        let Ok(answer) = bridge.organisations(token).await else {
            return known.as_ref().map(|(_, map)| map.clone()).unwrap_or_default();
        };
        let mut map: BTreeMap<String, String> = BTreeMap::new();
        for node in answer.organisations {
            let name = clean(&node.organisation);
            map.entry(node.server_name.to_string())
                .and_modify(|names| *names = format!("{names}, {name}"))
                .or_insert(name);
        }
        *known = Some((now, map.clone()));
        map
    }
}
