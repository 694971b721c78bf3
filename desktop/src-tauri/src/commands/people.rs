//! The catalogue of people.

use client_core::Result;
use client_core::view::PeopleFound;

use super::Held;

/// Searches the catalogue.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_people(
    shell: Held<'_>,
    term: String,
    organisation: Option<String>,
    unit: Option<String>,
) -> Result<PeopleFound> {
    shell.messenger()?.search_people(&term, organisation.as_deref(), unit.as_deref()).await
}
