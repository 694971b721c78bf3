//! PATCH (RFC 7644, section 3.5.2) on what we keep of a user. Pure. Takes the forms that Entra ID and Okta send: verbs in
//! capitals, no path with an object of paths, truth values as texts.

use serde_json::{Map, Value};

use super::error::ScimError;
use super::filter::{Filter, Op, Target};
use super::keep::{attribute_value, keep, single};
use super::matching::meets;
use super::schema::{AttrPath, Kind, Schemas};

const MESSAGE: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

type Object = Map<String, Value>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Add,
    Replace,
    Remove,
}

/// The user with the id after the operations of `body`: all of them, or an error.
///
/// # Errors
/// As RFC 7644 has them.
pub(super) fn patch(id: &str, user: &Object, body: &Object, schemas: &Schemas) -> Result<Object, ScimError> {
    let named = member(body, "schemas").and_then(Value::as_array);
    if !named.is_some_and(|list| list.iter().any(|urn| urn.as_str().is_some_and(|u| u.eq_ignore_ascii_case(MESSAGE)))) {
        return Err(ScimError::syntax(format!("schemas must name {MESSAGE}")));
    }
    let operations = member(body, "Operations").and_then(Value::as_array);
    let operations = operations.filter(|list| !list.is_empty());
    let operations = operations.ok_or_else(|| ScimError::syntax("Operations must be a list of operations"))?;
    let mut patching = Patching { id, user: user.clone(), schemas };
    for operation in operations {
        let operation = operation.as_object().ok_or_else(|| ScimError::syntax("an operation must be an object"))?;
        patching.operate(operation)?;
    }
    keep(&patching.user, schemas)
}

fn member<'o>(object: &'o Object, name: &str) -> Option<&'o Value> {
    object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

struct Patching<'a> {
    id: &'a str,
    user: Object,
    schemas: &'a Schemas,
}

impl Patching<'_> {
    fn operate(&mut self, operation: &Object) -> Result<(), ScimError> {
        let verb = member(operation, "op").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        let verb = match verb.as_str() {
            "add" => Verb::Add,
            "replace" => Verb::Replace,
            "remove" => Verb::Remove,
            _ => return Err(ScimError::syntax("op must be add, replace or remove")),
        };
        let value = member(operation, "value");
        let path = match member(operation, "path") {
            None | Some(Value::Null) => "",
            Some(Value::String(path)) => path.trim(),
            Some(_) => return Err(ScimError::path("path must be a text")),
        };
        if verb != Verb::Remove && value.is_none() {
            return Err(ScimError::value("add and replace need a value"));
        }
        let (container, rest) = self.schemas.split(path);
        if !rest.is_empty() {
            return self.one(verb, &Target::parse(path, self.schemas)?, value);
        }
        match (verb, container, value) {
            (Verb::Remove, Some(urn), _) => {
                self.user.remove(&urn);
                Ok(())
            }
            (Verb::Remove, None, _) => Err(ScimError::no_target("remove needs a path")),
            (_, Some(urn), Some(Value::Object(members))) => self.extension(verb, &urn, members),
            (_, None, Some(Value::Object(members))) => self.whole(verb, members),
            _ => Err(ScimError::value("without the path of an attribute, value must be an object")),
        }
    }

    /// An operation without a path: each member of its value is one of its own.
    fn whole(&mut self, verb: Verb, members: &Object) -> Result<(), ScimError> {
        for (key, value) in members {
            let (container, rest) = self.schemas.split(key);
            match (container, rest.is_empty(), value) {
                (Some(urn), true, Value::Object(members)) => self.extension(verb, &urn, members)?,
                (None, _, _) if key.eq_ignore_ascii_case("id") && value.as_str() == Some(self.id) => {}
                (None, _, _) if ["schemas", "meta"].iter().any(|name| key.eq_ignore_ascii_case(name)) => {}
                _ => match Target::parse(key, self.schemas) {
                    Ok(target) => self.one(verb, &target, Some(value))?,
                    // As in a whole user: what we do not know we do not keep.
                    Err(_) if !key.contains('[') => {}
                    Err(error) => return Err(error),
                },
            }
        }
        Ok(())
    }

    fn extension(&mut self, verb: Verb, urn: &str, members: &Object) -> Result<(), ScimError> {
        for (key, value) in members {
            if let Ok(path) = self.schemas.resolve(&format!("{urn}:{key}")) {
                self.one(verb, &Target { path, filter: None }, Some(value))?;
            }
        }
        Ok(())
    }

    fn one(&mut self, verb: Verb, target: &Target, value: Option<&Value>) -> Result<(), ScimError> {
        let attribute = &target.path.attribute;
        if target.path.dropped() || attribute.name == "schemas" {
            return Ok(());
        }
        if attribute.read_only {
            return Err(ScimError::mutability(format!("{} cannot be changed", attribute.name)));
        }
        // No value is asked for.
        let verb = if verb == Verb::Replace && value.is_some_and(Value::is_null) { Verb::Remove } else { verb };
        if verb == Verb::Remove && attribute.required {
            return Err(ScimError::mutability(format!("{} must have a value", attribute.name)));
        }
        let home = match &target.path.container {
            None => &mut self.user,
            Some(urn) => as_object(self.user.entry(urn.clone()).or_insert_with(|| Object::new().into())),
        };
        let value = value.unwrap_or(&Value::Null);
        if attribute.many { list(home, verb, target, value) } else { plain(home, verb, &target.path, value) }
    }
}

/// The object that this is, or an empty one in its place.
fn as_object(value: &mut Value) -> &mut Object {
    if !value.is_object() {
        *value = Object::new().into();
    }
    match value {
        Value::Object(object) => object,
        _ => unreachable!("it was made one"),
    }
}

/// A text, a truth value or a single object.
fn plain(home: &mut Object, verb: Verb, path: &AttrPath, value: &Value) -> Result<(), ScimError> {
    let name = &path.attribute.name;
    match (verb, &path.sub) {
        (Verb::Remove, None) => drop(home.remove(name)),
        (Verb::Remove, Some(sub)) => {
            if let Some(Value::Object(object)) = home.get_mut(name) {
                object.remove(&sub.name);
            }
        }
        (_, Some(sub)) => {
            let object = as_object(home.entry(name.clone()).or_insert(Value::Null));
            set(object, &sub.name, single(sub, value)?);
        }
        (_, None) => match (single(&path.attribute, value)?, &path.attribute.kind) {
            (Some(Value::Object(new)), Kind::Complex(_)) => {
                as_object(home.entry(name.clone()).or_insert(Value::Null)).extend(new);
            }
            (new, _) => set(home, name, new),
        },
    }
    Ok(())
}

fn set(object: &mut Object, name: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(object.insert(name.to_owned(), value)),
        None => drop(object.remove(name)),
    }
}

/// A list of objects.
fn list(home: &mut Object, verb: Verb, target: &Target, value: &Value) -> Result<(), ScimError> {
    let attribute = &target.path.attribute;
    let mut elements: Vec<Object> = match home.remove(&attribute.name) {
        Some(Value::Array(list)) => list.into_iter().filter_map(|one| one.as_object().cloned()).collect(),
        _ => Vec::new(),
    };
    let whole = target.filter.is_none() && target.path.sub.is_none();
    if whole {
        let given = match attribute_value(attribute, value)? {
            Some(Value::Array(list)) => list.into_iter().filter_map(|one| one.as_object().cloned()).collect(),
            _ => Vec::new(),
        };
        match verb {
            Verb::Add => add(&mut elements, given),
            Verb::Replace => elements = given,
            Verb::Remove => elements.clear(),
        }
    } else {
        chosen(&mut elements, verb, target, value)?;
    }
    if !elements.is_empty() {
        home.insert(attribute.name.clone(), elements.into_iter().map(Value::Object).collect());
    }
    Ok(())
}

fn add(elements: &mut Vec<Object>, given: Vec<Object>) {
    for one in given {
        if elements.contains(&one) {
            continue;
        }
        if is_primary(&one) {
            elements.iter_mut().for_each(demote);
        }
        elements.push(one);
    }
}

/// The values of the list that the path's condition selects, or all of them.
fn chosen(elements: &mut Vec<Object>, verb: Verb, target: &Target, value: &Value) -> Result<(), ScimError> {
    let selected = |one: &Object| target.filter.as_ref().is_none_or(|filter| meets(filter, one));
    let mut hits: Vec<usize> = (0..elements.len()).filter(|at| selected(&elements[*at])).collect();
    if hits.is_empty() {
        let Some(filter) = &target.filter else {
            if verb == Verb::Remove {
                return Ok(());
            }
            return made(elements, Object::new(), target, value);
        };
        if nothing_kept(filter) {
            return Ok(());
        }
        let mut new = Object::new();
        return if verb == Verb::Add && described(filter, &mut new) {
            made(elements, new, target, value)
        } else {
            Err(ScimError::no_target(format!("no value of {} meets the path's condition", target.path.attribute.name)))
        };
    }
    if verb == Verb::Remove {
        match &target.path.sub {
            Some(sub) => hits.iter().for_each(|at| drop(elements[*at].remove(&sub.name))),
            None => {
                hits.reverse();
                hits.into_iter().for_each(|at| drop(elements.remove(at)));
            }
        }
        return Ok(());
    }
    for at in hits {
        let mut one = elements[at].clone();
        if verb == Verb::Replace && target.path.sub.is_none() {
            one.clear();
        }
        assign(&mut one, target, value)?;
        if is_primary(&one) {
            elements.iter_mut().for_each(demote);
        }
        elements[at] = one;
    }
    Ok(())
}

fn made(elements: &mut Vec<Object>, mut new: Object, target: &Target, value: &Value) -> Result<(), ScimError> {
    assign(&mut new, target, value)?;
    add(elements, vec![new]);
    Ok(())
}

fn assign(one: &mut Object, target: &Target, value: &Value) -> Result<(), ScimError> {
    match &target.path.sub {
        Some(sub) => set(one, &sub.name, single(sub, value)?),
        None => match single(&target.path.attribute, value)? {
            Some(Value::Object(members)) => one.extend(members),
            _ => return Err(ScimError::value(format!("{} must be an object", target.path.attribute.name))),
        },
    }
    Ok(())
}

fn is_primary(one: &Object) -> bool {
    one.get("primary") == Some(&Value::Bool(true))
}

fn demote(one: &mut Object) {
    if is_primary(one) {
        one.insert("primary".to_owned(), false.into());
    }
}

/// Whether the condition can only be met by values that we do not keep: no target then, and no mistake either.
fn nothing_kept(filter: &Filter) -> bool {
    match filter {
        Filter::And(one, other) => nothing_kept(one) || nothing_kept(other),
        Filter::Or(one, other) => nothing_kept(one) && nothing_kept(other),
        Filter::Compare(path, Op::Eq, Value::String(word)) => {
            path.attribute.name == "type" && !word.eq_ignore_ascii_case("work")
        }
        _ => false,
    }
}

/// Fills `new` so that it meets the condition, if the condition says plainly how.
fn described(filter: &Filter, new: &mut Object) -> bool {
    match filter {
        Filter::And(one, other) => described(one, new) && described(other, new),
        Filter::Compare(path, Op::Eq, value) => {
            new.insert(path.attribute.name.clone(), value.clone());
            true
        }
        _ => false,
    }
}

#[cfg(test)]
#[path = "patch_tests.rs"]
mod tests;
