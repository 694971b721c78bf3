//! `GET /audit`: who did what to people and accounts, with filters; `GET /audit/export`: the same as a file.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Pager, When, day_start, page_number, query_text, when};
use crate::actor::{AdminConsoleActor, AuditorActor, Officer};
use crate::app::App;
use crate::clock::rfc3339;
use crate::error::Problem;
use crate::officers::{self, OfficerRole, TrailEntry, TrailQuery, trail};
use crate::spreadsheet::{self, cell};

const PAGE: i64 = 50;
const DAY_MS: i64 = 24 * 3_600_000;
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct AuditPage {
    page: Page,
    explained: String,
    asked: Asked,
    total: i64,
    /// The file with the same rows, for those who may have it.
    export: Option<String>,
    lines: Vec<Line>,
    pager: Pager,
}

struct Line {
    seq: i64,
    at: When,
    actor: String,
    action: String,
    subject: String,
    detail: String,
}

/// The filters as they were typed; days as `2026-11-21`.
struct Asked {
    who: String,
    what: String,
    whom: String,
    from: String,
    to: String,
}

impl Asked {
    fn read(query: &str) -> Self {
        let fields = Fields::parse(query.as_bytes());
        let text = |name| fields.get(name).chars().take(LONGEST).collect();
        Self { who: text("who"), what: text("what"), whom: text("whom"), from: text("from"), to: text("to") }
    }

    fn query(&self) -> TrailQuery {
        TrailQuery {
            actor: self.who.clone(),
            action: self.what.clone(),
            subject: self.whom.clone(),
            from_ms: day_start(&self.from),
            // The last day is meant whole.
            before_ms: day_start(&self.to).map(|ms| ms + DAY_MS),
        }
    }

    fn pairs(&self) -> [(&str, &str); 5] {
        [("who", self.who.as_str()), ("what", &self.what), ("whom", &self.whom), ("from", &self.from), ("to", &self.to)]
    }
}

pub(super) async fn show(
    officer: AdminConsoleActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let session = officer.session();
    let number = page_number(Fields::parse(context.query.as_bytes()).get("page"));
    let asked = Asked::read(&context.query);
    let (entries, total) = trail(&app, session, &asked.query(), number, PAGE).await?;
    let page = Page::new(&context, "audit-title", "/audit", Some(session));
    let lines = entries.into_iter().map(|e| Line {
        seq: e.seq,
        at: when(e.at_ms),
        actor: e.actor,
        action: page.word("action", &e.action),
        subject: e.subject,
        detail: e.detail,
    });
    let shown = AuditPage {
        explained: page.m(match session.role {
            OfficerRole::Auditor => "audit-explained-all",
            _ if session.scope.is_all() => "audit-explained",
            _ => "audit-explained-some",
        }),
        total,
        export: (session.role == OfficerRole::Auditor).then(|| format!("/audit/export{}", query_text(&asked.pairs()))),
        lines: lines.collect(),
        pager: Pager::new(number, total, PAGE, &asked.pairs()),
        asked,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

pub(super) async fn export(
    auditor: AuditorActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let entries = officers::export(&app, auditor.session(), &Asked::read(&context.query).query()).await?;
    let file = csv(&entries).map_err(Problem::internal)?;
    let headers =
        [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"")];
    Ok((headers, file).into_response())
}

fn csv(entries: &[TrailEntry]) -> anyhow::Result<Vec<u8>> {
    let mut file = spreadsheet::writer(spreadsheet::head(&["number", "time", "who", "what", "whom", "details"])?);
    for e in entries {
        let texts = [&e.actor, &e.action, &e.subject, &e.detail].map(|text| cell(text));
        let [actor, action, subject, detail] = texts;
        file.write_record([&e.seq.to_string(), &rfc3339(e.at_ms), &actor, &action, &subject, &detail])?;
    }
    Ok(file.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_file_is_no_formula_and_keeps_its_columns() {
        let entry = TrailEntry {
            seq: 7,
            at_ms: 0,
            actor: "auditor:olena".into(),
            action: "account.suspend".into(),
            subject: "=HYPERLINK(1)".into(),
            detail: "a,\"b\"\nc".into(),
        };
        let text = String::from_utf8(csv(&[entry]).unwrap()).unwrap();
        let lines: Vec<_> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert_eq!(
            lines,
            [
                "number,time,who,what,whom,details",
                "7,1970-01-01T00:00:00.000Z,auditor:olena,account.suspend,'=HYPERLINK(1),\"a,\"\"b\"\"\nc\"",
                ""
            ]
        );
    }
}
