//! `GET /people`: everybody whom the register or an invitation names, with a search; `GET /export/people`: the same as a
//! file.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Steps, count, query_text};
use super::{Choice, known_organisation, organisation_name, organisations, person_name};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::clock::day_text;
use crate::dossiers::{self, COUNTED, Place, Query, Sort};
use crate::error::Problem;

/// The states that can be asked for.
const STATES: [&str; 9] =
    ["known", "invited", "waiting", "creating", "active", "suspended", "leaving", "closed", "left"];

#[derive(Template)]
#[template(path = "admin/people.html")]
struct PeoplePage {
    page: Page,
    term: String,
    sort: &'static str,
    organisations: Vec<Choice>,
    states: Vec<Choice>,
    filtered: bool,
    count: String,
    by_name: Order,
    by_organisation: Order,
    export: String,
    people: Vec<Line>,
    steps: Steps,
}

/// A column that the list can be ordered by.
struct Order {
    href: String,
    /// As `aria-sort` says it; nothing if the list has another order.
    now: Option<&'static str>,
}

struct Line {
    person_id: String,
    name: String,
    organisation: String,
    unit: String,
    title: String,
    state: String,
    state_word: String,
    user_id: String,
}

fn read(app: &App, asked: &Fields) -> Query {
    Query {
        term: asked.get("q").chars().take(200).collect(),
        organisation: known_organisation(app, asked.get("organisation")),
        state: asked.one_of("state", &STATES).unwrap_or_default().to_owned(),
        sort: Sort::from_word(asked.get("sort")),
    }
}

fn place(asked: &Fields) -> Place {
    match (asked.get("after"), asked.get("before")) {
        ("", "") => Place::Start,
        ("", person) => Place::Before(person.to_owned()),
        (person, _) => Place::After(person.to_owned()),
    }
}

/// Links that order the list by a column, or the other way round.
fn order(parts: &[(&str, &str)], now: Sort, rising: Sort, falling: Sort) -> Order {
    let next = if now == rising { falling } else { rising };
    let mut query: Vec<_> = parts.iter().copied().filter(|(key, _)| *key != "sort").collect();
    query.push(("sort", next.word()));
    let says = [(rising, "ascending"), (falling, "descending")].into_iter().find(|(sort, _)| *sort == now);
    Order { href: query_text(&query), now: says.map(|(_, word)| word) }
}

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let asked = Fields::parse(context.query.as_bytes());
    let query = read(&app, &asked);
    let found = dossiers::search(&app, admin.session(), &query, &place(&asked)).await?;
    let page = Page::new(&context, "people-title", "/people", Some(admin.session()));
    let line = |d: dossiers::Dossier| Line {
        name: person_name(&d.given_name, &d.family_name, &d.person_id),
        organisation: organisation_name(&app, &d.organisation),
        unit: d.unit.join(" / "),
        state_word: page.word("state", &d.state),
        state: d.state,
        title: d.title,
        user_id: d.user_id.unwrap_or_default(),
        person_id: d.person_id,
    };
    let first = found.people.first().filter(|_| found.before).map(|d| d.person_id.clone());
    let last = found.people.last().filter(|_| found.after).map(|d| d.person_id.clone());
    let state = |word: &'static str| Choice {
        id: word.to_owned(),
        name: page.word("state", word),
        chosen: query.state == word,
    };
    let sort = if query.sort == Sort::default() { "" } else { query.sort.word() };
    let parts =
        [("q", query.term.as_str()), ("organisation", &query.organisation), ("state", &query.state), ("sort", sort)];
    let number = u64::try_from(found.total).unwrap_or_default();
    let shown = PeoplePage {
        count: if found.counted {
            page.counted("people-counted", number, &count(context.language, number))
        } else {
            page.with("people-many", &count(context.language, COUNTED.unsigned_abs()))
        },
        by_name: order(&parts, query.sort, Sort::Name, Sort::NameFalling),
        by_organisation: order(&parts, query.sort, Sort::Organisation, Sort::OrganisationFalling),
        export: format!("/export/people{}", query_text(&parts)),
        organisations: organisations(&app, admin.scope(), &query.organisation),
        states: STATES.into_iter().map(state).collect(),
        filtered: parts[..3].iter().any(|(_, value)| !value.is_empty()),
        steps: Steps::new(&parts, found.before, first.as_deref(), last.as_deref()),
        people: found.people.into_iter().map(line).collect(),
        term: query.term.clone(),
        sort,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

pub(super) async fn export(admin: AdminActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let query = read(&app, &Fields::parse(context.query.as_bytes()));
    let export = dossiers::export(&app, admin.session(), query).await?;
    let name = format!("depesha-people-{}.csv", day_text(app.clock.now_ms()));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, Body::from_stream(export.stream())).into_response())
}
