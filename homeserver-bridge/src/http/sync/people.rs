//! `GET /_depesha/sync/v1/people?after&limit`: the catalogue of the register's organisations, page by page. With `keys`
//! certain people of it.

use axum::Json;
use axum::extract::State;
use bridge_api::sync::CataloguePage;

use super::wanted::Wanted;
use crate::actor::SyncActor;
use crate::app::App;
use crate::error::Problem;
use crate::people;

pub(super) async fn get(
    actor: SyncActor,
    State(app): State<App>,
    Wanted(wanted): Wanted,
) -> Result<Json<CataloguePage>, Problem> {
    Ok(Json(people::page(&app, &actor, wanted).await?))
}
