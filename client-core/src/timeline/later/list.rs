//! The list of what is planned. Every change is first in the session's encrypted store, then in memory.

use std::time::Duration;

use matrix_sdk::Client;
use tokio::sync::{Mutex, watch};

use super::plan::{Planned, due, forget, pause};
use crate::Result;
use crate::platform::now_ms;
use crate::problem::step;
use crate::view::ProblemView;

const LIST: &[u8] = b"org.depesha.later";

/// The messages that are to be sent at a time, the next one first.
pub(crate) struct LaterList {
    client: Client,
    list: watch::Sender<Vec<Planned>>,
    /// One change at a time.
    turn: Mutex<()>,
}

impl LaterList {
    /// Takes up what was planned before the program ended.
    ///
    /// # Errors
    /// If the store cannot be read: what is in it must not be written over.
    pub(crate) async fn open(client: Client) -> Result<Self> {
        let kept = client.state_store().get_custom_value(LIST).await.map_err(step("reading what is to be sent"))?;
        let list: Vec<Planned> = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Ok(Self { client, list: watch::Sender::new(list), turn: Mutex::default() })
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Vec<Planned>> {
        self.list.subscribe()
    }

    /// What is to be sent now.
    pub(super) async fn due(&self) -> Vec<String> {
        let now = now_ms();
        let forgotten = self.write(|list| {
            forget(list, now);
            Ok(())
        });
        // Written down or not, what is forgotten is not due.
        let _ = forgotten.await;
        due(&self.list.borrow(), now)
    }

    /// How long until it is worth looking again.
    pub(super) fn pause(&self) -> Option<Duration> {
        pause(&self.list.borrow(), now_ms())
    }

    pub(super) async fn add(&self, planned: Planned) -> Result<()> {
        self.write(|list| {
            list.push(planned);
            Ok(())
        })
        .await
    }

    /// Changes one that is still here.
    pub(super) async fn change(&self, id: &str, change: impl FnOnce(&mut Planned)) -> Result<()> {
        self.write(|list| one(list, id).filter(|planned| planned.is_here()).map(change).ok_or(ProblemView::NotFound))
            .await
    }

    /// Gives one up that is still here.
    pub(super) async fn give_up(&self, id: &str) -> Result<()> {
        self.write(|list| {
            let before = list.len();
            list.retain(|planned| planned.id != id || !planned.is_here());
            if list.len() < before { Ok(()) } else { Err(ProblemView::NotFound) }
        })
        .await
    }

    /// From here on the message may have arrived; the person decides no more. None if it is not here any more, or its time
    /// has been changed.
    pub(super) async fn hand_over(&self, id: &str) -> Result<Option<Planned>> {
        let now = now_ms();
        self.write(|list| {
            if !due(list, now).iter().any(|due| due == id) {
                return Ok(None);
            }
            Ok(one(list, id).map(|planned| {
                planned.is_handed_over(now);
                planned.clone()
            }))
        })
        .await
    }

    /// It has surely not been sent.
    pub(super) async fn hold(&self, id: &str, problem: ProblemView) -> Result<()> {
        self.write(|list| one(list, id).map(|planned| planned.is_held(problem)).ok_or(ProblemView::NotFound)).await
    }

    /// The server has it.
    pub(super) async fn done(&self, id: &str) -> Result<()> {
        self.write(|list| {
            list.retain(|planned| planned.id != id);
            Ok(())
        })
        .await
    }

    async fn write<T>(&self, change: impl FnOnce(&mut Vec<Planned>) -> Result<T>) -> Result<T> {
        let _turn = self.turn.lock().await;
        let before = self.list.borrow().clone();
        let mut list = before.clone();
        let answer = change(&mut list)?;
        list.sort_by_key(|planned| planned.at_ms);
        if list != before {
            let bytes = serde_json::to_vec(&list).map_err(step("what is to be sent"))?;
            let kept = self.client.state_store().set_custom_value_no_read(LIST, bytes).await;
            kept.map_err(step("keeping what is to be sent"))?;
            self.list.send_replace(list);
        }
        Ok(answer)
    }
}

fn one<'a>(list: &'a mut [Planned], id: &str) -> Option<&'a mut Planned> {
    list.iter_mut().find(|planned| planned.id == id)
}
