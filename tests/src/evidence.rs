//! Looking into a homeserver's own files for what must not be there.

use std::collections::BTreeMap;
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

/// The last encrypted event that somebody sent into a room, as clients get it.
///
/// # Errors
/// If there is none.
pub fn last_encrypted(database: &Path, room_id: &str, sender: &str) -> Result<serde_json::Value> {
    let sql = "SELECT e.event_id, j.json FROM events e JOIN event_json j ON j.event_id = e.event_id
        WHERE e.room_id = ?1 AND e.sender = ?2 AND e.type = 'm.room.encrypted' ORDER BY e.stream_ordering DESC LIMIT 1";
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let (event_id, json) = open(database)?.query_row(sql, (room_id, sender), row)?;
    let mut event: serde_json::Value = serde_json::from_str(&json)?;
    event["event_id"] = event_id.into();
    event["room_id"] = room_id.into();
    Ok(event)
}

/// The sessions of the encrypted events that somebody sent into a room, in the order of the events.
///
/// # Errors
/// If the database cannot be read.
pub fn sessions(database: &Path, room_id: &str, sender: &str) -> Result<Vec<String>> {
    let sql = "SELECT json_extract(j.json, '$.content.session_id') FROM events e
        JOIN event_json j ON j.event_id = e.event_id
        WHERE e.room_id = ?1 AND e.sender = ?2 AND e.type = 'm.room.encrypted' ORDER BY e.stream_ordering";
    let connection = open(database)?;
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map((room_id, sender), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The one-time keys that a homeserver keeps for a device, by their ids.
///
/// # Errors
/// If the database cannot be read.
pub fn one_time_keys(database: &Path, user_id: &str, device_id: &str) -> Result<BTreeMap<String, String>> {
    let sql = "SELECT key_id, key_json FROM e2e_one_time_keys_json WHERE user_id = ?1 AND device_id = ?2";
    let connection = open(database)?;
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map((user_id, device_id), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The sessions that messages of a room were encrypted with, each with whether somebody's backup of message keys holds it.
///
/// # Errors
/// If the database cannot be read.
pub fn sessions_in_backup(database: &Path, room_id: &str, user_id: &str) -> Result<Vec<(String, bool)>> {
    let sql =
        "SELECT DISTINCT json_extract(j.json, '$.content.session_id') AS session, EXISTS (SELECT 1 FROM e2e_room_keys k
        WHERE k.user_id = ?2 AND k.room_id = ?1 AND k.session_id = json_extract(j.json, '$.content.session_id'))
        FROM events e JOIN event_json j ON j.event_id = e.event_id
        WHERE e.room_id = ?1 AND e.type = 'm.room.encrypted'";
    let connection = open(database)?;
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map((room_id, user_id), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The keys of somebody's devices, by the devices' ids.
///
/// # Errors
/// If the database cannot be read.
pub fn device_keys(database: &Path, user_id: &str) -> Result<BTreeMap<String, String>> {
    let connection = open(database)?;
    let mut statement =
        connection.prepare("SELECT device_id, key_json FROM e2e_device_keys_json WHERE user_id = ?1")?;
    let rows = statement.query_map((user_id,), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Where a homeserver's database says that somebody stands in a room.
///
/// # Errors
/// If the database cannot be read.
pub fn membership(database: &Path, room_id: &str, user_id: &str) -> Result<Option<String>> {
    let connection = open(database)?;
    let sql = "SELECT membership FROM current_state_events
        WHERE type = 'm.room.member' AND room_id = ?1 AND state_key = ?2
        UNION ALL SELECT membership FROM local_current_membership WHERE room_id = ?1 AND user_id = ?2 LIMIT 1";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query((room_id, user_id))?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

fn open(database: &Path) -> Result<rusqlite::Connection> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = rusqlite::Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    Ok(connection)
}
