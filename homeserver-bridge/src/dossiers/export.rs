//! The people of a list as CSV: read and written in batches, so that half a million need little memory and hold up nobody.

use futures_util::Stream;
use futures_util::stream::try_unfold;

use super::arms::Query;
use super::find::{Position, batch};
use super::{Dossier, Source};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::rfc3339;
use crate::database::DbError;
use crate::officers::Session;
use crate::spreadsheet;

const COLUMNS: [&str; 13] = [
    "person_id",
    "given_name",
    "family_name",
    "email",
    "organisation",
    "unit",
    "post",
    "state",
    "source",
    "account",
    "account_created_at",
    "employment",
    "invited_by",
];
/// So many are read at once.
const BATCH: usize = 500;

/// An export under way.
pub struct Export {
    app: App,
    officer: Session,
    query: Query,
    stage: Stage,
    written: u64,
}

enum Stage {
    Head,
    Behind(Option<Position>),
    Done,
}

/// Records that an export begins; its end is recorded with the number of people.
///
/// # Errors
/// If the database refuses it: then there is no export.
pub async fn export(app: &App, officer: &Session, query: Query) -> Result<Export, DbError> {
    let export = Export { app: app.clone(), officer: officer.clone(), query, stage: Stage::Head, written: 0 };
    export.note("people.export", String::new()).await?;
    Ok(export)
}

impl Export {
    /// The bytes, a batch at a time.
    pub fn stream(self) -> impl Stream<Item = anyhow::Result<Vec<u8>>> + Send {
        try_unfold(self, async |mut export| {
            let next = export.next().await.inspect_err(|error| {
                tracing::error!(cause = format!("{error:#}"), "an export broke off");
            })?;
            Ok(next.map(|bytes| (bytes, export)))
        })
    }

    async fn next(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        let mark = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Done => return Ok(None),
            Stage::Head => {
                self.stage = Stage::Behind(None);
                return Ok(Some(spreadsheet::head(&COLUMNS)?));
            }
            Stage::Behind(mark) => mark,
        };
        let (scope, query) = (self.officer.scope.clone(), self.query.clone());
        let found = self.app.db.read(move |tx| batch(tx, &scope, &query, mark.as_ref(), false, BATCH)).await?;
        let Some(last) = found.last().map(Position::of) else {
            self.note("people.export_end", format!("people={} ", self.written)).await?;
            return Ok(None);
        };
        self.stage = Stage::Behind(Some(last));
        self.written += found.len() as u64;
        let mut writer = spreadsheet::writer(Vec::new());
        for dossier in &found {
            writer.write_record(cells(&self.app, dossier))?;
        }
        Ok(Some(writer.into_inner()?))
    }

    async fn note(&self, action: &'static str, count: String) -> Result<(), DbError> {
        let (actor, at_ms) = (self.officer.actor(), self.app.clock.now_ms());
        let detail = format!("{count}{}", self.query.described());
        self.app
            .db
            .write(move |tx| audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: "", detail: &detail }))
            .await
    }
}

fn cells(app: &App, one: &Dossier) -> [String; 13] {
    let organisation = app.config.organisations.iter().find(|o| o.id.as_str() == one.organisation);
    let source = match one.source {
        Source::Register => "register",
        Source::Invitation => "invitation",
    };
    [
        one.person_id.as_str(),
        &one.given_name,
        &one.family_name,
        &one.email,
        organisation.map_or(one.organisation.as_str(), |o| o.name.as_str()),
        &one.unit.join(" / "),
        &one.title,
        &one.state,
        source,
        one.user_id.as_deref().unwrap_or_default(),
        &one.created_at_ms.map(rfc3339).unwrap_or_default(),
        &one.employment,
        one.invited_by.as_deref().unwrap_or_default(),
    ]
    .map(spreadsheet::cell)
}
