//! The operating mode and the federation in the administrators' console, with two officers at it.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;

use super::browser::Browser;
use crate::fixture::Bridge;

/// Agrees to the one proposal that waits.
async fn agree(browser: &mut Browser) -> String {
    let text = browser.get("/approvals").await.text;
    let (_, rest) = text.split_once("/approvals/").expect("something waits");
    let (id, _) = rest.split_once("/approve\"").expect("somebody else proposed it");
    let csrf = browser.get("/approvals").await.csrf();
    browser.post(&format!("/approvals/{id}/approve"), &[("csrf", &csrf)]).await.location().to_owned()
}

#[tokio::test]
async fn two_officers_switch_the_mode_and_both_consoles_show_it() {
    let bridge = Bridge::new();
    let mut olena = Browser::another(&bridge, OfficerRole::Operator, "olena").await;
    let mut petro = Browser::another(&bridge, OfficerRole::Operator, "petro").await;
    let mut auditor = Browser::another(&bridge, OfficerRole::Auditor, "oksana").await;
    let mut security = Browser::another(&bridge, OfficerRole::Security, "sven").await;
    let text = olena.get("/mode").await.text;
    for shown in
        ["Nothing is different", "Propose: Crisis", "people from outside", "application/pdf", "Operating mode: Normal"]
    {
        assert!(text.to_lowercase().contains(&shown.to_lowercase()), "{shown}");
    }
    let text = auditor.get("/mode").await.text;
    assert!(text.contains("Nothing is different") && !text.contains("/mode/propose"), "an auditor only looks");
    let csrf = auditor.get("/audit").await.csrf();
    let crisis = [("csrf", csrf.as_str()), ("mode", "crisis")];
    assert_eq!(auditor.post("/mode/propose", &crisis).await.status, StatusCode::FORBIDDEN);
    assert_eq!(olena.post("/mode/propose", &[("csrf", "x"), ("mode", "crisis")]).await.status, StatusCode::FORBIDDEN);

    let csrf = olena.get("/mode").await.csrf();
    let propose = |mode| [("csrf", csrf.as_str()), ("mode", mode)];
    assert_eq!(olena.post("/mode/propose", &propose("panic")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(olena.post("/mode/propose", &propose("normal")).await.location(), "/mode?done=already");
    assert!(olena.get("/mode?done=already").await.text.contains("This mode holds already"));
    assert_eq!(olena.post("/mode/propose", &propose("crisis")).await.location(), "/approvals?done=proposed");
    let text = olena.get("/approvals?done=proposed").await.text;
    assert!(text.contains("Switch the operating mode") && !text.contains("/approve\""), "not by herself");
    assert!(petro.get("/mode").await.text.contains("olena has proposed to switch to this mode"));
    assert!(!security.get("/").await.text.contains("Operating mode: Crisis"));
    assert_eq!(agree(&mut petro).await, "/approvals?done=approved");

    for browser in [&mut olena, &mut petro, &mut auditor] {
        assert!(browser.get("/mode").await.text.contains("<p class=\"mode crisis\">Operating mode: Crisis</p>"));
    }
    assert!(security.get("/").await.text.contains("<p class=\"mode crisis\">Operating mode: Crisis</p>"));
    assert!(
        !Browser::admin(&bridge).get("/login").await.text.contains("Operating mode"),
        "for those who are signed in"
    );
    let text = olena.get("/mode").await.text;
    assert!(text.contains("2027-01-15") && text.contains("<td>olena</td>\n    <td>petro</td>"), "{text}");
    assert!(auditor.get("/audit").await.text.contains("Switched the operating mode"));
    for (language, shown) in [("fr", "Mode de fonctionnement : Crise"), ("uk", "Режим роботи: Криза")] {
        olena.language = language;
        let text = olena.get("/mode").await.text;
        assert!(text.contains(shown) && !text.contains(">mode-"), "{language}");
    }
}

#[tokio::test]
async fn opening_the_federation_needs_two_and_closing_it_one() {
    let bridge = Bridge::new();
    bridge.interior.set_federation_list(Some(&["externals.test", "finance.test", "interior.test"]));
    let mut olena = Browser::another(&bridge, OfficerRole::Operator, "olena").await;
    let mut petro = Browser::another(&bridge, OfficerRole::Operator, "petro").await;
    let mut anna = Browser::another(&bridge, OfficerRole::Administrator, "anna").await;
    let text = olena.get("/federation").await.text;
    for shown in
        ["No partner is admitted", "In effect", "Speaks with every homeserver", "federation_domain_whitelist: ["]
    {
        assert!(text.contains(shown), "{shown}");
    }
    assert_eq!(anna.get("/federation").await.status, StatusCode::FORBIDDEN);
    let csrf = olena.get("/federation").await.csrf();
    let fields = |name| [("csrf", csrf.as_str()), ("server_name", name)];
    let answer = olena.post("/federation/propose", &fields("no name!")).await;
    assert_eq!(answer.location(), "/federation?done=bad-name&server_name=no+name%21");
    let text = olena.get(answer.location()).await.text;
    assert!(text.contains("This is no name of a homeserver") && text.contains("value=\"no name!\""), "as it was typed");
    assert_eq!(olena.post("/federation/propose", &fields("finance.test")).await.location(), "/federation?done=already");
    let answer = olena.post("/federation/propose", &fields("Partner.test")).await;
    assert_eq!(answer.location(), "/approvals?done=proposed");
    assert!(!bridge.app.federation.admits_user("@x:partner.test"));
    assert_eq!(agree(&mut petro).await, "/approvals?done=approved");
    assert!(petro.get("/approvals").await.text.contains("It takes effect when the homeservers are restarted"));
    let text = petro.get("/federation").await.text;
    for shown in ["Takes effect when the homeserver is restarted", "Not yet reached: partner.test", "<td>olena</td>"] {
        assert!(text.contains(shown), "{shown}");
    }
    assert!(bridge.app.federation.admits_user("@x:partner.test"));
    let csrf = petro.get("/federation").await.csrf();
    let fields = [("csrf", csrf.as_str()), ("server_name", "partner.test")];
    assert_eq!(petro.post("/federation/close", &fields).await.location(), "/federation?done=closed");
    assert_eq!(petro.post("/federation/close", &fields).await.location(), "/federation?done=not-open");
    let text = petro.get("/federation?done=closed").await.text;
    assert!(text.contains("Closed by petro") && text.contains("so that they send it nothing any more"));
}
