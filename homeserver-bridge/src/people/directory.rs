//! The searchable catalogue of this process: the state that searches use, and who follows the database.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use tantivy::Searcher;
use tokio::sync::{Mutex, Notify, watch};

use super::callers::Callers;
use super::folder::OwnFolder;
use super::index::{Fields, Open};
use super::limits::SearchLimit;
use super::tree::{Units, Vocabulary};
use crate::clock::Clock;
use crate::config::CatalogueConfig;

/// The searchable catalogue of this process.
pub struct Directory {
    pub(super) folder: Option<PathBuf>,
    pub(super) limit: SearchLimit,
    pub(super) callers: Callers,
    /// Who holds it follows the database; nobody searches with it.
    pub(super) work: Arc<Mutex<Workshop>>,
    /// What is searched in.
    pub(super) state: watch::Sender<Option<Arc<Snapshot>>>,
    /// Wakes the task that follows the database.
    pub(super) stale: Notify,
    /// Whether there is such a task.
    pub(super) followed: AtomicBool,
    /// The index could not be read: it is made anew.
    pub(super) broken: AtomicBool,
}

/// What is needed to follow the database.
#[derive(Default)]
pub(super) struct Workshop {
    pub(super) folder: Option<OwnFolder>,
    pub(super) open: Option<Open>,
    pub(super) vocabulary: Arc<Vocabulary>,
}

/// What a state of the index was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub(super) catalogue: i64,
    pub(super) invitations: (i64, i64, i64),
}

/// A state of the index to search in.
pub(super) struct Snapshot {
    pub(super) fields: Fields,
    pub(super) searcher: Searcher,
    pub(super) units: Arc<Units>,
    pub(super) made_from: Fingerprint,
    pub(super) since: Instant,
}

impl Directory {
    /// Counts what a caller asks for about people, here or beside the directory.
    ///
    /// # Errors
    /// How many milliseconds to wait, if they ask too often.
    pub fn count_request(&self, user_id: &str) -> Result<(), u64> {
        self.limit.check(user_id)
    }

    /// Opens nothing yet.
    pub fn new(config: &CatalogueConfig, clock: Arc<dyn Clock>) -> Self {
        Self {
            folder: config.index_dir.clone(),
            limit: SearchLimit::new(config, clock),
            callers: Callers::default(),
            work: Arc::default(),
            state: watch::Sender::new(None),
            stale: Notify::new(),
            followed: AtomicBool::new(false),
            broken: AtomicBool::new(false),
        }
    }
}
