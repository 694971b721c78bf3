//! `/Users`: list, search, create, read, replace, patch, delete.

use std::sync::Arc;
use std::time::SystemTime;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Served;
use super::answer::{Sent, Shown, answer, tag, versions};
use crate::clock::Now;
use crate::register::scim::error::ScimError;
use crate::register::scim::filter::Filter;
use crate::register::scim::keep::keep;
use crate::register::scim::patch as patching;
use crate::register::scim::query::{Query, page};
use crate::register::scim::store::Versions;

type Answered = Result<Response, ScimError>;

const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const SEARCH: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// What may stand behind `?`, or in the body of a search.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Asked {
    filter: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    start_index: Option<i64>,
    count: Option<i64>,
    attributes: Option<String>,
    excluded_attributes: Option<String>,
}

impl Asked {
    fn of_query(query: Option<String>) -> Result<Self, ScimError> {
        let mut asked = Self::default();
        for (key, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let number = || value.trim().parse().map_err(|_| ScimError::value(format!("{key} must be a whole number")));
            match key.to_ascii_lowercase().as_str() {
                "filter" => asked.filter = Some(value.into_owned()),
                "sortby" => asked.sort_by = Some(value.into_owned()),
                "sortorder" => asked.sort_order = Some(value.into_owned()),
                "startindex" => asked.start_index = Some(number()?),
                "count" => asked.count = Some(number()?),
                "attributes" => asked.attributes = Some(value.into_owned()),
                "excludedattributes" => asked.excluded_attributes = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(asked)
    }

    /// The body of a search has lists where the query has texts.
    fn of_body(body: serde_json::Map<String, Value>) -> Result<Self, ScimError> {
        let named = body.get("schemas").and_then(Value::as_array);
        if !named.is_some_and(|list| list.iter().any(|urn| urn == SEARCH)) {
            return Err(ScimError::syntax(format!("schemas must name {SEARCH}")));
        }
        let joined = |(key, value): (String, Value)| match value {
            Value::Array(list) if key.ends_with("ttributes") => {
                (key, list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",").into())
            }
            value => (key, value),
        };
        let body: Value = body.into_iter().map(joined).collect();
        serde_json::from_value(body).map_err(|_| ScimError::syntax("the search cannot be understood"))
    }

    fn shown(&self, served: &Served) -> Result<Shown, ScimError> {
        Shown::new(served, self.attributes.as_deref(), self.excluded_attributes.as_deref())
    }

    fn query(&self, served: &Served) -> Result<Query, ScimError> {
        let filter = self.filter.as_deref().map(|text| Filter::parse(text, &served.schemas)).transpose()?;
        let sort_by = self.sort_by.as_deref().map(|path| served.schemas.resolve(path.trim()));
        let sort_by = sort_by.transpose().map_err(ScimError::path)?;
        let descending = match self.sort_order.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None | Some("ascending") => false,
            Some("descending") => true,
            Some(_) => return Err(ScimError::value("sortOrder must be ascending or descending")),
        };
        Ok(Query { filter, sort_by, descending, start: self.start_index, count: self.count })
    }
}

/// Runs what waits for the disk where it keeps nobody else waiting.
async fn apart(work: impl FnOnce() -> Answered + Send + 'static) -> Answered {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(ScimError::ours()))
}

fn now_ms() -> i64 {
    Now::at(SystemTime::now()).ms()
}

pub(super) async fn list(State(served): State<Arc<Served>>, RawQuery(query): RawQuery) -> Answered {
    let asked = Asked::of_query(query)?;
    apart(move || found(&served, &asked)).await
}

pub(super) async fn search(State(served): State<Arc<Served>>, Sent(body): Sent) -> Answered {
    let asked = Asked::of_body(body)?;
    apart(move || found(&served, &asked)).await
}

fn found(served: &Served, asked: &Asked) -> Answered {
    let (query, shown) = (asked.query(served)?, asked.shown(served)?);
    let page = served.store.read(|tx| page(tx, &query, &|user| served.whole(user)))?;
    let users: Vec<Value> = page.users.iter().map(|user| served.show(user, &shown)).collect();
    let body = json!({
        "schemas": [LIST],
        "totalResults": page.total,
        "startIndex": page.start,
        "itemsPerPage": users.len(),
        "Resources": users,
    });
    Ok(answer(StatusCode::OK, &body))
}

pub(super) async fn create(State(served): State<Arc<Served>>, RawQuery(query): RawQuery, Sent(body): Sent) -> Answered {
    let shown = Asked::of_query(query)?.shown(&served)?;
    apart(move || {
        let user = served.store.create(keep(&body, &served.schemas)?, now_ms())?;
        Ok(served.user(StatusCode::CREATED, &user, &shown))
    })
    .await
}

pub(super) async fn read(
    State(served): State<Arc<Served>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answered {
    let shown = Asked::of_query(query)?.shown(&served)?;
    apart(move || {
        let user = served.store.get(&id)?;
        let known = match versions(&headers, header::IF_NONE_MATCH) {
            Some(Versions::Any) => true,
            Some(Versions::These(known)) => known.contains(&user.version),
            None => false,
        };
        if known {
            return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag(&user))]).into_response());
        }
        Ok(served.user(StatusCode::OK, &user, &shown))
    })
    .await
}

fn wanted(headers: &HeaderMap) -> Versions {
    versions(headers, header::IF_MATCH).unwrap_or(Versions::Any)
}

pub(super) async fn replace(
    State(served): State<Arc<Served>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    Sent(body): Sent,
) -> Answered {
    let shown = Asked::of_query(query)?.shown(&served)?;
    apart(move || {
        let user = served.store.change(&id, &wanted(&headers), now_ms(), |_| keep(&body, &served.schemas))?;
        Ok(served.user(StatusCode::OK, &user, &shown))
    })
    .await
}

pub(super) async fn patch(
    State(served): State<Arc<Served>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    Sent(body): Sent,
) -> Answered {
    let shown = Asked::of_query(query)?.shown(&served)?;
    apart(move || {
        let changed = |user: &crate::register::scim::store::Stored| {
            patching::patch(&user.id, &user.attributes, &body, &served.schemas)
        };
        let user = served.store.change(&id, &wanted(&headers), now_ms(), changed)?;
        Ok(served.user(StatusCode::OK, &user, &shown))
    })
    .await
}

pub(super) async fn delete(State(served): State<Arc<Served>>, Path(id): Path<String>, headers: HeaderMap) -> Answered {
    apart(move || {
        served.store.delete(&id, &wanted(&headers))?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}
