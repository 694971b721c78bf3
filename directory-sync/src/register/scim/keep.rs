//! From what a client sent to what we keep: known attributes in our spelling and of the right kind, work addresses and
//! phones alone. Everything else ends here, unread and unwritten.

use serde_json::{Map, Value};

use super::error::ScimError;
use super::schema::{Attribute, Kind, Schemas, find};

/// The longest text of one attribute, in characters.
const LONGEST: usize = 1000;
/// The most values of one list.
const MOST: usize = 20;

/// What we keep of a user.
///
/// # Errors
/// `invalidValue` if an attribute that we keep is not what it should be.
pub(super) fn keep(user: &Map<String, Value>, schemas: &Schemas) -> Result<Map<String, Value>, ScimError> {
    let mut kept = object(user, &schemas.top())?;
    for (urn, attributes) in schemas.extensions() {
        if let Some((_, Value::Object(extension))) = user.iter().find(|(key, _)| key.eq_ignore_ascii_case(urn)) {
            let extension = object(extension, attributes)?;
            if !extension.is_empty() {
                kept.insert(urn.to_owned(), extension.into());
            }
        }
    }
    if !kept.contains_key("userName") {
        return Err(ScimError::value("userName is missing"));
    }
    Ok(kept)
}

/// The attributes of these names.
fn object(given: &Map<String, Value>, attributes: &[Attribute]) -> Result<Map<String, Value>, ScimError> {
    let mut kept = Map::new();
    for (key, value) in given {
        if let Some(attribute) = find(attributes, key)
            && !attribute.read_only
            && let Some(value) = attribute_value(attribute, value)?
        {
            kept.insert(attribute.name.clone(), value);
        }
    }
    Ok(kept)
}

/// The value as we keep it; nothing if it says that there is none, or is nothing that we keep.
///
/// # Errors
/// `invalidValue`.
pub(super) fn attribute_value(attribute: &Attribute, value: &Value) -> Result<Option<Value>, ScimError> {
    if !attribute.many {
        return single(attribute, value);
    }
    let list = match value {
        Value::Array(list) => list.as_slice(),
        // Some clients send the only value of a list by itself.
        one => std::slice::from_ref(one),
    };
    if list.len() > MOST {
        return Err(ScimError::value(format!("{} has more than {MOST} values", attribute.name)));
    }
    let mut kept = Vec::new();
    for one in list {
        kept.extend(single(attribute, one)?.filter(for_work));
    }
    if kept.iter().filter(|one| one.get("primary") == Some(&Value::Bool(true))).count() > 1 {
        return Err(ScimError::value(format!("more than one of {} is primary", attribute.name)));
    }
    Ok((!kept.is_empty()).then_some(Value::Array(kept)))
}

/// Whether this address or phone belongs to the work: its type says so, or it has none.
fn for_work(value: &Value) -> bool {
    let kind = value.get("type").and_then(Value::as_str);
    value.get("value").is_some() && kind.is_none_or(|kind| kind.eq_ignore_ascii_case("work"))
}

/// One value, by itself.
pub(super) fn single(attribute: &Attribute, value: &Value) -> Result<Option<Value>, ScimError> {
    let wrong = |wanted: &str| Err(ScimError::value(format!("{} must be {wanted}", attribute.name)));
    match (&attribute.kind, value) {
        (_, Value::Null) | (Kind::Dropped, _) => Ok(None),
        (Kind::Text { .. } | Kind::Moment, Value::String(text)) => {
            if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
                return wrong("a text of at most 1000 characters, none of them a control character");
            }
            Ok((!text.trim().is_empty()).then(|| text.trim().into()))
        }
        (Kind::Text { .. }, Value::Number(_) | Value::Bool(_)) => Ok(Some(value.to_string().into())),
        (Kind::Text { .. } | Kind::Moment, _) => wrong("a text"),
        (Kind::Boolean, Value::Bool(_)) => Ok(Some(value.clone())),
        // As Entra ID writes it.
        (Kind::Boolean, Value::String(word)) if word.eq_ignore_ascii_case("true") => Ok(Some(true.into())),
        (Kind::Boolean, Value::String(word)) if word.eq_ignore_ascii_case("false") => Ok(Some(false.into())),
        (Kind::Boolean, _) => wrong("true or false"),
        (Kind::Complex(subs), Value::Object(given)) => {
            let kept = object(given, subs)?;
            Ok((!kept.is_empty()).then(|| kept.into()))
        }
        (Kind::Complex(_), _) => wrong("an object"),
    }
}
