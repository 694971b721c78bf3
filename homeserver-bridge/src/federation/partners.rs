//! Homeservers of partners: admitted by two officers, closed by one.

use bridge_api::ServerName;

use crate::app::App;
use crate::approvals::{self, Act};
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::officers::Session;

/// A partner's homeserver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Its name.
    pub server_name: ServerName,
    /// When it was admitted last, milliseconds since the Unix epoch.
    pub opened_at_ms: i64,
    /// Who proposed that.
    pub proposed_by: String,
    /// Who agreed.
    pub agreed_by: String,
    /// When it was closed, and by whom; nothing while it is admitted.
    pub closed: Option<(i64, String)>,
}

/// What came of closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It is not admitted any more.
    Now,
    /// It was not admitted.
    NotOpen,
}

/// Admits a homeserver, which this officer has just agreed to.
///
/// # Errors
/// If the database fails; nothing is changed then.
pub async fn open(app: &App, officer: &Session, server_name: &ServerName) -> Result<(), DbError> {
    let (agreed_by, actor, now) = (officer.name.clone(), officer.actor(), app.clock.now_ms());
    let server_name = server_name.clone();
    app.db
        .write(move |tx| {
            let act = Act::OpenFederation { server_name: server_name.clone() };
            let proposed_by = approvals::proposer(tx, &act)?.unwrap_or_default();
            tx.execute(
                "INSERT INTO partner_servers (server_name, opened_at_ms, proposed_by, agreed_by) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (server_name) DO UPDATE SET opened_at_ms = excluded.opened_at_ms,
                     proposed_by = excluded.proposed_by, agreed_by = excluded.agreed_by, closed_at_ms = NULL,
                     closed_by = NULL",
                &[server_name.as_str().into(), now.into(), proposed_by.into(), agreed_by.into()],
            )?;
            log(tx, &actor, "federation.open", &server_name, now)
        })
        .await?;
    super::load(app).await
}

/// Closes the federation with a homeserver. One officer is enough: nothing is opened by it.
///
/// # Errors
/// If the database fails; nothing is changed then.
pub async fn close(app: &App, officer: &Session, server_name: &ServerName) -> Result<Closed, DbError> {
    let (name, actor, now) = (officer.name.clone(), officer.actor(), app.clock.now_ms());
    let server_name = server_name.clone();
    let closed = app.db.write(move |tx| {
        let changed = tx.execute(
            "UPDATE partner_servers SET closed_at_ms = $2, closed_by = $3 WHERE server_name = $1 AND closed_at_ms IS NULL",
            &[server_name.as_str().into(), now.into(), name.into()],
        )?;
        if changed == 0 {
            return Ok(Closed::NotOpen);
        }
        log(tx, &actor, "federation.close", &server_name, now)?;
        Ok(Closed::Now)
    });
    let closed = closed.await?;
    super::load(app).await?;
    Ok(closed)
}

/// All partners, those that are admitted first.
///
/// # Errors
/// If the database fails.
pub async fn partners(app: &App) -> Result<Vec<Partner>, DbError> {
    app.db
        .read(|tx| {
            let sql = "SELECT server_name, opened_at_ms, proposed_by, agreed_by, closed_at_ms, closed_by
                 FROM partner_servers ORDER BY CASE WHEN closed_at_ms IS NULL THEN 0 ELSE 1 END, server_name";
            tx.query(sql, &[])?.iter().map(read).collect()
        })
        .await
}

fn read(row: &Row) -> Result<Partner, DbError> {
    Ok(Partner {
        server_name: row.parsed(0, "server name")?,
        opened_at_ms: row.int(1)?,
        proposed_by: row.text(2)?,
        agreed_by: row.text(3)?,
        closed: row.int_opt(4)?.zip(row.text_opt(5)?),
    })
}

fn log(tx: &Tx<'_>, actor: &str, action: &str, server_name: &ServerName, at_ms: i64) -> Result<(), DbError> {
    audit::append(tx, &Entry { at_ms, actor, action, subject: server_name.as_str(), detail: "" })
}
