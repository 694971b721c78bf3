//! `GET /requests`: what waits for a second officer, and what was decided lately; the decisions.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use super::super::form::{Fields, FreshForm, SignedForm};
use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::notice::{Notice, back, bad_text, notice};
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::officers::Session;
use crate::scan_cases::{self, Done, Inquiry, InquiryState, Release, ReleaseState, remark};

#[derive(Template)]
#[template(path = "security/requests.html")]
struct RequestsPage {
    page: Page,
    notice: Option<Notice>,
    waiting: Vec<RequestLine>,
    decided: Vec<RequestLine>,
}

/// A request for the page, whatever it asks for.
pub(super) struct RequestLine {
    pub(super) id: String,
    /// `releases` or `names`: also the place of its decisions.
    pub(super) kind: &'static str,
    pub(super) kind_word: String,
    pub(super) report: String,
    pub(super) signature: String,
    pub(super) reason: String,
    pub(super) asked_by: String,
    pub(super) asked: When,
    pub(super) state: &'static str,
    pub(super) state_word: String,
    pub(super) decided: Option<(String, When)>,
    pub(super) ended: Option<(String, When)>,
    /// Until when names may be looked at.
    pub(super) until: Option<When>,
    /// Whether this officer asked.
    pub(super) mine: bool,
    /// Whether this officer may look at the names.
    pub(super) may_look: bool,
}

pub(super) fn release_line(page: &Page, session: &Session, release: Release) -> RequestLine {
    let who = |one: Option<(String, i64)>| one.map(|(by, at)| (by, when(at)));
    RequestLine {
        kind: "releases",
        kind_word: page.m("request-release"),
        report: release.report,
        signature: release.signature,
        mine: release.asked_by == session.name,
        asked: when(release.asked_at_ms),
        state: release.state.word(),
        state_word: page.word("request", release.state.word()),
        decided: who(release.decided),
        ended: who(release.ended),
        until: None,
        may_look: false,
        id: release.id,
        reason: release.reason,
        asked_by: release.asked_by,
    }
}

pub(super) fn inquiry_line(page: &Page, session: &Session, inquiry: Inquiry) -> RequestLine {
    let mine = inquiry.asked_by == session.name;
    let open = inquiry.state == InquiryState::Approved;
    RequestLine {
        kind: "names",
        kind_word: page.word("request", inquiry.about.word()),
        report: inquiry.report,
        signature: String::new(),
        mine,
        asked: when(inquiry.asked_at_ms),
        state: inquiry.state.word(),
        state_word: page.word("request", inquiry.state.word()),
        until: open.then(|| when(inquiry.expires_at_ms)),
        may_look: open && (mine || inquiry.decided.as_ref().is_some_and(|(by, _)| *by == session.name)),
        decided: inquiry.decided.map(|(by, at)| (by, when(at))),
        ended: None,
        id: inquiry.id,
        reason: inquiry.reason,
        asked_by: inquiry.asked_by,
    }
}

impl RequestLine {
    /// Whether a second officer has to decide.
    pub(super) fn waits(&self) -> bool {
        self.state == ReleaseState::Waiting.word()
    }
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let session = officer.session();
    let all = scan_cases::requests(&app, session.actor()).await?;
    let page = Page::new(&context, "requests-title", "/requests", Some(session));
    let lines = |releases: Vec<Release>, inquiries: Vec<Inquiry>| {
        let releases = releases.into_iter().map(|one| release_line(&page, session, one));
        let inquiries = inquiries.into_iter().map(|one| inquiry_line(&page, session, one));
        releases.chain(inquiries).collect::<Vec<_>>()
    };
    let mut waiting = lines(all.releases, all.inquiries);
    waiting.sort_by(|a, b| a.asked.machine.cmp(&b.asked.machine));
    let mut decided = lines(all.decided_releases, all.decided_inquiries);
    decided.sort_by(|a, b| b.asked.machine.cmp(&a.asked.machine));
    let shown = RequestsPage { notice: notice(&context, &page), waiting, decided, page };
    Ok(html(StatusCode::OK, &shown))
}

type Form = SignedForm<SecurityActor>;
type Fresh = FreshForm<SecurityActor>;
type Answer = Result<Redirect, Problem>;

/// To the list or to the report, from wherever the decision was made.
fn return_to(fields: &Fields, act: &str, (done, report): (Done, Option<String>)) -> Answer {
    let Some(report) = report else { return Err(Problem::not_found("There is no such request.")) };
    match fields.get("back") {
        "requests" => back("/requests", act, done),
        _ => back(&format!("/reports/{report}"), act, done),
    }
}

pub(super) async fn approve_release(State(app): State<App>, Path(id): Path<String>, form: Fresh) -> Answer {
    let done = scan_cases::decide_release(&app, form.officer.session(), id, true).await?;
    return_to(&form.fields, "release-approve", done)
}

pub(super) async fn refuse_release(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    let done = scan_cases::decide_release(&app, form.officer.session(), id, false).await?;
    return_to(&form.fields, "release-refuse", done)
}

pub(super) async fn withdraw_release(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    let Some(reason) = remark(form.fields.get("reason")) else {
        return Ok(bad_text("/requests", "release-withdraw"));
    };
    let done = scan_cases::withdraw(&app, form.officer.session(), id, reason).await?;
    return_to(&form.fields, "release-withdraw", done)
}

pub(super) async fn approve_names(State(app): State<App>, Path(id): Path<String>, form: Fresh) -> Answer {
    let done = scan_cases::decide_names(&app, form.officer.session(), id, true).await?;
    return_to(&form.fields, "names-approve", done)
}

pub(super) async fn refuse_names(State(app): State<App>, Path(id): Path<String>, form: Form) -> Answer {
    let done = scan_cases::decide_names(&app, form.officer.session(), id, false).await?;
    return_to(&form.fields, "names-refuse", done)
}
