//! Asks the organisation's own service whether there is a newer version of the program. What it says counts only with the
//! organisation's signature (Ed25519) by the key that was built in. Nothing else is fetched, and nothing is ever installed:
//! packages come as the system has them.
//!
//! `desktop/docs/updates.md` says how such an announcement is made and signed.

use std::collections::BTreeMap;

use ed25519_dalek::{Signature, VerifyingKey};
use serde::Deserialize;

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::unexpected;
use crate::view::UpdateView;

/// The longest announcement, and the longest words in it.
pub(crate) const LARGEST: usize = 16 * 1024;
const LONGEST_WORDS: usize = 600;

/// The program that asks.
#[derive(Debug, Clone, Copy)]
pub struct Program<'a> {
    /// Its version: three numbers.
    pub version: &'a str,
    /// System and processor, such as `linux-x86_64`.
    pub platform: &'a str,
    /// The key that announcements are signed with.
    pub key: [u8; 32],
    /// The language in which people are told how they get it.
    pub language: &'a str,
}

/// The file that is signed. It names its platform, so that none can be shown in the place of another.
#[derive(Deserialize)]
struct Announcement {
    platform: String,
    version: String,
    /// By language.
    #[serde(default)]
    how: BTreeMap<String, String>,
}

impl Messenger {
    /// Whether the organisation tells of a newer version. Only for people who want that to be asked.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`], or if the built-in key is none.
    pub async fn newer_version(&self, program: Program<'_>) -> Result<UpdateView> {
        let key = VerifyingKey::from_bytes(&program.key).map_err(|_| unexpected("the key of announcements"))?;
        let service = self.first_bridge();
        let path = format!("/updates/{}.json", program.platform);
        let Some(announced) = service.file(&path, LARGEST).await? else { return Ok(UpdateView::Newest) };
        let signature = service.file(&format!("{path}.sig"), Signature::BYTE_SIZE).await?;
        Ok(judged(program, &key, &announced, signature.as_deref()))
    }
}

fn judged(program: Program<'_>, key: &VerifyingKey, announced: &[u8], signature: Option<&[u8]>) -> UpdateView {
    let signed = signature
        .and_then(|bytes| Signature::from_slice(bytes).ok())
        .is_some_and(|signature| key.verify_strict(announced, &signature).is_ok());
    if !signed {
        tracing::warn!("an announcement of a newer version is not signed");
        return UpdateView::NotSigned;
    }
    // From here on it is the organisation's word; what is not understood says nothing.
    let said = serde_json::from_slice::<Announcement>(announced).ok().filter(|said| said.platform == program.platform);
    let Some(mut said) = said else { return UpdateView::Newest };
    match (numbers(&said.version), numbers(program.version)) {
        (Some(theirs), Some(ours)) if theirs > ours => {
            let how = said.how.remove(program.language).or_else(|| said.how.remove("en")).unwrap_or_default();
            UpdateView::Newer { version: said.version, how: how.chars().take(LONGEST_WORDS).collect() }
        }
        _ => UpdateView::Newest,
    }
}

/// The three numbers of a version; others are not compared.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let parts: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
    parts?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};
    use wiremock::matchers::{method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;
    use crate::messenger::Config;
    use crate::platform::StoreKey;
    use crate::view::ProblemView;

    const TOLD: &str = r#"{"platform":"linux-x86_64","version":"0.2.0","how":{"en":"On Monday","uk":"У понеділок"}}"#;

    fn secret() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn program<'a>() -> Program<'a> {
        let key = secret().verifying_key().to_bytes();
        Program { version: "0.1.0", platform: "linux-x86_64", key, language: "uk" }
    }

    fn signed(text: &str) -> Vec<u8> {
        secret().sign(text.as_bytes()).to_bytes().to_vec()
    }

    fn judge(text: &str) -> UpdateView {
        judged(program(), &secret().verifying_key(), text.as_bytes(), Some(&signed(text)))
    }

    #[test]
    fn a_signed_announcement_of_a_newer_version_counts() {
        let newer = |how: &str| UpdateView::Newer { version: "0.2.0".to_owned(), how: how.to_owned() };
        assert_eq!(judge(TOLD), newer("У понеділок"));
        assert_eq!(judge(&TOLD.replace("uk", "fr")), newer("On Monday"));
        assert_eq!(judge(r#"{"platform":"linux-x86_64","version":"0.2.0"}"#), newer(""));
        let long = TOLD.replace("У понеділок", &"я".repeat(LONGEST_WORDS + 1));
        assert_eq!(judge(&long), newer(&"я".repeat(LONGEST_WORDS)));
    }

    #[test]
    fn what_is_not_newer_or_not_for_this_program_says_nothing() {
        for (from, to) in
            [("0.2.0", "0.1.0"), ("0.2.0", "0.0.9"), ("0.2.0", "1"), ("0.2.0", "1.0.0-beta"), ("linux", "windows")]
        {
            assert_eq!(judge(&TOLD.replace(from, to)), UpdateView::Newest, "{to}");
        }
        assert_eq!(judge("{}"), UpdateView::Newest);
        assert_eq!(
            judge(&TOLD.replace("0.2.0", "0.10.0")),
            UpdateView::Newer { version: "0.10.0".to_owned(), how: "У понеділок".to_owned() }
        );
    }

    #[test]
    fn whatever_is_not_signed_by_the_organisation_does_not_count() {
        let (ours, good) = (secret().verifying_key(), signed(TOLD));
        let other = SigningKey::from_bytes(&[8; 32]).sign(TOLD.as_bytes()).to_bytes();
        for signature in [None, Some(&[][..]), Some(&good[..63]), Some(&other[..])] {
            assert_eq!(judged(program(), &ours, TOLD.as_bytes(), signature), UpdateView::NotSigned);
        }
        let changed = TOLD.replace("0.2.0", "9.9.9");
        assert_eq!(judged(program(), &ours, changed.as_bytes(), Some(&good)), UpdateView::NotSigned);
    }

    async fn asked(files: &[(&str, Vec<u8>)]) -> Result<UpdateView> {
        let server = MockServer::start().await;
        for (name, bytes) in files {
            let answer = ResponseTemplate::new(200).set_body_bytes(bytes.clone());
            Mock::given(method("GET")).and(path(format!("/updates/{name}"))).respond_with(answer).mount(&server).await;
        }
        let folder = tempfile::tempdir().expect("folder");
        let messenger = Messenger::new(Config {
            data_dir: folder.path().to_owned(),
            bridge_url: server.uri().parse().expect("address"),
            device_name: "Test".to_owned(),
            store_key: StoreKey::from_bytes([0; 32]),
        });
        messenger?.newer_version(program()).await
    }

    #[tokio::test]
    async fn the_organisations_own_service_is_asked_for_two_files() {
        let (told, signature) = ("linux-x86_64.json", "linux-x86_64.json.sig");
        let good = signed(TOLD);
        let answer = asked(&[(told, TOLD.into()), (signature, good.clone())]).await;
        assert!(matches!(answer, Ok(UpdateView::Newer { .. })), "{answer:?}");
        assert_eq!(asked(&[]).await, Ok(UpdateView::Newest));
        assert_eq!(asked(&[(told, TOLD.into())]).await, Ok(UpdateView::NotSigned));
        let long = [good, vec![0]].concat();
        assert_eq!(
            asked(&[(told, TOLD.into()), (signature, long)]).await,
            Err(ProblemView::Unexpected { detail: "size of a file of the service".to_owned() })
        );
    }
}
