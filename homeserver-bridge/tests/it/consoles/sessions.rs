//! Signing in, staying in, and what no session opens.

use axum::http::StatusCode;
use homeserver_bridge::officers::{OfficerRole, SESSION_MS, set_officer};

use super::browser::{Browser, PASSWORD, acts, officer};
use crate::fixture::Bridge;

const ADMIN_PAGES: [&str; 11] = [
    "/",
    "/people",
    "/people/p1",
    "/people/p1/suspend",
    "/export/people",
    "/invite",
    "/invite/list",
    "/invitations",
    "/audit",
    "/offboardings",
    "/offboardings/1",
];
const SECURITY_PAGES: [&str; 4] = ["/", "/reports", "/reports/1", "/engine"];
const ADMIN_ACTS: [&str; 6] =
    ["/people/p1/suspend", "/people/p1/resume", "/people/p1/offboard", "/offboardings/1/cancel", "/invite", "/logout"];

#[tokio::test]
async fn without_a_session_every_page_leads_to_the_sign_in() {
    let bridge = Bridge::new();
    let (mut admin, mut security) = (Browser::admin(&bridge), Browser::security(&bridge));
    for path in ADMIN_PAGES {
        assert_eq!(admin.get(path).await.location(), "/login", "{path}");
    }
    for path in SECURITY_PAGES {
        assert_eq!(security.get(path).await.location(), "/login", "{path}");
    }
    for path in ADMIN_ACTS {
        assert_eq!(admin.post(path, &[]).await.location(), "/login", "{path}");
    }
    assert!(acts(&bridge).await.is_empty());
}

#[tokio::test]
async fn a_session_of_one_console_is_none_in_the_other() {
    let bridge = Bridge::new();
    let admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let security = Browser::signed_in(&bridge, OfficerRole::Security).await;
    let admins = admin.cookies["depesha_admin"].clone();
    let officers = security.cookies["depesha_security"].clone();

    let mut wrong = Browser::security(&bridge);
    wrong.cookies.insert("depesha_admin".into(), admins.clone());
    wrong.cookies.insert("depesha_security".into(), admins);
    for path in SECURITY_PAGES {
        assert_eq!(wrong.get(path).await.location(), "/login", "{path}");
    }
    let mut wrong = Browser::admin(&bridge);
    wrong.cookies.insert("depesha_security".into(), officers.clone());
    wrong.cookies.insert("depesha_admin".into(), officers);
    for path in ADMIN_PAGES {
        assert_eq!(wrong.get(path).await.location(), "/login", "{path}");
    }
    let (mut admin, mut security) = (admin, security);
    assert_eq!(admin.get("/reports").await.status, StatusCode::NOT_FOUND);
    assert_eq!(security.get("/people").await.status, StatusCode::NOT_FOUND);

    // The password of one role does not open the other either.
    let mut other = Browser::security(&bridge);
    officer(&bridge, OfficerRole::Administrator, "petro").await;
    assert_eq!(other.sign_in("petro", PASSWORD).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn wrong_names_and_passwords_get_the_same_answer_and_then_a_wait() {
    let bridge = Bridge::new();
    officer(&bridge, OfficerRole::Security, "olena").await;
    let mut browser = Browser::security(&bridge);
    for (name, password) in [("olena", "wrong"), ("nobody", PASSWORD), ("olena", ""), ("o'; --", "x")] {
        let answer = browser.sign_in(name, password).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text.contains("Name or password is wrong."), "{name}");
    }
    for _ in 0..3 {
        browser.sign_in("olena", "wrong").await;
    }
    let answer = browser.sign_in("olena", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!browser.cookies.contains_key("depesha_security"));
    bridge.clock.advance_ms(15 * 60_000);
    assert_eq!(browser.sign_in("olena", PASSWORD).await.location(), "/");
    // What was typed for a name that nobody has is not in the log: it may be a password.
    let log = acts(&bridge).await;
    assert_eq!(log.iter().filter(|act| *act == "security:olena session.refused").count(), 5);
    assert!(!log.iter().any(|act| act.contains("nobody")));
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_a_request_or_when_told() {
    let bridge = Bridge::new();
    let mut browser = Browser::signed_in(&bridge, OfficerRole::Security).await;
    for _ in 0..3 {
        bridge.clock.advance_ms(SESSION_MS - 1);
        assert_eq!(browser.get("/engine").await.status, StatusCode::OK);
    }
    bridge.clock.advance_ms(SESSION_MS);
    assert_eq!(browser.get("/engine").await.location(), "/login");

    let mut browser = Browser::signed_in(&bridge, OfficerRole::Security).await;
    let cookies = browser.cookies.clone();
    let csrf = browser.get("/engine").await.csrf();
    assert_eq!(browser.post("/logout", &[("csrf", &csrf)]).await.location(), "/login");
    assert!(!browser.cookies.contains_key("depesha_security"));
    browser.cookies = cookies;
    assert_eq!(browser.get("/engine").await.location(), "/login", "the token itself must be dead");
}

#[tokio::test]
async fn a_new_password_ends_the_sessions() {
    let bridge = Bridge::new();
    let mut browser = Browser::signed_in(&bridge, OfficerRole::Security).await;
    set_officer(&bridge.app.db, 0, OfficerRole::Security, "olena", "another long password".into()).await.unwrap();
    assert_eq!(browser.get("/engine").await.location(), "/login");
    assert_eq!(browser.sign_in("olena", PASSWORD).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.sign_in("olena", "another long password").await.location(), "/");
    for (name, password) in [("a b", PASSWORD), ("", PASSWORD), ("olena", "short")] {
        let set = set_officer(&bridge.app.db, 0, OfficerRole::Security, name, password.into()).await;
        assert!(set.is_err(), "{name} {password}");
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_does_nothing() {
    let bridge = Bridge::new();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let mut second = Browser::admin(&bridge);
    second.sign_in("olena", PASSWORD).await;
    let other = second.get("/invite").await.csrf();
    let before = acts(&bridge).await.len();
    for path in ADMIN_ACTS {
        for csrf in ["", "x", other.as_str()] {
            let fields = [
                ("csrf", csrf),
                ("given", "A"),
                ("family", "B"),
                ("email", "a@interior.gov.example"),
                ("organisation", "interior"),
            ];
            let answer = admin.post(path, &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {csrf}");
            assert!(answer.text.contains("<main"), "an error is a page too");
        }
    }
    assert_eq!(acts(&bridge).await.len(), before);
    let mut fresh = Browser::admin(&bridge);
    let answer = fresh.post("/login", &[("name", "olena"), ("password", PASSWORD), ("csrf", "")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_answer_keeps_to_itself() {
    let bridge = Bridge::new();
    let mut browser = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    for path in ["/login", "/people", "/invite", "/no-such-page", "/style.css", "/?lang=fr"] {
        let headers = browser.get(path).await.headers;
        let header = |name: &str| headers[name].to_str().unwrap();
        assert_eq!(
            header("content-security-policy"),
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; \
             base-uri 'none'",
            "{path}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cache-control"), "no-store");
    }
    for path in ["/login", "/people", "/invite", "/audit", "/no-such-page"] {
        let text = browser.get(path).await.text.to_lowercase();
        assert!(!text.contains("<script") && !text.contains(" style=") && !text.contains("<style"), "{path}");
        assert!(!text.contains(" onclick") && !text.contains("javascript:"), "{path}");
    }
}

#[tokio::test]
async fn the_language_is_the_browsers_until_somebody_chooses() {
    let bridge = Bridge::new();
    let mut browser = Browser::admin(&bridge);
    browser.language = "fr-FR,fr;q=0.9";
    let answer = browser.get("/login").await;
    assert!(answer.text.contains("<html lang=\"fr\">") && answer.text.contains("Se connecter"));
    let answer = browser.get("/login?a=b&lang=uk").await;
    assert_eq!(answer.location(), "/login?a=b");
    let answer = browser.get("/login").await;
    assert!(answer.text.contains("<html lang=\"uk\">") && answer.text.contains("Увійти"));
    assert_eq!(browser.get("//elsewhere.example/?lang=en").await.location(), "/elsewhere.example/");
    assert_eq!(browser.get("/login?lang=xx").await.status, StatusCode::OK);
}
