//! Two real Olm accounts; what is on disk is read behind the back of the store in front of it.

use std::pin::pin;

use futures_util::poll;
use matrix_sdk::ruma::{SecondsSinceUnixEpoch, device_id, user_id};
use matrix_sdk::{SqliteCryptoStore, SqliteStoreConfig};
use matrix_sdk_base::crypto::OlmMachineBuilder;
use matrix_sdk_base::crypto::olm::{PickledSession, SenderData};
use matrix_sdk_base::crypto::types::{DeviceKeys, EventEncryptionAlgorithm};
use matrix_sdk_base::crypto::vodozemac::megolm::{GroupSession, SessionConfig as MegolmConfig};
use matrix_sdk_base::crypto::vodozemac::olm::{
    Account as OlmAccount, OlmMessage, Session as OlmSession, SessionConfig,
};

use super::*;

/// Bob's store, and Alice, who writes to him.
struct Scene {
    _folder: tempfile::TempDir,
    keys: OrderedKeys<SqliteCryptoStore>,
    own: DeviceKeys,
    bob: OlmAccount,
    alice: OlmAccount,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let config = SqliteStoreConfig::new(folder.path()).key(Some(&[1; 32]));
        let store = SqliteCryptoStore::open_with_config(&config).await.expect("store");
        // The machine leaves an account and its device there.
        let machine = OlmMachineBuilder::new(user_id!("@bob:b.example"), device_id!("BOB")).with_crypto_store(store);
        drop(machine.build().await.expect("a machine"));
        let keys = OrderedKeys::new(SqliteCryptoStore::open_with_config(&config).await.expect("store"));
        keys.load_account().await.expect("read").expect("an account");
        let own = keys.get_own_device().await.expect("the device").as_device_keys().clone();
        Self { _folder: folder, keys, own, bob: OlmAccount::new(), alice: OlmAccount::new() }
    }

    /// Bob's side of a session.
    fn session(&self, session: &OlmSession) -> Session {
        let now = SecondsSinceUnixEpoch::now();
        let pickled = PickledSession {
            pickle: session.pickle(),
            sender_key: self.alice.curve25519_key(),
            created_using_fallback_key: false,
            creation_time: now,
            last_use_time: now,
        };
        Session::from_pickle(self.own.clone(), pickled).expect("a session")
    }

    /// A session that Bob has begun and written down, and Alice's side of it, which has received something.
    async fn begun(&mut self) -> (Session, OlmSession) {
        self.alice.generate_one_time_keys(1);
        let key = *self.alice.one_time_keys().values().next().expect("a key");
        let config = SessionConfig::version_1();
        let mut theirs = self.bob.create_outbound_session(config, self.alice.curve25519_key(), key).expect("a session");
        let Ok(OlmMessage::PreKey(first)) = theirs.encrypt("first") else { panic!("the first message") };
        let alice = self.alice.create_inbound_session(config, self.bob.curve25519_key(), &first).expect("a session");
        let session = self.session(&theirs);
        self.keys.save_changes(sent(&session)).await.expect("saved");
        (session, alice.session)
    }

    /// A session that Alice has begun with a message that Bob has just read.
    fn received(&mut self) -> Session {
        self.bob.generate_one_time_keys(1);
        let key = *self.bob.one_time_keys().values().next().expect("a key");
        let config = SessionConfig::version_1();
        let mut alice = self.alice.create_outbound_session(config, self.bob.curve25519_key(), key).expect("a session");
        let Ok(OlmMessage::PreKey(first)) = alice.encrypt("a room key") else { panic!("the first message") };
        let made = self.bob.create_inbound_session(config, self.alice.curve25519_key(), &first).expect("a session");
        self.session(&made.session)
    }

    /// What would be there after a crash.
    async fn on_disk(&self, session: &Session) -> Option<Mark> {
        let key = session.sender_key().to_base64();
        let stored = self.keys.store.get_sessions(&key).await.expect("read").unwrap_or_default();
        let stored = stored.into_iter().find(|one| one.session_id() == session.session_id())?;
        Some(mark(&stored).await)
    }
}

async fn mark(session: &Session) -> Mark {
    Mark::of(&session.pickle().await).expect("vodozemac writes sessions as we know it")
}

/// What a sender writes.
fn sent(session: &Session) -> Changes {
    Changes { sessions: vec![session.clone()], ..Changes::default() }
}

/// What a sync writes at its end.
fn synced(session: &Session) -> Changes {
    let hash = OlmMessageHash { sender_key: session.sender_key().to_base64(), hash: "a message".to_owned() };
    Changes { message_hashes: vec![hash], next_batch_token: Some("1".to_owned()), ..sent(session) }
}

async fn encrypt(session: &Session) {
    session.inner.lock().await.encrypt("a room key").expect("encrypted");
}

/// Whether something does not end while nothing else happens.
async fn waits<T>(mut future: std::pin::Pin<&mut impl Future<Output = T>>) -> bool {
    for _ in 0..200 {
        if poll!(future.as_mut()).is_ready() {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    true
}

#[tokio::test]
async fn whoever_sends_waits_until_what_was_received_is_written() {
    let mut scene = Scene::new().await;
    let (mut session, mut alice) = scene.begun().await;
    let before = scene.on_disk(&session).await.expect("written when it was begun");
    let answer = alice.encrypt("a room key").expect("encrypted");
    session.decrypt(&answer).await.expect("read");
    encrypt(&session).await;
    let mut sending = pin!(scene.keys.save_changes(sent(&session)));
    assert!(waits(sending.as_mut()).await);
    assert_eq!(scene.on_disk(&session).await, Some(before), "the message could still be read after a crash");
    scene.keys.save_changes(synced(&session)).await.expect("saved");
    sending.await.expect("saved");
    assert_eq!(scene.on_disk(&session).await, Some(mark(&session).await));
    // And nobody waits any more.
    encrypt(&session).await;
    scene.keys.save_changes(sent(&session)).await.expect("saved");
    assert_eq!(scene.on_disk(&session).await, Some(mark(&session).await));
}

#[tokio::test]
async fn a_session_that_begins_with_a_received_message_is_written_with_it() {
    let mut scene = Scene::new().await;
    let session = scene.received();
    scene.keys.save_changes(sent(&session)).await.expect("saved");
    assert_eq!(scene.on_disk(&session).await, None, "left for the end of the sync");
    encrypt(&session).await;
    let mut sending = pin!(scene.keys.save_changes(sent(&session)));
    assert!(waits(sending.as_mut()).await);
    scene.keys.save_changes(synced(&session)).await.expect("saved");
    sending.await.expect("saved");
    assert_eq!(scene.on_disk(&session).await, Some(mark(&session).await));
}

#[tokio::test]
async fn nobody_waits_for_a_message_that_was_refused() {
    let mut scene = Scene::new().await;
    let (mut session, mut alice) = scene.begun().await;
    let nonsense = alice.encrypt("nonsense").expect("encrypted");
    session.decrypt(&nonsense).await.expect("read");
    // The first answer moves the sending side too: it may be a sender's, and is not waited for long.
    scene.keys.patience = Duration::from_millis(5);
    scene.keys.save_changes(sent(&session)).await.expect("saved");
    scene.keys.patience = PATIENCE;
    let nonsense = alice.encrypt("more nonsense").expect("encrypted");
    session.decrypt(&nonsense).await.expect("read");
    scene.keys.save_changes(sent(&session)).await.expect("saved");
    assert_eq!(scene.on_disk(&session).await, Some(mark(&session).await));
    // A new session whose first message was refused is not in what the sync writes.
    let begun = scene.received();
    scene.keys.save_changes(sent(&begun)).await.expect("saved");
    scene.keys.save_changes(synced(&session)).await.expect("saved");
    encrypt(&begun).await;
    scene.keys.save_changes(sent(&begun)).await.expect("saved");
    assert_eq!(scene.on_disk(&begun).await, Some(mark(&begun).await));
}

#[tokio::test]
async fn what_a_sync_could_not_write_goes_with_the_next_writing() {
    let mut scene = Scene::new().await;
    let (mut session, mut alice) = scene.begun().await;
    let answer = alice.encrypt("a room key").expect("encrypted");
    session.decrypt(&answer).await.expect("read");
    scene.keys.close().await.expect("closed");
    let changes = synced(&session);
    let hash = changes.message_hashes[0].clone();
    assert!(scene.keys.save_changes(changes).await.is_err());
    scene.keys.reopen().await.expect("opened again");
    assert!(scene.keys.is_message_known(&hash).await.expect("read"), "else the session would count as broken");
    assert!(!scene.keys.store.is_message_known(&hash).await.expect("read"));
    encrypt(&session).await;
    scene.keys.save_changes(sent(&session)).await.expect("saved");
    assert!(scene.keys.store.is_message_known(&hash).await.expect("read"));
    assert_eq!(scene.on_disk(&session).await, Some(mark(&session).await));
}

/// The key of a room from a message on.
async fn room_key(whole: &InboundGroupSession, from: u32) -> InboundGroupSession {
    InboundGroupSession::try_from(&whole.export_at_index(from).await).expect("a key")
}

#[tokio::test]
async fn of_a_room_key_that_comes_twice_in_one_sync_the_one_that_opens_more_is_kept() {
    let mut scene = Scene::new().await;
    let (session, _) = scene.begun().await;
    let room = matrix_sdk::ruma::room_id!("!room:a.example");
    let group = GroupSession::new(MegolmConfig::version_1());
    let whole = InboundGroupSession::new(
        scene.alice.curve25519_key(),
        scene.alice.ed25519_key(),
        room,
        &group.session_key(),
        SenderData::unknown(),
        None,
        EventEncryptionAlgorithm::MegolmV1AesSha2,
        None,
        false,
    )
    .expect("a key");
    for order in [[0, 3, 1], [3, 0, 1], [1, 3, 0]] {
        let mut keys = Vec::new();
        for from in order {
            keys.push(room_key(&whole, from).await);
        }
        scene.keys.save_changes(Changes { inbound_group_sessions: keys, ..synced(&session) }).await.expect("saved");
        let kept = scene.keys.store.get_inbound_group_session(room, whole.session_id()).await.expect("read");
        assert_eq!(kept.expect("kept").first_known_index(), 0, "{order:?}");
    }
}
