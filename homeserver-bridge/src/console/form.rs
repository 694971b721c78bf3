//! Forms of officers. A handler that takes [`SignedForm`] cannot forget that a form must come from a page of ours.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use super::show::query_text;
use crate::actor::Officer;
use crate::app::App;
use crate::error::Problem;

/// The fields of a form, white space around their values taken away.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of a field; empty if it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The value of a field as it was typed: for passwords.
    pub(super) fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The value of a field if it is one of these words.
    pub(super) fn one_of(&self, name: &str, words: &[&'static str]) -> Option<&'static str> {
        let given = self.get(name);
        words.iter().copied().find(|word| *word == given)
    }

    /// All values of a field.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).collect()
    }

    pub(super) fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let parts = Multipart::from_request(request, state).await.map_err(IntoResponse::into_response)?;
            return Self::of_parts(parts).await.map_err(IntoResponse::into_response);
        }
        let bytes = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Ok(Self::parse(&bytes))
    }
}

impl Fields {
    /// A form with a file in it: the file's text is the value of its field.
    async fn of_parts(mut parts: Multipart) -> Result<Self, MultipartError> {
        let mut fields = Vec::new();
        while let Some(part) = parts.next_field().await? {
            let name = part.name().unwrap_or_default().to_owned();
            fields.push((name, text_of(&part.bytes().await?)));
        }
        Ok(Self(fields))
    }
}

/// The text of a file: UTF-8, or UTF-16 with a mark, as spreadsheets write it. What is neither holds replacement
/// characters.
fn text_of(bytes: &[u8]) -> String {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// A form with the secret of the officer's session in it: no other site can have made it.
pub(super) struct SignedForm<O> {
    /// Who sent it.
    pub(super) officer: O,
    /// What is in it.
    pub(super) fields: Fields,
}

impl<O> FromRequest<App> for SignedForm<O>
where
    O: Officer,
    O::Rejection: IntoResponse,
{
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let officer = O::from_request_parts(&mut parts, app).await.map_err(IntoResponse::into_response)?;
        let fields = Fields::from_request(Request::from_parts(parts, body), app).await?;
        if same(fields.exact("csrf"), &officer.session().csrf) {
            Ok(Self { officer, fields })
        } else {
            Err(Problem::forbidden("The form is too old. Load the page again.").into_response())
        }
    }
}

/// A signed form for an act that cannot be undone: its officer has shown the second factor a short while ago. Who has not
/// is asked for it and then comes back to the page of the form: the field `next`, or the address above the act's.
pub(super) struct FreshForm<O> {
    /// Who sent it.
    pub(super) officer: O,
    /// What is in it.
    pub(super) fields: Fields,
}

impl<O> FromRequest<App> for FreshForm<O>
where
    O: Officer,
    O::Rejection: IntoResponse,
{
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let path = request.uri().path().to_owned();
        let SignedForm { officer, fields } = SignedForm::<O>::from_request(request, app).await?;
        if officer.session().is_fresh(app.clock.now_ms()) {
            return Ok(Self { officer, fields });
        }
        let above = path.rsplit_once('/').map_or("/", |(above, _)| above);
        let next = own_path(fields.get("next")).or_else(|| own_path(above)).unwrap_or("/");
        Err(Redirect::to(&format!("/verify{}", query_text(&[("next", next)]))).into_response())
    }
}

/// A path of this console, if a text is one and leads nowhere else.
pub(super) fn own_path(text: &str) -> Option<&str> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.~:@%?=&".contains(&b));
    (plain && text.starts_with('/') && !text.starts_with("//")).then_some(text)
}

/// Compares secrets in constant time; an empty one is never right.
pub(super) fn same(given: &str, expected: &str) -> bool {
    !expected.is_empty() && bool::from(given.as_bytes().ct_eq(expected.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_a_path_of_our_own_is_led_to() {
        for fine in ["/", "/people/p1", "/people?q=a%20b&page=2"] {
            assert_eq!(own_path(fine), Some(fine));
        }
        for other in ["", "people", "//evil.example", "https://evil.example", "/\\evil.example", "/a\n", "/a b", "/é"]
        {
            assert_eq!(own_path(other), None, "{other}");
        }
    }
}
