//! Hostile addresses in an administrator's form: refused in words, or the one mailbox that was judged, stored and mailed.

use axum::http::StatusCode;
use homeserver_bridge::database::Value as Sql;
use homeserver_bridge::officers::OfficerRole;

use super::browser::Browser;
use crate::addresses::{Case, Expected, Relay, corpus, judge};

#[tokio::test]
async fn a_hostile_address_is_not_invited_or_is_the_one_mailbox_that_was_judged_stored_and_mailed() {
    let relay = Relay::start().await;
    let bridge = relay.bridge();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = admin.get("/invite").await.csrf();
    let (mut invited, mut refused) = (0, 0);
    for Case { text, expected } in corpus(20_260_103, 300) {
        let fields = [
            ("csrf", csrf.as_str()),
            ("given", "James"),
            ("family", "Bond"),
            ("email", text.as_str()),
            ("organisation", "interior"),
        ];
        let answer = admin.post("/invite", &fields).await;
        bridge.work().await;
        let mailbox = relay.mailbox(&text);
        // Forms take white space around a field away; what is left is a text of its own.
        let inner = text.trim();
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            assert_eq!(mailbox, None, "{text:?}");
            let not_an_address = answer.text.contains("This is not a work email address.");
            assert!(not_an_address || (expected != Expected::Refused || inner != text), "{text:?}");
            assert!(!not_an_address || !matches!(expected, Expected::Mailbox(_)), "{text:?}");
            refused += 1;
            continue;
        }
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{text:?}");
        let person = answer.location().trim_start_matches("/people/").split('?').next().unwrap_or_default().to_owned();
        let stored = bridge.app.db.read(move |tx| {
            let sql = "SELECT email FROM invitations WHERE person_id = $1";
            tx.query_one(sql, &[Sql::from(person.as_str())])?.map(|row| row.text(0)).transpose()
        });
        let stored = stored.await.unwrap().unwrap_or_else(|| panic!("{text:?}: nobody was invited"));
        let case = if inner == text {
            Case { text, expected }
        } else {
            Case { text: inner.to_owned(), expected: Expected::Open }
        };
        assert_ne!(case.expected, Expected::Refused, "{:?} was invited", case.text);
        assert_eq!(case.may_be(&stored), Ok(()), "{:?} is stored as {stored:?}", case.text);
        assert_eq!(judge(&stored), Some("interior"), "{:?} was judged as another address than {stored:?}", case.text);
        assert_eq!(mailbox.as_deref(), Some(stored.as_str()), "{:?}", case.text);
        invited += 1;
    }
    assert!(invited > 20 && refused > 300, "{invited} were invited, {refused} refused");
}
