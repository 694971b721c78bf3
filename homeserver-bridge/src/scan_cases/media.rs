//! Brings homeservers to what was decided about a file: keep it back, give it out, delete it. Decided again each time
//! from what the database says, so that it stands being done twice, late, or out of order.

use anyhow::Context;
use bridge_api::Mxc;
use serde_json::json;

use super::history::own_act;
use crate::app::App;
use crate::clock::random_token;
use crate::database::{DbError, Tx};
use crate::queue;
use crate::{people, scan_outbreaks};

/// Kind of the job that does it.
pub const MEDIA_JOB: &str = "scan_media";

/// What homeservers are to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Nothing,
    KeepBack,
    GiveOut,
    Delete,
}

/// What is known of a file.
struct File {
    mxc: Mxc,
    uploader: String,
    signature: String,
    wish: Wish,
}

/// Has a file looked after soon: its uploader asked for, and homeservers told what is due.
///
/// # Errors
/// If the database refuses it.
pub(crate) fn look_after(tx: &Tx<'_>, file_id: &str, due_at_ms: i64) -> Result<(), DbError> {
    // An id of its own: the job that runs now may have read what is no longer so.
    let id = format!("{MEDIA_JOB}-{}", random_token());
    queue::add(tx, &id, MEDIA_JOB, &json!({"file": file_id}), due_at_ms)
}

/// Adds jobs for files whose time has come, or whose job was given up.
///
/// # Errors
/// If the database fails.
pub async fn wake_media(app: &App, now_ms: i64) -> Result<(), DbError> {
    // Every file is looked at: nobody who writes has to wait for it.
    let due = app.db.read(move |tx| due(tx, now_ms)).await?;
    if due.is_empty() {
        return Ok(());
    }
    app.db
        .write(move |tx| {
            due.iter().try_for_each(|id| {
                queue::add(tx, &format!("{MEDIA_JOB}-due-{id}"), MEDIA_JOB, &json!({"file": id}), now_ms)
            })
        })
        .await
}

fn due(tx: &Tx<'_>, now_ms: i64) -> Result<Vec<String>, DbError> {
    let due = tx.query(
        "SELECT id FROM scan_files WHERE quarantine <> 'deleted' AND (
             (quarantine_from_ms <= $1 AND quarantine <> 'quarantined')
             OR (quarantine = 'quarantined' AND (quarantine_from_ms IS NULL OR quarantine_from_ms > $1))
             OR delete_from_ms <= $1) LIMIT 1000",
        &[now_ms.into()],
    )?;
    due.iter().map(|row| row.text(0)).collect()
}

fn wish(quarantine: &str, from_ms: Option<i64>, delete_ms: Option<i64>, now_ms: i64) -> Wish {
    let kept_back = from_ms.is_some_and(|from| from <= now_ms);
    match quarantine {
        "deleted" => Wish::Nothing,
        _ if delete_ms.is_some_and(|at| at <= now_ms) => Wish::Delete,
        "quarantined" if !kept_back => Wish::GiveOut,
        "quarantined" => Wish::Nothing,
        _ if kept_back => Wish::KeepBack,
        _ => Wish::Nothing,
    }
}

fn read(tx: &Tx<'_>, id: &str, now_ms: i64) -> Result<Option<File>, DbError> {
    let sql = "SELECT mxc, uploader, signature, quarantine, quarantine_from_ms, delete_from_ms FROM scan_files
         WHERE id = $1";
    let Some(row) = tx.query_one(sql, &[id.into()])? else { return Ok(None) };
    let mxc = row.text(0)?;
    let mut wish = wish(&row.text(3)?, row.int_opt(4)?, row.int_opt(5)?, now_ms);
    if wish == Wish::GiveOut {
        // The same media with another key may have to stay back.
        let other = tx.query_one(
            "SELECT id FROM scan_files WHERE mxc = $1 AND id <> $2 AND quarantine_from_ms <= $3",
            &[mxc.as_str().into(), id.into(), now_ms.into()],
        )?;
        if other.is_some() {
            wish = Wish::Nothing;
        }
    }
    let mxc = mxc.parse().map_err(|_| DbError::Stored("mxc"))?;
    Ok(Some(File { mxc, uploader: row.text(1)?, signature: row.text(2)?, wish }))
}

/// Does what is due for a file.
///
/// # Errors
/// If the database or a homeserver fails; it is to be done again then.
pub async fn settle_media(app: &App, id: &str) -> anyhow::Result<()> {
    let (key, now) = (id.to_owned(), app.clock.now_ms());
    let file = app.db.read(move |tx| read(tx, &key, now)).await?;
    let Some(file) = file else { return Ok(()) };
    let told = tell(app, &file).await;
    if told.is_ok() {
        let (key, wish) = (id.to_owned(), file.wish);
        app.db.write(move |tx| written(tx, &key, wish, now)).await?;
    }
    name_uploader(app, id, file).await?;
    told
}

/// Tells every homeserver of ours: others than the media's own may have copies.
async fn tell(app: &App, file: &File) -> anyhow::Result<()> {
    if file.wish == Wish::Nothing {
        return Ok(());
    }
    let mut failed = None;
    for homeserver in &app.config.homeservers {
        let name = &homeserver.server_name;
        let port = app.homeserver(name).context("a homeserver without a port")?;
        let told = match file.wish {
            Wish::KeepBack => port.quarantine(&file.mxc).await,
            Wish::GiveOut => port.lift_quarantine(&file.mxc).await,
            Wish::Delete if name == file.mxc.server() => port.delete_media(&file.mxc).await,
            // Copies can only be kept back.
            Wish::Delete => port.quarantine(&file.mxc).await,
            Wish::Nothing => Ok(()),
        };
        if let Err(error) = told {
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), |error| Err(error.into()))
}

fn written(tx: &Tx<'_>, id: &str, wish: Wish, now_ms: i64) -> Result<(), DbError> {
    let (state, act) = match wish {
        Wish::Nothing => return Ok(()),
        Wish::KeepBack => ("quarantined", "kept_back"),
        Wish::GiveOut => ("lifted", "given_out"),
        Wish::Delete => ("deleted", "deleted"),
    };
    let sql = "UPDATE scan_files SET quarantine = $2 WHERE id = $1 AND quarantine <> $2";
    if tx.execute(sql, &[id.into(), state.into()])? > 0 {
        own_act(tx, id, act, "", now_ms)?;
        crate::scan_rules::changed(tx)?;
    }
    Ok(())
}

/// Asks the media's homeserver once who uploaded it: several senders of the same find are an outbreak.
async fn name_uploader(app: &App, id: &str, file: File) -> anyhow::Result<()> {
    if !file.uploader.is_empty() || file.signature.is_empty() {
        return Ok(());
    }
    let Some(homeserver) = app.homeserver(file.mxc.server()) else { return Ok(()) };
    let Some(uploader) = homeserver.uploader(&file.mxc).await? else { return Ok(()) };
    let (id, now, config) = (id.to_owned(), app.clock.now_ms(), app.config.cases.clone());
    app.db
        .write(move |tx| {
            let organisation = people::named(tx, &uploader)?.map(|named| named.organisation).unwrap_or_default();
            tx.execute(
                "UPDATE scan_files SET uploader = $2, organisation = $3 WHERE id = $1",
                &[id.into(), uploader.into(), organisation.into()],
            )?;
            scan_outbreaks::look(tx, &config, &file.signature, now).map(drop)
        })
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homeservers_are_told_what_is_due_and_only_once() {
        let table = [
            (("", None, None), Wish::Nothing),
            (("", Some(101), None), Wish::Nothing),
            (("", Some(100), None), Wish::KeepBack),
            (("lifted", Some(100), None), Wish::KeepBack),
            (("quarantined", Some(100), None), Wish::Nothing),
            (("quarantined", Some(101), None), Wish::GiveOut),
            (("quarantined", None, None), Wish::GiveOut),
            (("lifted", None, None), Wish::Nothing),
            (("quarantined", Some(1), Some(100)), Wish::Delete),
            (("quarantined", Some(1), Some(101)), Wish::Nothing),
            (("deleted", None, Some(1)), Wish::Nothing),
        ];
        for ((state, from, delete), expected) in table {
            assert_eq!(wish(state, from, delete, 100), expected, "{state:?} {from:?} {delete:?}");
        }
    }
}
