//! Whether anybody is behind an address shows neither in the answer nor in the work that is done for it: the same status,
//! head and body, the same jobs, the same rows written, for known and unknown, registered, suspended and gone.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use homeserver_bridge::http;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::accounts::{PASSWORD, sign_up};
use crate::fixture::Bridge;

const REGISTERED: &str = "registered@interior.gov.example";
const SUSPENDED: &str = "suspended@interior.gov.example";

/// Everybody whom the answers must not tell apart; the last one first has the code of another purpose.
const EVERYBODY: [&str; 6] = [
    "known@interior.gov.example",
    "unknown@interior.gov.example",
    REGISTERED,
    SUSPENDED,
    "left@interior.gov.example",
    "somebody@elsewhere.example",
];

async fn bridge() -> Bridge {
    let bridge = Bridge::new();
    let hr = [("known", "working"), ("registered", "working"), ("suspended", "working"), ("left", "left")];
    for (name, employment) in hr {
        let email = format!("{name}@interior.gov.example");
        bridge.hr_says(&format!("HR-{name}"), ["Given", name], &email, employment).await;
    }
    for email in [REGISTERED, SUSPENDED] {
        sign_up(&bridge, email).await;
    }
    let suspend = |tx: &homeserver_bridge::database::Tx<'_>| {
        tx.execute(
            "UPDATE accounts SET state = 'suspended', resume_to = 'active' WHERE person_id = 'HR-suspended'",
            &[],
        )
    };
    bridge.app.db.write(suspend).await.unwrap();
    bridge
}

/// Everything that the caller gets.
async fn answer(bridge: &Bridge, path: &str, body: Value) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::post(format!("/_depesha/v1/{path}")).header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string())).unwrap();
    let answer = http::api_router(bridge.app.clone()).oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    (head.status, head.headers, axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec())
}

/// How many rows each table has.
async fn rows(bridge: &Bridge) -> BTreeMap<String, i64> {
    let count = bridge.app.db.read(|tx| {
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let mut counts = BTreeMap::new();
        for table in tx.query(sql, &[])? {
            let table = table.text(0)?;
            let count =
                tx.query_one(&format!("SELECT COUNT(*) FROM \"{table}\""), &[])?.map_or(Ok(0), |row| row.int(0))?;
            counts.insert(table, count);
        }
        Ok(counts)
    });
    count.await.unwrap()
}

/// What is kept of the code for an address, but for what only its owner could make of it.
async fn kept(bridge: &Bridge, email: &'static str, purpose: &'static str) -> Option<[i64; 5]> {
    let found = bridge.app.db.read(move |tx| {
        let sql = "SELECT LENGTH(code_hash), tries_left, expires_at_ms, sent_at_ms, claimed_until_ms FROM mail_codes
             WHERE email = $1 AND purpose = $2";
        let row = tx.query_one(sql, &[email.into(), purpose.into()])?;
        row.map(|row| Ok([row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?, row.int(4)?])).transpose()
    });
    found.await.unwrap()
}

fn grown(before: &BTreeMap<String, i64>, after: &BTreeMap<String, i64>) -> Vec<(String, i64)> {
    let grown = after.iter().map(|(table, count)| (table.clone(), count - before.get(table).unwrap_or(&0)));
    grown.filter(|(_, by)| *by != 0).collect()
}

/// The same of everybody.
fn alike<T: PartialEq + std::fmt::Debug>(what: &str, of_each: &[T]) {
    for (email, one) in EVERYBODY.iter().zip(of_each) {
        assert_eq!(one, &of_each[0], "{what} tells {email} from {}", EVERYBODY[0]);
    }
}

#[tokio::test]
async fn the_same_answer_and_the_same_work_for_everybody() {
    for (path, purpose) in [("signup", "signup"), ("password/reset", "reset")] {
        let (mut answers, mut left, mut done, mut codes, mut tried) = (vec![], vec![], vec![], vec![], vec![]);
        for email in EVERYBODY {
            // A bridge for each: nothing that was done for another one counts.
            let bridge = bridge().await;
            let forget = |tx: &homeserver_bridge::database::Tx<'_>| tx.execute("DELETE FROM mail_codes", &[]);
            bridge.app.db.write(forget).await.unwrap();
            let before = rows(&bridge).await;
            answers.push(answer(&bridge, path, json!({"email": email})).await);
            left.push(grown(&before, &rows(&bridge).await));
            let jobs = bridge.work().await;
            done.push((jobs, grown(&before, &rows(&bridge).await)));
            codes.push(kept(&bridge, email, purpose).await);
            let wrong = json!({"email": email, "code": "x-00000000", "password": PASSWORD});
            let refused = answer(&bridge, &format!("{path}/confirm"), wrong).await;
            let kept = kept(&bridge, email, purpose).await;
            tried.push((refused, kept, grown(&before, &rows(&bridge).await)));
        }
        assert_eq!((answers[0].0, answers[0].2.as_slice()), (StatusCode::ACCEPTED, b"{}".as_slice()));
        assert_eq!(left[0], [("jobs".to_owned(), 1)], "{path}");
        assert_eq!(done[0], (1, vec![("mail_codes".to_owned(), 1)]), "{path}");
        assert_eq!(codes[0].map(|[hash, tries, ..]| (hash, tries)), Some((64, 10)), "{path}");
        assert_eq!((tried[0].0.0, tried[0].1.map(|kept| kept[1])), (StatusCode::BAD_REQUEST, Some(9)), "{path}");
        alike(&format!("the answer to {path}"), &answers);
        alike(&format!("what {path} leaves"), &left);
        alike(&format!("the work for {path}"), &done);
        alike(&format!("the code's row after {path}"), &codes);
        alike(&format!("a wrong code at {path}/confirm"), &tried);
    }
}
