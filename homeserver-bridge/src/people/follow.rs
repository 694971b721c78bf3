//! Brings the index up to the catalogue's version: all of it at first, then what changed since, also when another
//! process changed the database. In bounded memory: rows are read in pages, and what was read is shown in steps.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

use tokio::runtime::Handle;

use super::directory::{Fingerprint, Snapshot, Workshop};
use super::entry::{INVITED, VISIBLE, unit_path};
use super::folder::OwnFolder;
use super::index::{Findable, Followed, Open};
use super::refresh::fingerprint;
use super::tree::{Units, Vocabulary, externals};
use crate::app::App;
use crate::audit::{self, Head};
use crate::config::ServeConfig;
use crate::database::{DbError, Row, Tx};

const PAGE: usize = 5000;
/// After as many rows a state is shown, if searches have one already.
const STEP: usize = 20_000;

/// Catches up with the database; does nothing if nothing changed.
pub(super) async fn catch_up(app: &App) -> anyhow::Result<()> {
    let (mut workshop, app, handle) = (app.people.work.clone().lock_owned().await, app.clone(), Handle::current());
    let work = move || {
        let answer = Following { app: &app, handle: &handle }.work(&mut workshop);
        if answer.is_err() {
            // What was half done is not trusted: it goes on from what was committed.
            workshop.open = None;
        }
        answer
    };
    tokio::task::spawn_blocking(work).await?
}

struct Following<'a> {
    app: &'a App,
    handle: &'a Handle,
}

/// The database at one moment.
struct Moment {
    now: Fingerprint,
    audit: (i64, String),
    /// How many people and invited ones may be seen, if that was asked for.
    visible: Option<i64>,
}

impl Following<'_> {
    fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> anyhow::Result<T> {
        Ok(self.handle.block_on(self.app.db.read(work))?)
    }

    fn work(&self, workshop: &mut Workshop) -> anyhow::Result<()> {
        let mut proven = workshop.open.is_some();
        if self.app.people.broken.swap(false, Relaxed) {
            proven = false;
            workshop.open = None;
            workshop.open = Some(self.anew(workshop)?);
        } else if workshop.open.is_none() {
            workshop.open = Some(self.open(workshop)?);
        }
        loop {
            let Workshop { open, vocabulary, .. } = workshop;
            let Some(open) = open.as_mut() else { anyhow::bail!("the search index is not open") };
            let moment = self.read(move |tx| moment(tx, !proven))?;
            let shown = self.app.people.state.borrow().as_ref().map(|state| state.made_from.clone());
            if proven && shown.as_ref() == Some(&moment.now) {
                return Ok(());
            }
            let fresh = open.followed.is_none();
            self.rows(open, &moment, if proven { Some(&mut *vocabulary) } else { None })?;
            self.invited(open)?;
            open.commit(Some(self.followed(&moment)))?;
            if fresh {
                open.settle()?;
            }
            let held = i64::try_from(open.searcher().num_docs())?;
            if !fresh && moment.visible.is_some_and(|visible| visible != held) {
                if self.read(fingerprint)? == moment.now {
                    tracing::warn!("the search index does not hold what the catalogue does; it is made anew");
                    workshop.open = None;
                    workshop.open = Some(self.anew(workshop)?);
                }
                continue;
            }
            self.show(open, vocabulary, moment.now)?;
            if proven && self.app.people.followed.load(Relaxed) {
                return Ok(());
            }
            proven = true;
        }
    }

    /// The index that a former process left, if it is one of this database and configuration; an empty one otherwise.
    fn open(&self, workshop: &mut Workshop) -> anyhow::Result<Open> {
        if let (None, Some(parent)) = (&workshop.folder, &self.app.people.folder) {
            workshop.folder = Some(OwnFolder::below(parent)?);
        }
        let Some(folder) = &workshop.folder else { return Open::at(None) };
        if let Ok(open) = Open::at(Some(folder.path()))
            && let Some(followed) = open.followed.clone()
            && followed.organisations == organisations(&self.app.config)
            && self.read(move |tx| is_of_this_history(tx, &followed))?
        {
            return Ok(open);
        }
        self.anew(workshop)
    }

    fn anew(&self, workshop: &mut Workshop) -> anyhow::Result<Open> {
        let Some(folder) = &workshop.folder else { return Open::at(None) };
        folder.clear()?;
        Open::at(Some(folder.path()))
    }

    fn followed(&self, moment: &Moment) -> Followed {
        Followed {
            until: moment.now.catalogue,
            audit: moment.audit.clone(),
            organisations: organisations(&self.app.config),
            ..Followed::default()
        }
    }

    /// Puts every row into the index that changed since, up to the moment; with `vocabulary` it shows steps.
    fn rows(
        &self,
        open: &mut Open,
        moment: &Moment,
        mut vocabulary: Option<&mut Arc<Vocabulary>>,
    ) -> anyhow::Result<()> {
        let since = open.followed.as_ref().map(|followed| followed.until);
        let (mut version, mut after, mut unshown) = (since.map_or(-1, |since| since + 1), String::new(), 0);
        loop {
            let (from, key, until) = (version, after.clone(), moment.now.catalogue);
            let rows = self.read(move |tx| page(tx, from, &key, until))?;
            let Some(last) = rows.last() else { return Ok(()) };
            (version, after) = (last.int(6)?, last.text(0)?);
            for row in &rows {
                if since.is_some() {
                    open.remove(&row.text(0)?);
                }
                if row.flag(7)? {
                    open.add(&findable(row, &self.app.config, false)?)?;
                }
            }
            if rows.len() < PAGE {
                return Ok(());
            }
            unshown += rows.len();
            if let Some(vocabulary) = vocabulary.as_mut().filter(|_| since.is_some() && unshown >= STEP) {
                unshown = 0;
                open.commit(Some(Followed { until: version - 1, ..self.followed(moment) }))?;
                let reached = Fingerprint { catalogue: version - 1, ..Fingerprint::default() };
                self.show(open, vocabulary, reached)?;
            }
        }
    }

    /// Those whom administrators invited are few, and whether they may be seen depends on others' rows: all of them anew.
    fn invited(&self, open: &mut Open) -> anyhow::Result<()> {
        open.remove_invited();
        let sql = format!(
            "SELECT i.person_id, i.given_name, i.family_name, '', '[]', i.organisation, 0, 1, ''
             FROM invitations i WHERE {INVITED}"
        );
        for row in self.read(move |tx| tx.query(&sql, &[]))? {
            open.add(&findable(&row, &self.app.config, true)?)?;
        }
        Ok(())
    }

    fn show(&self, open: &Open, vocabulary: &mut Arc<Vocabulary>, made_from: Fingerprint) -> anyhow::Result<()> {
        let searcher = open.searcher();
        let config = &self.app.config;
        let units = Units::of(&searcher, open.fields, &config.organisations, vocabulary)?;
        let units = Arc::new(units.with_externals(externals(&config.homeservers)));
        let state = Snapshot { fields: open.fields, searcher, units, made_from, since: Instant::now() };
        self.app.people.state.send_replace(Some(Arc::new(state)));
        Ok(())
    }
}

fn organisations(config: &ServeConfig) -> Vec<(String, String)> {
    config.organisations.iter().map(|o| (o.id.as_str().to_owned(), o.name.clone())).collect()
}

fn moment(tx: &Tx<'_>, counted: bool) -> Result<Moment, DbError> {
    let audit = audit::head(tx)?.map(|last| (last.seq, last.hash)).unwrap_or_default();
    let sql = format!(
        "SELECT (SELECT COUNT(*) FROM people p WHERE {VISIBLE}) + (SELECT COUNT(*) FROM invitations i WHERE {INVITED})"
    );
    let visible = counted.then(|| tx.query_one(&sql, &[])?.ok_or(DbError::Stored("count"))?.int(0)).transpose()?;
    Ok(Moment { now: fingerprint(tx)?, audit, visible })
}

/// Whether the database went on from where the index saw it last.
fn is_of_this_history(tx: &Tx<'_>, followed: &Followed) -> Result<bool, DbError> {
    let (seq, hash) = followed.audit.clone();
    // An index of a database in which nothing had happened yet fits any.
    let same = seq == 0 || audit::goes_through(tx, &Head { seq, hash })?;
    Ok(same && fingerprint(tx)?.catalogue >= followed.until)
}

/// Rows of these versions in their order, after a person of the first one.
fn page(tx: &Tx<'_>, version: i64, after: &str, until: i64) -> Result<Vec<Row>, DbError> {
    tx.query(
        &format!(
            "SELECT p.person_id, p.given_name, p.family_name, p.title, p.unit, p.organisation, p.version,
                 CASE WHEN {VISIBLE} THEN 1 ELSE 0 END, p.phone
             FROM people p WHERE (p.version, p.person_id) > ($1, $2) AND p.version <= $3
             ORDER BY p.version, p.person_id LIMIT {PAGE}"
        ),
        &[version.into(), after.into(), until.into()],
    )
}

fn findable(row: &Row, config: &ServeConfig, invited: bool) -> Result<Findable, DbError> {
    let organisation = row.parsed(5, "organisation")?;
    Ok(Findable {
        key: row.text(0)?,
        given: row.text(1)?,
        family: row.text(2)?,
        title: row.text(3)?,
        unit: unit_path(&row.text(4)?)?,
        organisation_name: config.organisation(&organisation).map_or_else(String::new, |o| o.name.clone()),
        organisation: organisation.into(),
        phone: row.text(8)?,
        invited,
    })
}
