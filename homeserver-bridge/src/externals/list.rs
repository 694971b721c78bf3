//! Lists: of the people for whom somebody answers, and of all of them for administrators.

use bridge_api::externals::SponsoredExternals;

use super::sponsor;
use super::term::{self, Term};
use crate::actor::UserActor;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{self, DbError, Tx, Value, literally};
use crate::error::Problem;
use crate::officers::Scope;

/// Terms on one page.
pub const PAGE: i64 = 50;

/// The people for whom the caller answers.
///
/// # Errors
/// If the caller is from outside, or the database fails.
pub async fn sponsored(app: &App, caller: &UserActor) -> Result<SponsoredExternals, Problem> {
    let key = sponsor::key_of(app, caller).await?;
    let externals = app.db.read(move |tx| {
        let sql = format!("{} WHERE t.sponsor = $1 ORDER BY t.until_ms, t.person_id", term::select());
        tx.query(&sql, &[key.into()])?.iter().map(|row| term::read(row)?.shown(tx)).collect()
    });
    Ok(SponsoredExternals { externals: externals.await? })
}

/// What administrators can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The term runs.
    Running,
    /// It runs, and nobody but the administrators answers.
    Unsponsored,
    /// It has ended.
    Ended,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Running, Self::Unsponsored, Self::Ended];

    /// Its word in addresses and message keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Unsponsored => "unsponsored",
            Self::Ended => "ended",
        }
    }

    /// From the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }

    fn condition(self) -> &'static str {
        match self {
            Self::Running => "t.ended_at_ms IS NULL",
            Self::Unsponsored => "t.ended_at_ms IS NULL AND t.sponsor = ''",
            Self::Ended => "t.ended_at_ms IS NOT NULL",
        }
    }
}

/// A term as administrators see it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The term.
    pub term: Term,
    /// Name of whoever answers; empty if nobody does.
    pub sponsor: String,
    /// How many rooms they are invited to.
    pub rooms: usize,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The next to end first.
    pub lines: Vec<Line>,
    /// How many there are on all pages.
    pub total: i64,
}

/// A page of all terms, of people from outside and of those whom administrators invited; that it was read goes into the
/// audit log. `text` is a part of the address; nobody outside the scope is shown.
///
/// # Errors
/// If the database fails.
pub async fn list(
    app: &App,
    actor: String,
    scope: &Scope,
    standing: Option<Standing>,
    text: &str,
    page: i64,
) -> Result<Found, DbError> {
    let (at_ms, part, scope) =
        (app.clock.now_ms(), format!("%{}%", literally(&text.trim().to_lowercase())), scope.clone());
    app.db
        .write(move |tx| {
            let detail = format!("state={} page={page}", standing.map_or("", Standing::word));
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "external.list", subject: "", detail: &detail })?;
            let which = standing.map_or("1 = 1", Standing::condition);
            let mut values: Vec<Value> = vec![part.into()];
            let within = scope.condition(term::ORGANISATION, &mut values);
            let condition = format!("{which} AND COALESCE(e.email, i.email) LIKE $1 ESCAPE '!' AND {within}");
            let sql = format!("SELECT COUNT(*) FROM ({} WHERE {condition}) AS found", term::select());
            let total = tx.query_one(&sql, &values)?.map_or(Ok(0), |row| row.int(0))?;
            let on_page = database::page(PAGE, page, &mut values);
            let sql = format!("{} WHERE {condition} ORDER BY t.until_ms, t.person_id {on_page}", term::select());
            let rows = tx.query(&sql, &values)?;
            let lines = rows.iter().map(|row| line(tx, term::read(row)?)).collect::<Result<_, _>>()?;
            Ok(Found { lines, total })
        })
        .await
}

/// The term of one person, for administrators.
///
/// # Errors
/// If the database fails.
pub async fn term_of(app: &App, person_id: &str) -> Result<Option<Line>, DbError> {
    let id = person_id.to_owned();
    app.db.read(move |tx| term::of(tx, &id)?.map(|term| line(tx, term)).transpose()).await
}

/// The same, with a line in the audit log that it was opened; nothing outside the scope.
///
/// # Errors
/// If the database fails.
pub async fn view(app: &App, actor: String, scope: &Scope, person_id: &str) -> Result<Option<Line>, DbError> {
    let (at_ms, id, scope) = (app.clock.now_ms(), person_id.to_owned(), scope.clone());
    let viewed = app.db.write(move |tx| {
        let Some(term) = term::of(tx, &id)?.filter(|term| scope.covers(&term.organisation)) else { return Ok(None) };
        audit::append(tx, &Entry { at_ms, actor: &actor, action: "external.view", subject: &id, detail: "" })?;
        line(tx, term).map(Some)
    });
    viewed.await
}

fn line(tx: &Tx<'_>, term: Term) -> Result<Line, DbError> {
    Ok(Line {
        sponsor: sponsor::contact(tx, &term.sponsor)?.map(|inside| inside.name).unwrap_or_default(),
        rooms: term::rooms(tx, &term.person_id)?.len(),
        term,
    })
}
