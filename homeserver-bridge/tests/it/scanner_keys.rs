//! New generations of the scanner's keys while requests go on: nobody is refused, old keys end when their time is over,
//! and what is published leads from the old key to the new.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use bridge_api::key_chain::{believable, verdict_is_signed};
use bridge_api::scan::SignedVerdict;
use bridge_api::well_known::{PublishedScanner, ScannerInfo};
use homeserver_bridge::clock::Clock;
use homeserver_bridge::config::ScanConfig;
use homeserver_bridge::roles::scanner_keys;
use serde_json::Value;

use crate::fixture::Bridge;
use crate::scanner_fixture::{ANNA, Bench, encrypt, eventually, seal_to};

const LETTER: &[u8] = b"Dear colleague, see you at noon.\n";
const HOUR: i64 = 3_600_000;

fn published(config: &ScanConfig) -> PublishedScanner {
    serde_json::from_slice(&std::fs::read(&config.public_keys_file).unwrap()).unwrap()
}

fn info(published: PublishedScanner) -> ScannerInfo {
    ScannerInfo { keys: published.keys, former: published.former, ..ScannerInfo::default() }
}

/// Two scanners behind one address: they share the files with the keys.
async fn two_scanners() -> [Arc<Bench>; 2] {
    let first = Bench::new().await;
    let (secret, public) = (first.config.key_file.clone(), first.config.public_keys_file.clone());
    let second = Bench::with(|config| (config.key_file, config.public_keys_file) = (secret, public)).await;
    let (ciphertext, _) = encrypt("enc", LETTER, 1);
    for scanner in [&first, &second] {
        scanner.store_bytes("enc", &ciphertext).await;
    }
    [Arc::new(first), Arc::new(second)]
}

async fn asked(scanner: &Bench, body: &Value) -> (u16, String) {
    let answer = scanner.post(Some(ANNA), "scan_encrypted", body).await;
    (answer.status.as_u16(), answer.json()["reason"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_under_load_refuses_nobody() {
    let scanners = two_scanners().await;
    let (_, file) = encrypt("enc", LETTER, 1);
    let first_key = scanners[0].public_key().await;
    let (over, requests) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut clients = Vec::new();
    for n in 0..6usize {
        let (scanners, file, first_key) = (scanners.clone(), file.clone(), first_key.clone());
        let (over, requests) = (over.clone(), requests.clone());
        clients.push(tokio::spawn(async move {
            let mut refused = Vec::new();
            while !over.load(Ordering::Relaxed) {
                let round = requests.fetch_add(1, Ordering::Relaxed);
                // Half of the clients cling to the key of their sign-in, the others take the newest that any scanner
                // announces, and show it to the other one.
                let key = if n % 2 == 0 { first_key.clone() } else { scanners[round % 2].public_key().await };
                let answer = asked(&scanners[(round + 1) % 2], &seal_to(&key, &file)).await;
                if answer.0 != 200 {
                    refused.push(answer);
                }
            }
            refused
        }));
    }
    for generation in 2..=4 {
        tokio::time::sleep(Duration::from_millis(150)).await;
        let rotated = scanner_keys::rotate(&scanners[0].config).unwrap();
        assert_eq!(rotated.keys.len(), generation);
        let newest = &rotated.keys[0].curve25519;
        for scanner in &scanners {
            eventually("the scanner announces the new key", || async { scanner.public_key().await == *newest }).await;
        }
        let before = requests.load(Ordering::Relaxed);
        eventually("requests go on", || async { requests.load(Ordering::Relaxed) > before + 20 }).await;
    }
    over.store(true, Ordering::Relaxed);
    for client in clients {
        assert_eq!(client.await.unwrap(), Vec::new());
    }
}

#[tokio::test]
async fn a_scanner_that_has_not_looked_yet_looks_before_it_refuses() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let newest = scanner_keys::rotate(&b.config).unwrap().keys[0].clone();
    // At once: before the second is over after which it would look by itself.
    assert_eq!(asked(&b, &seal_to(&newest.curve25519, &file)).await.0, 200);
    let answer = b.post(Some(ANNA), "/_depesha/v1/scan", seal_to(&newest.curve25519, &file)).await;
    let verdict: SignedVerdict = serde_json::from_slice(&answer.bytes).unwrap();
    assert!(verdict_is_signed(&verdict) && verdict.key == newest.ed25519, "the newest signs");
}

#[tokio::test]
async fn an_old_key_counts_for_its_time_and_then_one_refetch_helps() {
    let b = Bench::with(|config| config.old_keys_honoured_hours = 48).await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let old = published(&b.config);
    let old_key = old.keys[0].curve25519.clone();
    // The command goes by the system's clock, the scanner here by its own; theirs are brought together.
    scanner_keys::rotate(&b.config).unwrap();
    b.app.look_at_keys();
    let superseded = i64::try_from(published(&b.config).keys[0].created_at_ms.unwrap()).unwrap();
    b.clock.advance_ms(superseded + 48 * HOUR - 1 - b.clock.now_ms());
    b.app.look_at_keys();
    assert_eq!(asked(&b, &seal_to(&old_key, &file)).await.0, 200);

    b.clock.advance_ms(1);
    eventually("the old key is dropped", || async { published(&b.config).keys.len() == 1 }).await;
    let late = asked(&b, &seal_to(&old_key, &file)).await;
    assert_eq!(late, (403, "MCS_BAD_DECRYPTION".to_owned()));
    assert_eq!(asked(&b, &b.seal(&file).await).await.0, 200, "one refetch helps");
    eventually("its secret leaves the file", || async {
        let text = std::fs::read_to_string(&b.config.key_file).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()["generations"].as_array().unwrap().len() == 1
    })
    .await;
    let now = published(&b.config);
    assert_eq!(believable(&old.keys, &info(now.clone())), Ok(now.keys), "who pinned the old one is led to the new");
}

#[tokio::test]
async fn a_key_file_that_went_bad_leaves_the_known_keys_in_use() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let before = published(&b.config);
    std::fs::write(&b.config.key_file, "{").unwrap();
    b.app.look_at_keys();
    assert_eq!(asked(&b, &b.seal(&file).await).await.0, 200);
    assert_eq!(published(&b.config), before);
    assert!(scanner_keys::rotate(&b.config).is_err());
}

#[tokio::test]
async fn the_front_door_tells_of_new_keys_and_of_the_policy_without_a_restart() {
    let (bridge, scanner) = (Bridge::new(), Bench::new().await);
    let door = async || {
        let told = published(&scanner.config);
        std::fs::write(&bridge.app.config.scanner.public_keys_file, serde_json::to_vec(&told).unwrap()).unwrap();
        let (_, body) = bridge.door("GET", "/.well-known/matrix/client", None, Value::Null).await;
        serde_json::from_value::<ScannerInfo>(body["org.depesha.services"]["scanner"].clone()).unwrap()
    };
    let old = door().await;
    let policy = old.policy.clone().unwrap();
    assert_eq!((policy.max_bytes, policy.verdict_max_age_ms), (4_000_000, 30 * 24 * 3_600_000));
    assert!(policy.forbidden_types.contains(&"application/x-executable".to_owned()));
    scanner_keys::rotate(&scanner.config).unwrap();
    let new = door().await;
    assert_eq!((new.keys.len(), &new.keys[1]), (2, &old.keys[0]));
    assert_eq!(believable(&old.keys, &new), Ok(new.keys.clone()));
}
