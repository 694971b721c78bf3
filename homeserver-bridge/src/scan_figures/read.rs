//! Reads the figures of a period, ready for charts.

use super::families::{FAMILIES, family};
use super::period::Period;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx, Value};

const HOUR_MS: i64 = 3_600_000;
/// So many signatures are named.
const SIGNATURES: i64 = 10;

/// Counts of scans by what they came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Nothing found.
    pub clean: i64,
    /// A signature named.
    pub infected: i64,
    /// A type that is not allowed.
    pub forbidden: i64,
    /// No verdict.
    pub unchecked: i64,
}

impl Sums {
    /// All of them.
    pub fn all(&self) -> i64 {
        self.clean + self.blocked() + self.unchecked
    }

    /// What nobody can open.
    pub fn blocked(&self) -> i64 {
        self.infected + self.forbidden
    }

    fn add(&mut self, verdict: &str, scans: i64) {
        *match verdict {
            "clean" => &mut self.clean,
            "infected" => &mut self.infected,
            "type_forbidden" => &mut self.forbidden,
            _ => &mut self.unchecked,
        } += scans;
    }
}

/// A name's part of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The homeserver, the family of types or the signature.
    pub name: String,
    /// All scans.
    pub scans: i64,
    /// Those that were blocked.
    pub blocked: i64,
}

/// How scanners did in a slot; nothing where nobody spoke.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoadSlot {
    /// The mean of the minutes' medians, weighted by requests, milliseconds.
    pub median_ms: Option<i64>,
    /// The slowest minute's 95th of 100, milliseconds.
    pub p95_ms: Option<i64>,
    /// The longest queue.
    pub waiting: Option<i64>,
    /// Requests sent away.
    pub turned_away: i64,
    /// Age of the oldest signatures in use, milliseconds.
    pub oldest_ms: Option<i64>,
}

/// The figures of a period.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Which.
    pub period: Period,
    /// The beginning of the first slot.
    pub start_ms: i64,
    /// The scans of each slot.
    pub slots: Vec<Sums>,
    /// The scans of the period.
    pub now: Sums,
    /// The scans of as long a time before.
    pub before: Sums,
    /// By homeserver that the files were uploaded to, most scans first.
    pub servers: Vec<Share>,
    /// By family of types, most scans first.
    pub types: Vec<Share>,
    /// The signatures found most often.
    pub signatures: Vec<Share>,
    /// The scanners in each slot.
    pub load: Vec<LoadSlot>,
}

/// The figures of a period up to now, of files uploaded to these homeservers (all, if there are none).
///
/// # Errors
/// If the database cannot be read.
pub async fn figures(app: &App, period: Period, servers: Vec<String>) -> Result<Figures, DbError> {
    let now_ms = app.clock.now_ms();
    app.db.read(move |tx| read(tx, period, now_ms, &servers)).await
}

/// What the start page tells of all homeservers.
#[derive(Debug, Clone)]
pub struct Glance {
    /// The scans of the last day.
    pub day: Sums,
    /// The scans of the day before.
    pub day_before: Sums,
    /// The beginning of the week's first slot.
    pub week_start_ms: i64,
    /// The scans of each slot of the last week.
    pub week: Vec<Sums>,
}

/// What the start page tells.
///
/// # Errors
/// If the database cannot be read.
pub async fn glance(app: &App) -> Result<Glance, DbError> {
    let now_ms = app.clock.now_ms();
    app.db
        .read(move |tx| {
            let (day, week) = (Span::new(Period::Day, now_ms, &[]), Span::new(Period::Week, now_ms, &[]));
            Ok(Glance {
                day: day.now.sums(tx)?,
                day_before: day.before.sums(tx)?,
                week_start_ms: week.start_ms,
                week: week.slots(tx)?,
            })
        })
        .await
}

/// Keeps in the audit log that an officer looked at figures.
///
/// # Errors
/// If the database refuses it.
pub async fn seen(app: &App, actor: String, detail: String) -> Result<(), DbError> {
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let entry = Entry { at_ms, actor: &actor, action: "scan_figures.view", subject: "", detail: &detail };
            audit::append(tx, &entry)
        })
        .await
}

/// A stretch of a table of counts.
pub(super) struct Stretch {
    table: &'static str,
    unit: &'static str,
    condition: String,
    values: Vec<Value>,
}

impl Stretch {
    /// From unit `from` up to, without, unit `to`.
    pub(super) fn new(table: &'static str, unit: &'static str, from: i64, to: i64, servers: &[String]) -> Self {
        let mut values: Vec<Value> = vec![from.into(), to.into()];
        let mut condition = format!("{unit} >= $1 AND {unit} < $2");
        if !servers.is_empty() {
            values.extend(servers.iter().map(Value::from));
            let places = (3..servers.len() + 3).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
            condition += &format!(" AND media_server IN ({places})");
        }
        Self { table, unit, condition, values }
    }

    /// All scans of the stretch.
    pub(super) fn sums(&self, tx: &Tx<'_>) -> Result<Sums, DbError> {
        let Self { table, condition, .. } = self;
        let sql = format!("SELECT verdict, CAST(SUM(scans) AS BIGINT) FROM {table} WHERE {condition} GROUP BY verdict");
        let mut sums = Sums::default();
        for row in tx.query(&sql, &self.values)? {
            sums.add(&row.text(0)?, row.int(1)?);
        }
        Ok(sums)
    }

    /// By a column, the most scans first.
    pub(super) fn shares(&self, tx: &Tx<'_>, column: &str, also: &str, most: i64) -> Result<Vec<Share>, DbError> {
        let Self { table, condition, .. } = self;
        let sql = format!(
            "SELECT {column}, CAST(SUM(scans) AS BIGINT) AS scans, CAST(SUM(CASE WHEN verdict IN
                 ('infected', 'type_forbidden') THEN scans ELSE 0 END) AS BIGINT) FROM {table}
             WHERE {condition} {also} GROUP BY {column} ORDER BY 2 DESC, 1 LIMIT {most}"
        );
        let rows = tx.query(&sql, &self.values)?;
        rows.iter().map(|row| Ok(Share { name: row.text(0)?, scans: row.int(1)?, blocked: row.int(2)? })).collect()
    }
}

/// A period up to now, and as long a time before it.
struct Span {
    period: Period,
    start_ms: i64,
    now: Stretch,
    before: Stretch,
}

impl Span {
    fn new(period: Period, now_ms: i64, servers: &[String]) -> Self {
        let (table, unit, unit_ms) = period.table();
        let start_ms = period.start_ms(now_ms);
        let from = start_ms / unit_ms;
        let length = period.slot_ms() / unit_ms * period.slots() as i64;
        let stretch = |from: i64| Stretch::new(table, unit, from, from + length, servers);
        Self { period, start_ms, now: stretch(from), before: stretch(from - length) }
    }

    /// The scans of each slot.
    fn slots(&self, tx: &Tx<'_>) -> Result<Vec<Sums>, DbError> {
        let Stretch { table, unit, condition, values } = &self.now;
        let units = self.period.slot_ms() / self.period.table().2;
        let sql = format!(
            "SELECT ({unit} - $1) / {units} AS slot, verdict, CAST(SUM(scans) AS BIGINT) FROM {table}
             WHERE {condition} GROUP BY slot, verdict"
        );
        let mut slots = vec![Sums::default(); self.period.slots()];
        for row in tx.query(&sql, values)? {
            if let Some(slot) = usize::try_from(row.int(0)?).ok().and_then(|at| slots.get_mut(at)) {
                slot.add(&row.text(1)?, row.int(2)?);
            }
        }
        Ok(slots)
    }
}

fn read(tx: &Tx<'_>, period: Period, now_ms: i64, servers: &[String]) -> Result<Figures, DbError> {
    let span = Span::new(period, now_ms, servers);
    Ok(Figures {
        period,
        start_ms: span.start_ms,
        slots: span.slots(tx)?,
        now: span.now.sums(tx)?,
        before: span.before.sums(tx)?,
        servers: span.now.shares(tx, "media_server", "", 50)?,
        types: types(&span.now, tx)?,
        signatures: span.now.shares(tx, "signature", "AND signature <> ''", SIGNATURES)?,
        load: load(tx, period, span.start_ms)?,
    })
}

fn types(stretch: &Stretch, tx: &Tx<'_>) -> Result<Vec<Share>, DbError> {
    let empty = |name: &&str| Share { name: (*name).to_owned(), scans: 0, blocked: 0 };
    let mut families: Vec<Share> = FAMILIES.iter().map(empty).collect();
    for share in stretch.shares(tx, "type_found", "", 1000)? {
        let word = family(&share.name);
        if let Some(of) = families.iter_mut().find(|one| one.name == word) {
            of.scans += share.scans;
            of.blocked += share.blocked;
        }
    }
    families.retain(|one| one.scans > 0);
    families.sort_by_key(|one| -one.scans);
    Ok(families)
}

fn load(tx: &Tx<'_>, period: Period, start_ms: i64) -> Result<Vec<LoadSlot>, DbError> {
    let (from, units) = (start_ms / HOUR_MS, period.slot_ms() / HOUR_MS);
    let mut slots = vec![LoadSlot::default(); period.slots()];
    let sql = format!(
        "SELECT (hour - $1) / {units} AS slot, CAST(SUM(median_weight) AS BIGINT), CAST(SUM(median_sum) AS BIGINT),
             MAX(p95_most_ms), MAX(waiting_most), CAST(SUM(turned_away) AS BIGINT), MAX(oldest_ms)
         FROM scanner_hours WHERE hour >= $1 AND hour < $2 GROUP BY slot"
    );
    for row in tx.query(&sql, &[from.into(), (from + units * period.slots() as i64).into()])? {
        let Some(slot) = usize::try_from(row.int(0)?).ok().and_then(|at| slots.get_mut(at)) else { continue };
        let weight = row.int(1)?;
        *slot = LoadSlot {
            median_ms: (weight > 0).then_some(row.int(2)?.checked_div(weight).unwrap_or_default()),
            p95_ms: (weight > 0).then_some(row.int(3)?),
            waiting: Some(row.int(4)?),
            turned_away: row.int(5)?,
            oldest_ms: row.int_opt(6)?,
        };
    }
    Ok(slots)
}
