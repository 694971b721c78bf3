//! Finding a colleague by name, post or unit.

use bridge_api::people::{PersonState, SearchRequest};

use crate::Result;
use crate::messenger::Messenger;
use crate::text::clean;
use crate::view::{GroupView, PeopleFound, PersonView, ProblemView, Reach};

impl Messenger {
    /// Searches the catalogue, all organisations or one, everybody or one unit.
    ///
    /// # Errors
    /// [`ProblemView::Unreachable`], [`ProblemView::SlowDown`].
    pub async fn search_people(
        &self,
        term: &str,
        organisation: Option<&str>,
        unit: Option<&str>,
    ) -> Result<PeopleFound> {
        let active = self.active()?;
        let given = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned);
        let organisation = given(organisation).map(|id| id.parse().map_err(|_| ProblemView::NotFound)).transpose()?;
        let request = SearchRequest {
            term: term.trim().chars().take(200).collect(),
            organisation,
            unit: given(unit),
            limit: Some(30),
            from: None,
        };
        let token = active.client.access_token().ok_or(ProblemView::SignedOut)?;
        let found = active.front_door.search_people(&token, &request).await?;
        let people = found.people.into_iter().map(|person| PersonView {
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
            organisation: clean(&person.organisation),
        });
        let organisations = found.organisations.into_iter().map(|hit| GroupView {
            organisation_id: hit.organisation_id.to_string(),
            organisation: clean(&hit.organisation),
            unit: String::new(),
            people: hit.people,
        });
        let units = found.units.into_iter().map(|hit| GroupView {
            organisation_id: hit.organisation_id.to_string(),
            organisation: clean(&hit.organisation),
            unit: hit.unit,
            people: hit.people,
        });
        Ok(PeopleFound {
            people: people.collect(),
            groups: organisations.chain(units).collect(),
            more: found.next.is_some(),
        })
    }
}
