//! What the filler reads from the SDK's store, how often, and how far it says that this reaches.

use matrix_sdk::ruma::room_id;
use matrix_sdk_base::linked_chunk::{Position, Update};
use serde_json::{Value, json};

use super::*;
use crate::platform::overwrite;
use crate::search::entry::tests::event;
use crate::search::index::Wanted;
use crate::search::words::terms;

const ROOM: &str = "!room:x";

struct Bench {
    search: Arc<Search>,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let client = Client::builder().homeserver_url("http://127.0.0.1:9").build().await.expect("client");
        let path = folder.path().join("search");
        Self { search: Search::new(client, path, StoreKey::from_bytes([7; 32])), _folder: folder }
    }

    async fn store(&self, updates: Vec<Update<TimelineEvent, matrix_sdk_base::event_cache::Gap>>) {
        let store = self.search.store().await.expect("store");
        let room = LinkedChunkId::Room(room_id!("!room:x"));
        store.handle_linked_chunk_updates(room, updates).await.expect("stored");
    }

    async fn read(&self) -> bool {
        self.search.catch_up(room_id!("!room:x"), false).await
    }

    async fn find(&self, words: &str) -> Vec<String> {
        let wanted = Wanted {
            terms: terms(words),
            rooms: HashSet::from([ROOM.to_owned()]),
            sender: None,
            ignored: HashSet::new(),
            from_ms: 0,
            until_ms: u64::MAX,
            files_only: false,
            behind: None,
            most: 10,
        };
        let (found, _) = self.search.with(move |index| index.find(&wanted)).await.expect("searched");
        found.into_iter().map(|kept| kept.first.id).collect()
    }

    fn reach(&self) -> Reach {
        self.search.reach_of(room_id!("!room:x")).expect("read")
    }
}

fn id(number: u64) -> ChunkIdentifier {
    ChunkIdentifier::new(number)
}

fn piece(number: u64, previous: Option<u64>) -> Update<TimelineEvent, matrix_sdk_base::event_cache::Gap> {
    Update::NewItemsChunk { previous: previous.map(id), new: id(number), next: None }
}

fn items(number: u64, at: usize, events: &[Value]) -> Update<TimelineEvent, matrix_sdk_base::event_cache::Gap> {
    Update::PushItems { at: Position::new(id(number), at), items: events.iter().map(event).collect() }
}

fn said(name: &str, at: u64, words: &str) -> Value {
    json!({"type": "m.room.message", "event_id": name, "sender": "@anna:x", "origin_server_ts": at,
        "content": {"msgtype": "m.text", "body": words}})
}

#[tokio::test]
async fn each_piece_is_read_once_and_again_when_it_has_grown() {
    let bench = Bench::new().await;
    bench.store(vec![piece(0, None), items(0, 0, &[said("$a", 10, "перший лист")])]).await;
    assert!(bench.read().await);
    assert!(!bench.read().await, "nothing is new");
    assert_eq!(bench.find("листи").await, ["$a"]);
    bench.store(vec![items(0, 1, &[said("$b", 20, "другий лист")])]).await;
    bench.store(vec![piece(1, Some(0)), items(1, 0, &[said("$c", 30, "третій лист")])]).await;
    assert!(bench.read().await);
    assert_eq!(bench.find("лист").await, ["$c", "$b", "$a"]);
    assert_eq!(bench.reach(), Reach { from_ms: Some(20), whole: false, closed: false });
}

#[tokio::test]
async fn a_gap_ends_what_is_covered_and_the_beginning_completes_it() {
    let bench = Bench::new().await;
    let create = json!({"type": "m.room.create", "state_key": "", "event_id": "$0", "sender": "@anna:x",
        "origin_server_ts": 1, "content": {"room_version": "11"}});
    let gap = matrix_sdk_base::event_cache::Gap { token: "earlier".into() };
    bench.store(vec![piece(0, None), items(0, 0, &[create, said("$a", 10, "старий лист")])]).await;
    bench.store(vec![Update::NewGapChunk { previous: Some(id(0)), new: id(1), next: None, gap }]).await;
    bench.store(vec![piece(2, Some(1)), items(2, 0, &[said("$b", 50, "новий лист")])]).await;
    bench.read().await;
    assert_eq!(bench.find("лист").await, ["$b", "$a"], "what is here is found all the same");
    assert_eq!(bench.reach(), Reach { from_ms: Some(50), whole: false, closed: false });
    bench.store(vec![Update::RemoveChunk(id(1))]).await;
    bench.read().await;
    assert!(bench.reach().whole);
}

#[tokio::test]
async fn a_damaged_index_is_begun_anew_and_filled_again() {
    let bench = Bench::new().await;
    bench.store(vec![piece(0, None), items(0, 0, &[said("$a", 10, "лист")])]).await;
    bench.read().await;
    *lock(&bench.search.index) = None;
    overwrite(&bench.search.path, &[b'?'; 20_000]);
    assert_eq!(bench.find("лист").await, Vec::<String>::new());
    assert!(bench.read().await, "everything is read again");
    assert_eq!(bench.find("лист").await, ["$a"]);
}

#[tokio::test]
async fn after_the_end_nothing_is_found_and_nothing_breaks() {
    let bench = Bench::new().await;
    bench.search.end();
    assert!(!bench.read().await);
    assert_eq!(bench.search.with(|index| Ok(index.senders(&HashSet::new(), 1).len())).await, None);
}

#[test]
fn an_index_of_another_key_is_begun_anew() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("search");
    let key = |byte| StoreKey::from_bytes([byte; 32]);
    let index = open(&path, &key(1)).expect("made");
    index.note(ROOM, &[]).expect("noted");
    drop(index);
    assert!(open(&path, &key(2)).is_some());
    assert!(open(&path, &key(2)).is_some(), "and stays");
}
