//! Fetches what a configuration profile has settled on macOS. The system writes it there, and nobody else can.

use serde_json::{Map, Value};

use super::managed::from_profile;

/// Named after the program's identifier.
const PLACE: &str = "/Library/Managed Preferences/org.depesha.desktop.plist";

/// None without settings; none in it if they cannot be read.
pub(super) fn read() -> Option<Option<Value>> {
    match plist::from_file::<_, Map<String, Value>>(PLACE) {
        Ok(settings) => from_profile(settings).map(Some),
        Err(error) if error.as_io().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) => None,
        Err(_) => Some(None),
    }
}
