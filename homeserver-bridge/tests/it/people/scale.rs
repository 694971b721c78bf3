//! Five million people, to look at and not to pass or fail: `cargo test --profile bench … five_million -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use homeserver_bridge::database::Value;
use serde_json::json;

use super::{SEARCH, entry, join, sign_up};
use crate::fixture::Bridge;

const PEOPLE: u64 = 5_000_000;
const ROUNDS: usize = 100;
const CATALOGUE: &str = "index_dir = \"FOLDER/index\"\npeople_per_day = 4000000000\nsearches_per_minute = 4000000000\nsearch_burst = 4000000000";

const GIVEN: [&str; 20] = [
    "Olena",
    "Андрій",
    "Benoît",
    "Оксана",
    "Camille",
    "Dmytro",
    "Élodie",
    "François",
    "Ірина",
    "Anna",
    "Jean-Baptiste",
    "Kateryna",
    "Микола",
    "Marie-Ève",
    "Nadiya",
    "Олександр",
    "Pavlo",
    "Taras",
    "Юрій",
    "Yevhen",
];
const BEGIN: [&str; 24] = [
    "Mar", "Kov", "Shev", "Ber", "Dup", "Pet", "Bon", "Iva", "Tka", "Rou", "Gar", "Lef", "Mor", "Fon", "Che", "Bou",
    "Мель", "Кра", "Лис", "Олі", "Сан", "Вас", "Зах", "Яр",
];
const MIDDLE: [&str; 16] =
    ["a", "al", "an", "ar", "e", "el", "en", "er", "i", "ol", "on", "ukh", "ov", "och", "esh", "ub"];
const END: [&str; 16] =
    ["enko", "chuk", "uk", "ko", "sky", "ova", "in", "ier", "eau", "ard", "ets", "ault", "ois", "iv", "ley", "yk"];
const POSTS: [&str; 8] =
    ["Inspector", "Analyst", "Head of Section", "Adviser", "Clerk", "Director", "Accountant", "Інспектор"];
const DIVISIONS: [&str; 10] = [
    "Audit",
    "Budget",
    "Civil Protection",
    "Customs",
    "Elections",
    "Forestry",
    "Housing",
    "Migration",
    "Taxes",
    "Water",
];

fn somebody(n: u64) -> [String; 7] {
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let pick = |list: &[&str], shift: u32| list[(mixed >> shift) as usize % list.len()].to_owned();
    let family = if mixed.is_multiple_of(100) {
        "Kovalenko".to_owned()
    } else {
        let rare = (mixed >> 40) % 40;
        let tail = MIDDLE[rare as usize % 16];
        format!("{}{}{}{}", pick(&BEGIN, 3), pick(&MIDDLE, 9), if rare < 16 { tail } else { "" }, pick(&END, 14))
    };
    let unit = format!("[\"{}\",\"Office {:03}\"]", pick(&DIVISIONS, 20), (mixed >> 25) % 300);
    let organisation = if mixed >> 63 == 0 { "interior" } else { "finance" };
    [
        format!("P-{n}"),
        pick(&GIVEN, 33),
        family,
        unit,
        pick(&POSTS, 50),
        format!("+380 44 {:03} {:04}", n / 10_000 % 1000, n % 10_000),
        organisation.into(),
    ]
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes, and nothing to pass or fail"]
async fn five_million() {
    let bridge = Bridge::with_catalogue(CATALOGUE);
    join(&bridge, vec![entry("HR-1", "Anna", "Kovalenko", "interior", json!({"unit": ["Budget", "Office 001"]}))])
        .await;
    sign_up(&bridge, "HR-1", "anna").await;
    let start = Instant::now();
    for step in 0..PEOPLE / 50_000 {
        let fill = move |tx: &homeserver_bridge::database::Tx<'_>| {
            for n in step * 50_000..(step + 1) * 50_000 {
                let values: Vec<Value> = somebody(n).into_iter().map(Value::from).collect();
                tx.execute(
                    "INSERT INTO people (person_id, given_name, family_name, unit, title, phone, organisation, email,
                         employment, row_hash, changed_at_ms, version)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $1 || '@p', 'working', '', 0, 1)",
                    &values,
                )?;
            }
            Ok(())
        };
        bridge.app.db.write(fill).await.unwrap();
    }
    println!("filled in {:?}", start.elapsed());
    let following = tokio::spawn(homeserver_bridge::people::follow(bridge.app.clone()));
    let start = Instant::now();
    ready(&bridge).await;
    println!("index made in {:?}, {} MiB resident at most", start.elapsed(), peak_mib());
    for term in [
        "k",
        "ко",
        "kov",
        "kova",
        "koval",
        "kovalenko",
        "anna kovalenko",
        "kovalenko a",
        "inspector",
        "інспектор",
        "insp",
        "inspector budget",
        "budget office 034",
        "anna inspector water",
        "kovalneko",
        "shevukhchuk",
        "Мельаленко",
        "Chevalenko",
        "zzzzzz",
        "qwertyuiop asdfgh",
        "4567",
        "044 123 4567",
        "office",
        "a b",
        "а о",
        "finance interior",
        "anna olena",
        "director clerk",
        "jean baptiste maraenko",
        "jaen batpiste",
    ] {
        measure(&bridge, term, json!({"term": term, "limit": 20})).await;
    }
    measure(
        &bridge,
        "unit",
        json!({"term": "", "organisation": "finance", "unit": "Budget / Office 034", "limit": 50}),
    )
    .await;
    measure(
        &bridge,
        "division from 900",
        json!({"term": "", "organisation": "finance", "unit": "Budget", "limit": 50, "from": 900}),
    )
    .await;
    measure(&bridge, "organisation + name", json!({"term": "kovalenko", "organisation": "finance"})).await;
    measure(&bridge, "k from 900", json!({"term": "k", "limit": 50, "from": 900})).await;
    let start = Instant::now();
    join(&bridge, vec![entry("HR-2", "Nova", "Zhinka", "interior", json!({}))]).await;
    loop {
        let (_, answer) = bridge.api("POST", SEARCH, Some("anna"), json!({"term": "nova zhinka"})).await;
        if answer["people"][0]["person_id"] == "HR-2" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    println!("a change was found after {:?}", start.elapsed());
    measure(&bridge, "kovalenko after a change", json!({"term": "kovalenko", "limit": 20})).await;
    let start = Instant::now();
    let (_, tree) = bridge.api("GET", "/_depesha/v1/organisations", Some("anna"), json!(null)).await;
    println!("tree in {:?}: {}", start.elapsed(), tree["organisations"][0]["people"]);
    following.abort();
    assert!(following.await.unwrap_err().is_cancelled());
    let bridge = bridge.restarted(CATALOGUE).await;
    bridge.interior.issue_token("anna", "@anna:interior.test");
    tokio::spawn(homeserver_bridge::people::follow(bridge.app.clone()));
    let start = Instant::now();
    ready(&bridge).await;
    println!("after a restart ready in {:?}, {} MiB resident at most", start.elapsed(), peak_mib());
}

async fn ready(bridge: &Bridge) {
    loop {
        let (status, answer) = bridge.api("POST", SEARCH, Some("anna"), json!({"term": "kovalenko"})).await;
        if status == StatusCode::OK && answer["people"].as_array().unwrap().len() > 10 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn measure(bridge: &Bridge, what: &str, body: serde_json::Value) {
    let mut taken = Vec::with_capacity(ROUNDS);
    let (mut found, before) = (0, cpu_ms());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let (status, answer) = bridge.api("POST", SEARCH, Some("anna"), body.clone()).await;
        taken.push(start.elapsed());
        assert_eq!(status, StatusCode::OK, "{answer}");
        found = answer["people"].as_array().unwrap().len();
    }
    taken.sort();
    let cpu = (cpu_ms() - before) / ROUNDS as f64;
    let (median, p95) = (taken[ROUNDS / 2], taken[ROUNDS * 95 / 100]);
    println!("{what:30} {found:3} found, median {median:>8.2?}, p95 {p95:>8.2?}, processor {cpu:.2} ms");
}

/// What all threads have used of the processors.
fn cpu_ms() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    let used = threads.filter_map(|thread| std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok());
    used.filter_map(|line| line.split(' ').next()?.parse::<f64>().ok()).sum::<f64>() / 1e6
}

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap() / 1024
}
