//! `GET /reports/{id}`: all that may be known of a report, the work on it, and what can be done.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use url::form_urlencoded;

use super::super::page::{Context, Page, html};
use super::super::show::{When, size, when};
use super::notice::{Notice, notice};
use super::requests::{RequestLine, inquiry_line, release_line};
use super::{Choice, sender_organisation};
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::officers::{self, OfficerRole, Session};
use crate::scan_cases::{self, About, Case, ClosedAs, Event};
use crate::scan_reports::{self, Report, Said};

#[derive(Template)]
#[template(path = "security/report.html")]
struct ReportPage {
    page: Page,
    notice: Option<Notice>,
    report: Report,
    at: When,
    first_seen: When,
    last_seen: When,
    verdict_word: String,
    explanation: String,
    size: String,
    sender: String,
    receiver: String,
    other_type: bool,
    fetched: Vec<FetchedLine>,
    history: Vec<SaidLine>,
    case_state: String,
    case_word: String,
    officers: Vec<Choice>,
    closings: Vec<Choice>,
    measures: Measures,
    releases: Vec<RequestLine>,
    inquiries: Vec<RequestLine>,
    abouts: Vec<Choice>,
    blocks: Vec<BlockLink>,
    events: Vec<EventLine>,
}

struct FetchedLine {
    organisation: String,
    people: i64,
    before: i64,
}

struct SaidLine {
    first: When,
    last: When,
    times: i64,
    verdict: String,
    verdict_word: String,
    signature: String,
    engine: String,
    signatures_version: String,
    set_aside: bool,
}

/// What stands about the file at homeservers, and what can be done there.
struct Measures {
    quarantine: String,
    rescan: Option<When>,
    deleted_at: Option<When>,
    may_keep_back: bool,
    may_rescan: bool,
    may_release: bool,
    may_ask_names: bool,
}

/// Something of the file that can be blocked, or is.
struct BlockLink {
    kind_word: String,
    value: String,
    href: Option<String>,
}

struct EventLine {
    at: When,
    who: String,
    word: String,
    remark: String,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let session = officer.session();
    let found = scan_reports::report(&app, id.clone(), session.actor()).await?;
    let (Some(report), Some(case)) = (found, scan_cases::case(&app, id).await?) else {
        return Err(Problem::not_found("There is no such report."));
    };
    let mut names = officers::names(&app, OfficerRole::Security).await?;
    if !case.assigned_to.is_empty() && !names.contains(&case.assigned_to) {
        names.push(case.assigned_to.clone());
    }
    let page = Page::new(&context, "report-title", "/reports", Some(session));
    Ok(html(StatusCode::OK, &view(&app, &context, session, page, report, case, names)))
}

fn view(
    app: &App,
    context: &Context,
    session: &Session,
    page: Page,
    report: Report,
    case: Case,
    names: Vec<String>,
) -> ReportPage {
    let effect = match (report.released, report.verdict.as_str()) {
        (true, _) => "effect-released",
        (_, "clean") => "effect-clean",
        (_, "infected" | "type_forbidden") => "effect-blocked",
        _ => "effect-unchecked",
    };
    let officer = |name: String| Choice { chosen: name == case.assigned_to, id: name.clone(), name };
    let closing = |one: ClosedAs| Choice {
        id: one.word().into(),
        name: page.word("closed", one.word()),
        chosen: one == ClosedAs::Malware,
    };
    let about = |one: About| Choice {
        id: one.word().into(),
        name: page.word("names-about", one.word()),
        chosen: one == About::Sender,
    };
    let case_word = match case.closed_as.as_str() {
        "" => page.word("case", &case.state),
        closed_as => page.word("closed", closed_as),
    };
    ReportPage {
        notice: notice(context, &page),
        at: when(report.at_ms),
        first_seen: when(report.first_seen_at_ms),
        last_seen: when(report.last_seen_at_ms),
        verdict_word: page.word("verdict", &report.verdict),
        explanation: page.m(effect),
        size: size(page.language, report.size),
        sender: sender_organisation(app, &page, &report.organisation, &report.media_server),
        receiver: sender_organisation(app, &page, "", &report.homeserver),
        other_type: other_type(&report),
        fetched: fetched(app, &page, &report),
        history: report.history.iter().map(|said| said_line(&page, said)).collect(),
        case_word,
        officers: names.into_iter().map(officer).collect(),
        closings: ClosedAs::ALL.into_iter().map(closing).collect(),
        abouts: About::ALL.into_iter().map(about).collect(),
        measures: measures(&page, &report, &case),
        blocks: blocks(&page, &report, &case),
        events: case.events.iter().map(|event| event_line(&page, event)).collect(),
        case_state: case.state,
        releases: case.releases.into_iter().map(|one| release_line(&page, session, one)).collect(),
        inquiries: case.inquiries.into_iter().map(|one| inquiry_line(&page, session, one)).collect(),
        report,
        page,
    }
}

/// Ciphertext is declared as what it will be once it is decrypted; what is no known type contradicts nothing.
fn other_type(report: &Report) -> bool {
    let unknown = ["", "application/octet-stream"];
    let declared = report.type_declared.split(';').next().unwrap_or_default().to_lowercase();
    !unknown.contains(&declared.as_str())
        && !unknown.contains(&report.type_found.as_str())
        && declared != report.type_found
}

fn fetched(app: &App, page: &Page, report: &Report) -> Vec<FetchedLine> {
    let mut lines: Vec<FetchedLine> = Vec::new();
    for one in &report.fetched {
        let name = sender_organisation(app, page, &one.organisation, &one.homeserver);
        match lines.iter_mut().find(|line| line.organisation == name) {
            Some(line) => {
                line.people += one.people;
                line.before += one.before;
            }
            None => lines.push(FetchedLine { organisation: name, people: one.people, before: one.before }),
        }
    }
    lines
}

fn said_line(page: &Page, said: &Said) -> SaidLine {
    SaidLine {
        first: when(said.first_at_ms),
        last: when(said.last_at_ms),
        times: said.times,
        verdict: said.verdict.clone(),
        verdict_word: page.word("verdict", &said.verdict),
        signature: said.signature.clone(),
        engine: said.engine.clone(),
        signatures_version: said.signatures_version.clone(),
        set_aside: said.set_aside,
    }
}

fn measures(page: &Page, report: &Report, case: &Case) -> Measures {
    let infected = report.verdict == "infected" && !report.released;
    let asked = case.releases.iter().any(|one| one.signature == report.signature && one.state.word() == "waiting");
    let blocked = case.blocked.iter().any(|kind| kind == "signature" || kind == "hash");
    let quarantine = match (case.quarantine.as_str(), case.quarantine_from_ms) {
        ("deleted", _) => page.m("quarantine-deleted"),
        ("quarantined", _) => page.m("quarantine-on"),
        (_, Some(from)) => page.with("quarantine-from", &when(from).text),
        (_, None) => page.m("quarantine-off"),
    };
    let there = case.quarantine != "deleted";
    Measures {
        quarantine,
        rescan: case.rescan_at_ms.map(when),
        deleted_at: case.delete_from_ms.filter(|_| there).map(when),
        may_keep_back: there
            && (infected || case.blocked.iter().any(|kind| kind == "hash"))
            && case.quarantine != "quarantined",
        may_rescan: there && !report.ciphertext_sha256.is_empty(),
        may_release: infected && there && !asked && !blocked && !report.ciphertext_sha256.is_empty(),
        may_ask_names: report.found_at_ms.is_some(),
    }
}

fn blocks(page: &Page, report: &Report, case: &Case) -> Vec<BlockLink> {
    let ours = report.signature == bridge_api::scan_rules::BLOCKED_HASH;
    let parts = [("signature", &report.signature), ("hash", &report.ciphertext_sha256), ("type", &report.type_found)];
    let link = |(kind, value): (&str, &String)| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("kind", kind)
            .append_pair("value", value)
            .finish();
        BlockLink {
            kind_word: page.word("block-kind", kind),
            value: value.clone(),
            href: (!case.blocked.iter().any(|blocked| blocked == kind)).then(|| format!("/blocks/new?{query}")),
        }
    };
    parts.into_iter().filter(|(kind, value)| !(value.is_empty() || (ours && *kind == "signature"))).map(link).collect()
}

fn event_line(page: &Page, event: &Event) -> EventLine {
    EventLine {
        at: when(event.at_ms),
        who: if event.officer.is_empty() { page.m("event-system") } else { event.officer.clone() },
        word: page.word("event", &event.act),
        remark: event.remark.clone(),
    }
}
