//! What a data folder holds when the program starts: nobody's session, or one that goes on, also without a connection.

use matrix_sdk::store::RoomLoadSettings;

use super::{Active, SessionRecord};
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::{SealedError, remove_other_stores};
use crate::problem::step;
use crate::view::StartView;

impl Messenger {
    /// Opens the data folder and takes up the session that it holds.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::OpenElsewhere`] if another program has the folder; and if it cannot be read. A wrong key
    /// is [`StartView::StoreDamaged`].
    pub async fn start(&self) -> Result<StartView> {
        let _turn = self.inner.turn.lock().await;
        if let Ok(active) = self.active() {
            return Ok(StartView::SignedIn { session: active.session.clone() });
        }
        self.take_folder()?;
        let record: SessionRecord = match self.inner.record.read().await {
            Ok(Some(record)) => record,
            Ok(None) => {
                remove_other_stores(&self.inner.config.data_dir, None).await;
                return Ok(StartView::SignedOut);
            }
            Err(SealedError::WrongKey) => return Ok(StartView::StoreDamaged),
            Err(error @ SealedError::Io) => return Err(step("reading the session")(error)),
        };
        remove_other_stores(&self.inner.config.data_dir, Some(&record.store)).await;
        let user = &record.session.meta.user_id;
        let Ok(client) = self.build_client(&record.front_door, &record.store, Some(user)).await else {
            return Ok(StartView::StoreDamaged);
        };
        let restored = client.matrix_auth().restore_session(record.session.clone(), RoomLoadSettings::default()).await;
        if restored.is_err() {
            return Ok(StartView::StoreDamaged);
        }
        let session = record.view();
        self.set_active(Some(Active::open(self, client, record).await?));
        Ok(StartView::SignedIn { session })
    }
}
