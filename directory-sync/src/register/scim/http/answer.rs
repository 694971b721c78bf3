//! Bodies in and out: `application/scim+json`, errors included, and what of a user is shown.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Served;
use crate::register::scim::error::ScimError;
use crate::register::scim::schema::{AttrPath, USER};
use crate::register::scim::store::{Stored, Versions};

/// An answer with a body of the SCIM type.
pub(super) fn answer(status: StatusCode, body: &Value) -> Response {
    let mut response = (status, body.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/scim+json"));
    response
}

impl IntoResponse for ScimError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        answer(status, &self.body())
    }
}

/// An object that was sent.
pub(super) struct Sent(pub(super) Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = ScimError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ScimError> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !matches!(kind.as_str(), "application/scim+json" | "application/json") {
            return Err(ScimError::new(415, "send application/scim+json"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| match refused.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ScimError::new(413, "the body is too large"),
            _ => ScimError::syntax("the body broke off"),
        })?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(object)) => Ok(Self(object)),
            Ok(_) => Err(ScimError::syntax("the body must be an object")),
            Err(_) => Err(ScimError::syntax("the body is not valid JSON")),
        }
    }
}

/// Which attributes are to be shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) only: Option<Vec<AttrPath>>,
    pub(super) without: Vec<AttrPath>,
}

impl Shown {
    /// From the two lists that a client may give, one at most. A name that we do not know shows nothing and hides nothing.
    pub(super) fn new(served: &Served, only: Option<&str>, without: Option<&str>) -> Result<Self, ScimError> {
        let paths = |names: &str| -> Vec<AttrPath> {
            names.split(',').filter_map(|name| served.schemas.resolve(name.trim()).ok()).collect()
        };
        match (only.map(str::trim).filter(|o| !o.is_empty()), without.map(str::trim).filter(|w| !w.is_empty())) {
            (Some(_), Some(_)) => Err(ScimError::value("give attributes or excludedAttributes, not both")),
            (only, without) => Ok(Self { only: only.map(paths), without: without.map(paths).unwrap_or_default() }),
        }
    }
}

/// The version as a header has it.
pub(super) fn tag(user: &Stored) -> String {
    format!("W/\"{}\"", user.version)
}

/// The versions that a header names; none that we ever give if it cannot be understood.
pub(super) fn versions(headers: &HeaderMap, name: header::HeaderName) -> Option<Versions> {
    let given = headers.get(name)?.to_str().unwrap_or_default();
    if given.trim() == "*" {
        return Some(Versions::Any);
    }
    let number = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"').parse().ok();
    Some(Versions::These(given.split(',').filter_map(number).collect()))
}

impl Served {
    /// The whole user as it is shown, and as filters see it.
    pub(super) fn whole(&self, user: &Stored) -> Map<String, Value> {
        let mut object = user.attributes.clone();
        let extensions = self.schemas.extensions().into_iter().map(|(urn, _)| urn);
        let used = extensions.filter(|urn| user.attributes.contains_key(*urn));
        let schemas: Vec<Value> = std::iter::once(USER).chain(used).map(Value::from).collect();
        object.insert("schemas".to_owned(), schemas.into());
        object.insert("id".to_owned(), user.id.as_str().into());
        let meta = json!({
            "resourceType": "User",
            "created": moment(user.created_ms),
            "lastModified": moment(user.modified_ms),
            "location": self.location(user),
            "version": tag(user),
        });
        object.insert("meta".to_owned(), meta);
        object
    }

    pub(super) fn location(&self, user: &Stored) -> String {
        format!("{}/Users/{}", self.base, user.id)
    }

    /// What of the user is to be shown.
    pub(super) fn show(&self, user: &Stored, shown: &Shown) -> Value {
        let whole = self.whole(user);
        let mut object = match &shown.only {
            None => whole.clone(),
            Some(paths) => {
                let mut part = Map::new();
                paths.iter().for_each(|path| copy(&whole, path, &mut part));
                part
            }
        };
        shown.without.iter().for_each(|path| erase(&mut object, path));
        for always in ["schemas", "id"] {
            object.insert(always.to_owned(), whole[always].clone());
        }
        object.into()
    }

    /// An answer with the user, its version and place.
    pub(super) fn user(&self, status: StatusCode, user: &Stored, shown: &Shown) -> Response {
        let mut response = answer(status, &self.show(user, shown));
        for (name, value) in [(header::ETAG, tag(user)), (header::LOCATION, self.location(user))] {
            if let Ok(value) = HeaderValue::from_str(&value)
                && (name != header::LOCATION || status == StatusCode::CREATED)
            {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

fn moment(unix_ms: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000);
    at.ok().and_then(|at| at.format(&Rfc3339).ok()).unwrap_or_default()
}

/// The object that holds the attribute.
fn home<'o>(object: &'o mut Map<String, Value>, path: &AttrPath) -> Option<&'o mut Map<String, Value>> {
    match &path.container {
        None => Some(object),
        Some(urn) => object.get_mut(urn).and_then(Value::as_object_mut),
    }
}

fn copy(from: &Map<String, Value>, path: &AttrPath, to: &mut Map<String, Value>) {
    let name = &path.attribute.name;
    let source = match &path.container {
        None => from.get(name),
        Some(urn) => from.get(urn).and_then(|extension| extension.get(name)),
    };
    let Some(source) = source else { return };
    if let Some(urn) = &path.container {
        to.entry(urn.clone()).or_insert_with(|| Map::new().into());
    }
    let Some(to) = home(to, path) else { return };
    let Some(sub) = &path.sub else {
        to.insert(name.clone(), source.clone());
        return;
    };
    let pick = |one: &Value, old: Option<&Value>| {
        let mut part = old.and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(value) = one.get(&sub.name) {
            part.insert(sub.name.clone(), value.clone());
        }
        Value::Object(part)
    };
    let old = to.get(name).cloned();
    let part = match source {
        Value::Array(list) => {
            let old = |at: usize| old.as_ref().and_then(|old| old.get(at));
            list.iter().enumerate().map(|(at, one)| pick(one, old(at))).collect()
        }
        one => pick(one, old.as_ref()),
    };
    to.insert(name.clone(), part);
}

fn erase(object: &mut Map<String, Value>, path: &AttrPath) {
    let Some(home) = home(object, path) else { return };
    let name = &path.attribute.name;
    match (&path.sub, home.get_mut(name)) {
        (None, _) => drop(home.remove(name)),
        (Some(sub), Some(Value::Array(list))) => {
            list.iter_mut().filter_map(Value::as_object_mut).for_each(|one| drop(one.remove(&sub.name)));
        }
        (Some(sub), Some(Value::Object(one))) => drop(one.remove(&sub.name)),
        _ => {}
    }
}
