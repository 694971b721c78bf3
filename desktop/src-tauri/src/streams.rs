//! Streams of the core on their way to the interface: one task each; a new one of the same name replaces the old.

use std::collections::HashMap;
use std::sync::Mutex;

use futures_util::{Stream, StreamExt};
use serde::Serialize;
use tauri::async_runtime::{self, JoinHandle};
use tauri::ipc::Channel;

use crate::shell::lock;

/// What tells of messages and of the end of the session.
const BEHIND: [&str; 2] = ["notify", "ending"];

/// The running streams, by name.
#[derive(Default)]
pub(crate) struct Streams(Mutex<HashMap<String, JoinHandle<()>>>);

impl Streams {
    /// Sends every value of a stream to the interface until the stream ends or the page is gone.
    pub(crate) fn forward<T: Serialize + Send + Sync + 'static>(
        &self,
        name: String,
        stream: impl Stream<Item = T> + Send + 'static,
        channel: Channel<T>,
    ) {
        self.run(name, async move {
            let mut stream = std::pin::pin!(stream);
            while let Some(value) = stream.next().await {
                if channel.send(value).is_err() {
                    return;
                }
            }
        });
    }

    /// Runs something in the background under a name.
    pub(crate) fn run(&self, name: String, work: impl Future<Output = ()> + Send + 'static) {
        let task = async_runtime::spawn(work);
        if let Some(old) = lock(&self.0).insert(name, task) {
            old.abort();
        }
    }

    /// Ends one.
    pub(crate) fn stop(&self, name: &str) {
        if let Some(task) = lock(&self.0).remove(name) {
            task.abort();
        }
    }

    /// Ends all but what goes on behind a locked window.
    pub(crate) fn stop_shown(&self) {
        self.stop_but(&BEHIND);
    }

    /// Ends all.
    pub(crate) fn stop_all(&self) {
        self.stop_but(&[]);
    }

    fn stop_but(&self, stay: &[&str]) {
        for (_, task) in lock(&self.0).extract_if(|name, _| !stay.contains(&name.as_str())) {
            task.abort();
        }
    }
}
