//! Looking into a homeserver's own files for what must not be there.

use std::path::Path;

use anyhow::{Context, Result};

/// Whether any file below a folder, or the file itself, holds these bytes.
///
/// # Errors
/// If something cannot be read.
pub fn anywhere(path: &Path, needle: &[u8]) -> Result<Option<std::path::PathBuf>> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).with_context(|| format!("{}", path.display()))? {
            if let Some(found) = anywhere(&entry?.path(), needle)? {
                return Ok(Some(found));
            }
        }
        return Ok(None);
    }
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = std::fs::read(path).with_context(|| format!("{}", path.display()))?;
    let held = bytes.windows(needle.len()).any(|window| window == needle);
    Ok(held.then(|| path.to_owned()))
}

/// How many events of a type the homeserver's database holds in a room.
///
/// # Errors
/// If the database cannot be read.
pub fn events_of_type(database: &Path, room_id: &str, event_type: &str) -> Result<i64> {
    let connection = open(database)?;
    let sql = "SELECT COUNT(*) FROM events WHERE room_id = ?1 AND type = ?2";
    Ok(connection.query_row(sql, (room_id, event_type), |row| row.get(0))?)
}

/// In how many rooms the homeserver's database holds an event of a type.
///
/// # Errors
/// If the database cannot be read.
pub fn rooms_with(database: &Path, event_type: &str) -> Result<usize> {
    let connection = open(database)?;
    let sql = "SELECT COUNT(DISTINCT room_id) FROM events WHERE type = ?1";
    Ok(connection.query_row(sql, (event_type,), |row| row.get(0))?)
}

fn open(database: &Path) -> Result<rusqlite::Connection> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = rusqlite::Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    Ok(connection)
}
