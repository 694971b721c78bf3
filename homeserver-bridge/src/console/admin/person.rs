//! `GET /people/{person_id}`: one person, their account, and what can be done about it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{When, query_text, when};
use super::organisation_name;
use crate::access::{self, AccountSeen};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::dossiers::{self, Dossier, Source};
use crate::error::Problem;
use crate::externals;
use crate::homeserver::Device;
use crate::moves;
use crate::offboarding;
use crate::provisioning::{self, full_name};

#[derive(Template)]
#[template(path = "admin/person.html")]
struct PersonPage {
    page: Page,
    notice: Option<String>,
    dossier: Dossier,
    organisation: String,
    unit: String,
    state_word: String,
    from_register: bool,
    created: Option<When>,
    invited: Option<When>,
    moves: Vec<moves::Line>,
    departures: Vec<offboarding::Line>,
    seen: Vec<Seen>,
    /// Until when they may begin anew with their keys.
    new_identity: Option<When>,
    /// When the account ends, if HR does not vouch for the person.
    until: Option<When>,
    /// The identity providers at which the person has a login.
    logins: Vec<String>,
}

/// An account as its homeserver has it.
struct Seen {
    user_id: String,
    server_name: String,
    answers: bool,
    there: bool,
    locked: bool,
    count: String,
    devices: Vec<Shown>,
}

struct Shown {
    id: String,
    name: String,
    last_seen: Option<When>,
    remove: String,
}

/// Notices after an act, as they may stand in the address.
const DONE: [&str; 21] = [
    "logins-forgotten",
    "invited",
    "suspended",
    "suspended-pending",
    "resumed",
    "resumed-pending",
    "withheld",
    "readmitted",
    "locked",
    "unlocked",
    "lock-reason",
    "nothing",
    "sessions-ended",
    "sessions-pending",
    "device-removed",
    "device-gone",
    "unreachable",
    "recovery-reset",
    "recovery-pending",
    "code-sent",
    "put-right",
];

pub(super) async fn show(
    admin: AdminActor,
    context: Context,
    State(app): State<App>,
    Path(person_id): Path<String>,
) -> Result<Response, Problem> {
    let found = dossiers::person(&app, admin.session(), person_id).await?;
    let dossier = found.ok_or_else(|| Problem::not_found("There is no such person."))?;
    let moves = moves::of_person(&app, &dossier.person_id).await?;
    let departures = offboarding::of_person(&app, &dossier.person_id).await?;
    let term = externals::term_of(&app, &dossier.person_id).await?.map(|line| line.term);
    let logins = provisioning::login_providers(&app, &dossier.person_id).await?;
    let mut page = Page::new(&context, "people-title", "/people", Some(admin.session()));
    page.title = full_name(&dossier.given_name, &dossier.family_name);
    let asked = Fields::parse(context.query.as_bytes());
    let done = asked.one_of("done", &DONE);
    let seen = access::seen(&app, admin.session(), &dossier.person_id).await?;
    let seen = seen.into_iter().map(|account| seen_account(&page, &dossier.person_id, account)).collect();
    let new_identity = access::pending_reset(&app, &dossier.person_id).await?;
    let shown = PersonPage {
        notice: done.map(|word| page.word("done", word)),
        organisation: organisation_name(&app, &dossier.organisation),
        unit: dossier.unit.join(" / "),
        state_word: page.word("state", &dossier.state),
        from_register: dossier.source == Source::Register,
        created: dossier.created_at_ms.map(when),
        invited: dossier.invited_at_ms.map(when),
        moves,
        departures,
        seen,
        new_identity: new_identity.map(when),
        until: term.map(|term| when(term.until_ms)),
        logins,
        dossier,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn seen_account(page: &Page, person_id: &str, account: AccountSeen) -> Seen {
    let told = account.told;
    let count = told.as_ref().map_or(0, |told| told.devices.len());
    let device = |device: Device| Shown {
        remove: format!("/people/{person_id}/remove-device{}", query_text(&[("device", &device.id)])),
        last_seen: device.last_seen_ms.map(when),
        id: device.id,
        name: device.name,
    };
    Seen {
        user_id: account.user_id,
        server_name: account.server_name,
        answers: told.is_some(),
        there: told.as_ref().is_some_and(|told| told.there),
        locked: told.as_ref().is_some_and(|told| told.locked),
        count: page.counted("devices-count", count as u64, &count.to_string()),
        devices: told.into_iter().flat_map(|told| told.devices).map(device).collect(),
    }
}
