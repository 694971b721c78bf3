//! Many requests for one media at once, with right and wrong keys, an engine that comes and goes, callers that leave:
//! whatever the order, no key's verdict becomes another's and nothing is left behind.
//!
//! What happens in a round follows from its number alone. A round that failed names it: set `FIRST` to it to see it again.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::scan::key_commitment;
use homeserver_bridge::config::ShareConfig;
use media_scanner::engine::eicar;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use wiremock::matchers::path_regex;
use wiremock::{Mock, ResponseTemplate};

use crate::scanner_fixture::{ANNA, Answer, Bench, UNSTABLE, encrypt, eventually, seal_to};

const FIRST: u64 = 0;
const ROUNDS: u64 = 1000;
/// Rounds that run beside each other.
const BESIDE: u64 = 4;

/// Numbers that follow from a round's number (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Ask {
    /// With the key that the file was encrypted by.
    Right,
    /// With another one: noise, in which nothing can be found.
    Wrong,
    /// With the right key and another hash.
    OtherHash,
    /// As if the file were in clear.
    Bare,
}

#[derive(Debug, Clone, Copy)]
enum Route {
    Scan,
    Download,
    Verdict,
}

/// A media of a round: its content follows from its name, so the homeserver needs to keep none.
fn content(round: u64) -> Vec<u8> {
    let mut dice = Dice(round ^ 0xFEED);
    let mut content = format!("A letter of round {round}.\n").repeat(1 + dice.roll(200) as usize).into_bytes();
    if dice.roll(2) == 0 {
        let at = dice.roll(content.len() as u64) as usize;
        content.splice(at..at, eicar());
    }
    content
}

fn infected(round: u64) -> bool {
    content(round).windows(eicar().len()).any(|window| window == eicar())
}

struct Race {
    bench: Bench,
    key: String,
}

impl Race {
    async fn new() -> Arc<Self> {
        let bench = Bench::with(|config| {
            let boundless = ShareConfig { requests_at_once: 0, files_per_minute: 0, mib_per_minute: 0 };
            config.limits.user = boundless;
            config.limits.organisation = boundless;
        })
        .await;
        let media = path_regex("^/_matrix/client/v1/media/download/interior.test/r[0-9]+$");
        let answer = |request: &wiremock::Request| {
            let round = request.url.path().rsplit('r').next().and_then(|n| n.parse().ok()).unwrap_or_default();
            let delay = Duration::from_micros(Dice(round).roll(3000));
            ResponseTemplate::new(200).set_body_bytes(encrypt("", &content(round), 1).0).set_delay(delay)
        };
        Mock::given(media).respond_with(answer).mount(&bench.interior).await;
        let key = bench.public_key().await;
        Arc::new(Self { bench, key })
    }

    async fn ask(&self, round: u64, ask: Ask, route: Route) -> Answer {
        let name = format!("r{round}");
        let (ciphertext, mut file) = encrypt(&name, &content(round), 1);
        let (_, wrong) = encrypt(&name, b"", 2);
        match ask {
            Ask::Right | Ask::Bare => {}
            Ask::Wrong => file["key"] = wrong["key"].clone(),
            Ask::OtherHash => file["hashes"] = json!({"sha256": STANDARD_NO_PAD.encode([round as u8; 32])}),
        }
        let answer = match (ask, route) {
            (Ask::Bare, Route::Download) => self.bench.get(Some(ANNA), &format!("download/interior.test/{name}")).await,
            (Ask::Bare, _) => self.bench.get(Some(ANNA), &format!("scan/interior.test/{name}")).await,
            (_, Route::Scan) => self.bench.post(Some(ANNA), "scan_encrypted", seal_to(&self.key, &file)).await,
            (_, Route::Download) => self.bench.post(Some(ANNA), "download_encrypted", seal_to(&self.key, &file)).await,
            (_, Route::Verdict) => self.bench.post(Some(ANNA), "/_depesha/v1/scan", seal_to(&self.key, &file)).await,
        };
        judge(round, ask, &answer, &ciphertext);
        answer
    }

    /// One media, several requests in an order of its own, and what happens to them.
    async fn round(self: Arc<Self>, round: u64) -> [u64; 3] {
        let mut dice = Dice(round);
        let mut asks = JoinSet::new();
        let mut counts = [0; 3];
        for _ in 0..3 + dice.roll(5) {
            let ask =
                [Ask::Right, Ask::Wrong, Ask::OtherHash, Ask::Bare, Ask::Right, Ask::Wrong][dice.roll(6) as usize];
            let route = [Route::Scan, Route::Download, Route::Verdict][dice.roll(3) as usize];
            let (before, leaves) = (Duration::from_micros(dice.roll(4000)), dice.roll(8) == 0);
            let patience = Duration::from_micros(if leaves { dice.roll(6000) } else { 60_000_000 });
            let race = self.clone();
            asks.spawn(async move {
                tokio::time::sleep(before).await;
                tokio::time::timeout(patience, race.ask(round, ask, route)).await.ok()
            });
        }
        match dice.roll(8) {
            0 => {
                self.bench.engine.set(|engine| engine.up = false);
                tokio::time::sleep(Duration::from_micros(dice.roll(3000))).await;
                self.bench.engine.set(|engine| engine.up = true);
            }
            1 => self.bench.engine.set(|engine| engine.signatures = round.to_string()),
            2 => self.bench.engine.set(|engine| engine.delay = Duration::from_micros(dice.roll(4000))),
            _ => {}
        }
        while let Some(answer) = asks.join_next().await {
            let answer = answer.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
            let at = match answer.map(|answer| answer.status.as_u16()) {
                Some(200) => 0,
                Some(_) => 1,
                None => 2,
            };
            counts[at] += 1;
        }
        counts
    }
}

/// What must hold of every answer, whatever else happens.
fn judge(round: u64, ask: Ask, answer: &Answer, ciphertext: &[u8]) {
    let body = answer.json();
    let named = answer.headers.get("content-disposition").is_some();
    let is_clean = named || body["clean"] == true || body["verdict"] == "clean";
    let is_infected =
        body["clean"] == false || body["verdict"] == "infected" || body["reason"] == "MCS_MEDIA_NOT_CLEAN";
    let said = || format!("round {round}, {ask:?}: {} {body}", answer.status);
    match ask {
        Ask::Right if infected(round) => assert!(!is_clean, "a wrong clean in {}", said()),
        Ask::Right | Ask::Wrong => assert!(!is_infected, "another key's verdict in {}", said()),
        Ask::OtherHash => assert!(!is_clean && !is_infected, "a verdict in {}", said()),
        Ask::Bare => assert!(!is_infected, "another key's verdict in {}", said()),
    }
    if named {
        assert!(answer.bytes == ciphertext, "other bytes in round {round}");
    }
    if let Some(Value::String(commitment)) = body.get("key_commitment") {
        let key = if ask == Ask::Wrong { 2 } else { 1 };
        assert_eq!(*commitment, key_commitment(&[key; 32], &[0; 16]), "another key's statement in round {round}");
    }
    let known = is_clean || is_infected || answer.status == 500 || (ask == Ask::OtherHash && answer.status == 400);
    assert!(known, "no answer of the contract in {}", said());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_rounds_of_right_and_wrong_keys_at_once() {
    let race = Race::new().await;
    let mut counts = [0; 3];
    let mut rounds = JoinSet::new();
    for round in FIRST..FIRST + ROUNDS {
        if round >= FIRST + BESIDE
            && let Some(done) = rounds.join_next().await
        {
            add(&mut counts, done);
        }
        rounds.spawn(race.clone().round(round));
    }
    while let Some(done) = rounds.join_next().await {
        add(&mut counts, done);
    }
    // A test in which nothing happened would prove nothing.
    let [clean_or_known, refused, left] = counts;
    assert!(clean_or_known > 1000 && refused > 300 && left > 50, "{counts:?}");
    eventually("nothing is held any more", async || race.bench.is_empty_handed()).await;
    let request = Request::builder().uri(format!("{UNSTABLE}/public_key")).body(Body::empty()).unwrap();
    assert_eq!(race.bench.call(request).await.status, 200);
}

fn add(counts: &mut [u64; 3], done: Result<[u64; 3], tokio::task::JoinError>) {
    let done = done.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
    counts.iter_mut().zip(done).for_each(|(count, more)| *count += more);
}
