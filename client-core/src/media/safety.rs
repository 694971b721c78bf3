//! The state of every file that has been shown: known at once if a valid verdict came with it, else asked for, again and
//! again while the scanner has no answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bridge_api::scan::SignedVerdict;
use matrix_sdk::ruma::events::room::MediaSource;
use tokio::sync::{Semaphore, broadcast};

use super::handle_of;
use super::scanner::Scanner;
use crate::platform::{Task, sleep, spawn};
use crate::view::{SafetyView, UncheckableReason};

/// A file that has been shown.
#[derive(Clone)]
pub(crate) struct KnownFile {
    pub(crate) source: MediaSource,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) safety: SafetyView,
}

/// The states of all files that have been shown.
pub(crate) struct Safety {
    scanner: Arc<Scanner>,
    files: Arc<Mutex<HashMap<String, KnownFile>>>,
    checks: Mutex<HashMap<String, Task>>,
    changes: broadcast::Sender<String>,
    permits: Arc<Semaphore>,
}

/// A poisoned lock still holds whole values: every change is one assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Safety {
    pub(crate) fn new(scanner: Arc<Scanner>) -> Self {
        Self {
            scanner,
            files: Arc::default(),
            checks: Mutex::default(),
            changes: broadcast::Sender::new(256),
            permits: Arc::new(Semaphore::new(4)),
        }
    }

    /// Names the handles of files whose state changes.
    pub(crate) fn changes(&self) -> broadcast::Receiver<String> {
        self.changes.subscribe()
    }

    /// A file by its handle.
    pub(crate) fn file(&self, handle: &str) -> Option<KnownFile> {
        lock(&self.files).get(handle).cloned()
    }

    /// Puts down what is known of a file already.
    pub(crate) fn settle(&self, source: MediaSource, name: &str, media_type: &str, safety: SafetyView) {
        let Some(handle) = handle_of(&source) else { return };
        let file = KnownFile { source, name: name.to_owned(), media_type: media_type.to_owned(), safety };
        lock(&self.files).insert(handle.clone(), file);
        let _ = self.changes.send(handle);
    }

    /// The handle and the state of a file in a message; starts a check if nothing is known.
    pub(crate) fn look_up(
        &self,
        source: &MediaSource,
        name: &str,
        media_type: &str,
        verdict: Option<&SignedVerdict>,
    ) -> (String, SafetyView) {
        let Some(handle) = handle_of(source) else {
            return (String::new(), SafetyView::Uncheckable { reason: UncheckableReason::Damaged });
        };
        if let Some(known) = lock(&self.files).get(&handle) {
            return (handle, known.safety.clone());
        }
        let offline = verdict.and_then(|verdict| self.scanner.judge_offline(source, verdict));
        let safety = offline.unwrap_or(SafetyView::Checking);
        let file = KnownFile {
            source: source.clone(),
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            safety: safety.clone(),
        };
        lock(&self.files).insert(handle.clone(), file);
        if safety == SafetyView::Checking {
            self.check(&handle, source.clone());
        }
        (handle, safety)
    }

    fn check(&self, handle: &str, source: MediaSource) {
        let (scanner, files, changes) = (self.scanner.clone(), self.files.clone(), self.changes.clone());
        let (permits, name) = (self.permits.clone(), handle.to_owned());
        let task = spawn(async move {
            let mut pause = Duration::from_secs(2);
            loop {
                let safety = {
                    let _permit = permits.acquire().await;
                    scanner.assess(&source).await.safety
                };
                if let Some(file) = lock(&files).get_mut(&name) {
                    file.safety = safety.clone();
                }
                let _ = changes.send(name.clone());
                if safety != SafetyView::NotCheckedYet {
                    return;
                }
                sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(30));
            }
        });
        lock(&self.checks).insert(handle.to_owned(), task);
    }

    /// Ends all checks.
    pub(crate) fn end(&self) {
        lock(&self.checks).clear();
    }
}
