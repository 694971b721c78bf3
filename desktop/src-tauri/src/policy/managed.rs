//! What systems that are administered from afar hold in the place of the file: the values that group policy writes into the
//! registry of Windows, and the settings of a configuration profile on macOS. Here they become what the file would hold;
//! `registry` and `profile` fetch them.

use serde_json::{Map, Value};

#[cfg(any(windows, test))]
use super::keys::{self, Kind, Part};

/// Where group policy writes, below the machine's part of the registry. Parts are keys below it.
#[cfg(any(windows, test))]
pub(super) const REGISTRY: &str = r"SOFTWARE\Policies\Depesha";

/// A value of the registry.
#[cfg(any(windows, test))]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    Text(String),
    Number(u32),
    /// Of a kind that no rule has.
    Other,
}

/// The registry's values as the file would hold them; none if there is none. The registry has no yes and no, but 1 and 0.
#[cfg(any(windows, test))]
pub(super) fn from_registry(entries: Vec<(Part, String, Entry)>) -> Option<Value> {
    let mut rules = Map::new();
    for (part, name, entry) in entries {
        let truth = keys::find(part, &name).is_some_and(|key| key.kind == Kind::Truth);
        let value = match entry {
            Entry::Text(text) => Value::from(text),
            Entry::Number(number @ (0 | 1)) if truth => Value::from(number == 1),
            Entry::Number(number) => Value::from(number),
            // No rule may be a list, so that this is found to be wrong.
            Entry::Other => Value::Array(Vec::new()),
        };
        match part.name() {
            None => drop(rules.insert(name, value)),
            Some(part) => {
                let values = rules.entry(part).or_insert_with(|| Value::Object(Map::new()));
                if let Some(values) = values.as_object_mut() {
                    values.insert(name, value);
                }
            }
        }
    }
    (!rules.is_empty()).then_some(Value::Object(rules))
}

/// A profile's settings without what the system itself has written about the profile; none if nothing else is there.
#[cfg(any(target_os = "macos", test))]
pub(super) fn from_profile(mut settings: Map<String, Value>) -> Option<Value> {
    settings.retain(|name, _| !name.starts_with("Payload"));
    (!settings.is_empty()).then_some(Value::Object(settings))
}
