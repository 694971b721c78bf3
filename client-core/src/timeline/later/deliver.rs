//! Sends what is planned when its time has come, as long as there is a connection.

use std::sync::Weak;
use std::time::Duration;

use matrix_sdk::ruma::events::room::message::RoomMessageEventContent;
use tokio::sync::watch;

use super::plan::Planned;
use crate::Result;
use crate::platform::sleep;
use crate::session::Active;
use crate::timeline::gateway::{Gateway, NotSent};
use crate::timeline::send::content;
use crate::view::{ConnectionView, ProblemView};

/// What the store did not take, or the server did not answer, is tried again after so long.
const AGAIN: Duration = Duration::from_secs(5);

/// Runs as long as the session.
pub(crate) async fn keep(active: Weak<Active>, mut connection: watch::Receiver<ConnectionView>) {
    let Some(mut changed) = active.upgrade().map(|active| active.later.subscribe()) else { return };
    loop {
        if connection.wait_for(|state| *state == ConnectionView::Online).await.is_err() {
            return;
        }
        let pause = {
            let Some(active) = active.upgrade() else { return };
            let mut settled = true;
            for id in active.later.due().await {
                settled &= deliver(&active, &id).await;
            }
            // Whatever has been added meanwhile is in the list that the pause comes from.
            changed.mark_unchanged();
            if settled { active.later.pause() } else { Some(AGAIN) }
        };
        let look = async {
            match pause {
                Some(pause) => sleep(pause).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = changed.changed() => if changed.is_err() { return },
            () = look => {}
        }
    }
}

/// Sends one; whether it is known what became of it.
async fn deliver(active: &Active, id: &str) -> bool {
    // What cannot be written down is not sent: nobody would know afterwards.
    let Ok(handed) = active.later.hand_over(id).await else { return false };
    let Some(planned) = handed else { return true };
    let written = match send(active, &planned).await {
        Ok(()) => active.later.done(id).await,
        Err(NotSent::Surely(problem)) => active.later.hold(id, problem).await,
        Err(NotSent::Perhaps) => return false,
    };
    written.is_ok()
}

async fn send(active: &Active, planned: &Planned) -> Result<(), NotSent> {
    let (gateway, content) = prepare(active, planned).await.map_err(NotSent::Surely)?;
    gateway.send_once(content, &planned.mark).await
}

async fn prepare(active: &Active, planned: &Planned) -> Result<(Gateway, RoomMessageEventContent)> {
    let room = active.client.get_room(&planned.room).ok_or(ProblemView::NotFound)?;
    let gateway = Gateway::open(&room).await?;
    let thread = planned.thread.as_ref().map(|root| root.as_str());
    Ok((gateway, content(active, &room, &planned.draft, thread).await?))
}
