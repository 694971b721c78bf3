//! What may not be: every route of both consoles against every role, no session, half a session, a session of the other
//! console, and forms without their secret. The routes come from the consoles' own tables.

use axum::http::StatusCode;
use homeserver_bridge::console::{Route, admin, security};
use homeserver_bridge::officers::{Console, OfficerRole};

use super::browser::{Answer, Browser, PASSWORD, SECRET, acts, code, officer};
use crate::fixture::Bridge;

fn routes(console: Console) -> Vec<Route> {
    match console {
        Console::Admin => admin::routes(),
        Console::Security => security::routes(),
    }
}

/// The address of a route, with something plausible for each placeholder.
fn address(route: &Route) -> String {
    let parts = route.path.split('/').map(|part| match part {
        "{role}" => "auditor",
        "{format}" => "csv",
        part if part.starts_with('{') => "1",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn guarded(console: Console) -> impl Iterator<Item = Route> {
    routes(console).into_iter().filter(|route| !route.roles.is_empty())
}

const METHODS: [&str; 2] = ["GET", "POST"];

/// The next officer of the same name may have another role.
async fn forget(bridge: &Bridge) {
    for table in ["officers", "officer_factors"] {
        bridge.app.db.write(move |tx| tx.execute(&format!("DELETE FROM {table}"), &[])).await.unwrap();
    }
}

async fn ask(browser: &mut Browser, method: &str, path: &str) -> Option<Answer> {
    let answer = if method == "GET" { browser.get(path).await } else { browser.post(path, &[]).await };
    (answer.status != StatusCode::METHOD_NOT_ALLOWED).then_some(answer)
}

/// Whether an answer says that the page is for another role.
fn is_for_others(answer: &Answer) -> bool {
    answer.status == StatusCode::FORBIDDEN && answer.text.contains("This page is not for your role.")
}

#[tokio::test]
async fn every_route_is_for_the_roles_of_its_table_and_for_nobody_else() {
    let bridge = Bridge::new();
    let mut tried = 0;
    for role in OfficerRole::ALL {
        let mut browser = Browser::signed_in(&bridge, role).await;
        for route in guarded(role.console()) {
            for method in METHODS {
                let path = address(&route);
                let cookies = browser.cookies.clone();
                let Some(answer) = ask(&mut browser, method, &path).await else { continue };
                browser.cookies = cookies;
                assert!(!answer.location().starts_with("/login"), "{role} {method} {path}: not let in at all");
                assert_eq!(is_for_others(&answer), !route.roles.contains(&role), "{role} {method} {path}");
                tried += 1;
            }
        }
        forget(&bridge).await;
    }
    assert!(tried > 100, "only {tried} routes were tried");
}

#[tokio::test]
async fn without_a_session_or_with_half_of_one_every_guarded_route_leads_to_the_sign_in() {
    let bridge = Bridge::new();
    for (console, role) in [(Console::Admin, OfficerRole::Administrator), (Console::Security, OfficerRole::Security)] {
        let (mut nobody, mut half) = (Browser::of(&bridge, role), Browser::of(&bridge, role));
        officer(&bridge, role, "olena").await;
        assert_eq!(half.show_password("olena", PASSWORD).await.location(), "/login/factor");
        let before = acts(&bridge).await.len();
        for route in guarded(console) {
            for method in METHODS {
                let path = address(&route);
                let Some(answer) = ask(&mut nobody, method, &path).await else { continue };
                assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/login"), "{method} {path}");
                let answer = ask(&mut half, method, &path).await.unwrap();
                assert_eq!(answer.location(), "/login/factor", "{method} {path}: the second factor can be skipped");
            }
        }
        assert_eq!(acts(&bridge).await.len(), before);
    }
}

#[tokio::test]
async fn every_form_needs_the_secret_of_its_own_session() {
    let bridge = Bridge::new();
    for role in OfficerRole::ALL {
        let mut browser = Browser::signed_in(&bridge, role).await;
        let mut other = Browser::of(&bridge, role);
        assert_eq!(other.sign_in("olena", PASSWORD).await.location(), "/");
        let stolen = other.get("/account").await.csrf();
        let before = acts(&bridge).await.len();
        let mut tried = 0;
        let theirs = |route: &Route| route.roles.contains(&role) || route.path == "/logout";
        for route in routes(role.console()).iter().filter(|route| theirs(route)) {
            let path = address(route);
            for csrf in [None, Some(""), Some("x"), Some(stolen.as_str())] {
                let fields: Vec<_> = csrf.iter().map(|csrf| ("csrf", *csrf)).collect();
                let answer = browser.post(&path, &fields).await;
                if answer.status == StatusCode::METHOD_NOT_ALLOWED {
                    break;
                }
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role} {path} {csrf:?}");
                assert!(answer.text.contains("<main") && !is_for_others(&answer), "{role} {path}");
                tried += 1;
            }
        }
        assert!(tried >= 8, "{role}: only {tried} forms");
        assert_eq!(acts(&bridge).await.len(), before, "{role}: something happened");
        forget(&bridge).await;
    }
}

#[tokio::test]
async fn a_session_that_somebody_planted_is_worth_nothing() {
    let bridge = Bridge::new();
    officer(&bridge, OfficerRole::Administrator, "olena").await;
    let mut victim = Browser::admin(&bridge);
    victim.cookies.insert("depesha_admin".into(), "a".repeat(64));
    assert_eq!(victim.show_password("olena", PASSWORD).await.location(), "/login/factor");
    let after_password = victim.cookies["depesha_admin"].clone();
    assert_ne!(after_password, "a".repeat(64), "the sign-in keeps a secret that was there before");
    // Whoever knows the secret of the half session gets nothing from the whole one.
    let mut thief = Browser::admin(&bridge);
    thief.cookies.insert("depesha_admin".into(), after_password.clone());
    let csrf = thief.get("/login/factor").await.csrf();
    let code = victim.next_code("olena").await;
    assert_eq!(victim.show_code("/login/factor", &code).await.location(), "/");
    assert_ne!(victim.cookies["depesha_admin"], after_password);
    assert_eq!(thief.get("/people").await.location(), "/login");
    assert_eq!(thief.post("/login/factor", &[("csrf", &csrf), ("code", &code)]).await.location(), "/login");
    assert_eq!(victim.get("/people").await.status, StatusCode::OK);
    // The same at the fresh proof.
    let before = victim.cookies["depesha_admin"].clone();
    let code = victim.next_code("olena").await;
    assert_eq!(victim.show_code("/verify", &code).await.location(), "/");
    thief.cookies.insert("depesha_admin".into(), before);
    assert_eq!(thief.get("/people").await.location(), "/login");
}

#[tokio::test]
async fn a_code_counts_once_and_guesses_end() {
    let bridge = Bridge::new();
    officer(&bridge, OfficerRole::Security, "olena").await;
    let now = bridge.app.clock.now_ms() / 30_000;
    let mut first = Browser::security(&bridge);
    first.show_password("olena", PASSWORD).await;
    assert_eq!(first.show_code("/login/factor", &code(now)).await.location(), "/");
    let mut second = Browser::security(&bridge);
    second.show_password("olena", PASSWORD).await;
    // The same code, an older one, and ones that do not count yet or any more.
    for step in [now, now - 1, now - 2, now + 2] {
        let answer = second.show_code("/login/factor", &code(step)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", step - now);
        assert!(answer.text.contains("The code is wrong or was used before."));
    }
    assert_eq!(second.show_code("/login/factor", "000000").await.status, StatusCode::FORBIDDEN);
    assert_eq!(second.show_code("/login/factor", &code(now + 1)).await.status, StatusCode::TOO_MANY_REQUESTS);
    // A second browser with the password does not get more tries.
    let mut third = Browser::security(&bridge);
    third.show_password("olena", PASSWORD).await;
    assert_eq!(third.show_code("/login/factor", &code(now + 1)).await.status, StatusCode::TOO_MANY_REQUESTS);
    bridge.clock.advance_ms(15 * 60_000);
    let later = code(now + 30);
    assert_eq!(third.show_code("/login/factor", &later).await.location(), "/");
    let refused = acts(&bridge).await.iter().filter(|act| *act == "security:olena session.refused").count();
    assert_eq!(refused, 5);
    assert_eq!(SECRET.len(), 32);
}
