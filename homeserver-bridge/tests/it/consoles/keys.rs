//! Security keys: set up, shown, removed; and every answer that is not a key's own for this console and this question.

use axum::http::StatusCode;
use homeserver_bridge::config::ServeConfig;
use homeserver_bridge::officers::{FRESH_MS, OfficerRole};

use super::browser::{Answer, Browser, PASSWORD, acts};
use super::soft_key::{SoftKey, question};
use crate::fixture::Bridge;

const ADMIN: &str = "https://admin.gov.example";
const SECURITY: &str = "https://security.gov.example";

fn with_addresses() -> Bridge {
    Bridge::changed(named)
}

fn named(config: &mut ServeConfig) {
    config.consoles.admin_url = Some(ADMIN.parse().unwrap());
    config.consoles.security_url = Some(SECURITY.parse().unwrap());
}

async fn set_up(browser: &mut Browser, key: &mut SoftKey, label: &str) -> Answer {
    let page = browser.get("/account/key").await;
    let answer = key.create(&question(&page));
    browser.post("/account/key", &[("csrf", &page.csrf()), ("label", label), ("answer", &answer)]).await
}

async fn show(browser: &mut Browser, path: &str, key: &mut SoftKey) -> Answer {
    let page = browser.get(path).await;
    let answer = key.get(&question(&page));
    browser.post(path, &[("csrf", &page.csrf()), ("next", "/audit"), ("answer", &answer)]).await
}

/// Where the links for removing factors lead, in the order of the page.
fn removals(page: &Answer) -> Vec<String> {
    let links = page.text.split("<a href=\"/account/factors/").skip(1);
    links.map(|rest| format!("/account/factors/{}", rest.split('"').next().unwrap())).collect()
}

#[tokio::test]
async fn a_key_is_set_up_and_then_signs_in_and_shows_again_who_is_there() {
    let bridge = with_addresses();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Operator).await;
    assert!(!olena.get("/verify").await.text.contains("data-options"), "nobody is asked for a key they do not have");
    let page = olena.get("/account/key").await;
    assert_eq!(question(&page)["rp"]["id"], "admin.gov.example");
    // Browsers refuse to protect a key with a PIN that is not demanded.
    assert!(question(&page)["extensions"].is_null());
    assert!(page.text.contains("data-at=\"https://admin.gov.example\""), "{}", page.text);
    let mut key = SoftKey::at(ADMIN, 1);
    assert_eq!(set_up(&mut olena, &mut key, "On <my> ring").await.location(), "/account?done=factor");
    assert!(olena.get("/account").await.text.contains("Security key: On &#60;my&#62; ring"));

    let mut again = Browser::admin(&bridge);
    assert_eq!(again.show_password("olena", PASSWORD).await.location(), "/login/factor");
    let page = again.get("/login/factor").await;
    assert_eq!(question(&page)["rpId"], "admin.gov.example");
    assert_eq!(question(&page)["allowCredentials"].as_array().unwrap().len(), 1);
    let before = again.cookies.clone();
    assert_eq!(show(&mut again, "/login/factor", &mut key).await.location(), "/audit");
    assert_ne!(before, again.cookies, "the session keeps its secret");
    bridge.clock.advance_ms(FRESH_MS);
    assert_eq!(set_up(&mut again, &mut SoftKey::at(ADMIN, 2), "x").await.location(), "/verify?next=%2Faccount");
    assert_eq!(show(&mut again, "/verify", &mut key).await.location(), "/audit");
    assert_eq!(set_up(&mut again, &mut SoftKey::at(ADMIN, 2), "x").await.location(), "/account?done=factor");
    // An authenticator's code does as before, with and without a script.
    let mut code = Browser::admin(&bridge);
    assert_eq!(code.sign_in("olena", PASSWORD).await.location(), "/");
    let log = acts(&bridge).await;
    for act in ["operator:olena officer.factor", "operator:olena session.start", "operator:olena session.prove"] {
        assert!(log.contains(&act.to_owned()), "{act}");
    }
}

#[tokio::test]
async fn no_other_answer_opens_anything() {
    let bridge = with_addresses();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Operator).await;
    let mut key = SoftKey::at(ADMIN, 1);
    set_up(&mut olena, &mut key, "ring").await;
    let mut petro = Browser::another(&bridge, OfficerRole::Auditor, "petro").await;
    let mut theirs = SoftKey::at(ADMIN, 2);
    set_up(&mut petro, &mut theirs, "").await;

    let mut thief = Browser::admin(&bridge);
    let refused = async |what: &str, answer: &dyn Fn(&serde_json::Value) -> String| {
        let mut thief = Browser::admin(&bridge);
        bridge.clock.advance_ms(FRESH_MS);
        thief.show_password("olena", PASSWORD).await;
        let page = thief.get("/login/factor").await;
        let made = answer(&question(&page));
        let answer = thief.post("/login/factor", &[("csrf", &page.csrf()), ("answer", &made)]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
        assert!(answer.text.contains("The security key’s answer was not accepted."), "{what}");
        assert_eq!(thief.get("/audit").await.location(), "/login/factor", "{what}");
    };
    let used = std::cell::RefCell::new(key);
    let seen = {
        thief.show_password("olena", PASSWORD).await;
        let page = thief.get("/login/factor").await;
        let made = used.borrow_mut().get(&question(&page));
        let fields = [("csrf", page.csrf()), ("answer", made.clone())];
        let fields = fields.each_ref().map(|(key, value)| (*key, value.as_str()));
        assert_eq!(thief.post("/login/factor", &fields).await.location(), "/");
        made
    };
    refused("one that was used already", &|_| seen.clone()).await;
    refused("somebody else's", &|asked| SoftKey::at(ADMIN, 2).get(asked)).await;
    refused("one nobody has", &|asked| SoftKey::at(ADMIN, 3).get(asked)).await;
    refused("made up", &|_| "{\"id\":\"AAAA\"}".to_owned()).await;
    let elsewhere = |origin: &'static str, party: &'static str| {
        let used = &used;
        move |asked: &serde_json::Value| {
            let mut key = SoftKey::at(ADMIN, 1);
            (key.origin, key.party) = (origin.to_owned(), party.to_owned());
            key.count = used.borrow().count;
            key.get(asked)
        }
    };
    refused("of a wrong site", &elsewhere("https://admin.gov.example.evil.example", "admin.gov.example")).await;
    refused("without encryption", &elsewhere("http://admin.gov.example", "admin.gov.example")).await;
    refused("of another port", &elsewhere("https://admin.gov.example:8443", "admin.gov.example")).await;
    refused("for another party", &elsewhere(ADMIN, "gov.example")).await;
    refused("with a count that stands still", &|asked| {
        let mut copy = SoftKey::at(ADMIN, 1);
        copy.count = used.borrow().count - 1;
        copy.get(asked)
    })
    .await;
    // What is right but for all these is taken.
    let mut key = used.into_inner();
    thief = Browser::admin(&bridge);
    thief.show_password("olena", PASSWORD).await;
    assert_eq!(show(&mut thief, "/login/factor", &mut key).await.location(), "/audit");
    assert!(acts(&bridge).await.contains(&"operator:olena session.refused".to_owned()));
}

#[tokio::test]
async fn of_a_copied_key_the_one_that_was_asked_before_the_other_counted_on_is_refused() {
    let bridge = with_addresses();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Operator).await;
    let mut key = SoftKey::at(ADMIN, 1);
    set_up(&mut olena, &mut key, "ring").await;
    let mut copy = SoftKey::at(ADMIN, 1);
    copy.count = key.count;
    let mut thief = Browser::admin(&bridge);
    thief.show_password("olena", PASSWORD).await;
    let asked = thief.get("/login/factor").await;
    let mut right = Browser::admin(&bridge);
    right.show_password("olena", PASSWORD).await;
    assert_eq!(show(&mut right, "/login/factor", &mut key).await.location(), "/audit");
    let made = copy.get(&question(&asked));
    let answer = thief.post("/login/factor", &[("csrf", &asked.csrf()), ("answer", &made)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_new_key_answers_this_question_at_this_address_and_belongs_to_nobody_yet() {
    let bridge = with_addresses();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Operator).await;
    let old = question(&olena.get("/account/key").await);
    for (what, origin) in [("of a wrong site", "https://evil.example"), ("of the other console", SECURITY)] {
        let answer = set_up(&mut olena, &mut SoftKey::at(origin, 1), what).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
        assert!(answer.text.contains("was not accepted") && answer.text.contains("data-options"), "{what}");
    }
    let page = olena.get("/account/key").await;
    for made in [SoftKey::at(ADMIN, 1).create(&old), "x".into(), String::new()] {
        let answer = olena.post("/account/key", &[("csrf", &page.csrf()), ("label", "a"), ("answer", &made)]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(set_up(&mut olena, &mut SoftKey::at(ADMIN, 1), "a").await.location(), "/account?done=factor");
    let asked = question(&olena.get("/account/key").await);
    assert_eq!(asked["excludeCredentials"].as_array().unwrap().len(), 1);
    let mut petro = Browser::another(&bridge, OfficerRole::Auditor, "petro").await;
    assert_eq!(set_up(&mut petro, &mut SoftKey::at(ADMIN, 1), "a").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_factor_is_removed_but_never_the_last_one_that_opens_something() {
    let bridge = with_addresses();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Operator).await;
    let page = olena.get("/account").await;
    assert!(removals(&page).is_empty() && page.text.contains("The only one"));
    let mut key = SoftKey::at(ADMIN, 1);
    bridge.clock.advance_ms(1); // They are listed in the order in which they were added.
    set_up(&mut olena, &mut key, "ring").await;
    let links = removals(&olena.get("/account").await);
    assert_eq!(links.len(), 2);
    // Nobody removes somebody else's.
    let mut petro = Browser::another(&bridge, OfficerRole::Auditor, "petro").await;
    set_up(&mut petro, &mut SoftKey::at(ADMIN, 2), "").await;
    let csrf = petro.get("/account").await.csrf();
    assert_eq!(petro.post(&links[0], &[("csrf", &csrf)]).await.location(), "/account?done=stays");
    assert_eq!(petro.get(&links[0]).await.location(), "/account?done=stays");

    bridge.clock.advance_ms(FRESH_MS);
    let asked = olena.get(&links[0]).await;
    assert!(asked.text.contains("<strong>Authenticator</strong>"), "{}", asked.text);
    let (csrf, next) = (asked.csrf(), links[0].as_str());
    let led = olena.post(&links[0], &[("csrf", &csrf), ("next", next)]).await;
    assert_eq!(led.location(), format!("/verify?next={}", next.replace('/', "%2F")));
    show(&mut olena, "/verify", &mut key).await;
    let csrf = olena.get(&links[0]).await.csrf();
    assert_eq!(olena.post(&links[0], &[("csrf", &csrf)]).await.location(), "/account?done=removed");
    assert_eq!(olena.post(&links[0], &[("csrf", &csrf)]).await.location(), "/account?done=stays");
    assert_eq!(olena.post(&links[1], &[("csrf", &csrf)]).await.location(), "/account?done=stays", "the last one");
    assert!(acts(&bridge).await.contains(&"operator:olena officer.factor-removed".to_owned()));

    // A removed key opens nothing, also if it was asked for before.
    set_up(&mut olena, &mut SoftKey::at(ADMIN, 3), "new").await;
    let mut thief = Browser::admin(&bridge);
    thief.show_password("olena", PASSWORD).await;
    let asked = thief.get("/login/factor").await;
    let csrf = olena.get("/account").await.csrf();
    assert_eq!(olena.post(&links[1], &[("csrf", &csrf)]).await.location(), "/account?done=removed");
    let made = key.get(&question(&asked));
    let answer = thief.post("/login/factor", &[("csrf", &asked.csrf()), ("answer", &made)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(question(&thief.get("/login/factor").await)["allowCredentials"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn where_the_operator_names_no_address_there_are_no_keys() {
    let bridge = Bridge::new();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Security).await;
    assert!(!olena.get("/account").await.text.contains("/account/key"));
    let page = olena.get("/account/key").await;
    assert!(page.text.contains("the operator has not configured") && !page.text.contains("data-options"));
    let fields = [("csrf", olena.get("/account").await.csrf()), ("answer", "{}".to_owned())];
    let fields = fields.each_ref().map(|(key, value)| (*key, value.as_str()));
    assert_eq!(olena.post("/account/key", &fields).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn only_a_page_that_speaks_to_a_key_may_run_a_script_and_only_ours() {
    let bridge = with_addresses();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Operator).await;
    let policy = |answer: &Answer| answer.headers["content-security-policy"].to_str().unwrap().to_owned();
    for path in ["/account", "/verify", "/account/totp", "/keys.js"] {
        assert!(!policy(&olena.get(path).await).contains("script"), "{path}");
    }
    set_up(&mut olena, &mut SoftKey::at(ADMIN, 1), "ring").await;
    for path in ["/verify", "/account/key"] {
        let page = olena.get(path).await;
        assert!(policy(&page).starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{path}");
        assert!(!policy(&page).contains("unsafe"));
        assert_eq!(page.text.matches("<script").count(), 1);
        assert!(page.text.contains("<script src=\"/keys.js\" type=\"module\"></script>"));
    }
    assert!(!policy(&olena.get("/account").await).contains("script"));
    let script = olena.get("/keys.js").await;
    assert_eq!(script.headers["content-type"], "text/javascript; charset=utf-8");
}
