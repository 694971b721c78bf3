//! The list that a homeserver reads when it starts: written into a file of its configuration, and compared with what the
//! homeserver goes by now.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use bridge_api::ServerName;
use futures_util::future::join_all;

use crate::app::App;

/// How the list of a homeserver stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListStanding {
    /// The homeserver goes by the list as it should be.
    InEffect,
    /// It goes by another one, and has to be restarted. What it does not admit yet, and what it still admits.
    Restart {
        /// To be admitted.
        missing: Vec<ServerName>,
        /// Not to be admitted any more.
        left_over: Vec<ServerName>,
    },
    /// It speaks with every homeserver that there is.
    Unlimited,
    /// It does not answer, or does not tell.
    Unknown,
}

/// The list in the form of Synapse's configuration.
pub fn list_text(admitted: &BTreeSet<ServerName>) -> String {
    format!(
        "# Written by Depesha's bridge from what officers admitted; changes here do not last.\n\
         # The homeserver reads it when it starts.\n{}\n",
        setting(admitted)
    )
}

/// The one line that counts.
fn setting(admitted: &BTreeSet<ServerName>) -> String {
    // JSON is YAML; a list of texts cannot fail to be written.
    format!("federation_domain_whitelist: {}", serde_json::to_string(admitted).unwrap_or_default())
}

/// Asks every homeserver of ours what it goes by, in the order of the configuration.
pub async fn standing(app: &App) -> Vec<(ServerName, ListStanding)> {
    let wanted = app.federation.admitted(true);
    let ask = |server_name: ServerName| {
        let wanted = &wanted;
        async move {
            let Some(homeserver) = app.homeserver(&server_name) else { return (server_name, ListStanding::Unknown) };
            let standing = match homeserver.federation_list().await {
                Ok(Some(now)) => compare(wanted, &now.iter().filter_map(|name| name.parse().ok()).collect()),
                Ok(None) => ListStanding::Unlimited,
                Err(error) => {
                    tracing::info!(%error, "a homeserver does not tell whom it admits");
                    ListStanding::Unknown
                }
            };
            (server_name, standing)
        }
    };
    join_all(app.config.homeservers.iter().map(|homeserver| ask(homeserver.server_name.clone()))).await
}

fn compare(wanted: &BTreeSet<ServerName>, now: &BTreeSet<ServerName>) -> ListStanding {
    if wanted == now {
        return ListStanding::InEffect;
    }
    ListStanding::Restart {
        missing: wanted.difference(now).cloned().collect(),
        left_over: now.difference(wanted).cloned().collect(),
    }
}

/// Writes the files that differ from what they should be.
pub(super) async fn write(app: &App) -> Result<()> {
    let admitted = app.federation.admitted(true);
    let (text, setting) = (list_text(&admitted), setting(&admitted));
    let files = app.config.homeservers.iter().filter_map(|homeserver| homeserver.federation_list_file.clone());
    let files: Vec<_> = files.collect();
    tokio::task::spawn_blocking(move || {
        for file in files {
            if std::fs::read_to_string(&file).is_ok_and(|now| now.lines().any(|line| line == setting)) {
                continue;
            }
            put(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(())
    })
    .await?
}

/// All or nothing: a homeserver that starts meanwhile reads the old list or the new one.
fn put(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    // The homeserver may run as another user of the same group.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o640))?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&str]) -> BTreeSet<ServerName> {
        all.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn a_homeserver_goes_by_the_list_or_has_to_be_restarted() {
        let wanted = names(&["a.test", "b.test:8448"]);
        assert_eq!(compare(&wanted, &wanted), ListStanding::InEffect);
        let told = compare(&wanted, &names(&["a.test", "c.test"]));
        let ListStanding::Restart { missing, left_over } = told else { panic!("{told:?}") };
        assert_eq!((missing[0].as_str(), left_over[0].as_str()), ("b.test:8448", "c.test"));
        assert!(list_text(&wanted).ends_with("federation_domain_whitelist: [\"a.test\",\"b.test:8448\"]\n"));
    }

    #[test]
    fn the_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("federation.yaml");
        put(&path, "one\n").unwrap();
        put(&path, "two\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half written is left");
    }
}
