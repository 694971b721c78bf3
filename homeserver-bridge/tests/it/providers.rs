//! Sign-in through organisations' identity providers, as the Synapse module asks for it.

use axum::http::StatusCode;
use bridge_api::accounts::SignIn;
use homeserver_bridge::config::{IdentityProviderConfig, ServeConfig, synapse_sign_in};
use homeserver_bridge::homeserver::ProviderLogin;
use homeserver_bridge::provisioning;
use serde_json::{Value, json};

use crate::accounts::{ANNA, ask, confirm, post, sign_up};
use crate::fixture::{Bridge, MODULE_TOKEN};

const CARD: &str = r#"
    id = "card"
    name = "Interior card"
    issuer = "https://login.interior.gov.example"
    client_id = "depesha"
    organisations = ["interior"]
    [[requirement]]
    claim = "department"
    one_of = ["interior"]
"#;
const BY_KEY: &str = r#"
    id = "hr"
    name = "Interior password"
    issuer = "https://hr.interior.gov.example"
    client_id = "depesha"
    organisations = ["interior"]
    person_by = "hr_key"
    claim = "hr_key"
"#;

fn provider(text: &str) -> IdentityProviderConfig {
    toml::from_str(text).unwrap()
}

/// A bridge with both providers, whose HR knows Anna and Boris.
pub(crate) async fn bridge() -> Bridge {
    bridge_with(|_| ()).await
}

async fn bridge_with(change: impl FnOnce(&mut ServeConfig)) -> Bridge {
    let bridge = Bridge::changed(|config| {
        config.identity_providers = vec![provider(CARD), provider(BY_KEY)];
        change(config);
    });
    bridge.hr_says("HR-1", ["Anna", "Kovalenko"], ANNA, "working").await;
    bridge.hr_says("HR-2", ["Boris", "Moroz"], "boris.moroz@interior.gov.example", "working").await;
    bridge
}

pub(crate) fn claims(email: &str) -> Value {
    json!({"iss": "https://login.interior.gov.example", "email": email, "email_verified": true,
        "department": ["interior", "staff"]})
}

async fn come(bridge: &Bridge, provider: &str, subject: &str, claims: Value) -> (StatusCode, Value) {
    let body = json!({"provider": provider, "subject": subject, "claims": claims});
    bridge.api("POST", "/_depesha/homeserver/v1/sign_in_with_provider", Some(MODULE_TOKEN), body).await
}

pub(crate) async fn let_in(bridge: &Bridge, provider: &str, subject: &str, claims: Value) -> String {
    let (status, answer) = come(bridge, provider, subject, claims).await;
    assert_eq!((status, &answer["allow"]), (StatusCode::OK, &json!(true)), "{answer}");
    answer["user_id"].as_str().unwrap().to_owned()
}

pub(crate) async fn refused(bridge: &Bridge, provider: &str, subject: &str, claims: Value, says: &str) {
    let (status, answer) = come(bridge, provider, subject, claims).await;
    assert_eq!((status, &answer["allow"]), (StatusCode::OK, &json!(false)), "{answer}");
    let reason = answer["reason"].as_str().unwrap();
    assert!(reason.starts_with(says) || reason.contains(says), "{says:?} is not in {reason:?}");
    assert_eq!(reason.lines().count(), 3, "{reason}");
}

async fn sql(bridge: &Bridge, statement: &'static str) {
    bridge.app.db.write(move |tx| tx.execute(statement, &[])).await.unwrap();
}

async fn audited(bridge: &Bridge, action: &'static str) -> Vec<(String, String)> {
    let rows = bridge.app.db.read(move |tx| {
        let rows = tx.query("SELECT subject, detail FROM audit WHERE action = $1 ORDER BY seq", &[action.into()])?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    });
    rows.await.unwrap()
}

async fn may(bridge: &Bridge, user_id: &str, provider: Option<&str>) -> Result<(), String> {
    let body = json!({"user_id": user_id, "auth_provider": provider});
    let path = "/_depesha/homeserver/v1/check_login";
    let (status, answer) = bridge.api("POST", path, Some(MODULE_TOKEN), body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    if answer["allow"] == true { Ok(()) } else { Err(answer["reason"].as_str().unwrap().to_owned()) }
}

fn login(provider: &str, subject: &str) -> ProviderLogin {
    ProviderLogin { auth_provider: format!("oidc-{provider}"), subject: subject.to_owned() }
}

#[tokio::test]
async fn the_first_sign_in_makes_the_account_and_binds_the_login() {
    let bridge = bridge().await;
    let anna = let_in(&bridge, "card", "s-1", claims(ANNA)).await;
    assert_eq!(anna, "@anna.kovalenko:interior.test");
    let account = bridge.interior.account(&anna).unwrap();
    assert_eq!((account.display_name.as_str(), account.password.as_str()), ("Anna KOVALENKO [Interior]", ""));
    assert_eq!(account.logins, [login("card", "s-1")]);
    assert_eq!(let_in(&bridge, "card", "s-1", claims(ANNA)).await, anna);
    assert_eq!(audited(&bridge, "login.bind").await, [("HR-1".to_owned(), "provider=card".to_owned())]);
    assert_eq!(audited(&bridge, "account.create").await.len(), 1);
    // The same subject at another provider is somebody else's; and a person has one login at each.
    let boris = let_in(&bridge, "hr", "s-1", json!({"hr_key": "HR-2"})).await;
    assert_eq!(boris, "@boris.moroz:interior.test");
    assert_eq!(let_in(&bridge, "hr", "s-2", json!({"hr_key": "HR-1"})).await, anna);
    assert_eq!(bridge.interior.account(&anna).unwrap().logins, [login("card", "s-1"), login("hr", "s-2")]);
    assert_eq!(may(&bridge, &anna, Some("oidc-card")).await, Ok(()));
    assert_eq!(may(&bridge, &boris, Some("oidc-hr")).await, Ok(()));
    assert!(may(&bridge, &boris, Some("oidc-card")).await.is_err(), "no login of that provider leads there");
    assert!(may(&bridge, &boris, Some("oidc-other")).await.is_err());
}

#[tokio::test]
async fn an_account_that_is_there_already_is_the_one() {
    let bridge = bridge().await;
    let anna = sign_up(&bridge, ANNA).await;
    assert_eq!(let_in(&bridge, "card", "s-1", claims(ANNA)).await, anna);
    assert_eq!((bridge.interior.accounts(), audited(&bridge, "account.create").await.len()), (1, 1));
    assert_eq!(may(&bridge, &anna, None).await, Ok(()));
}

#[tokio::test]
async fn whoever_is_not_in_the_catalogue_gets_nothing() {
    let bridge = bridge().await;
    bridge.hr_says("HR-3", ["Petro", "Bondar"], "petro.bondar@finance.gov.example", "working").await;
    bridge.hr_says("HR-4", ["Lesia", "Hai"], "lesia.hai@interior.gov.example", "suspended").await;
    bridge.hr_says("HR-5", ["Taras", "Lys"], "taras.lys@interior.gov.example", "left").await;
    let without = |name: &str| {
        let mut claims = claims(ANNA);
        claims.as_object_mut().unwrap().remove(name);
        claims
    };
    let with = |name: &str, value: Value| {
        let mut claims = claims(ANNA);
        claims[name] = value;
        claims
    };
    let unknown = "The staff register does not list you";
    let requirement = "Your sign-in service does not say that you may use";
    let unverified = "Your sign-in service has not verified";
    let nameless = "Your sign-in service did not tell Depesha";
    let stranger = "This sign-in service is not one";
    for (subject, claims, says) in [
        ("s-1", claims("no.body@interior.gov.example"), unknown),
        ("s-1", claims("lesia.hai@interior.gov.example"), unknown),
        ("s-1", claims("taras.lys@interior.gov.example"), unknown),
        ("s-1", claims("petro.bondar@finance.gov.example"), "one of your organisation's"),
        ("s-1", claims("anna.kovalenko@evil.example"), "one of your organisation's"),
        ("s-1", claims("a@evil.example@interior.gov.example"), nameless),
        ("s-1", with("email", json!([ANNA])), nameless),
        ("s-1", without("email"), nameless),
        ("s-1", without("email_verified"), unverified),
        ("s-1", with("email_verified", json!("true")), unverified),
        ("s-1", with("email_verified", json!(false)), unverified),
        ("s-1", without("department"), requirement),
        ("s-1", with("department", json!("Interior")), requirement),
        ("s-1", with("department", json!({"interior": true})), requirement),
        ("s-1", with("iss", json!("https://login.interior.gov.example/")), stranger),
        ("", claims(ANNA), stranger),
        ("s\n1", claims(ANNA), stranger),
    ] {
        refused(&bridge, "card", subject, claims, says).await;
    }
    refused(&bridge, "other", "s-1", claims(ANNA), stranger).await;
    refused(&bridge, "hr", "s-1", json!({"hr_key": "HR-3"}), unknown).await;
    refused(&bridge, "hr", "s-1", json!({"hr_key": "HR-9"}), unknown).await;
    refused(&bridge, "hr", "s-1", json!({"hr_key": 1}), nameless).await;
    // Another homeserver's module speaks for its own organisations alone.
    let body = json!({"provider": "card", "subject": "s-1", "claims": claims(ANNA)});
    let path = "/_depesha/homeserver/v1/sign_in_with_provider";
    let (_, answer) = bridge.api("POST", path, Some("module-token-finance"), body.clone()).await;
    assert_eq!(answer["allow"], false);
    let (status, _) = bridge.api("POST", path, None, body).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!((bridge.interior.accounts(), bridge.finance.accounts()), (0, 0));
}

#[tokio::test]
async fn a_login_stays_its_persons_and_another_one_is_told_to_the_administrators() {
    let bridge = bridge().await;
    let anna = let_in(&bridge, "card", "s-1", claims(ANNA)).await;
    // HR changes the address, the provider has the old one still, then the new one.
    sql(&bridge, "UPDATE people SET email = 'anna.moroz@interior.gov.example' WHERE person_id = 'HR-1'").await;
    for email in [ANNA, "anna.moroz@interior.gov.example"] {
        assert_eq!(let_in(&bridge, "card", "s-1", claims(email)).await, anna);
    }
    // Her login with a colleague's address, and her address with another login.
    refused(&bridge, "card", "s-1", claims("boris.moroz@interior.gov.example"), "Your login belongs to one person")
        .await;
    refused(&bridge, "card", "s-2", claims("anna.moroz@interior.gov.example"), "You have used Depesha with another")
        .await;
    let told = audited(&bridge, "login.refuse").await;
    assert_eq!(told, [("HR-1", "other-person"), ("HR-1", "other-login")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    // An administrator lets the new one in.
    let key = "HR-1".parse().unwrap();
    assert!(provisioning::forget_logins(&bridge.app, "administrator:olena", &key).await.unwrap());
    assert_eq!(let_in(&bridge, "card", "s-2", claims("anna.moroz@interior.gov.example")).await, anna);
    assert_eq!(bridge.interior.account(&anna).unwrap().logins, [login("card", "s-2")]);
    refused(&bridge, "card", "s-1", claims("anna.moroz@interior.gov.example"), "You have used Depesha with another")
        .await;
    // A provider that was replaced behind its key is another one.
    sql(&bridge, "UPDATE provider_logins SET issuer = 'https://old.example'").await;
    refused(&bridge, "card", "s-2", claims("anna.moroz@interior.gov.example"), "You have used Depesha with another")
        .await;
}

#[tokio::test]
async fn nobody_gets_into_an_account_that_is_not_in_use() {
    let bridge = bridge().await;
    let anna = let_in(&bridge, "card", "s-1", claims(ANNA)).await;
    for (statement, says) in [
        (
            "UPDATE accounts SET state = 'suspended', suspended_by = 'register'",
            "Your account is suspended for now, because the",
        ),
        ("UPDATE accounts SET suspended_by = 'administrator'", "Your account is suspended. Nothing is lost"),
        ("UPDATE accounts SET suspended_by = 'expired'", "This account has ended"),
        ("UPDATE people SET employment = 'suspended' WHERE person_id = 'HR-1'", "This account has ended"),
        ("UPDATE people SET employment = 'left' WHERE person_id = 'HR-1'", "This account has ended"),
        ("UPDATE accounts SET state = 'leaving'", "Your account is being closed"),
        ("UPDATE accounts SET state = 'closed'", "Your account was closed"),
        ("UPDATE people SET employment = 'working' WHERE person_id = 'HR-1'", "Your account was closed"),
    ] {
        sql(&bridge, statement).await;
        refused(&bridge, "card", "s-1", claims(ANNA), says).await;
        for way in [None, Some("oidc-card")] {
            let sentence = may(&bridge, &anna, way).await.unwrap_err();
            assert!(sentence.starts_with(says), "{statement}: {sentence}");
        }
    }
    // Let back in, they get another account; the login that led to the closed one leads there.
    sql(&bridge, "UPDATE people SET readmitted = 1 WHERE person_id = 'HR-1'").await;
    let new = let_in(&bridge, "card", "s-1", claims(ANNA)).await;
    assert_eq!(new, "@anna.kovalenko2:interior.test");
    assert_eq!(bridge.interior.account(&anna).unwrap().logins, []);
    assert_eq!(bridge.interior.account(&new).unwrap().logins, [login("card", "s-1")]);
    assert!(may(&bridge, &anna, Some("oidc-card")).await.is_err());
}

#[tokio::test]
async fn a_homeserver_that_does_not_answer_leaves_nothing_half_done() {
    let bridge = bridge().await;
    bridge.interior.set_up(false);
    let (status, _) = come(&bridge, "card", "s-1", claims(ANNA)).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    bridge.interior.set_up(true);
    let anna = let_in(&bridge, "card", "s-1", claims(ANNA)).await;
    assert_eq!((anna.as_str(), bridge.interior.accounts()), ("@anna.kovalenko:interior.test", 1));
    assert_eq!(may(&bridge, &anna, Some("oidc-card")).await, Ok(()));
}

#[tokio::test]
async fn many_first_sign_ins_at_once_make_one_account() {
    let bridge = bridge().await;
    let all = futures_util::future::join_all((0..8).map(|_| come(&bridge, "card", "s-1", claims(ANNA)))).await;
    let users: std::collections::BTreeSet<_> = all.iter().map(|(_, answer)| answer["user_id"].to_string()).collect();
    assert_eq!((users.len(), bridge.interior.accounts()), (1, 1), "{all:?}");
}

#[tokio::test]
async fn where_there_are_no_passwords_none_is_of_use() {
    let bridge = bridge_with(|config| config.organisations[0].sign_in = vec![SignIn::Sso]).await;
    let (_, found) = post(&bridge, "discover", json!({"email": ANNA})).await;
    let providers =
        json!([{"id": "oidc-card", "name": "Interior card"}, {"id": "oidc-hr", "name": "Interior password"}]);
    assert_eq!((&found["sign_in"], &found["identity_providers"]), (&json!(["sso"]), &providers));
    let (_, found) = post(&bridge, "discover", json!({"email": "x@finance.gov.example"})).await;
    assert_eq!((&found["sign_in"], found.get("identity_providers")), (&json!(["password"]), None));
    let anna = let_in(&bridge, "card", "s-1", claims(ANNA)).await;
    assert!(may(&bridge, &anna, None).await.unwrap_err().contains("does not use passwords"));
    for (path, email) in [("password/reset", ANNA), ("signup", "boris.moroz@interior.gov.example")] {
        post(&bridge, path, json!({"email": email})).await;
        bridge.work().await;
        let mail = bridge.mail.sent().last().unwrap().clone();
        assert_eq!(mail.to.as_str(), email);
        assert!(mail.text.contains("Interior card") && mail.text.contains("do not need a code"), "{}", mail.text);
    }
    let sent = bridge.mail.sent().len();
    post(&bridge, "signup", json!({"email": "no.body@interior.gov.example"})).await;
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), sent);
}

#[tokio::test]
async fn a_code_from_before_the_passwords_went_is_of_no_use() {
    let folder = bridge().await;
    let code = ask(&folder, "signup", ANNA).await;
    let bridge = folder.configured(|config| {
        config.identity_providers = vec![provider(CARD)];
        config.organisations[0].sign_in = vec![SignIn::Sso];
    });
    let (status, body) = confirm(&bridge, "signup/confirm", ANNA, &code).await;
    assert_eq!((status, bridge.interior.accounts()), (StatusCode::BAD_REQUEST, 0), "{body}");
}

#[test]
fn a_configuration_that_cannot_work_is_said_at_the_start() {
    let checked = |tables: &[&str], ways: &[SignIn]| {
        let bridge_config = |config: &mut ServeConfig| {
            config.identity_providers = tables.iter().map(|text| provider(text)).collect();
            config.organisations[0].sign_in = ways.to_vec();
        };
        let mut config = Bridge::new().app.config.clone();
        bridge_config(&mut config);
        config.check().map_err(|error| format!("{error:#}"))
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _inside = runtime.enter();
    assert_eq!(checked(&[CARD, BY_KEY], &[]), Ok(()));
    assert_eq!(checked(&[CARD], &[SignIn::Sso]), Ok(()));
    for (table, says) in [
        (CARD.replace("id = \"card\"", "id = \"Card\""), "lower-case"),
        (CARD.replace("Interior card", " "), "name must have"),
        (CARD.replace("https://login", "http://login"), "https://"),
        (CARD.replace("\"https://login.interior.gov.example\"", "\"login\""), "issuer"),
        (CARD.replace("gov.example\"\n", "gov.example/?a=b\"\n"), "without '?'"),
        (CARD.replace("\"depesha\"", "\"\""), "client_id is empty"),
        (CARD.replace("[\"interior\"]\n    [[", "[]\n    [["), "organisations names none"),
        (CARD.replace("[\"interior\"]\n    [[", "[\"defence\"]\n    [["), "has no table"),
        (CARD.replace("client_id", "scopes = [\"email\"]\nclient_id"), "openid"),
        (CARD.replace("one_of = [\"interior\"]", "one_of = []"), "at least one value"),
        (
            CARD.replace("client_id", "claims_from = \"userinfo\"\nclient_id").replace("department", "acr"),
            "ID tokens alone",
        ),
        (BY_KEY.replace("claim = \"hr_key\"", ""), "holds HR's key"),
    ] {
        let error = checked(&[&table], &[]).unwrap_err();
        assert!(error.contains(says), "{says:?} is not in {error:?}");
    }
    assert!(checked(&[CARD, CARD], &[]).unwrap_err().contains("two [[identity_provider]]"));
    assert!(checked(&[CARD], &[SignIn::Password]).unwrap_err().contains("leaves \"sso\" out"));
    assert!(checked(&[], &[SignIn::Sso]).unwrap_err().contains("no [[identity_provider]] names"));
}

#[tokio::test]
async fn synapses_part_follows_from_the_bridges() {
    let text = CARD.replace("client_id", "client_secret_file = \"/secret\"\nclient_id").replace("department", "acr");
    let bridge = bridge_with(|config| config.identity_providers[0] = provider(&text)).await;
    let settings = synapse_sign_in(&bridge.app.config, &"interior.test".parse().unwrap()).unwrap();
    let [card, hr] = settings["oidc_providers"].as_array().unwrap().as_slice() else { panic!("{settings}") };
    assert_eq!(
        (&card["idp_id"], &card["enable_registration"], &card["allow_existing_users"]),
        (&json!("card"), &json!(false), &json!(false))
    );
    assert_eq!(card["attribute_requirements"], json!([{"attribute": "acr", "one_of": ["interior"]}]));
    assert_eq!(card["additional_authorization_parameters"], json!({"acr_values": "interior"}));
    assert_eq!(card["client_secret_path"], "/secret");
    let mapping = &card["user_mapping_provider"];
    assert_eq!(mapping["config"]["claims"], json!(["acr", "email", "email_verified", "iss"]));
    assert_eq!(hr["user_mapping_provider"]["config"]["claims"], json!(["hr_key", "iss"]));
    assert_eq!((hr.get("client_secret_path"), hr.get("skip_verification")), (None, None));
    assert_eq!(synapse_sign_in(&bridge.app.config, &"finance.test".parse().unwrap()).unwrap(), json!({}));
    assert!(synapse_sign_in(&bridge.app.config, &"other.test".parse().unwrap()).is_err());
}
