//! Sign-in through the organisations' own identity providers, with two real ones, and every way in for those who may not.

mod refused;
mod scene;

use anyhow::{Context, Result, ensure};
use client_core::ReturnPage;
use client_core::view::TrustView;
use reqwest::{Method, StatusCode};
use serde_json::json;
use stack::{FINANCE, INTERIOR};
use system_tests::browser::{Browser, PROGRAM, way};
use system_tests::hr;
use system_tests::people::Person;
use system_tests::until::{PATIENCE, until};

use scene::{CARD, HR, Scene};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_identity_provider_leads_to_the_account_that_provisioning_made() -> Result<()> {
    let scene = Scene::up().await?;
    let boris = Person::sign_up(&scene.system, INTERIOR, 1).await?;
    discovery(&scene).await?;
    let anna = scene.system.sample(INTERIOR, 0)?;

    // Known to HR, without an account: it is made now, and is the same at the next sign-in.
    scene.card.set("anna", "card", &scene.claims("s-anna", &anna.email))?;
    let first = scene.signed_in(CARD, "anna").await?;
    let again = scene.signed_in(CARD, "anna").await?;
    ensure!(first.user_id == again.user_id, "another account: {} {}", first.user_id, again.user_id);
    let console = scene.system.admin_console().await?;
    let page = console.page(&format!("/people/{}", anna.person_id)).await?;
    ensure!(page.contains(&first.user_id), "the console does not show the account: {page}");

    // Signed up with a code: the same account.
    scene.card.set("boris", "card", &scene.claims("s-boris", &boris.sample.email))?;
    let session = scene.signed_in(CARD, "boris").await?;
    ensure!(session.user_id == boris.session.user_id, "{} is not {}", session.user_id, boris.session.user_id);

    // The other provider uses the same subject for somebody else: they do not mix.
    scene.hr.set("boris", "password", &json!({"sub": "s-anna", "hr_key": boris.sample.person_id}))?;
    let session = scene.signed_in(HR, "boris").await?;
    ensure!(session.user_id == boris.session.user_id, "the providers mix: {}", session.user_id);
    let session = scene.signed_in(CARD, "anna").await?;
    ensure!(session.user_id == first.user_id, "the providers mix: {}", session.user_id);

    strangers(&scene).await?;
    another_login(&scene, &anna).await?;

    // HR changes the address: the login stays the person's, whatever the provider says of the address.
    hr::set(&scene.system, &anna.person_id, "email", "anna.renamed@interior.gov.example")?;
    hr::apply(&scene.system).await?;
    for email in [anna.email.as_str(), "anna.renamed@interior.gov.example"] {
        scene.card.set("anna", "card", &scene.claims("s-anna", email))?;
        let session = scene.signed_in(CARD, "anna").await?;
        ensure!(session.user_id == first.user_id, "{email} leads to {}", session.user_id);
    }
    // The same login with a colleague's address is nobody's.
    scene.card.set("anna", "card", &scene.claims("s-anna", &boris.sample.email))?;
    scene.refused(CARD, "anna", "Your login belongs to one person").await?;
    // An administrator lets the login in that the provider has given her.
    let page = format!("/people/{}", anna.person_id);
    let answer = console.submit(&page, &format!("{page}/forget-logins"), &[]).await?;
    ensure!(answer.status().is_redirection(), "{}", answer.status());
    scene.card.set("anna-again", "card", &scene.claims("s-other", "anna.renamed@interior.gov.example"))?;
    let session = scene.signed_in(CARD, "anna-again").await?;
    ensure!(session.user_id == first.user_id, "the new login leads to {}", session.user_id);

    elsewhere(&scene).await?;
    our_client(&scene).await
}

/// Our client, with the system's browser played by ours: a first device that sets its keys up.
async fn our_client(scene: &Scene) -> Result<()> {
    let sample = scene.system.sample(INTERIOR, 5)?;
    scene.card.set("olena", "card", &scene.claims("s-olena", &sample.email))?;
    let messenger = Person::stranger(&scene.system, "with-a-card")?;
    messenger.start().await?;
    let page = ReturnPage { language: "en".into(), title: "Back to Depesha".into(), text: "Close this page.".into() };
    let (opened, address) = tokio::sync::oneshot::channel();
    let browse = async {
        let browser = Browser::new()?;
        let page = browser.go_through(&address.await?, "olena").await?;
        let button = page.button().with_context(|| format!("no way back: {page:?}"))?;
        browser.open(&button).await
    };
    let open = move |url: &url::Url| opened.send(url.clone()).is_ok();
    let (session, last) = tokio::join!(messenger.sign_in_with_provider(&sample.email, CARD, &page, open), browse);
    let (session, last) = (session?, last?);
    ensure!(last.html.contains("Back to Depesha") && last.status == StatusCode::OK, "{last:?}");
    ensure!(session.organisation == "Interior" && session.name == sample.name, "{session:?}");
    let trust = client_core::until(messenger.trust()?, PATIENCE, |trust| (trust == TrustView::Fresh).then_some(()));
    trust.await.context("the first device has no keys of its own")?;
    messenger.sign_out().await?;
    messenger.close().await;
    Ok(())
}

/// What a client is told.
async fn discovery(scene: &Scene) -> Result<()> {
    let visitor = Person::stranger(&scene.system, "visitor")?;
    let found = visitor.discover("anybody@interior.gov.example").await?;
    ensure!(found.password && found.sso, "{found:?}");
    let found = visitor.discover("anybody@finance.gov.example").await?;
    ensure!(found.password && !found.sso, "{found:?}");
    let bridge = scene.system.status().bridge.base_url.trim_end_matches('/').to_owned();
    let body = json!({"email": "anybody@interior.gov.example"});
    let answer = reqwest::Client::builder().no_proxy().build()?;
    let answer = answer.post(format!("{bridge}/_depesha/v1/discover")).json(&body).send().await?;
    let answer: serde_json::Value = answer.json().await?;
    let expected = json!([{"id": CARD, "name": "Interior card"}, {"id": HR, "name": "Interior password"}]);
    ensure!(answer["identity_providers"] == expected, "{answer}");
    Ok(())
}

/// Who is not in the catalogue, or about whom the provider says too little or nothing that counts.
async fn strangers(scene: &Scene) -> Result<()> {
    let petro = scene.system.sample(FINANCE, 0)?;
    let maria = scene.system.sample(INTERIOR, 2)?;
    let unverified = json!({"sub": "s-1", "email": maria.email, "email_verified": false, "department": "interior"});
    let nameless = json!({"sub": "s-2", "department": "interior"});
    let guest = json!({"sub": "s-3", "email": maria.email, "email_verified": true, "department": "guests"});
    for (login, level, claims, says) in [
        ("nobody-here", "card", scene.claims("s-4", "no.such.person@interior.gov.example"), "does not list you"),
        ("petro", "card", scene.claims("s-5", &petro.email), "not one of your organisation"),
        ("crooked", "card", scene.claims("s-6", "a@evil.example@interior.gov.example"), "did not tell Depesha"),
        ("unverified", "card", unverified, "not verified your email"),
        ("nameless", "card", nameless, "did not tell Depesha"),
        // By Synapse itself, from the same configuration.
        ("guest", "card", guest, "does not say that you may use Depesha"),
        ("weak", "password", scene.claims("s-7", &maria.email), "does not say that you may use Depesha"),
    ] {
        scene.card.set(login, level, &claims)?;
        scene.refused(CARD, login, says).await.with_context(|| login.to_owned())?;
    }
    scene.hr.set("other-ministry", "password", &json!({"sub": "s-8", "hr_key": petro.person_id}))?;
    scene.refused(HR, "other-ministry", "does not list you").await?;
    // Whoever stops at the provider is told so, and Maria still has no account.
    scene.refused(CARD, "nobody", "You stopped the sign-in").await?;
    let console = scene.system.admin_console().await?;
    let page = console.page(&format!("/people/{}", maria.person_id)).await?;
    ensure!(!page.contains(&format!(":{}", maria.server_name)), "somebody got an account: {page}");
    Ok(())
}

/// The provider has given the person another subject: refused, and the administrators can see it and let it in.
async fn another_login(scene: &Scene, anna: &stack::PersonSample) -> Result<()> {
    scene.card.set("anna-again", "card", &scene.claims("s-other", &anna.email))?;
    scene.refused(CARD, "anna-again", "another login of this sign-in service").await?;
    let console = scene.system.admin_console().await?;
    let log = console.page("/audit").await?;
    ensure!(log.contains("login.refuse") && log.contains("other-login"), "the audit log does not tell of it: {log}");
    Ok(())
}

/// Neither the session nor the homeserver's other routes go anywhere else.
async fn elsewhere(scene: &Scene) -> Result<()> {
    let browser = Browser::new()?;
    for target in ["https://evil.example/", "http://127.0.0.1:9@evil.example/", "http://localhost:9/"] {
        let page = browser.open(&way(&scene.front_door, CARD, target)?).await?;
        ensure!(page.status == StatusCode::BAD_REQUEST, "{target}: {page:?}");
    }
    let mut twice = way(&scene.front_door, CARD, PROGRAM)?;
    twice.set_query(Some(&format!("x=1;redirectUrl=https://evil.example/&{}", twice.query().unwrap_or_default())));
    let page = browser.open(&twice).await?;
    ensure!(page.url.as_str().contains("/interaction/"), "the query was cut up in another way: {page:?}");
    for path in ["/_synapse/client/pick_idp", "/_synapse/client/oidc", "/_synapse/admin/v1/server_version"] {
        let url = url::Url::parse(&scene.front_door)?.join(path)?;
        let page = browser.open(&url).await?;
        ensure!(page.status == StatusCode::NOT_FOUND, "{path}: {page:?}");
    }
    let url = url::Url::parse(&scene.front_door)?.join("/_synapse/client/oidc/callback?state=x&code=y")?;
    let page = Browser::new()?.open(&url).await?;
    ensure!(page.html.contains("This page came too late"), "{page:?}");
    Ok(())
}

/// Every way in, tried for every state of an account in which nobody may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_get_in_gets_in_by_no_way() -> Result<()> {
    let scene = Scene::up().await?;
    for (index, state) in refused::STATES.into_iter().enumerate() {
        let person = refused::Prepared::new(&scene, index, state).await.with_context(|| format!("{state:?}"))?;
        person.put(&scene).await.with_context(|| format!("{state:?}"))?;
        person.tried(&scene).await.with_context(|| format!("{state:?}"))?;
        person.let_back(&scene).await.with_context(|| format!("{state:?}"))?;
    }
    Ok(())
}

/// Asks until a route answers so.
async fn answers(scene: &Scene, token: &str, wanted: StatusCode) -> Result<()> {
    until("an answer about the old session", || async {
        let (status, _) = scene.matrix(Method::GET, "account/whoami", Some(token), None).await?;
        Ok((status == wanted).then_some(()))
    })
    .await
}
