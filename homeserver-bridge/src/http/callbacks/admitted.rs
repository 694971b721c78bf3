//! `GET /_depesha/homeserver/v1/admitted`: whose events our module takes.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::Admitted;

use crate::actor::ModuleActor;
use crate::app::App;

pub(super) async fn get(_module: ModuleActor, State(app): State<App>) -> Json<Admitted> {
    // People at partners come from outside: while nobody from there takes part, neither do they. Those on our own
    // homeserver of externals are refused when they write.
    let externals = app.modes.current().rules.externals;
    Json(Admitted { servers: app.federation.admitted(externals).into_iter().collect() })
}
