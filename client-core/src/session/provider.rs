//! Signing in through an organisation's identity provider: in the system's browser, and back through a door on this machine.
//!
//! The program never sees a password or a card. What comes back is a token that is good for one session and for a short
//! while; from there on all is as after a sign-in with a password.

use std::time::Duration;

use bridge_api::accounts::{DiscoverResponse, SignIn};
use url::Url;

use super::discover::canonical;
use super::sign_in::Proof;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::Loopback;
use crate::problem::step;
use crate::view::{ProblemView, SessionView};

/// How long somebody may take with the provider: as long as the provider's own pages are good, and no longer.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// The page that the browser shows when the person is back: in their language.
#[derive(Debug, Clone)]
pub struct ReturnPage {
    /// The language's code.
    pub language: String,
    /// The heading.
    pub title: String,
    /// What to do now.
    pub text: String,
}

impl ReturnPage {
    fn html(&self) -> String {
        let [language, title, text] = [&self.language, &self.title, &self.text].map(|text| escaped(text));
        format!(
            "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title></head>\
             <body><h1>{title}</h1><p>{text}</p></body></html>"
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Messenger {
    /// Signs in through an identity provider that [`Messenger::discover`] named. `open` is given the address to open in the
    /// system's browser, and says whether it could. Returns when the session runs.
    ///
    /// # Errors
    /// [`ProblemView::SignInGivenUp`] after [`Messenger::give_up_sign_in`] or a newer try, [`ProblemView::SignInTooLate`],
    /// [`ProblemView::NoBrowser`], [`ProblemView::Suspended`], [`ProblemView::Refused`], [`ProblemView::UnknownDomain`],
    /// [`ProblemView::Unreachable`].
    pub async fn sign_in_with_provider(
        &self,
        email: &str,
        provider: &str,
        page: &ReturnPage,
        open: impl FnOnce(&Url) -> bool + Send,
    ) -> Result<SessionView> {
        self.give_up_sign_in();
        let mut given_up = self.inner.in_browser.subscribe();
        let work = async {
            let found = self.find_homeserver(&canonical(email)?).await?;
            let mut door = Loopback::open(&page.html()).await?;
            if !open(&way(&found, provider, door.address())?) {
                return Err(ProblemView::NoBrowser);
            }
            let token = tokio::time::timeout(PATIENCE, door.token()).await.map_err(|_| ProblemView::SignInTooLate)?;
            Ok((found, token.ok_or(ProblemView::SignInGivenUp)?))
        };
        let (found, token) = tokio::select! {
            outcome = work => outcome?,
            _ = given_up.changed() => return Err(ProblemView::SignInGivenUp),
        };
        self.enter(found, Proof::Token(&token)).await
    }

    /// Nobody waits for the system's browser any more.
    pub fn give_up_sign_in(&self) {
        self.inner.in_browser.send_modify(|count| *count = count.wrapping_add(1));
    }
}

/// The address at the front door that leads to the provider.
fn way(found: &DiscoverResponse, provider: &str, back: &Url) -> Result<Url> {
    let known = found.identity_providers.iter().any(|one| one.id == provider);
    if !known || !found.sign_in.contains(&SignIn::Sso) {
        return Err(ProblemView::NotFound);
    }
    let mut url = Url::parse(&found.homeserver.base_url).map_err(step("address of the homeserver"))?;
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(["_matrix", "client", "v3", "login", "sso", "redirect", provider]);
    }
    url.query_pairs_mut().append_pair("redirectUrl", back.as_str());
    Ok(url)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::json;
    use wiremock::matchers::{body_partial_json, method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;
    use crate::{Config, StoreKey};

    struct Scene {
        server: MockServer,
        messenger: Messenger,
        _folder: tempfile::TempDir,
    }

    async fn scene() -> Scene {
        let server = MockServer::start().await;
        let found = json!({"organisation": "Interior", "sign_in": ["sso"],
            "homeserver": {"server_name": "interior.test", "base_url": server.uri()},
            "identity_providers": [{"id": "oidc-card", "name": "Card"}]});
        Mock::given(path("/_depesha/v1/discover"))
            .respond_with(ResponseTemplate::new(200).set_body_json(found))
            .mount(&server)
            .await;
        let versions = json!({"versions": ["v1.11"]});
        Mock::given(path("/_matrix/client/versions"))
            .respond_with(ResponseTemplate::new(200).set_body_json(versions))
            .mount(&server)
            .await;
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: folder.path().join("data"),
            bridge_url: server.uri().parse().unwrap(),
            device_name: "test".into(),
            store_key: StoreKey::random().unwrap(),
        };
        Scene { server, messenger: Messenger::new(config).unwrap(), _folder: folder }
    }

    fn page() -> ReturnPage {
        ReturnPage {
            language: "uk".into(), title: "Готово <1>".into(), text: "Закрийте & поверніться".into()
        }
    }

    #[tokio::test]
    async fn the_token_from_the_browser_is_shown_to_the_homeserver_once() {
        let scene = scene().await;
        let refusal = json!({"errcode": "M_FORBIDDEN", "error": "This account is not in use."});
        Mock::given(method("POST"))
            .and(path("/_matrix/client/v3/login"))
            .and(body_partial_json(json!({"type": "m.login.token", "token": "tok"})))
            .respond_with(ResponseTemplate::new(403).set_body_json(refusal))
            .expect(1)
            .mount(&scene.server)
            .await;
        let shown: Arc<Mutex<Option<tokio::task::JoinHandle<String>>>> = Arc::default();
        let browser = shown.clone();
        let outcome = scene
            .messenger
            .sign_in_with_provider("anna@interior.gov.example", "oidc-card", &page(), move |url| {
                assert!(url.path().ends_with("/login/sso/redirect/oidc-card"), "{url}");
                let back = url.query_pairs().find(|(name, _)| name == "redirectUrl").unwrap().1.into_owned();
                assert!(back.starts_with("http://127.0.0.1:"), "{back}");
                *browser.lock().unwrap() = Some(tokio::spawn(async move {
                    reqwest::get(format!("{back}?loginToken=tok")).await.unwrap().text().await.unwrap()
                }));
                true
            })
            .await;
        assert_eq!(outcome.unwrap_err(), ProblemView::Refused { reason: "This account is not in use.".into() });
        assert!(!scene.messenger.is_signed_in());
        let task = shown.lock().unwrap().take().unwrap();
        let html = task.await.unwrap();
        assert!(html.contains("lang=\"uk\"") && html.contains("Готово &lt;1&gt;") && html.contains("&amp;"), "{html}");
    }

    #[tokio::test]
    async fn giving_up_ends_the_waiting_and_a_newer_try_takes_over() {
        let scene = scene().await;
        let try_it = || {
            let messenger = scene.messenger.clone();
            let (opened, waits) = tokio::sync::oneshot::channel();
            let work = tokio::spawn(async move {
                let open = move |_: &Url| opened.send(()).is_ok();
                messenger.sign_in_with_provider("anna@interior.gov.example", "oidc-card", &page(), open).await
            });
            (work, waits)
        };
        let (first, waits) = try_it();
        waits.await.unwrap();
        let (second, waits) = try_it();
        waits.await.unwrap();
        assert_eq!(first.await.unwrap().unwrap_err(), ProblemView::SignInGivenUp);
        scene.messenger.give_up_sign_in();
        assert_eq!(second.await.unwrap().unwrap_err(), ProblemView::SignInGivenUp);
    }

    #[tokio::test]
    async fn no_browser_and_no_such_provider_are_said() {
        let scene = scene().await;
        let sign_in = async |provider: &str| {
            scene.messenger.sign_in_with_provider("a@interior.gov.example", provider, &page(), |_| false).await
        };
        assert_eq!(sign_in("oidc-card").await.unwrap_err(), ProblemView::NoBrowser);
        assert_eq!(sign_in("oidc-other").await.unwrap_err(), ProblemView::NotFound);
    }
}
