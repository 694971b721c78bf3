//! What is kept of a session between two starts. It lies in a sealed file: it holds the access token.

use bridge_api::well_known::Services;
use matrix_sdk::authentication::matrix::MatrixSession;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::view::SessionView;

/// A session between two starts.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SessionRecord {
    pub(crate) session: MatrixSession,
    pub(crate) front_door: Url,
    pub(crate) server_name: String,
    pub(crate) name: String,
    pub(crate) organisation: String,
    /// The folder of the SDK's stores, below the data folder.
    pub(crate) store: String,
    /// The scanner and its keys as they were when the person signed in: pinned.
    pub(crate) services: Services,
}

impl SessionRecord {
    pub(crate) fn view(&self) -> SessionView {
        SessionView {
            user_id: self.session.meta.user_id.to_string(),
            name: self.name.clone(),
            organisation: self.organisation.clone(),
            device_id: self.session.meta.device_id.to_string(),
            external: self.services.externals,
        }
    }
}
