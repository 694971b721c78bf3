//! The operating mode of the whole system: asked of the bridge every minute and whenever the connection is back.
//!
//! The server enforces what a mode forbids; here it is learnt so that people are told before they run into it, and so that
//! files which were called safe before are asked about again.

use std::sync::Arc;
use std::time::Duration;

use bridge_api::mode::{CurrentMode, Mode, ModeRules};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use matrix_sdk::Client;
use tokio::sync::watch;

use crate::Result;
use crate::bridge::Bridge;
use crate::media::safety::Safety;
use crate::media::scanner::Scanner;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::session::watched;
use crate::view::{ConnectionView, ModeView, OperatingMode};

/// How often the bridge is asked.
const ASK: Duration = Duration::from_secs(60);
/// How soon it is asked again when it did not answer.
const AGAIN: Duration = Duration::from_secs(10);

impl Messenger {
    /// The operating mode: the present one at once, then every change.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub fn mode(&self) -> Result<BoxStream<'static, ModeView>> {
        Ok(watched(self.active()?.mode.subscribe()).boxed())
    }
}

fn view(current: &CurrentMode) -> ModeView {
    let rules = &current.rules;
    ModeView {
        mode: match current.mode {
            Mode::Normal => OperatingMode::Normal,
            Mode::Heightened => OperatingMode::Heightened,
            Mode::Crisis => OperatingMode::Crisis,
        },
        since_ms: current.since_ms,
        externals_off: !rules.externals,
        own_writing_off: !rules.externals && current.external,
        public_rooms_read_only: rules.public_rooms_read_only,
        file_types_cut: rules.only_file_types.is_some(),
        files_checked_anew: asks_anew(rules),
    }
}

/// Whether a verdict that came with a message is not enough.
pub(crate) fn asks_anew(rules: &ModeRules) -> bool {
    rules.unknown_verdict_blocks || rules.only_file_types.is_some()
}

/// Asks again and again; without an answer the mode that is known goes on. Runs as long as the session.
pub(crate) async fn follow(
    client: Client,
    front_door: Bridge,
    mut connection: watch::Receiver<ConnectionView>,
    (scanner, safety): (Arc<Scanner>, Arc<Safety>),
    told: watch::Sender<ModeView>,
) {
    loop {
        let token = client.access_token().unwrap_or_default();
        let pause = match front_door.mode(&token).await {
            Ok(current) => {
                let now = view(&current);
                told.send_if_modified(|before| std::mem::replace(before, now.clone()) != now);
                if scanner.set_mode(current.rules) {
                    safety.check_all_again();
                }
                ASK
            }
            Err(_) => AGAIN,
        };
        tokio::select! {
            () = sleep(pause) => {}
            () = back_online(&mut connection) => {}
        }
    }
}

/// The connection was away and is back; never, if it is gone for good.
async fn back_online(connection: &mut watch::Receiver<ConnectionView>) {
    let away = connection.wait_for(|state| *state != ConnectionView::Online).await.is_ok();
    if !away || connection.wait_for(|state| *state == ConnectionView::Online).await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_different_is_told_by_the_rules_and_not_by_the_name() {
        assert_eq!(view(&CurrentMode::default()), ModeView::default());
        let rules = ModeRules { externals: false, only_file_types: Some(Vec::new()), ..ModeRules::default() };
        let current = CurrentMode { mode: Mode::Heightened, since_ms: 7, rules, external: false };
        let shown = view(&current);
        assert!(!shown.own_writing_off && view(&CurrentMode { external: true, ..current }).own_writing_off);
        assert_eq!((shown.mode, shown.since_ms), (OperatingMode::Heightened, 7));
        assert!(shown.externals_off && shown.file_types_cut && shown.files_checked_anew);
        assert!(!shown.public_rooms_read_only);
    }

    #[tokio::test]
    async fn only_coming_back_counts_as_back() {
        let state = watch::Sender::new(ConnectionView::Connecting);
        let mut connection = state.subscribe();
        let mut waiting = Box::pin(back_online(&mut connection));
        assert!(futures_util::poll!(&mut waiting).is_pending(), "away");
        state.send_replace(ConnectionView::Online);
        waiting.await;
        let mut connection = state.subscribe();
        let mut waiting = Box::pin(back_online(&mut connection));
        assert!(futures_util::poll!(&mut waiting).is_pending(), "online all the time");
    }
}
