//! The question of `GET people` and `GET rows`: a page (`after`, `limit`), or certain people (`keys`, with commas between).

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use bridge_api::{ErrorCode, PersonId};
use serde::Deserialize;

use crate::error::Problem;
use crate::people;

/// The most people that may be asked for by their keys.
const KEYS: usize = 200;

#[derive(Deserialize)]
struct Question {
    after: Option<PersonId>,
    limit: Option<u32>,
    keys: Option<String>,
}

/// Which rows are asked for.
pub(super) struct Wanted(pub(super) people::Wanted);

impl<S: Send + Sync> FromRequestParts<S> for Wanted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let bad = |text: &str| Problem::bad(ErrorCode::BadJson, text.to_owned());
        let question = Query::<Question>::from_request_parts(parts, state).await;
        let Query(question) = question.map_err(|_| bad("after must be a person key, limit a number."))?;
        let Some(keys) = question.keys else {
            return Ok(Self(people::Wanted::After(question.after, question.limit)));
        };
        let keys: Result<Vec<PersonId>, _> = keys.split(',').map(str::parse).collect();
        let keys = keys.map_err(|_| bad("keys must be person keys with commas between."))?;
        if keys.len() > KEYS {
            return Err(bad("keys may name at most 200 people."));
        }
        Ok(Self(people::Wanted::Keys(keys)))
    }
}
