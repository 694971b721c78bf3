//! A file of rows that only the store's key opens, for what is too much for one sealed file. Names of rows and of their owners
//! are hashes under the key, everything else is encrypted (XChaCha20-Poly1305, bound to its place): on the disk one sees how
//! many rows there are and how long, and nothing that they say. It decides nothing about what is in them.

use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{SealedError, StoreKey, random_bytes};

const NONCE: usize = 24;
/// The row by which a key is recognised.
const CHECK: (u8, &str) = (0, "check");

type Result<T> = std::result::Result<T, SealedError>;

/// What a row holds: `head` is read for all rows at once, `body` to look through, `rest` for the few that are shown.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) head: Vec<u8>,
    pub(crate) body: Vec<u8>,
    pub(crate) rest: Vec<u8>,
}

/// Rows in a sealed file, on numbered shelves.
pub(crate) struct SealedRows {
    db: Connection,
    cipher: XChaCha20Poly1305,
    names: [u8; 32],
}

/// One file damaged is as bad as another: whoever keeps rows can fill them again.
fn broken(error: &rusqlite::Error) -> SealedError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => SealedError::WrongKey,
        _ => SealedError::Io,
    }
}

fn derived(key: &StoreKey, purpose: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(key.as_bytes());
    hash.update(purpose);
    hash.finalize().into()
}

/// The files that SQLite keeps beside its own.
fn files(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", path.display())))
}

impl SealedRows {
    /// Opens the file, or makes it.
    pub(crate) fn open(path: &Path, key: &StoreKey) -> Result<Self> {
        let db = Connection::open(path).map_err(|error| broken(&error))?;
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
            PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 1000000;
            CREATE TABLE IF NOT EXISTS rows (
                id INTEGER PRIMARY KEY, shelf INTEGER NOT NULL, name BLOB NOT NULL, owner BLOB NOT NULL,
                head BLOB NOT NULL, body BLOB NOT NULL, rest BLOB NOT NULL, UNIQUE (shelf, name));
            CREATE INDEX IF NOT EXISTS owners ON rows (shelf, owner);",
        )
        .map_err(|error| broken(&error))?;
        let cipher = XChaCha20Poly1305::new(&derived(key, "depesha rows: what they say").into());
        let rows = Self { db, cipher, names: derived(key, "depesha rows: their names") };
        if rows.get(CHECK.0, CHECK.1)?.is_none() {
            if rows.any()? {
                return Err(SealedError::WrongKey);
            }
            rows.put(CHECK.0, CHECK.1, "", &Row::default())?;
        }
        Ok(rows)
    }

    /// Removes the file.
    pub(crate) fn remove_file(path: &Path) {
        for file in files(path) {
            let _ = std::fs::remove_file(file);
        }
    }

    fn any(&self) -> Result<bool> {
        let any = self.db.query_row("SELECT 1 FROM rows LIMIT 1", [], |_| Ok(())).optional();
        any.map(|any| any.is_some()).map_err(|error| broken(&error))
    }

    fn hashed(&self, shelf: u8, name: &str) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update(self.names);
        hash.update([shelf]);
        hash.update(name);
        let mut short = [0; 16];
        short.copy_from_slice(&hash.finalize()[..16]);
        short
    }

    fn seal(&self, place: (u8, &[u8], u8), clear: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE] = random_bytes().map_err(|_| SealedError::Io)?;
        let aad = [&[place.0, place.2], place.1].concat();
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), Payload { msg: clear, aad: &aad });
        Ok([nonce.as_slice(), &sealed.map_err(|_| SealedError::Io)?].concat())
    }

    fn unseal(&self, place: (u8, &[u8], u8), sealed: &[u8]) -> Result<Vec<u8>> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or(SealedError::WrongKey)?;
        let aad = [&[place.0, place.2], place.1].concat();
        let clear = self.cipher.decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: &aad });
        clear.map_err(|_| SealedError::WrongKey)
    }

    /// Does several things as one; nothing of it stays if one fails.
    pub(crate) fn together<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.db.execute_batch("BEGIN IMMEDIATE").map_err(|error| broken(&error))?;
        let done = work(self);
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        self.db.execute_batch(end).map_err(|error| broken(&error))?;
        done
    }

    /// Puts a row in its place; what was there goes. Answers its number.
    pub(crate) fn put(&self, shelf: u8, name: &str, owner: &str, row: &Row) -> Result<i64> {
        let (name, owner) = (self.hashed(shelf, name), self.hashed(shelf, owner));
        let part = |number, clear: &[u8]| self.seal((shelf, &name, number), clear);
        let (head, body, rest) = (part(0, &row.head)?, part(1, &row.body)?, part(2, &row.rest)?);
        self.db
            .prepare_cached(
                "INSERT INTO rows (shelf, name, owner, head, body, rest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (shelf, name) DO UPDATE SET owner = ?3, head = ?4, body = ?5, rest = ?6 RETURNING id",
            )
            .and_then(|mut put| put.query_row(params![shelf, name, owner, head, body, rest], |row| row.get(0)))
            .map_err(|error| broken(&error))
    }

    /// A row and its number.
    pub(crate) fn get(&self, shelf: u8, name: &str) -> Result<Option<(i64, Row)>> {
        let name = self.hashed(shelf, name);
        let found = self
            .db
            .prepare_cached("SELECT id, head, body, rest FROM rows WHERE shelf = ?1 AND name = ?2")
            .and_then(|mut get| {
                get.query_row(params![shelf, name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
                    .optional()
            })
            .map_err(|error| broken(&error))?;
        found.map(|(id, head, body, rest)| Ok((id, self.row(shelf, &name, [head, body, rest])?))).transpose()
    }

    fn row(&self, shelf: u8, name: &[u8], [head, body, rest]: [Vec<u8>; 3]) -> Result<Row> {
        let part = |number, sealed: &[u8]| self.unseal((shelf, name, number), sealed);
        Ok(Row { head: part(0, &head)?, body: part(1, &body)?, rest: part(2, &rest)? })
    }

    fn part(&self, shelf: u8, id: i64, number: u8, select: &str) -> Result<Vec<u8>> {
        let (name, sealed): (Vec<u8>, Vec<u8>) = self
            .db
            .prepare_cached(select)
            .and_then(|mut get| get.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))))
            .map_err(|error| broken(&error))?;
        self.unseal((shelf, &name, number), &sealed)
    }

    /// The body of a row of a shelf.
    pub(crate) fn body(&self, shelf: u8, id: i64) -> Result<Vec<u8>> {
        self.part(shelf, id, 1, "SELECT name, body FROM rows WHERE id = ?1")
    }

    /// The rest of a row of a shelf.
    pub(crate) fn rest(&self, shelf: u8, id: i64) -> Result<Vec<u8>> {
        self.part(shelf, id, 2, "SELECT name, rest FROM rows WHERE id = ?1")
    }

    /// The heads of all rows of a shelf.
    pub(crate) fn heads(&self, shelf: u8) -> Result<Vec<(i64, Vec<u8>)>> {
        let select = "SELECT id, name, head FROM rows WHERE shelf = ?1";
        let mut get = self.db.prepare_cached(select).map_err(|error| broken(&error))?;
        let found = get
            .query_map([shelf], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?)))
            .map_err(|error| broken(&error))?;
        let mut heads = Vec::new();
        for row in found {
            let (id, name, head) = row.map_err(|error| broken(&error))?;
            heads.push((id, self.unseal((shelf, &name, 0), &head)?));
        }
        Ok(heads)
    }

    /// Removes a row.
    pub(crate) fn remove(&self, shelf: u8, name: &str) -> Result<()> {
        let name = self.hashed(shelf, name);
        let removed = self.db.execute("DELETE FROM rows WHERE shelf = ?1 AND name = ?2", params![shelf, name]);
        removed.map(drop).map_err(|error| broken(&error))
    }

    /// Removes an owner's rows.
    pub(crate) fn remove_of(&self, shelf: u8, owner: &str) -> Result<()> {
        let owner = self.hashed(shelf, owner);
        let removed = self.db.execute("DELETE FROM rows WHERE shelf = ?1 AND owner = ?2", params![shelf, owner]);
        removed.map(drop).map_err(|error| broken(&error))
    }
}

/// Everything that stands on the disk.
#[cfg(test)]
pub(crate) fn on_disk(path: &Path) -> Vec<u8> {
    files(path).iter().flat_map(|file| std::fs::read(file).unwrap_or_default()).collect()
}

/// Damages the file.
#[cfg(test)]
pub(crate) fn overwrite(path: &Path, bytes: &[u8]) {
    SealedRows::remove_file(path);
    std::fs::write(path, bytes).expect("damaged");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Row {
        Row { head: text.into(), body: text.into(), rest: text.into() }
    }

    #[test]
    fn rows_are_kept_replaced_and_removed_and_nothing_of_them_is_readable() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("rows");
        let key = StoreKey::from_bytes([7; 32]);
        let mut rows = SealedRows::open(&path, &key).expect("made");
        let id = rows.put(1, "$secretname", "!secretroom", &row("secretwords")).expect("put");
        assert_eq!(rows.put(1, "$secretname", "!secretroom", &row("secretagain")), Ok(id));
        assert_eq!(rows.get(1, "$secretname"), Ok(Some((id, row("secretagain")))));
        assert_eq!(rows.get(2, "$secretname"), Ok(None));
        assert_eq!(rows.body(1, id).as_deref(), Ok(b"secretagain".as_slice()));
        assert_eq!(rows.rest(1, id).as_deref(), Ok(b"secretagain".as_slice()));
        let failed: Result<()> = rows.together(|rows| {
            rows.remove_of(1, "!secretroom")?;
            Err(SealedError::Io)
        });
        assert_eq!(failed, Err(SealedError::Io));
        assert_eq!(rows.heads(1).expect("heads").len(), 1, "nothing of it stayed");
        let bytes = on_disk(&path);
        assert!(bytes.len() > 1000 && !bytes.windows(6).any(|part| part == b"secret"));
        rows.remove(1, "$secretname").expect("removed");
        assert_eq!(rows.get(1, "$secretname"), Ok(None));
    }

    #[test]
    fn another_key_and_a_damaged_file_are_seen() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("rows");
        let key = StoreKey::from_bytes([7; 32]);
        drop(SealedRows::open(&path, &key).expect("made"));
        assert!(SealedRows::open(&path, &key).is_ok());
        let other = StoreKey::from_bytes([8; 32]);
        assert_eq!(SealedRows::open(&path, &other).err(), Some(SealedError::WrongKey));
        std::fs::write(&path, vec![b'x'; 9000]).expect("damaged");
        assert_eq!(SealedRows::open(&path, &key).err(), Some(SealedError::WrongKey));
        SealedRows::remove_file(&path);
        assert!(SealedRows::open(&path, &key).is_ok());
    }

    #[test]
    fn a_row_that_was_moved_or_changed_does_not_open() {
        let folder = tempfile::tempdir().expect("folder");
        let rows = SealedRows::open(&folder.path().join("rows"), &StoreKey::from_bytes([7; 32])).expect("made");
        rows.put(1, "a", "", &row("one")).expect("put");
        let other = rows.put(1, "b", "", &row("two")).expect("put");
        let moved = "UPDATE rows SET body = (SELECT body FROM rows WHERE id != ?1 AND shelf = 1) WHERE id = ?1";
        rows.db.execute(moved, [other]).expect("moved");
        assert_eq!(rows.body(1, other), Err(SealedError::WrongKey));
    }
}
