//! Officers: how one becomes one, sets up a second factor, shows it again, loses it, and is none any more.

use axum::http::StatusCode;
use homeserver_bridge::officers::{FRESH_MS, LONGEST_MS, OfficerRole, SESSION_MS, set_officer};

use super::browser::{Answer, Browser, PASSWORD, acts};
use crate::fixture::Bridge;

/// What stands between two texts of a page.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split(before).nth(1).unwrap_or_else(|| panic!("no {before}")).split(after).next().unwrap()
}

/// The codes of a page that shows them.
fn codes(page: &Answer) -> Vec<String> {
    let list = between(&page.text, "<ul class=\"codes mono\">", "</ul>");
    list.split("<li>").skip(1).map(|item| item.split('<').next().unwrap().to_owned()).collect()
}

/// The code of the authenticator that a page shows the secret of.
fn code_of(page: &str, now_ms: i64) -> String {
    let secret = between(page, "class=\"mono secret\">", "<").replace(' ', "");
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(now_ms / 1000).unwrap()).to_string()
}

#[tokio::test]
async fn without_a_second_factor_nothing_opens_until_one_is_set_up() {
    let bridge = Bridge::new();
    set_officer(&bridge.app.db, 0, OfficerRole::Auditor, "olena", PASSWORD.into()).await.unwrap();
    let mut browser = Browser::admin(&bridge);
    assert_eq!(browser.show_password("olena", PASSWORD).await.location(), "/login/enrol");
    for path in ["/", "/audit", "/account", "/account/totp", "/verify"] {
        assert_eq!(browser.get(path).await.location(), "/login/enrol", "{path}");
    }
    let page = browser.get("/login/enrol").await;
    assert_eq!(page.text, browser.get("/login/enrol").await.text, "the secret changes when the page is loaded again");
    assert_eq!(browser.show_code("/login/enrol", "000000").await.status, StatusCode::FORBIDDEN);
    // The page for showing a factor is no way around setting one up.
    let csrf = page.csrf();
    let code = code_of(&page.text, bridge.app.clock.now_ms());
    let answer = browser.post("/login/factor", &[("csrf", &csrf), ("code", &code)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(browser.get("/audit").await.location(), "/login/enrol");

    let answer = browser.post("/login/enrol", &[("csrf", &csrf), ("code", &code)]).await;
    let recovery = codes(&answer);
    assert_eq!((answer.status, recovery.len()), (StatusCode::OK, 10));
    assert_eq!(browser.get("/audit").await.status, StatusCode::OK);
    // The code that confirmed is used up.
    let mut again = Browser::admin(&bridge);
    assert_eq!(again.show_password("olena", PASSWORD).await.location(), "/login/factor");
    assert_eq!(again.show_code("/login/factor", &code).await.status, StatusCode::FORBIDDEN);

    // A recovery code lets in once, however it is written.
    let written = recovery[0].to_uppercase().replace('-', " ");
    assert_eq!(again.show_code("/login/factor", &written).await.location(), "/");
    let mut once_more = Browser::admin(&bridge);
    once_more.show_password("olena", PASSWORD).await;
    assert_eq!(once_more.show_code("/login/factor", &recovery[0]).await.status, StatusCode::FORBIDDEN);
    assert!(again.get("/account").await.text.contains("9 codes are left."));
    let hashes = bridge.app.db.read(|tx| tx.query("SELECT code_hash FROM officer_recovery", &[])).await.unwrap();
    assert!(hashes.iter().all(|row| !recovery.contains(&row.text(0).unwrap())));
    // New ones make the old ones worthless.
    let csrf = again.get("/account").await.csrf();
    let new = codes(&again.post("/account/codes", &[("csrf", &csrf)]).await);
    assert_eq!(once_more.show_code("/login/factor", &recovery[1]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(once_more.show_code("/login/factor", &new[1]).await.location(), "/");
}

#[tokio::test]
async fn a_role_is_proposed_by_one_agreed_to_by_another_and_begun_with_a_link() {
    let bridge = Bridge::new();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Operator).await;
    let mut petro = Browser::another(&bridge, OfficerRole::Administrator, "petro").await;
    let csrf = olena.get("/officers").await.csrf();
    let grant = [("csrf", csrf.as_str()), ("name", "maria"), ("role", "administrator"), ("organisation", "finance")];
    assert_eq!(olena.post("/officers", &grant).await.location(), "/approvals?done=proposed");
    let page = olena.get("/approvals").await;
    assert!(page.text.contains("maria: Administrator (Finance)") && page.text.contains("You have proposed this."));
    let id = between(&page.text, "action=\"/approvals/", "/").to_owned();
    // Alone nobody can.
    let approve = format!("/approvals/{id}/approve");
    assert_eq!(olena.post(&approve, &[("csrf", &csrf)]).await.location(), "/approvals?done=own");
    let theirs = petro.get("/approvals").await;
    assert!(theirs.text.contains("(1 waiting)") && theirs.text.contains(&approve));
    assert_eq!(petro.post(&approve, &[("csrf", &theirs.csrf())]).await.location(), "/approvals?done=approved");
    assert_eq!(petro.post(&approve, &[("csrf", &theirs.csrf())]).await.location(), "/approvals?done=late");

    // Nobody signs in with an empty password; a link sets one, once.
    let mut maria = Browser::admin(&bridge);
    for password in ["", PASSWORD] {
        assert_eq!(maria.show_password("maria", password).await.status, StatusCode::FORBIDDEN);
    }
    let link = |page: &str| between(page, "<dd class=\"mono\">", "<").to_owned();
    let first = link(&olena.post("/officers/administrator/maria/link", &[("csrf", &csrf)]).await.text);
    let second = link(&olena.post("/officers/administrator/maria/link", &[("csrf", &csrf)]).await.text);
    assert_eq!(maria.get(&first).await.status, StatusCode::NOT_FOUND, "a newer link makes the older one worthless");
    assert_eq!(Browser::security(&bridge).get(&second).await.status, StatusCode::NOT_FOUND);
    let form = maria.get(&second).await.csrf();
    let set = |password, again| [("csrf", form.as_str().to_owned()), ("password", password), ("again", again)];
    for (password, again) in [("short", "short"), (PASSWORD, "another long password")] {
        let fields = set(password.to_owned(), again.to_owned());
        let fields = fields.each_ref().map(|(key, value)| (*key, value.as_str()));
        // Each page has a secret of its own.
        let csrf = maria.get(&second).await.csrf();
        let fields = [("csrf", csrf.as_str()), fields[1], fields[2]];
        assert_eq!(maria.post(&second, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let csrf_maria = maria.get(&second).await.csrf();
    let fields = [("csrf", csrf_maria.as_str()), ("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(maria.post(&second, &fields).await.location(), "/login/enrol");
    assert_eq!(Browser::admin(&bridge).get(&second).await.status, StatusCode::NOT_FOUND);
    // Nobody makes a link for somebody who has a password.
    let answer = olena.post("/officers/administrator/maria/link", &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), "/officers?done=no-link");
    let page = maria.get("/login/enrol").await;
    let code = code_of(&page.text, bridge.app.clock.now_ms());
    assert_eq!(maria.show_code("/login/enrol", &code).await.status, StatusCode::OK);
    assert_eq!(maria.get("/people").await.status, StatusCode::OK);
    assert_eq!(maria.get("/officers").await.status, StatusCode::NOT_FOUND, "she looks after some organisations only");

    // The role is taken: what was open is shut.
    assert_eq!(
        olena.post("/officers/administrator/maria/take", &[("csrf", &csrf)]).await.location(),
        "/approvals?done=proposed"
    );
    let page = petro.get("/approvals").await;
    let id = between(&page.text, "action=\"/approvals/", "/").to_owned();
    let answer = petro.post(&format!("/approvals/{id}/approve"), &[("csrf", &page.csrf())]).await;
    assert_eq!(answer.location(), "/approvals?done=approved");
    assert_eq!(maria.get("/people").await.location(), "/login");
    // Two who decide must stay.
    let answer = olena.post("/officers/administrator/petro/take", &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), "/officers?done=too-few");
    let log = acts(&bridge).await;
    for act in
        ["operator:olena approval.propose", "administrator:petro officer.grant", "administrator:petro officer.take"]
    {
        assert!(log.contains(&act.to_owned()), "{act}");
    }
}

#[tokio::test]
async fn what_cannot_be_undone_wants_a_fresh_factor_and_a_session_does_not_last_for_ever() {
    let bridge = Bridge::new();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Operator).await;
    let grant = |csrf: &str| {
        [("csrf", csrf), ("next", "/officers"), ("name", "maria"), ("role", "auditor")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
    };
    let propose = async |browser: &mut Browser| {
        let csrf = browser.get("/officers").await.csrf();
        let fields = grant(&csrf);
        let fields: Vec<_> = fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        browser.post("/officers", &fields).await.location().to_owned()
    };
    bridge.clock.advance_ms(FRESH_MS);
    assert_eq!(propose(&mut olena).await, "/verify?next=%2Fofficers");
    assert!(!acts(&bridge).await.contains(&"operator:olena approval.propose".to_owned()));
    let page = olena.get("/verify?next=%2Fofficers").await;
    assert!(page.text.contains("name=\"next\" value=\"/officers\""));
    let code = olena.next_code("olena").await;
    let fields = [("csrf", page.csrf()), ("next", "https://evil.example/".into()), ("code", code)];
    let fields: Vec<_> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
    assert_eq!(olena.post("/verify", &fields).await.location(), "/", "a form leads to another site");
    assert_eq!(propose(&mut olena).await, "/approvals?done=proposed");

    let mut passed = FRESH_MS;
    while passed + SESSION_MS - 1 < LONGEST_MS {
        bridge.clock.advance_ms(SESSION_MS - 1);
        passed += SESSION_MS - 1;
        assert_eq!(olena.get("/officers").await.status, StatusCode::OK, "after {} min", passed / 60_000);
    }
    bridge.clock.advance_ms(LONGEST_MS - passed);
    assert_eq!(olena.get("/officers").await.location(), "/login");
}

#[tokio::test]
async fn lost_factors_are_reset_by_another_officer_and_own_sessions_are_seen_and_ended() {
    let bridge = Bridge::new();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Operator).await;
    let mut petro = Browser::another(&bridge, OfficerRole::Security, "petro").await;
    let mut elsewhere = Browser::security(&bridge);
    elsewhere.sign_in("petro", PASSWORD).await;
    let page = petro.get("/account").await;
    let id = between(&page.text, "action=\"/account/sessions/", "/").to_owned();
    let path = format!("/account/sessions/{id}/end");
    // Nobody ends somebody else's.
    let csrf = olena.get("/account").await.csrf();
    assert_eq!(olena.post(&path, &[("csrf", &csrf)]).await.location(), "/account?done=nothing");
    assert_eq!(petro.post(&path, &[("csrf", &page.csrf())]).await.location(), "/account?done=ended");
    assert_eq!(elsewhere.get("/engine").await.location(), "/login");
    assert_eq!(petro.get("/engine").await.status, StatusCode::OK);

    let reset = |who: &str| format!("/officers/{who}/reset");
    assert_eq!(olena.post(&reset("operator/olena"), &[("csrf", &csrf)]).await.location(), "/officers?done=nothing");
    assert_eq!(olena.post(&reset("security/petro"), &[("csrf", &csrf)]).await.location(), "/officers?done=reset");
    assert_eq!(petro.get("/engine").await.location(), "/login");
    assert_eq!(petro.show_password("petro", PASSWORD).await.location(), "/login/enrol");
    assert!(acts(&bridge).await.contains(&"operator:olena officer.reset".to_owned()));
}
