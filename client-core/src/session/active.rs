//! A session that runs: the SDK's client, its sync, and the parts of ours that hang on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use matrix_sdk::Client;
use matrix_sdk::ruma::OwnedUserId;
use matrix_sdk_ui::sync_service::SyncService;
use tokio::sync::watch;

use super::ending::Ending;
use super::{SessionRecord, connection};
use crate::Result;
use crate::bridge::Bridge;
use crate::devices::OwnDevices;
use crate::devices::verification::Verifications;
use crate::media::outbox::Outbox;
use crate::media::safety::Safety;
use crate::media::scanner::Scanner;
use crate::messenger::Messenger;
use crate::people::Organisations;
use crate::platform::{SEARCH, Task, lock, spawn};
use crate::problem::step;
use crate::rooms::{Notices, Outside};
use crate::search::Search;
use crate::timeline::Conversations;
use crate::timeline::later::LaterList;
use crate::view::{ConnectionView, KeysView, ModeView, MoveView, PersonView, SessionView};

/// A session that runs.
pub(crate) struct Active {
    pub(crate) session: SessionView,
    pub(crate) server_name: String,
    /// The folder of the SDK's stores, below the data folder.
    pub(super) store: String,
    pub(crate) client: Client,
    pub(crate) sync: Arc<SyncService>,
    pub(crate) front_door: Bridge,
    pub(crate) scanner: Arc<Scanner>,
    pub(crate) safety: Arc<Safety>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) conversations: Conversations,
    pub(crate) later: LaterList,
    pub(crate) organisations: Arc<Organisations>,
    pub(crate) outside: Arc<Outside>,
    pub(crate) notices: Notices,
    pub(crate) search: Arc<Search>,
    /// The directory's entry of the person here, once it is known.
    pub(crate) own_entry: tokio::sync::OnceCell<Option<PersonView>>,
    /// Direct conversations made since the start, by the other person. Held while one is made.
    pub(crate) directs: tokio::sync::Mutex<HashMap<OwnedUserId, String>>,
    /// Held while the folders of the list are changed.
    pub(crate) folders: tokio::sync::Mutex<()>,
    pub(crate) verifications: Arc<Verifications>,
    pub(crate) devices: Arc<OwnDevices>,
    /// How far the keys of earlier messages have come.
    pub(crate) keys: watch::Sender<KeysView>,
    /// Whether the person moves to another homeserver.
    pub(crate) own_move: watch::Sender<MoveView>,
    /// The operating mode.
    pub(crate) mode: watch::Sender<ModeView>,
    pub(crate) connection: watch::Sender<ConnectionView>,
    tasks: Mutex<Vec<Task>>,
}

impl Active {
    /// Starts everything that a session needs.
    pub(super) async fn open(messenger: &Messenger, client: Client, record: SessionRecord) -> Result<Arc<Self>> {
        let front_door = Bridge::new(messenger.inner.http.clone(), record.front_door.clone());
        let (http, pinned) = (messenger.inner.http.clone(), record.services.scanner.clone());
        let scanner = Arc::new(Scanner::open(client.clone(), http, front_door.clone(), pinned).await);
        client.set_media_fetcher(scanner.clone()).await;
        client.event_cache().subscribe().map_err(step("event cache"))?;
        let connection = watch::Sender::new(ConnectionView::Connecting);
        let safety = Arc::new(Safety::new(scanner.clone()));
        // Each reads its own from the store; all before the sync starts, so that no rule of a room comes before somebody
        // listens.
        let (sync, outbox, later, (outside, about_rooms), notices) = tokio::join!(
            SyncService::builder(client.clone()).with_offline_mode().build(),
            Outbox::open(client.clone(), scanner.clone(), safety.clone(), connection.subscribe()),
            LaterList::open(client.clone()),
            Outside::open(client.clone()),
            Notices::open(&client),
        );
        let (sync, later) = (Arc::new(sync.map_err(step("sync"))?), later?);
        let devices = Arc::new(OwnDevices::default());
        let verifications = Verifications::listen(client.clone(), sync.clone(), devices.clone());
        let ending = Ending::new(messenger, record.store.clone());
        let keep =
            spawn(connection::keep(client.clone(), sync.clone(), front_door.clone(), connection.clone(), ending));
        let keys = spawn({
            let (scanner, online) = (scanner.clone(), connection.subscribe());
            async move { scanner.keep_current(online).await }
        });
        let requeue = spawn(crate::timeline::requeue(client.clone(), connection.subscribe()));
        let (conversations, earlier) = (Conversations::default(), watch::Sender::new(KeysView::default()));
        let backup = spawn(crate::devices::follow_backup(
            client.clone(),
            sync.clone(),
            connection.subscribe(),
            conversations.looked_at.subscribe(),
            earlier.clone(),
        ));
        let config = &messenger.inner.config;
        let searched = config.data_dir.join(&record.store).join(SEARCH);
        let search = Search::new(client.clone(), searched, config.store_key.clone());
        let filling = spawn(search.clone().keep_up());
        let own_move = watch::Sender::new(MoveView::default());
        let moves = spawn(crate::people::follow_moves(client.clone(), front_door.clone(), own_move.clone()));
        let organisations = Arc::new(Organisations::default());
        let about_servers = spawn(crate::people::follow_organisations(
            organisations.clone(),
            front_door.clone(),
            client.clone(),
            outside.clone(),
        ));
        let mode = watch::Sender::new(ModeView::default());
        let following = spawn(crate::mode::follow(
            client.clone(),
            front_door.clone(),
            connection.subscribe(),
            (scanner.clone(), safety.clone()),
            mode.clone(),
        ));
        let active = Arc::new(Self {
            session: record.view(),
            server_name: record.server_name,
            store: record.store,
            client,
            sync,
            front_door,
            scanner,
            safety,
            outbox,
            conversations,
            later,
            organisations,
            outside,
            notices,
            search,
            own_entry: tokio::sync::OnceCell::new(),
            directs: tokio::sync::Mutex::default(),
            folders: tokio::sync::Mutex::default(),
            verifications,
            devices,
            keys: earlier,
            own_move,
            mode,
            connection,
            tasks: Mutex::new(vec![
                keep,
                keys,
                backup,
                requeue,
                moves,
                following,
                about_servers,
                filling,
                spawn(about_rooms),
            ]),
        });
        let later = spawn(crate::timeline::later::keep(Arc::downgrade(&active), active.connection.subscribe()));
        lock(&active.tasks).push(later);
        Ok(active)
    }

    /// Organisations by the homeserver that they are on.
    pub(crate) async fn organisations(&self) -> std::collections::BTreeMap<String, String> {
        let token = self.client.access_token().unwrap_or_default();
        self.organisations.by_server(&self.front_door, &token).await
    }

    /// Ends all work of the session; its stores may go afterwards.
    pub(crate) fn end(&self) {
        if let Ok(mut tasks) = self.tasks.lock() {
            tasks.clear();
        }
        self.outbox.end();
        self.safety.end();
        self.verifications.end();
        self.conversations.clear();
        self.search.end();
        let sync = self.sync.clone();
        // Stopping takes a moment; nobody has to wait for it.
        crate::platform::detach(async move {
            connection::stop(&sync).await;
        });
    }
}
