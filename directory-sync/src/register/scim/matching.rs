//! Whether a resource meets a filter. Pure; the resource is looked at in the form in which it is shown.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::filter::{Filter, Op, moment};
use super::schema::{AttrPath, Kind};

/// Whether this resource, or value of a list, meets the condition.
pub(super) fn meets(filter: &Filter, object: &Map<String, Value>) -> bool {
    match filter {
        Filter::And(one, other) => meets(one, object) && meets(other, object),
        Filter::Or(one, other) => meets(one, object) || meets(other, object),
        Filter::Not(inner) => !meets(inner, object),
        Filter::Present(path) => values(path, object).iter().any(|value| !is_empty(value)),
        // Not equal is the opposite of equal: also when there is no value, and for a list when none of it is equal.
        Filter::Compare(path, Op::Ne, wanted) => !compare(path, Op::Eq, wanted, object),
        Filter::Compare(path, op, wanted) => compare(path, *op, wanted, object),
        Filter::Any(path, inner) => {
            elements(path, object).iter().any(|element| element.as_object().is_some_and(|one| meets(inner, one)))
        }
    }
}

fn compare(path: &AttrPath, op: Op, wanted: &Value, object: &Map<String, Value>) -> bool {
    let found = values(path, object);
    if wanted.is_null() {
        return found.is_empty();
    }
    found.iter().any(|value| holds(path.leaf(), op, value, wanted))
}

fn holds(kind: &Kind, op: Op, value: &Value, wanted: &Value) -> bool {
    match (kind, value, wanted) {
        (Kind::Boolean, Value::Bool(value), Value::Bool(wanted)) => value == wanted,
        (Kind::Boolean, Value::Bool(value), Value::String(wanted)) => wanted.eq_ignore_ascii_case(&value.to_string()),
        (Kind::Moment, ..) if moment(value).is_some() && moment(wanted).is_some() => {
            ordered(op, moment(value).cmp(&moment(wanted)))
        }
        (Kind::Text { exact: false }, Value::String(value), Value::String(wanted)) => {
            text(op, &value.to_lowercase(), &wanted.to_lowercase())
        }
        (_, Value::String(value), Value::String(wanted)) => text(op, value, wanted),
        _ => false,
    }
}

fn text(op: Op, value: &str, wanted: &str) -> bool {
    match op {
        Op::Contains => value.contains(wanted),
        Op::Starts => value.starts_with(wanted),
        Op::Ends => value.ends_with(wanted),
        _ => ordered(op, value.cmp(wanted)),
    }
}

fn ordered(op: Op, order: Ordering) -> bool {
    match op {
        Op::Eq => order.is_eq(),
        Op::Ne => order.is_ne(),
        Op::Greater => order.is_gt(),
        Op::GreaterEq => order.is_ge(),
        Op::Less => order.is_lt(),
        Op::LessEq => order.is_le(),
        Op::Contains | Op::Starts | Op::Ends => false,
    }
}

/// The values of the attribute itself: those of a list, or the one.
pub(super) fn elements<'o>(path: &AttrPath, object: &'o Map<String, Value>) -> Vec<&'o Value> {
    let base = match &path.container {
        None => object.get(&path.attribute.name),
        Some(urn) => object.get(urn).and_then(|extension| extension.get(&path.attribute.name)),
    };
    match base {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
    }
}

/// All values that a path names; of a list of objects without a sub-attribute the `value` of each.
pub(super) fn values<'o>(path: &AttrPath, object: &'o Map<String, Value>) -> Vec<&'o Value> {
    let deeper = |element: &'o Value| match (&path.sub, element) {
        (Some(sub), element) => element.get(&sub.name),
        (None, Value::Object(one)) if path.attribute.many => one.get("value"),
        (None, element) => Some(element),
    };
    elements(path, object).into_iter().filter_map(deeper).filter(|value| !value.is_null()).collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
