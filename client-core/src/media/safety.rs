//! The state of every file that has been shown: known at once if a valid verdict came with it, else asked for, again and
//! again while the scanner has no answer, and now and then while a file is blocked: security officers may release it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridge_api::scan::{FileContext, SignedVerdict};
use matrix_sdk::ruma::events::room::MediaSource;
use tokio::sync::{Semaphore, broadcast};

use super::scanner::Scanner;
use super::{handle_of, kept};
use crate::Result;
use crate::platform::{Task, lock, sleep, spawn};
use crate::view::{BlockedReason, ProblemView, SafetyView, UncheckableReason};

/// How often a closed file is asked about again by itself.
const CLOSED_PAUSE: Duration = Duration::from_secs(15 * 60);

/// A file that has been shown.
#[derive(Clone)]
pub(crate) struct KnownFile {
    pub(crate) source: MediaSource,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) context: FileContext,
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

/// What the scanner is told of a file besides its keys.
pub(crate) fn context(room: &str, media_type: &str) -> FileContext {
    FileContext { room: Some(room.to_owned()), declared_type: Some(media_type.to_owned()) }
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
    pub(crate) fn settle(&self, file: KnownFile) {
        let Some(handle) = handle_of(&file.source) else { return };
        lock(&self.files).insert(handle.clone(), file);
        let _ = self.changes.send(handle);
    }

    /// The handle and the state of a file in a message; starts a check if nothing is known. `room` is the room's
    /// pseudonym.
    pub(crate) fn look_up(
        &self,
        source: &MediaSource,
        name: &str,
        media_type: &str,
        room: &str,
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
            context: context(room, media_type),
            safety: safety.clone(),
        };
        lock(&self.files).insert(handle.clone(), file);
        if safety == SafetyView::Checking {
            self.check(&handle, None);
        }
        (handle, safety)
    }

    /// Asks anew, whatever is known. Answers whether the file has been shown.
    pub(crate) fn check_again(&self, handle: &str) -> bool {
        let before = {
            let mut files = lock(&self.files);
            let Some(file) = files.get_mut(handle) else { return false };
            std::mem::replace(&mut file.safety, SafetyView::Checking)
        };
        let _ = self.changes.send(handle.to_owned());
        self.check(handle, Some(before));
        true
    }

    /// Asks anew about all files that have been shown: other rules hold than before.
    pub(crate) fn check_all_again(&self) {
        let handles: Vec<String> = lock(&self.files).keys().cloned().collect();
        for handle in handles {
            self.check_again(&handle);
        }
    }

    /// Asks until there is an answer. Where the file was closed `before`, no answer leaves it so.
    fn check(&self, handle: &str, before: Option<SafetyView>) {
        let Some(KnownFile { source, context, .. }) = self.file(handle) else { return };
        let (scanner, files, changes) = (self.scanner.clone(), self.files.clone(), self.changes.clone());
        let (permits, name) = (self.permits.clone(), handle.to_owned());
        let task = spawn(async move {
            let mut closed = before.filter(is_closed);
            let mut pause = Duration::from_secs(2);
            loop {
                let found = {
                    let _permit = permits.acquire().await;
                    scanner.assess(&source, &context).await
                };
                let answered = found.safety == SafetyView::Safe || is_closed(&found.safety);
                let safety = if answered { found.safety } else { closed.clone().unwrap_or(found.safety) };
                if is_closed(&safety) {
                    kept::forget(scanner.client(), &name).await;
                }
                if let Some(file) = lock(&files).get_mut(&name) {
                    file.safety = safety.clone();
                }
                let _ = changes.send(name.clone());
                if safety == SafetyView::Safe {
                    return;
                }
                if is_closed(&safety) {
                    closed = Some(safety);
                    sleep(CLOSED_PAUSE).await;
                    continue;
                }
                sleep(found.retry_after.unwrap_or(pause)).await;
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

/// Nothing if a file may be used at once; else why not, for who wanted to.
///
/// # Errors
/// [`ProblemView::FileNotReleased`], [`ProblemView::FileTypeForbidden`], [`ProblemView::Unreachable`] without a verdict.
pub(crate) fn verdict_as_problem(safety: &SafetyView) -> Result<()> {
    match safety {
        SafetyView::Safe => Ok(()),
        SafetyView::Blocked { reason: BlockedReason::TypeForbidden } => Err(ProblemView::FileTypeForbidden),
        SafetyView::Blocked { .. } | SafetyView::Uncheckable { .. } => Err(ProblemView::FileNotReleased),
        SafetyView::NotSentYet | SafetyView::Checking | SafetyView::NotCheckedYet | SafetyView::Waiting => {
            Err(ProblemView::Unreachable)
        }
    }
}

/// Whether the scanner has spoken, and the file does not open.
fn is_closed(safety: &SafetyView) -> bool {
    matches!(safety, SafetyView::Blocked { .. } | SafetyView::Uncheckable { .. })
}
