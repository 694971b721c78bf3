//! Accounts with an end in the administrators' console: the list, one account, renewing, who answers, the end.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;
use homeserver_bridge::provisioning;

use super::browser::{Browser, acts};
use crate::externals::scene::{ANNA, JANES, invite, only, scene, stands, with_jane, work_for};

#[tokio::test]
async fn an_administrator_renews_names_who_answers_and_ends() {
    let bridge = scene().await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    assert!(admin.get("/externals").await.text.contains("Nobody has an account with an end"));
    with_jane(&bridge).await;
    invite(&bridge, ANNA, "!open", &["bob@firm.example"]).await;
    let (interior, address) = ("interior".parse().unwrap(), "guest.worker@interior.gov.example".parse().unwrap());
    let guest = provisioning::invite(&bridge.app, "x", &address, "Guest", "Worker", &interior, None).await.unwrap();
    for (language, told) in [
        (
            "en",
            ["Active", "Invited", "Outside", "An invitation by an administrator", "Nobody inside: the administrators"],
        ),
        ("fr", ["Actif", "Invité", "Extérieur", "Invitation d’un administrateur", "Personne : les administrateurs"]),
        ("uk", ["Діє", "Запрошено", "Ззовні", "На запрошення адміністратора", "Ніхто всередині: адміністратори"]),
    ] {
        admin.language = language;
        let list = admin.get("/externals").await.text;
        for word in told.into_iter().chain(["Jane DOE", "bob@firm.example", "Anna KOVAL", "2027-04-15", "2028-01-15"]) {
            assert!(list.contains(word), "{language}: {word}: {list}");
        }
    }
    admin.language = "en";
    assert!(!admin.get("/externals?q=jane").await.text.contains("bob@"));
    let unsponsored = admin.get("/externals?state=unsponsored").await.text;
    assert!(unsponsored.contains("guest.worker") && !unsponsored.contains("jane.doe"), "{unsponsored}");
    assert!(admin.get("/externals?state=ended").await.text.contains("No such account"));
    let person = admin.get(&format!("/people/{guest}")).await.text;
    assert!(person.contains("2028-01-15") && person.contains(&format!("/externals/{guest}")), "{person}");

    let listed = admin.get("/externals?q=jane").await.text;
    let (_, rest) = listed.split_once("href=\"/externals/external-").unwrap();
    let place = format!("/externals/external-{}", rest.split('"').next().unwrap());
    let csrf = admin.get(&place).await.csrf();
    let acts_of = |act: &str| format!("{place}/{act}");
    for (act, field, value, done) in [
        ("renew", "until", "2027-12-31", "renewed"),
        ("renew", "until", "2040-01-01", "bad-day"),
        ("renew", "until", "soon", "bad-day"),
        ("sponsor", "email", "hr-2@interior.gov.example", "sponsor"),
        ("sponsor", "email", "hr-9@interior.gov.example", "no-sponsor"),
        ("sponsor", "email", "nobody", "no-sponsor"),
        ("end", "none", "", "ended"),
        ("end", "none", "", "nothing"),
    ] {
        let answer = admin.post(&acts_of(act), &[("csrf", &csrf), (field, value)]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, &*format!("{place}?done={done}")));
        let page = admin.get(&format!("{place}?done={done}")).await.text;
        assert!(page.contains("role=\"status\"") && !page.contains("external-done"), "{done}: {page}");
        assert!(page.contains("2027-12-31") && !page.contains("external-state-"), "{done}: {page}");
    }
    assert_eq!(only(&bridge, crate::externals::scene::BORIS).await["state"], "ended");
    work_for(&bridge, 2000).await;
    assert_eq!(stands(&bridge, "!open", JANES), Some("leave"));
    let page = admin.get(&place).await.text;
    let (_, rest) = page.split_once("href=\"/offboardings/").unwrap();
    let receipt = admin.get(&format!("/offboardings/{}", rest.split('"').next().unwrap())).await.text;
    assert!(receipt.contains("Its time is over") && !receipt.contains("/cancel"), "{receipt}");
    for act in ["renew", "sponsor", "end"] {
        let answer = admin.post(&acts_of(act), &[("csrf", "wrong"), ("until", "2027-12-31")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{act}");
        let answer = admin.post(&format!("/externals/external-none/{act}"), &[("csrf", &csrf)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    assert_eq!(admin.get("/externals/external-none").await.status, StatusCode::NOT_FOUND);
    let log = acts(&bridge).await;
    for act in ["external.list", "external.view", "external.renew", "external.hand_over", "external.end"] {
        assert!(log.contains(&format!("administrator:olena {act}")), "{act}");
    }
    let audit = admin.get("/audit").await.text;
    assert!(!audit.contains(">external."), "every act has a name: {audit}");
}
