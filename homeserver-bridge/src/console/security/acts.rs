//! `POST /reports/{id}/…`: what one officer does about a report.

use axum::extract::{Path, State};
use axum::response::Redirect;

use super::super::form::SignedForm;
use super::notice::{back, bad_text};
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_cases::{self, About, ClosedAs, Done, remark};

type Form = SignedForm<SecurityActor>;
type Answer = Result<Redirect, Problem>;

/// Keys of reports are ours: nothing else leads anywhere.
fn place(id: &str) -> Result<String, Problem> {
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Problem::not_found("There is no such report."));
    }
    Ok(format!("/reports/{id}"))
}

pub(super) async fn assign(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    let to = form.fields.get("to").to_owned();
    back(&place(&id)?, "assign", scan_cases::assign(&app, form.officer.session(), id, to).await?)
}

pub(super) async fn comment(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    let place = place(&id)?;
    let Some(text) = remark(form.fields.get("text")) else { return Ok(bad_text(&place, "comment")) };
    back(&place, "comment", scan_cases::comment(&app, form.officer.session(), id, text).await?)
}

pub(super) async fn close(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    let place = place(&id)?;
    let Some(closed_as) = ClosedAs::from_word(form.fields.get("as")) else {
        return back(&place, "close", Done::Pointless);
    };
    let written = form.fields.get("text");
    let text = remark(written);
    if text.is_none() && !written.is_empty() {
        return Ok(bad_text(&place, "close"));
    }
    back(&place, "close", scan_cases::close(&app, form.officer.session(), id, closed_as, text).await?)
}

pub(super) async fn reopen(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    let place = place(&id)?;
    let Some(text) = remark(form.fields.get("text")) else { return Ok(bad_text(&place, "reopen")) };
    back(&place, "reopen", scan_cases::reopen(&app, form.officer.session(), id, text).await?)
}

pub(super) async fn quarantine(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    back(&place(&id)?, "quarantine", scan_cases::quarantine(&app, form.officer.session(), id).await?)
}

pub(super) async fn rescan(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    back(&place(&id)?, "rescan", scan_cases::rescan(&app, form.officer.session(), id).await?)
}

pub(super) async fn ask_for_release(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    let place = place(&id)?;
    let Some(reason) = remark(form.fields.get("reason")) else { return Ok(bad_text(&place, "release-ask")) };
    back(&place, "release-ask", scan_cases::ask_for_release(&app, form.officer.session(), id, reason).await?)
}

pub(super) async fn ask_for_names(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    let place = place(&id)?;
    let Some(about) = About::from_word(form.fields.get("about")) else {
        return back(&place, "names-ask", Done::Pointless);
    };
    let Some(reason) = remark(form.fields.get("reason")) else { return Ok(bad_text(&place, "names-ask")) };
    back(&place, "names-ask", scan_cases::ask_for_names(&app, form.officer.session(), id, about, reason).await?)
}
