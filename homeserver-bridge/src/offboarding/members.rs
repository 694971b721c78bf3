//! Which members of a room count when an administrator is looked for: people of the administration whose account is in
//! use.

use std::collections::HashSet;

use serde_json::Value;

use crate::app::App;
use crate::config::HomeserverRole;
use crate::database::DbError;

/// How many accounts are looked up at once.
const BATCH: usize = 500;

/// Those who count, of a room's member events.
pub(crate) async fn who_count(app: &App, events: &[Value]) -> Result<HashSet<String>, DbError> {
    let joined = events.iter().filter(|event| event["content"]["membership"] == "join");
    let internal: Vec<String> = joined
        .filter_map(|event| event["state_key"].as_str())
        .filter(|user| is_internal(app, user))
        .map(str::to_owned)
        .collect();
    app.db
        .read(move |tx| {
            let mut found = HashSet::new();
            for batch in internal.chunks(BATCH) {
                let places: Vec<String> = (1..=batch.len()).map(|at| format!("${at}")).collect();
                let sql = format!(
                    "SELECT user_id FROM accounts WHERE state = 'active' AND moved = 0 AND user_id IN ({})",
                    places.join(", ")
                );
                let values: Vec<_> = batch.iter().map(Into::into).collect();
                for row in tx.query(&sql, &values)? {
                    found.insert(row.text(0)?);
                }
            }
            Ok(found)
        })
        .await
}

fn is_internal(app: &App, user_id: &str) -> bool {
    let server = user_id.split_once(':').and_then(|(_, server)| server.parse().ok());
    let table = server.and_then(|server| app.config.homeserver(&server));
    table.is_some_and(|table| table.role == HomeserverRole::Ministry)
}
