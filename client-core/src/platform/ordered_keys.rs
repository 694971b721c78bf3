//! The store of keys, in front of the SDK's: it sees to the order in which things are written.
//!
//! matrix-sdk 0.19.1 writes an Olm session whenever somebody sends with it, also while a sync is still working on what came
//! through the same session; and one that has just begun with a received message at once. Killed between that and the end
//! of the sync, the client would get the message again and could not read it: the room key in it would be lost for good. So
//! here a session that is ahead of the disk by what it has received is written together with what it has received, by the
//! sync; whoever wants to send with it waits for that, a moment as a rule.
//!
//! One sync may also bring the key of a room twice: from its beginning, and again from further on. The SDK compares each with
//! what is in the store, not with each other, and the second would take the place of the first. Here the one that opens more
//! stays (seed 135).
//!
//! When a sync could not write (a full disk), what it had received is kept in memory and goes with the next writing. Nothing
//! else of the store is changed here.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;
use std::time::Duration;

use matrix_sdk::async_trait;
use matrix_sdk::ruma::events::secret::request::SecretName;
use matrix_sdk::ruma::{DeviceId, OwnedDeviceId, RoomId, TransactionId, UserId};
use matrix_sdk_base::cross_process_lock::CrossProcessLockGeneration;
use matrix_sdk_base::crypto::olm::{
    Curve25519PublicKey, InboundGroupSession, OlmMessageHash, OutboundGroupSession, PrivateCrossSigningIdentity,
    SenderDataType,
};
use matrix_sdk_base::crypto::store::CryptoStore;
use matrix_sdk_base::crypto::store::types::{
    BackupKeys, Changes, DehydratedDeviceKey, PendingChanges, RoomKeyCounts, RoomKeyWithheldEntry,
    RoomPendingKeyBundleDetails, RoomSettings, StoredRoomKeyBundleData, TrackedUser,
};
use matrix_sdk_base::crypto::vodozemac::megolm::SessionOrdering;
use matrix_sdk_base::crypto::{Account, DeviceData, GossipRequest, SecretInfo, Session, UserIdentityData};
use tokio::sync::Notify;
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::lock;
use super::ratchet::{Mark, Marks, Verdict};

/// How long a sender waits for a sync that works on the same session. Only one that has failed takes so long.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long, if it may be the sync itself that would be kept waiting.
const UNSURE: Duration = Duration::from_secs(2);

/// A store of keys that writes in a safe order.
pub(crate) struct OrderedKeys<S> {
    store: S,
    marks: Mutex<Marks>,
    unwritten: Mutex<Unwritten>,
    /// Whoever writes sessions has it: what is looked at is what is written.
    turn: tokio::sync::Mutex<()>,
    synced: Notify,
    patience: Duration,
}

/// What syncs have received and could not write.
#[derive(Default)]
struct Unwritten {
    sessions: Vec<Session>,
    message_hashes: Vec<OlmMessageHash>,
    inbound_group_sessions: Vec<InboundGroupSession>,
}

impl Unwritten {
    fn of(changes: &Changes) -> Self {
        Self {
            sessions: changes.sessions.clone(),
            message_hashes: changes.message_hashes.clone(),
            inbound_group_sessions: changes.inbound_group_sessions.clone(),
        }
    }

    fn is_empty(&self) -> bool {
        self.message_hashes.is_empty()
    }

    /// Puts it before what is to be written now, which is newer.
    fn join(self, changes: &mut Changes) {
        changes.sessions.splice(0..0, self.sessions);
        changes.message_hashes.splice(0..0, self.message_hashes);
        changes.inbound_group_sessions.splice(0..0, self.inbound_group_sessions);
    }
}

/// What becomes of the sessions that somebody wants written.
enum Ready {
    /// They are in the changes as they are to be written, with how far they are.
    Now(Vec<(String, Mark)>),
    /// Later.
    Wait(Duration),
}

/// Each key of a room once, the one that opens more.
async fn once_each(keys: Vec<InboundGroupSession>) -> Vec<InboundGroupSession> {
    let mut kept: Vec<InboundGroupSession> = Vec::with_capacity(keys.len());
    for key in keys {
        let same = |one: &InboundGroupSession| one.room_id() == key.room_id() && one.session_id() == key.session_id();
        match kept.iter().position(same) {
            Some(place) if key.compare_ratchet(&kept[place]).await == SessionOrdering::Better => kept[place] = key,
            Some(_) => {}
            None => kept.push(key),
        }
    }
    kept
}

/// Whether these are the changes at the end of a sync: what was received, and up to where.
fn of_a_sync(changes: &Changes) -> bool {
    changes.next_batch_token.is_some() || !changes.message_hashes.is_empty()
}

/// Whether these are one session and nothing else.
fn alone(changes: &Changes) -> bool {
    changes.sessions.len() == 1
        && changes.inbound_group_sessions.is_empty()
        && changes.outbound_group_sessions.is_empty()
        && changes.devices.changed.is_empty()
}

impl<S> fmt::Debug for OrderedKeys<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrderedKeys(…)")
    }
}

impl<S: CryptoStore> OrderedKeys<S> {
    /// In front of a store that nobody else writes to.
    pub(crate) fn new(store: S) -> Self {
        Self {
            store,
            marks: Mutex::default(),
            unwritten: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            synced: Notify::new(),
            patience: PATIENCE,
        }
    }

    /// Everything that a sync brought, in one go.
    async fn save_sync(&self, mut changes: Changes) -> Result<(), S::Error> {
        let turn = self.turn.lock().await;
        std::mem::take(&mut *lock(&self.unwritten)).join(&mut changes);
        changes.inbound_group_sessions = once_each(changes.inbound_group_sessions).await;
        let mut marks = Vec::new();
        for session in &changes.sessions {
            if let Some(mark) = Mark::of(&session.pickle().await) {
                marks.push((session.session_id().to_owned(), mark));
            }
        }
        let kept = Unwritten::of(&changes);
        if let Err(error) = self.store.save_changes(changes).await {
            tracing::warn!("what a sync brought could not be written; it is kept for the next time");
            *lock(&self.unwritten) = kept;
            drop(turn);
            self.synced.notify_waiters();
            return Err(error);
        }
        {
            let mut known = lock(&self.marks);
            marks.into_iter().for_each(|(id, mark)| known.written(id, mark));
            known.synced();
        }
        drop(turn);
        self.synced.notify_waiters();
        Ok(())
    }

    /// Sessions that somebody has sent with, or that have just been made.
    async fn save_sessions(&self, mut changes: Changes) -> Result<(), S::Error> {
        let begun = Instant::now();
        loop {
            let synced = self.synced.notified();
            tokio::pin!(synced);
            synced.as_mut().enable();
            let turn = self.turn.lock().await;
            if !lock(&self.unwritten).is_empty() {
                // What has been received and what is sent go together.
                std::mem::take(&mut *lock(&self.unwritten)).join(&mut changes);
                drop(turn);
                return self.save_sync(changes).await;
            }
            match self.look(&mut changes, begun.elapsed()).await {
                Ready::Now(marks) => {
                    self.store.save_changes(changes).await?;
                    let mut known = lock(&self.marks);
                    marks.into_iter().for_each(|(id, mark)| known.written(id, mark));
                    return Ok(());
                }
                Ready::Wait(patience) => {
                    drop(turn);
                    let _ = tokio::time::timeout(patience.saturating_sub(begun.elapsed()), synced).await;
                }
            }
        }
    }

    /// Whether sessions can be written now. Then they are replaced by what they are at this moment.
    async fn look(&self, changes: &mut Changes, waited: Duration) -> Ready {
        let alone = alone(changes);
        let (mut write, mut marks, mut left) = (Vec::new(), Vec::new(), Vec::new());
        for session in &changes.sessions {
            let pickled = session.pickle().await;
            let Some(mark) = Mark::of(&pickled) else {
                write.push(session.clone());
                continue;
            };
            let id = session.session_id().to_owned();
            let verdict = mark.judge(lock(&self.marks).get(session), alone);
            match verdict {
                Verdict::Leave => {
                    left.push((id, mark));
                    continue;
                }
                Verdict::Wait { unsure } => {
                    let patience = if unsure { UNSURE.min(self.patience) } else { self.patience };
                    if waited < patience {
                        return Ready::Wait(patience);
                    }
                    tracing::warn!("a session was not written with what it had received");
                }
                Verdict::Write => {}
            }
            let now = Session::from_pickle(session.our_device_keys.clone(), pickled);
            write.push(now.unwrap_or_else(|_| session.clone()));
            marks.push((id, mark));
        }
        let mut known = lock(&self.marks);
        left.into_iter().for_each(|(id, mark)| known.left(id, mark));
        changes.sessions = write;
        Ready::Now(marks)
    }
}

#[async_trait]
impl<S: CryptoStore> CryptoStore for OrderedKeys<S> {
    type Error = S::Error;

    async fn save_changes(&self, changes: Changes) -> Result<(), Self::Error> {
        if of_a_sync(&changes) {
            self.save_sync(changes).await
        } else if changes.sessions.is_empty() {
            self.store.save_changes(changes).await
        } else {
            self.save_sessions(changes).await
        }
    }

    async fn get_sessions(&self, sender_key: &str) -> Result<Option<Vec<Session>>, Self::Error> {
        let sessions = self.store.get_sessions(sender_key).await?;
        for session in sessions.iter().flatten() {
            if let Some(mark) = Mark::of(&session.pickle().await) {
                lock(&self.marks).read(session, mark);
            }
        }
        Ok(sessions)
    }

    async fn is_message_known(&self, message_hash: &OlmMessageHash) -> Result<bool, Self::Error> {
        let same = |one: &OlmMessageHash| one.sender_key == message_hash.sender_key && one.hash == message_hash.hash;
        if lock(&self.unwritten).message_hashes.iter().any(same) {
            return Ok(true);
        }
        self.store.is_message_known(message_hash).await
    }

    async fn get_inbound_group_session(
        &self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Result<Option<InboundGroupSession>, Self::Error> {
        let meant = |one: &&InboundGroupSession| one.room_id() == room_id && one.session_id() == session_id;
        let unwritten = lock(&self.unwritten).inbound_group_sessions.iter().rfind(meant).cloned();
        match unwritten {
            Some(session) => Ok(Some(session)),
            None => self.store.get_inbound_group_session(room_id, session_id).await,
        }
    }

    async fn load_account(&self) -> Result<Option<Account>, Self::Error> {
        self.store.load_account().await
    }

    async fn load_identity(&self) -> Result<Option<PrivateCrossSigningIdentity>, Self::Error> {
        self.store.load_identity().await
    }

    async fn save_pending_changes(&self, changes: PendingChanges) -> Result<(), Self::Error> {
        self.store.save_pending_changes(changes).await
    }

    async fn save_inbound_group_sessions(
        &self,
        sessions: Vec<InboundGroupSession>,
        backed_up_to_version: Option<&str>,
    ) -> Result<(), Self::Error> {
        self.store.save_inbound_group_sessions(sessions, backed_up_to_version).await
    }

    async fn get_withheld_info(
        &self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Result<Option<RoomKeyWithheldEntry>, Self::Error> {
        self.store.get_withheld_info(room_id, session_id).await
    }

    async fn get_withheld_sessions_by_room_id(
        &self,
        room_id: &RoomId,
    ) -> Result<Vec<RoomKeyWithheldEntry>, Self::Error> {
        self.store.get_withheld_sessions_by_room_id(room_id).await
    }

    async fn get_inbound_group_sessions(&self) -> Result<Vec<InboundGroupSession>, Self::Error> {
        self.store.get_inbound_group_sessions().await
    }

    async fn inbound_group_session_counts(&self, backup_version: Option<&str>) -> Result<RoomKeyCounts, Self::Error> {
        self.store.inbound_group_session_counts(backup_version).await
    }

    async fn get_inbound_group_sessions_by_room_id(
        &self,
        room_id: &RoomId,
    ) -> Result<Vec<InboundGroupSession>, Self::Error> {
        self.store.get_inbound_group_sessions_by_room_id(room_id).await
    }

    async fn get_inbound_group_sessions_for_device_batch(
        &self,
        curve_key: Curve25519PublicKey,
        sender_data_type: SenderDataType,
        after_session_id: Option<String>,
        limit: usize,
    ) -> Result<Vec<InboundGroupSession>, Self::Error> {
        self.store
            .get_inbound_group_sessions_for_device_batch(curve_key, sender_data_type, after_session_id, limit)
            .await
    }

    async fn inbound_group_sessions_for_backup(
        &self,
        backup_version: &str,
        limit: usize,
    ) -> Result<Vec<InboundGroupSession>, Self::Error> {
        self.store.inbound_group_sessions_for_backup(backup_version, limit).await
    }

    async fn mark_inbound_group_sessions_as_backed_up(
        &self,
        backup_version: &str,
        room_and_session_ids: &[(&RoomId, &str)],
    ) -> Result<(), Self::Error> {
        self.store.mark_inbound_group_sessions_as_backed_up(backup_version, room_and_session_ids).await
    }

    async fn reset_backup_state(&self) -> Result<(), Self::Error> {
        self.store.reset_backup_state().await
    }

    async fn load_backup_keys(&self) -> Result<BackupKeys, Self::Error> {
        self.store.load_backup_keys().await
    }

    async fn load_dehydrated_device_pickle_key(&self) -> Result<Option<DehydratedDeviceKey>, Self::Error> {
        self.store.load_dehydrated_device_pickle_key().await
    }

    async fn delete_dehydrated_device_pickle_key(&self) -> Result<(), Self::Error> {
        self.store.delete_dehydrated_device_pickle_key().await
    }

    async fn get_outbound_group_session(&self, room_id: &RoomId) -> Result<Option<OutboundGroupSession>, Self::Error> {
        self.store.get_outbound_group_session(room_id).await
    }

    async fn load_tracked_users(&self) -> Result<Vec<TrackedUser>, Self::Error> {
        self.store.load_tracked_users().await
    }

    async fn save_tracked_users(&self, users: &[(&UserId, bool)]) -> Result<(), Self::Error> {
        self.store.save_tracked_users(users).await
    }

    async fn get_device(&self, user_id: &UserId, device_id: &DeviceId) -> Result<Option<DeviceData>, Self::Error> {
        self.store.get_device(user_id, device_id).await
    }

    async fn get_user_devices(&self, user_id: &UserId) -> Result<HashMap<OwnedDeviceId, DeviceData>, Self::Error> {
        self.store.get_user_devices(user_id).await
    }

    async fn get_own_device(&self) -> Result<DeviceData, Self::Error> {
        self.store.get_own_device().await
    }

    async fn get_user_identity(&self, user_id: &UserId) -> Result<Option<UserIdentityData>, Self::Error> {
        self.store.get_user_identity(user_id).await
    }

    async fn get_outgoing_secret_requests(
        &self,
        request_id: &TransactionId,
    ) -> Result<Option<GossipRequest>, Self::Error> {
        self.store.get_outgoing_secret_requests(request_id).await
    }

    async fn get_secret_request_by_info(&self, secret_info: &SecretInfo) -> Result<Option<GossipRequest>, Self::Error> {
        self.store.get_secret_request_by_info(secret_info).await
    }

    async fn get_unsent_secret_requests(&self) -> Result<Vec<GossipRequest>, Self::Error> {
        self.store.get_unsent_secret_requests().await
    }

    async fn delete_outgoing_secret_requests(&self, request_id: &TransactionId) -> Result<(), Self::Error> {
        self.store.delete_outgoing_secret_requests(request_id).await
    }

    async fn get_secrets_from_inbox(&self, secret_name: &SecretName) -> Result<Vec<Zeroizing<String>>, Self::Error> {
        self.store.get_secrets_from_inbox(secret_name).await
    }

    async fn delete_secrets_from_inbox(&self, secret_name: &SecretName) -> Result<(), Self::Error> {
        self.store.delete_secrets_from_inbox(secret_name).await
    }

    async fn get_room_settings(&self, room_id: &RoomId) -> Result<Option<RoomSettings>, Self::Error> {
        self.store.get_room_settings(room_id).await
    }

    async fn get_received_room_key_bundle_data(
        &self,
        room_id: &RoomId,
        user_id: &UserId,
    ) -> Result<Option<StoredRoomKeyBundleData>, Self::Error> {
        self.store.get_received_room_key_bundle_data(room_id, user_id).await
    }

    async fn get_pending_key_bundle_details_for_room(
        &self,
        room_id: &RoomId,
    ) -> Result<Option<RoomPendingKeyBundleDetails>, Self::Error> {
        self.store.get_pending_key_bundle_details_for_room(room_id).await
    }

    async fn get_all_rooms_pending_key_bundles(&self) -> Result<Vec<RoomPendingKeyBundleDetails>, Self::Error> {
        self.store.get_all_rooms_pending_key_bundles().await
    }

    async fn has_downloaded_all_room_keys(&self, room_id: &RoomId) -> Result<bool, Self::Error> {
        self.store.has_downloaded_all_room_keys(room_id).await
    }

    async fn get_custom_value(&self, key: &str) -> Result<Option<Vec<u8>>, Self::Error> {
        self.store.get_custom_value(key).await
    }

    async fn set_custom_value(&self, key: &str, value: Vec<u8>) -> Result<(), Self::Error> {
        self.store.set_custom_value(key, value).await
    }

    async fn remove_custom_value(&self, key: &str) -> Result<(), Self::Error> {
        self.store.remove_custom_value(key).await
    }

    async fn try_take_leased_lock(
        &self,
        lease_duration_ms: u32,
        key: &str,
        holder: &str,
    ) -> Result<Option<CrossProcessLockGeneration>, Self::Error> {
        self.store.try_take_leased_lock(lease_duration_ms, key, holder).await
    }

    async fn next_batch_token(&self) -> Result<Option<String>, Self::Error> {
        self.store.next_batch_token().await
    }

    async fn close(&self) -> Result<(), Self::Error> {
        self.store.close().await
    }

    async fn reopen(&self) -> Result<(), Self::Error> {
        self.store.reopen().await
    }

    async fn get_size(&self) -> Result<Option<usize>, Self::Error> {
        self.store.get_size().await
    }
}

#[cfg(test)]
#[path = "ordered_keys_tests.rs"]
mod tests;
