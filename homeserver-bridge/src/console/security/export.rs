//! `GET /reports/export/{format}`: the list of reports with its filter, as a file.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::super::page::Context;
use super::query::Asked;
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::clock::day_text;
use crate::error::Problem;
use crate::scan_exports::{Format, export};
use crate::scan_reports;

/// An export to choose.
pub(super) struct Offer {
    pub(super) href: String,
    pub(super) format: &'static str,
}

/// The exports of a list.
pub(super) fn offers(asked: &Asked) -> Vec<Offer> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(asked.parts().into_iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    let offer =
        |format: Format| Offer { href: format!("/reports/export/{}?{query}", format.word()), format: format.word() };
    Format::ALL.into_iter().map(offer).collect()
}

pub(super) async fn send(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
    Path(format): Path<String>,
) -> Result<Response, Problem> {
    let format = Format::from_word(&format).ok_or_else(|| Problem::not_found("There is no such export."))?;
    let session = officer.session();
    let engines = scan_reports::engine_names(&app).await?;
    let asked = Asked::read(&app, session, &context.query, &engines);
    let export = export(&app, asked.filter, format, session.actor()).await?;
    let name = format!("depesha-reports-{}.{}", day_text(app.clock.now_ms()), format.ending());
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, Body::from_stream(export.stream())).into_response())
}
