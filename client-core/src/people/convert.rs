//! From the catalogue's entries on the wire to what an interface sees: names cleaned, states as reach.

use bridge_api::people::{Person, PersonState};

use crate::text::clean;
use crate::view::{PersonView, Reach};

/// Between the parts of a unit's path where it stands in one line.
pub(super) const UNIT_SEPARATOR: &str = " / ";

/// A unit's parts, from the one line that older bridges send alone.
pub(super) fn parts_of(unit: &str) -> Vec<String> {
    unit.split(UNIT_SEPARATOR).filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect()
}

/// The entry as it is shown. The parts of the unit stay as they are on the wire: they are sent back to filter by.
pub(crate) fn person_view(person: Person) -> PersonView {
    let unit_path = if person.unit_path.is_empty() { parts_of(&person.unit) } else { person.unit_path };
    PersonView {
        person_id: person.person_id.to_string(),
        reach: match person.state {
            PersonState::Active if person.user_id.is_some() => Reach::OnDepesha,
            PersonState::Active | PersonState::Known | PersonState::Invited => Reach::NotYet,
            PersonState::Suspended | PersonState::Closed => Reach::Unreachable,
        },
        user_id: person.user_id,
        name: clean(&person.name),
        title: clean(&person.title),
        unit: clean(&person.unit),
        unit_path,
        organisation: clean(&person.organisation),
        organisation_id: person.organisation_id.to_string(),
    }
}
