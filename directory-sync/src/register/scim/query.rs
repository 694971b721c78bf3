//! Lists of users: filter, order, page. Reads the store as a stream, so that memory is bounded by what is shown; only an
//! order asks for more, and is refused for very many.

use rusqlite::{Transaction, params};
use serde_json::Value;

use super::error::ScimError;
use super::filter::{Filter, Op};
use super::matching::{meets, values};
use super::schema::{AttrPath, Kind};
use super::store::{FIELDS, Stored, folded, stored};

/// The most users of one page.
pub(super) const MOST_RESULTS: usize = 200;
/// The most users that are put in order.
const MOST_SORTED: usize = 10_000;
const USUAL: usize = 100;

/// What is asked for.
#[derive(Debug, Default)]
pub(super) struct Query {
    pub(super) filter: Option<Filter>,
    pub(super) sort_by: Option<AttrPath>,
    pub(super) descending: bool,
    /// From 1.
    pub(super) start: Option<i64>,
    pub(super) count: Option<i64>,
}

/// A page of users.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) total: usize,
    /// From 1.
    pub(super) start: usize,
    pub(super) users: Vec<Stored>,
}

/// Reads the page. `shown` gives the form in which filters see a user.
///
/// # Errors
/// `tooMany` if more are to be put in order than we do.
pub(super) fn page(
    tx: &Transaction<'_>,
    query: &Query,
    shown: &dyn Fn(&Stored) -> serde_json::Map<String, Value>,
) -> Result<Page, ScimError> {
    let start = usize::try_from(query.start.unwrap_or(1)).unwrap_or(1).max(1);
    let most = query.count.map_or(USUAL, |count| usize::try_from(count).unwrap_or(0)).min(MOST_RESULTS);
    if query.filter.is_none() && query.sort_by.is_none() {
        let total: i64 = tx.query_row("SELECT count(*) FROM people", [], |row| row.get(0))?;
        let mut asked = tx.prepare(&format!("SELECT {FIELDS} FROM people ORDER BY place LIMIT ? OFFSET ?"))?;
        let bound = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let users = asked.query_map(params![bound(most), bound(start - 1)], stored)?.collect::<Result<_, _>>()?;
        return Ok(Page { total: usize::try_from(total).unwrap_or(0), start, users });
    }
    let (mut total, mut users, mut sorted) = (0, Vec::new(), Vec::new());
    each(tx, query.filter.as_ref(), &mut |user| {
        let object = shown(&user);
        if !query.filter.as_ref().is_none_or(|filter| meets(filter, &object)) {
            return Ok(());
        }
        total += 1;
        match &query.sort_by {
            Some(path) if total > MOST_SORTED => {
                Err(ScimError::too_many(format!("more than {MOST_SORTED} users to sort by {}", path.attribute.name)))
            }
            Some(path) => {
                sorted.push((sort_key(path, &object), user.id));
                Ok(())
            }
            None => {
                if total >= start && users.len() < most {
                    users.push(user);
                }
                Ok(())
            }
        }
    })?;
    if query.sort_by.is_some() {
        // Users without a value come last, and first when the order is turned round.
        sorted.sort_by(|(one, _), (other, _)| (one.is_none(), one).cmp(&(other.is_none(), other)));
        if query.descending {
            sorted.reverse();
        }
        let mut asked = tx.prepare(&format!("SELECT {FIELDS} FROM people WHERE id = ?"))?;
        for (_, id) in sorted.iter().skip(start - 1).take(most) {
            users.push(asked.query_row([id], stored)?);
        }
    }
    Ok(Page { total, start, users })
}

fn sort_key(path: &AttrPath, object: &serde_json::Map<String, Value>) -> Option<String> {
    let found = values(path, object);
    let text = found.first().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))?;
    Some(if *path.leaf() == (Kind::Text { exact: false }) { text.to_lowercase() } else { text })
}

/// Hands over all users that may meet the filter: those of an index if it asks for one user, or else all.
fn each(
    tx: &Transaction<'_>,
    filter: Option<&Filter>,
    take: &mut dyn FnMut(Stored) -> Result<(), ScimError>,
) -> Result<(), ScimError> {
    let pin = filter.and_then(pinned);
    let (condition, value) = pin.map_or(("?1 = ''", String::new()), |(column, value)| (column, value));
    let mut asked = tx.prepare(&format!("SELECT {FIELDS} FROM people WHERE {condition} ORDER BY place"))?;
    let mut rows = asked.query([value])?;
    while let Some(row) = rows.next()? {
        take(stored(row)?)?;
    }
    Ok(())
}

/// The one user that a filter asks for, as most clients do before every push.
fn pinned(filter: &Filter) -> Option<(&'static str, String)> {
    match filter {
        Filter::And(one, other) => pinned(one).or_else(|| pinned(other)),
        Filter::Compare(path, Op::Eq, Value::String(value)) if path.container.is_none() => {
            match path.attribute.name.as_str() {
                "id" => Some(("id = ?1", value.clone())),
                "externalId" => Some(("external_id = ?1", value.clone())),
                "userName" => Some(("user_name = ?1", folded(value))),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::super::schema::Schemas;
    use super::super::store::connect;
    use super::*;

    #[test]
    fn very_many_are_counted_and_paged_and_not_put_in_order() {
        let folder = tempfile::tempdir().expect("folder");
        let mut connection = connect(&folder.path().join("people.db")).expect("opened");
        let tx = connection.transaction().expect("begun");
        for at in 0..=MOST_SORTED {
            let user =
                json!({"userName": format!("u{at}"), "title": if at.is_multiple_of(2) { "Clerk" } else { "Head" }});
            tx.execute(
                "INSERT INTO people (id, user_name, attributes, version, created_ms, modified_ms, changed)
                 VALUES (?1, ?1, ?2, 1, 0, 0, ?3)",
                params![format!("u{at}"), user.to_string(), 1],
            )
            .expect("inserted");
        }
        let schemas = Schemas::new("urn:example:hr:1.0:User", &[]);
        let shown = |user: &Stored| -> Map<String, Value> { user.attributes.clone() };
        let filter = |text: &str| Some(Filter::parse(text, &schemas).expect("a filter"));
        let found = page(
            &tx,
            &Query { filter: filter("title eq \"head\""), count: Some(2), start: Some(3), ..Query::default() },
            &shown,
        );
        let found = found.expect("found");
        let ids: Vec<&str> = found.users.iter().map(|user| user.id.as_str()).collect();
        assert_eq!((found.total, ids), (MOST_SORTED / 2, vec!["u5", "u7"]));

        let sort_by = || Some(schemas.resolve("userName").expect("there"));
        let error = page(&tx, &Query { sort_by: sort_by(), ..Query::default() }, &shown).expect_err("too many");
        assert_eq!(error.kind, Some("tooMany"));
        let half = Query {
            filter: filter("title eq \"head\""),
            sort_by: sort_by(),
            descending: true,
            count: Some(1),
            ..Query::default()
        };
        assert_eq!(page(&tx, &half, &shown).expect("few enough").users[0].id, "u9999");
    }

    #[test]
    fn what_asks_for_one_user_is_looked_up_and_still_judged_whole() {
        let schemas = Schemas::new("urn:example:hr:1.0:User", &[]);
        let pin = |text: &str| pinned(&Filter::parse(text, &schemas).expect("a filter"));
        assert_eq!(pin("title pr and userName eq \"Anna\""), Some(("user_name = ?1", "anna".to_owned())));
        assert_eq!(pin("externalId eq \"HR-1\""), Some(("external_id = ?1", "HR-1".to_owned())));
        assert_eq!(pin("userName eq \"a\" or title pr"), None);
        assert_eq!(pin("not (userName eq \"a\")"), None);
        assert_eq!(pin("userName ne \"a\""), None);
    }
}
