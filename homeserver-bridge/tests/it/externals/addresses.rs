//! Hostile addresses of people from outside, over HTTP and real SMTP: a line is refused, or belongs to somebody inside, or is
//! the one mailbox that was judged, stored and mailed.

use std::collections::HashSet;

use axum::http::StatusCode;
use serde_json::json;

use super::scene::{ANNA, DAY_MS, ask, with_rooms};
use crate::accounts;
use crate::addresses::{Case, Expected, Relay, corpus, judge};
use crate::fixture::Bridge;
use crate::offboarding::scene::staff;

/// The Interior's domain in the corpus, and one of nobody here with as many letters.
const INSIDE: &str = "interior.gov.example";
const OUTSIDE: &str = "partner.firm.example";

/// The corpus as it is, whose good addresses are of people inside, and once more with a partner's domain.
fn cases() -> Vec<Case> {
    let mut cases = corpus(20_260_104, 300);
    for Case { text, expected } in corpus(20_260_105, 500) {
        // One that writes the domain in other letters stays one of the Interior's.
        let theirs = text.replace(INSIDE, OUTSIDE);
        let expected = match expected {
            Expected::Mailbox(mailbox) if theirs != text => Expected::Mailbox(mailbox.replace(INSIDE, OUTSIDE)),
            other => other,
        };
        cases.push(Case { text: theirs, expected });
    }
    cases
}

/// Whether a domain is one of the administration's, or below one: nobody there is from outside.
fn is_inside(canonical: &str) -> bool {
    let domain = canonical.rsplit('@').next().unwrap();
    let own = [INSIDE, "finance.gov.example", "agency.gov.example", "xn--bcher-kva.example"];
    let below = |whole: &str, part: &str| whole == part || whole.ends_with(&format!(".{part}"));
    own.iter().any(|own| below(domain, own))
}

async fn stored(bridge: &Bridge) -> HashSet<String> {
    let rows = bridge.app.db.read(|tx| tx.query("SELECT email FROM externals", &[])).await.unwrap();
    rows.iter().map(|row| row.text(0).unwrap()).collect()
}

#[tokio::test]
async fn a_hostile_address_is_not_invited_or_is_the_one_mailbox_that_was_judged_stored_and_mailed() {
    let relay = Relay::start().await;
    let bridge = with_rooms(staff(relay.bridge()).await);
    bridge.work().await;
    let (mut mailed, mut refused, mut inside) = (0, 0, 0);
    let mut known = stored(&bridge).await;
    for Case { text, expected } in cases() {
        // So that nobody has asked or invited too often: fifty a day is the most.
        bridge.clock.advance_ms(DAY_MS / 48);
        let body = json!({"room_id": "!open", "emails": [text]});
        let (status, answer) = ask(&bridge, ANNA, "/invite", body).await;
        assert_eq!((status, &answer["lines"][0]["email"]), (StatusCode::OK, &json!(text)), "{answer}");
        bridge.work().await;
        let mailbox = relay.mailbox(&text);
        let now = stored(&bridge).await;
        let new: Vec<_> = now.difference(&known).cloned().collect();
        // White space around a line is no part of it; what is left is a text of its own.
        let inner = text.trim();
        let expected = if inner == text { expected } else { Expected::Open };
        let outcome = answer["lines"][0]["outcome"].as_str().unwrap();
        if outcome != "mailed" {
            assert_eq!((&mailbox, new.len()), (&None, 0), "{text:?}: {outcome}");
        }
        match outcome {
            "bad_email" => {
                assert!(!matches!(expected, Expected::Mailbox(_)), "{text:?} is an address");
                refused += 1;
            }
            "internal" => {
                assert_ne!(expected, Expected::Refused, "{text:?} is somebody inside");
                if let Expected::Mailbox(mailbox) = &expected {
                    assert!(is_inside(mailbox), "{text:?} is nobody inside");
                }
                inside += 1;
            }
            "mailed" => {
                assert_ne!(expected, Expected::Refused, "{text:?} was invited");
                let mailbox = mailbox.unwrap_or_else(|| panic!("{text:?}: nothing was mailed"));
                let case = Case { text: inner.to_owned(), expected };
                assert_eq!(case.may_be(&mailbox), Ok(()), "{text:?} was mailed to {mailbox:?}");
                // What was mailed days ago is mailed again, and nobody is new then.
                assert!(
                    now.contains(&mailbox) && new.iter().all(|one| *one == mailbox),
                    "{text:?} is stored as {new:?}"
                );
                assert!(judge(&mailbox).is_none() && !is_inside(&mailbox), "{text:?} was judged as another address");
                accounts::post(&bridge, "signup", json!({"email": mailbox})).await;
                bridge.work().await;
                assert_eq!(relay.mailbox(&text), Some(mailbox), "{text:?}: a sign-up's code");
                mailed += 1;
            }
            other => panic!("{text:?}: {other}"),
        }
        known = now;
    }
    assert!(mailed > 30 && refused > 500 && inside > 50, "{mailed} mailed, {refused} refused, {inside} inside");
}
