//! Ids that a homeserver knows and our table does not: of its administrators, of people from before, made by hand. No
//! joiner may get one of them, since creating an account that is there would hand it over.
//!
//! Where few accounts are to be made, the homeserver is asked about each id. Where many are, it is asked for its list
//! once in a while, so that an account costs one request.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bridge_api::ServerName;

use crate::app::App;
use crate::database::{DbError, Tx};

/// How long a list is believed. An account that is made by hand meanwhile shows when the homeserver says that the id was
/// known.
const BELIEVED_MS: i64 = 10 * 60_000;

/// The lists of this process.
#[derive(Default)]
pub struct ForeignIds(Mutex<HashMap<ServerName, List>>);

#[derive(Clone)]
struct List {
    ids: HashSet<String>,
    read_at_ms: i64,
}

impl ForeignIds {
    /// The ids of a homeserver that are not ours; asks it if the list is old.
    pub(super) async fn of(&self, app: &App, server: &ServerName) -> anyhow::Result<HashSet<String>> {
        let now = app.clock.now_ms();
        let known = self.lock().get(server).filter(|list| now - list.read_at_ms < BELIEVED_MS).cloned();
        if let Some(list) = known {
            return Ok(list.ids);
        }
        let Some(homeserver) = app.homeserver(server) else {
            anyhow::bail!("a homeserver is no longer in the configuration");
        };
        let (mut ids, mut from) = (HashSet::new(), None);
        loop {
            let page = homeserver.user_ids(from.as_deref()).await?;
            let listed = page.ids;
            ids.extend(app.db.read(move |tx| not_ours(tx, listed)).await?);
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        self.lock().insert(server.clone(), List { ids: ids.clone(), read_at_ms: now });
        Ok(ids)
    }

    /// An id turned out to be another's.
    pub(super) fn add(&self, server: &ServerName, user_id: String) {
        if let Some(list) = self.lock().get_mut(server) {
            list.ids.insert(user_id);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ServerName, List>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_ours(tx: &Tx<'_>, ids: Vec<String>) -> Result<Vec<String>, DbError> {
    let mut foreign = Vec::new();
    for id in ids {
        if tx.query_one("SELECT 1 FROM accounts WHERE user_id = $1", &[id.as_str().into()])?.is_none() {
            foreign.push(id);
        }
    }
    Ok(foreign)
}
