//! The act with which an administrator lets another login of an identity provider in.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;

use super::browser::{Browser, acts};
use crate::accounts::ANNA;
use crate::providers::{bridge, claims, let_in, refused};

#[tokio::test]
async fn an_administrator_forgets_a_login_and_the_next_one_is_taken() {
    let bridge = bridge().await;
    let place = "/people/HR-1/forget-logins";
    let mut stranger = Browser::admin(&bridge);
    assert_eq!(stranger.post(place, &[]).await.location(), "/login");
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    assert!(!admin.get("/people/HR-1").await.text.contains("forget-logins"), "nothing to forget");
    let csrf = admin.get("/people/HR-1").await.csrf();
    assert_eq!(admin.post(place, &[("csrf", &csrf)]).await.location(), "/people/HR-1?done=nothing");

    let anna = let_in(&bridge, "card", "s-1", claims(ANNA)).await;
    let page = admin.get("/people/HR-1").await;
    assert!(page.text.contains(place) && page.text.contains("<li>Interior card</li>"), "{}", page.text);
    assert_eq!(admin.post(place, &[("csrf", "wrong")]).await.status, StatusCode::FORBIDDEN);
    refused(&bridge, "card", "s-2", claims(ANNA), "You have used Depesha with another").await;
    // An auditor changes nothing; whoever looks after others does not see her.
    let mut auditor = Browser::another(&bridge, OfficerRole::Auditor, "petro").await;
    let theirs = auditor.get("/audit").await.csrf();
    assert_eq!(auditor.post(place, &[("csrf", &theirs)]).await.status, StatusCode::FORBIDDEN);
    let mut other = Browser::another(&bridge, OfficerRole::Administrator, "maria").await;
    let sql =
        "INSERT INTO officer_organisations (name, role, organisation) VALUES ('maria', 'administrator', 'finance')";
    bridge.app.db.write(move |tx| tx.execute(sql, &[])).await.unwrap();
    let theirs = other.get("/people").await.csrf();
    assert_eq!(other.post(place, &[("csrf", &theirs)]).await.status, StatusCode::NOT_FOUND);
    refused(&bridge, "card", "s-2", claims(ANNA), "You have used Depesha with another").await;

    assert_eq!(admin.post(place, &[("csrf", &csrf)]).await.location(), "/people/HR-1?done=logins-forgotten");
    for (language, told) in [("en", "The login is forgotten."), ("fr", "oubli"), ("uk", "забут")] {
        admin.language = language;
        let page = admin.get("/people/HR-1?done=logins-forgotten").await.text;
        let notice = page.split("role=\"status\">").nth(1).unwrap_or_default().split('<').next().unwrap_or_default();
        assert!(notice.to_lowercase().contains(&told.to_lowercase()), "{language}: {notice}");
        assert!(!page.contains("forget-logins"));
    }
    assert_eq!(admin.post(place, &[("csrf", &csrf)]).await.location(), "/people/HR-1?done=nothing");
    assert_eq!(let_in(&bridge, "card", "s-2", claims(ANNA)).await, anna, "the account is the same");
    let log = acts(&bridge).await;
    assert_eq!(log.iter().filter(|act| *act == "administrator:olena login.forget").count(), 1);
}
