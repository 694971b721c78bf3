//! The catalogue as digests, [`bridge_api::sync::DigestPage`], for registers of millions: straight from the database into
//! the text of the answer, with nothing kept or parsed in between. The types are proved by the tests, which parse it.

use std::io::Write;

use super::sync_rows::{Wanted, statement};
use crate::actor::SyncActor;
use crate::app::App;
use crate::database::{DbError, Passing};
use crate::error::Problem;

/// The most rows of one page.
const PAGE: u32 = 50_000;

/// About as long as a row is in the answer.
const ROW: usize = 180;

const COLUMNS: &str = "person_id, row_hash, organisation, email, employment, missing_reads, locked_from_sync, ends_on";

/// The JSON text of the wanted page.
///
/// # Errors
/// If the database fails.
pub async fn digests(app: &App, actor: &SyncActor, wanted: Wanted) -> Result<Vec<u8>, Problem> {
    let (sql, values, limit) = statement(COLUMNS, actor.organisations(), &wanted, PAGE);
    let page = app.db.read(move |tx| {
        let mut text = Vec::with_capacity(ROW * limit.min(PAGE as usize));
        text.extend(b"{\"rows\":[");
        let (mut rows, mut last, mut more) = (0, String::new(), false);
        tx.each(&sql, &values, |row| {
            // One row beyond the page was asked for, to know whether there is another page.
            more = rows == limit;
            if more {
                return Ok(());
            }
            if rows > 0 {
                text.push(b',');
            }
            rows += 1;
            if rows == limit {
                last = row.text(0)?.to_owned();
            }
            write_row(&mut text, row)
        })?;
        text.push(b']');
        if more {
            text.extend(b",\"next\":");
            quote(&mut text, &last)?;
        }
        text.push(b'}');
        Ok(text)
    });
    Ok(page.await?)
}

fn write_row(text: &mut Vec<u8>, row: &Passing<'_>) -> Result<(), DbError> {
    for column in 0..5 {
        text.push(if column == 0 { b'[' } else { b',' });
        quote(text, row.text(column)?)?;
    }
    let locked = row.int(6)? != 0;
    write!(text, ",{},{locked},", row.int(5)?).map_err(|_| DbError::Stored("count"))?;
    quote(text, row.text(7)?)?;
    text.push(b']');
    Ok(())
}

fn quote(text: &mut Vec<u8>, value: &str) -> Result<(), DbError> {
    serde_json::to_writer(text, value).map_err(|_| DbError::Stored("text"))
}
