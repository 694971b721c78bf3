//! What a homeserver wants before it does something that cannot be undone: the password once more, or a word in the browser.
//!
//! Nothing is kept of a password. Of a confirmation in the browser only the name of the homeserver's question is kept, until
//! the person has answered it.

use std::sync::Mutex;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use matrix_sdk::ruma::api::client::uiaa::{self, AuthData, AuthType, UiaaInfo};
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::{OwnedDeviceId, owned_device_id};
use matrix_sdk::{Client, HttpResult};
use url::Url;

use crate::Result;
use crate::platform::lock;
use crate::problem::from_http;
use crate::view::ProblemView;

/// The question that waits for an answer in the browser, if there is one.
#[derive(Debug, Default)]
pub(crate) struct Asked(Mutex<Option<String>>);

impl Asked {
    /// Does something for which the homeserver may want a proof. With a password that is the answer; without one the
    /// person is told what is wanted, and comes again.
    ///
    /// # Errors
    /// [`ProblemView::PasswordNeeded`], [`ProblemView::BrowserNeeded`], [`ProblemView::AskAdministrator`],
    /// [`ProblemView::WrongPassword`], and what the homeserver says.
    pub(crate) async fn prove<T>(
        &self,
        client: &Client,
        front_door: &Url,
        password: Option<&str>,
        act: impl Fn(Option<AuthData>) -> BoxFuture<'static, HttpResult<T>> + Send,
    ) -> Result<T> {
        let waiting = lock(&self.0).take();
        let confirmed =
            waiting.map(|session| AuthData::FallbackAcknowledgement(uiaa::FallbackAcknowledgement::new(session)));
        let answered = confirmed.is_some();
        let mut outcome = act(confirmed).await;
        if answered && outcome.as_ref().is_err_and(|error| error.as_uiaa_response().is_none()) {
            // The question is too old for the homeserver: a new one.
            outcome = act(None).await;
        }
        let error = match outcome {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let Some(asked) = error.as_uiaa_response() else { return Err(from_http(&error)) };
        let Some(password) = password else { return Err(self.wanted(asked, front_door)) };
        act(Some(password_proof(client, asked, password)?)).await.map_err(|error| match error.as_uiaa_response() {
            Some(_) => ProblemView::WrongPassword,
            None if matches!(error.client_api_error_kind(), Some(ErrorKind::Forbidden)) => ProblemView::WrongPassword,
            None => from_http(&error),
        })
    }

    /// Asks for the proof and does nothing with it: before something that would otherwise stop half way.
    ///
    /// # Errors
    /// As [`Asked::prove`].
    pub(crate) async fn only_prove(&self, client: &Client, front_door: &Url, password: Option<&str>) -> Result<()> {
        // No device has this name, so the homeserver checks the proof and then has nothing to do.
        let nobody = vec![owned_device_id!("org.depesha.nobody")];
        self.prove(client, front_door, password, ending(client, nobody)).await
    }

    fn wanted(&self, asked: &UiaaInfo, front_door: &Url) -> ProblemView {
        let offers = |way: AuthType| asked.flows.iter().any(|flow| flow.stages == [way.clone()]);
        if offers(AuthType::Password) {
            return ProblemView::PasswordNeeded;
        }
        let (Some(session), true) = (&asked.session, offers(AuthType::Sso)) else {
            return ProblemView::AskAdministrator;
        };
        let mut url = front_door.clone();
        url.set_path("/_matrix/client/v3/auth/m.login.sso/fallback/web");
        url.query_pairs_mut().clear().append_pair("session", session);
        *lock(&self.0) = Some(session.clone());
        ProblemView::BrowserNeeded { url: url.into() }
    }
}

/// Ends devices of the person, for [`Asked::prove`].
pub(crate) fn ending(
    client: &Client,
    devices: Vec<OwnedDeviceId>,
) -> impl Fn(Option<AuthData>) -> BoxFuture<'static, HttpResult<()>> + Send + use<> {
    let client = client.clone();
    move |proof| {
        let (client, devices) = (client.clone(), devices.clone());
        async move { client.delete_devices(&devices, proof).await.map(drop) }.boxed()
    }
}

/// The password, as the answer to a homeserver that asks for it once more.
///
/// # Errors
/// [`ProblemView::SignedOut`].
pub(super) fn password_proof(client: &Client, asked: &UiaaInfo, password: &str) -> Result<AuthData> {
    let user = client.user_id().ok_or(ProblemView::SignedOut)?.to_owned();
    let mut proof = uiaa::Password::new(uiaa::UserIdentifier::from(user), password.to_owned());
    proof.session = asked.session.clone();
    Ok(AuthData::Password(proof))
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    fn wanted(flows: serde_json::Value) -> ProblemView {
        let asked: UiaaInfo = from_value(json!({"flows": flows, "params": {}, "session": "s&1"})).expect("question");
        let door = Url::parse("https://matrix.interior.example/").expect("address");
        Asked::default().wanted(&asked, &door)
    }

    #[test]
    fn the_homeserver_s_question_becomes_something_that_a_person_can_do() {
        assert_eq!(wanted(json!([{"stages": ["m.login.password"]}])), ProblemView::PasswordNeeded);
        let both = json!([{"stages": ["m.login.sso"]}, {"stages": ["m.login.password"]}]);
        assert_eq!(wanted(both), ProblemView::PasswordNeeded);
        let url = "https://matrix.interior.example/_matrix/client/v3/auth/m.login.sso/fallback/web?session=s%261";
        assert_eq!(wanted(json!([{"stages": ["m.login.sso"]}])), ProblemView::BrowserNeeded { url: url.to_owned() });
        assert_eq!(wanted(json!([{"stages": ["m.login.terms"]}])), ProblemView::AskAdministrator);
    }
}
