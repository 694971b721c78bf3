//! A pushed user as a row of the register: the columns of the mapping are SCIM paths.

use serde_json::{Map, Value};

use super::filter::Target;
use super::matching::{elements, meets};
use super::schema::Schemas;
use super::store::Stored;
use crate::register::{Mapper, RegisterError, Row, Unreadable};

/// The paths of the mapping, ready for use.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    mapper: Mapper,
    paths: Vec<Target>,
}

impl Columns {
    /// # Errors
    /// If the mapping names an attribute that is not kept.
    pub(super) fn new(mapper: Mapper, schemas: &Schemas, register: &str) -> Result<Self, RegisterError> {
        let path = |(at, column): (usize, &String)| {
            let target = Target::parse(column, schemas).ok().filter(|target| !target.path.dropped());
            target.ok_or_else(|| RegisterError::Column {
                name: register.to_owned(),
                field: mapper.field_of(at),
                column: column.clone(),
                columns: listed(schemas),
            })
        };
        let paths = mapper.columns().iter().enumerate().map(path).collect::<Result<_, _>>()?;
        Ok(Self { mapper, paths })
    }

    /// The user as a row.
    pub(super) fn row(&self, user: &Stored) -> Row {
        let place = format!("SCIM id {}", user.id);
        let mut object = user.attributes.clone();
        object.insert("id".to_owned(), user.id.as_str().into());
        let values: Vec<String> = self.paths.iter().map(|path| value(path, &object)).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        self.mapper.record(place.clone(), &values).map_err(|reason| Unreadable { place, reason })
    }

    /// The person key, as the register writes it; empty if there is none.
    pub(super) fn key(&self, user: &Stored) -> String {
        self.row(user).map(|record| record.person_id).unwrap_or_default()
    }
}

/// The one value that counts: of a list the primary one, or else the first.
fn value(target: &Target, object: &Map<String, Value>) -> String {
    let fits = |one: &&Value| match &target.filter {
        None => true,
        Some(filter) => one.as_object().is_some_and(|one| meets(filter, one)),
    };
    let found: Vec<&Value> = elements(&target.path, object).into_iter().filter(fits).collect();
    let primary = found.iter().find(|one| one.get("primary") == Some(&Value::Bool(true)));
    let Some(one) = primary.or(found.first()) else { return String::new() };
    let leaf = match (&target.path.sub, one) {
        (Some(sub), one) => one.get(&sub.name),
        (None, Value::Object(object)) => object.get("value"),
        (None, one) => Some(*one),
    };
    match leaf {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(truth)) => truth.to_string(),
        _ => String::new(),
    }
}

fn listed(schemas: &Schemas) -> String {
    let core = schemas.core.iter().map(|attribute| attribute.name.clone());
    let own = schemas.extensions().into_iter();
    let own = own.flat_map(|(urn, attributes)| attributes.iter().map(move |a| format!("{urn}:{}", a.name)));
    ["id".to_owned(), "externalId".to_owned()].into_iter().chain(core).chain(own).collect::<Vec<_>>().join(", ")
}
