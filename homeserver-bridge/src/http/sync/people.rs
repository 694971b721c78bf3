//! `GET /_depesha/sync/v1/people?after&limit`: the catalogue of the register's organisations, page by page.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use bridge_api::sync::CataloguePage;
use bridge_api::{ErrorCode, PersonId};
use serde::Deserialize;

use crate::actor::SyncActor;
use crate::app::App;
use crate::error::Problem;
use crate::people;

#[derive(Deserialize)]
pub(super) struct Page {
    after: Option<PersonId>,
    limit: Option<u32>,
}

pub(super) async fn get(
    actor: SyncActor,
    State(app): State<App>,
    page: Result<Query<Page>, QueryRejection>,
) -> Result<Json<CataloguePage>, Problem> {
    let Query(page) =
        page.map_err(|_| Problem::bad(ErrorCode::BadJson, "after must be a person key, limit a number."))?;
    Ok(Json(people::page(&app, &actor, page.after, page.limit).await?))
}
