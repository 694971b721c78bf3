//! An officer says that an outbreak is over.

use crate::alerts::{self, AlertKind};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
use crate::officers::Session;
use crate::scan_cases::Done;

/// Closes an outbreak and ends its alert. Finds that come later count anew.
///
/// # Errors
/// If the database fails.
pub async fn close(app: &App, officer: &Session, id: String, remark: String) -> Result<Done, DbError> {
    let (officer, now) = (officer.clone(), app.clock.now_ms());
    let done = app.db.write(move |tx| {
        let sql = "SELECT signature FROM scan_outbreaks WHERE id = $1";
        let Some(row) = tx.query_one(sql, &[id.as_str().into()])? else { return Ok(Done::Unknown) };
        let closed = tx.execute(
            "UPDATE scan_outbreaks SET closed_by = $2, closed_at_ms = $3, remark = $4
             WHERE id = $1 AND closed_at_ms IS NULL",
            &[id.as_str().into(), officer.name.as_str().into(), now.into(), remark.as_str().into()],
        )?;
        if closed == 0 {
            return Ok(Done::TooLate);
        }
        alerts::recover(tx, now, AlertKind::Outbreak, &row.text(0)?)?;
        let (actor, detail) = (officer.actor(), format!("remark={remark}"));
        let entry = Entry { at_ms: now, actor: &actor, action: "scan_outbreak.close", subject: &id, detail: &detail };
        audit::append(tx, &entry)?;
        Ok(Done::Done)
    });
    let done = done.await?;
    app.wake.wake();
    Ok(done)
}
