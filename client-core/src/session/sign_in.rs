//! Signing in: login through the front door, scanner keys pinned, cross-signing set up. A password that has just been typed
//! is kept nowhere.

use bridge_api::accounts::DiscoverResponse;
use matrix_sdk::ruma::api::client::uiaa;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::{AuthSession, Client};
use url::Url;

use super::begin_anew::begin_anew_if_asked;
use super::discover::canonical;
use super::{Active, SessionRecord};
use crate::Result;
use crate::bridge::Bridge;
use crate::messenger::Messenger;
use crate::platform::{STORE, random_name, remove_store};
use crate::problem::{from_http, from_sdk, step, unexpected};
use crate::text::person_name;
use crate::view::{ProblemView, SessionView};

impl Messenger {
    /// Signs in. Returns when the session runs and its keys are set up.
    ///
    /// # Errors
    /// [`ProblemView::WrongPassword`], [`ProblemView::Suspended`], [`ProblemView::UnknownDomain`],
    /// [`ProblemView::Unreachable`].
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SessionView> {
        let address = canonical(email)?;
        let found = self.find_homeserver(&address).await?;
        self.enter(found, Proof::Password { email: address.as_str(), password }).await
    }

    /// Begins a session with what the person has to show.
    pub(super) async fn enter(&self, found: DiscoverResponse, proof: Proof<'_>) -> Result<SessionView> {
        let _turn = self.inner.turn.lock().await;
        if self.is_signed_in() {
            return Err(unexpected("somebody is signed in already"));
        }
        self.take_folder()?;
        let front_door = Url::parse(&found.homeserver.base_url).map_err(step("address of the homeserver"))?;
        let store = format!("{STORE}{}", random_name()?);
        let client = self.build_client(&front_door, &store, None).await?;
        let outcome = async {
            log_in(&client, &proof, &self.inner.config.device_name).await?;
            begin_anew_if_asked(&client, proof.password()).await?;
            set_up_cross_signing(&client, &proof).await?;
            self.make_record(&client, front_door, found.homeserver.server_name.as_str(), found.organisation, &store)
                .await
        };
        let record = match outcome.await {
            Ok(record) => record,
            Err(problem) => {
                let _ = client.logout().await;
                drop(client);
                remove_store(self.inner.config.data_dir.join(&store)).await;
                return Err(problem);
            }
        };
        self.inner.record.write(&record).await.map_err(step("writing the session"))?;
        let view = record.view();
        self.set_active(Some(Active::open(self, client, record).await?));
        Ok(view)
    }

    async fn make_record(
        &self,
        client: &Client,
        front_door: Url,
        server_name: &str,
        organisation: String,
        store: &str,
    ) -> Result<SessionRecord> {
        let services = Bridge::new(self.inner.http.clone(), front_door.clone()).services().await?;
        let Some(AuthSession::Matrix(session)) = client.session() else {
            return Err(unexpected("no session after the login"));
        };
        let display_name = client.account().get_display_name().await.map_err(|error| from_sdk(&error))?;
        let person = person_name(display_name.as_deref(), session.meta.user_id.as_str());
        Ok(SessionRecord {
            session,
            front_door,
            server_name: server_name.to_owned(),
            name: person.name,
            organisation,
            store: store.to_owned(),
            services,
        })
    }
}

/// What a person shows to begin a session.
pub(super) enum Proof<'a> {
    /// A password.
    Password {
        /// The work email.
        email: &'a str,
        /// The password.
        password: &'a str,
    },
    /// A token that an identity provider's sign-in ended with.
    Token(&'a str),
}

impl Proof<'_> {
    /// The password, for a homeserver that asks for it once more.
    fn password(&self) -> Option<&str> {
        match self {
            Self::Password { password, .. } => Some(password),
            Self::Token(_) => None,
        }
    }
}

async fn log_in(client: &Client, proof: &Proof<'_>, device_name: &str) -> Result<()> {
    let auth = client.matrix_auth();
    let login = match proof {
        Proof::Password { email, password } => {
            let email = uiaa::EmailUserIdentifier::new((*email).to_owned());
            auth.login_identifier(uiaa::UserIdentifier::Email(email), password)
        }
        Proof::Token(token) => auth.login_token(token),
    };
    match login.initial_device_display_name(device_name).send().await {
        Ok(_) => Ok(()),
        Err(error)
            if matches!(proof, Proof::Password { .. })
                && matches!(error.client_api_error_kind(), Some(ErrorKind::Forbidden)) =>
        {
            Err(ProblemView::WrongPassword)
        }
        Err(error) => Err(from_sdk(&error)),
    }
}

/// On the first device this makes the account's identity and signs the device. On later ones the identity is there and
/// the device is signed after recovery or comparison of emoji. The homeserver asks for the password where it has reason to;
/// the first identity of an account needs none.
async fn set_up_cross_signing(client: &Client, proof: &Proof<'_>) -> Result<()> {
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    let Err(error) = encryption.bootstrap_cross_signing_if_needed(None).await else { return Ok(()) };
    let (Some(asked), Some(password)) = (error.as_uiaa_response(), proof.password()) else {
        return Err(from_sdk(&error));
    };
    let proof = super::proof::password_proof(client, asked, password)?;
    encryption.bootstrap_cross_signing(Some(proof)).await.map_err(|error| match error {
        matrix_sdk::Error::Http(error) => from_http(&error),
        other => from_sdk(&other),
    })
}
