//! Media of the fake homeserver: who uploaded what, and what is kept back.

use async_trait::async_trait;
use bridge_api::Mxc;

use super::media::MediaStore;
use super::{FakeHomeserver, HomeserverError};

/// A media of the fake.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FakeMedia {
    /// Who uploaded it here; nobody for a copy of another homeserver's.
    pub uploader: Option<String>,
    /// Whether it is kept back.
    pub quarantined: bool,
    /// Whether it was deleted.
    pub deleted: bool,
}

impl FakeHomeserver {
    /// Puts a media there.
    pub fn put_media(&self, mxc: &str, uploader: Option<&str>) {
        let media = FakeMedia { uploader: uploader.map(str::to_owned), ..FakeMedia::default() };
        self.with_media(|all| drop(all.insert(mxc.to_owned(), media)));
    }

    /// A media as it stands.
    pub fn media(&self, mxc: &str) -> Option<FakeMedia> {
        self.with_media(|all| all.get(mxc).cloned())
    }

    fn change_media(&self, mxc: &Mxc, change: impl FnOnce(&mut FakeMedia)) -> Result<(), HomeserverError> {
        self.answers()?;
        self.with_media(|all| all.get_mut(&mxc.to_string()).map(change));
        Ok(())
    }
}

#[async_trait]
impl MediaStore for FakeHomeserver {
    async fn quarantine(&self, mxc: &Mxc) -> Result<(), HomeserverError> {
        self.change_media(mxc, |media| media.quarantined = true)
    }

    async fn lift_quarantine(&self, mxc: &Mxc) -> Result<(), HomeserverError> {
        self.change_media(mxc, |media| media.quarantined = false)
    }

    async fn delete_media(&self, mxc: &Mxc) -> Result<(), HomeserverError> {
        self.change_media(mxc, |media| media.deleted = true)
    }

    async fn uploader(&self, mxc: &Mxc) -> Result<Option<String>, HomeserverError> {
        self.answers()?;
        Ok(self.media(&mxc.to_string()).and_then(|media| media.uploader))
    }
}
