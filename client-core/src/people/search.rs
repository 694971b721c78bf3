//! Finding a colleague by name, post or unit. The bridge ranks; here only equals change places, so that those whom the
//! person already writes to come first among them.

use bridge_api::people::SearchRequest;

use super::convert::{parts_of, person_view};
use super::{rank, written};
use crate::Result;
use crate::messenger::Messenger;
use crate::session::Active;
use crate::text::clean;
use crate::view::{GroupView, PeopleFound, ProblemView, Reach};

const PAGE: u32 = 30;

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
        let request = request(term, organisation, unit, PAGE, 0)?;
        let (found, own) = tokio::join!(
            async { active.front_door.search_people(&active.token()?, &request).await },
            active.own_entry()
        );
        let found = found?;
        let people = found.people.into_iter().map(person_view).collect();
        let people = rank::among_equals(people, &request.term, own.as_ref(), &written::by_person(&active));
        let organisations = found.organisations.into_iter().map(|hit| GroupView {
            organisation_id: hit.organisation_id.to_string(),
            organisation: clean(&hit.organisation),
            unit: String::new(),
            path: Vec::new(),
            people: hit.people,
        });
        let units = found.units.into_iter().map(|hit| GroupView {
            organisation_id: hit.organisation_id.to_string(),
            organisation: clean(&hit.organisation),
            path: parts_of(&hit.unit),
            unit: hit.unit,
            people: hit.people,
        });
        Ok(PeopleFound { people, groups: organisations.chain(units).collect(), more: found.next.is_some() })
    }
}

/// What the bridge is asked; empty filters are none.
pub(crate) fn request(
    term: &str,
    organisation: Option<&str>,
    unit: Option<&str>,
    limit: u32,
    from: u32,
) -> Result<SearchRequest> {
    let given = |text: Option<&str>| text.filter(|text| !text.trim().is_empty()).map(ToOwned::to_owned);
    let organisation = given(organisation).map(|id| id.parse().map_err(|_| ProblemView::NotFound)).transpose()?;
    Ok(SearchRequest {
        term: term.trim().chars().take(200).collect(),
        organisation,
        unit: given(unit),
        limit: Some(limit),
        from: Some(from).filter(|from| *from > 0),
    })
}

impl Active {
    /// The token of the session, for requests that the SDK does not make.
    pub(crate) fn token(&self) -> Result<String> {
        self.client.access_token().ok_or(ProblemView::SignedOut)
    }

    /// The directory's entry of the person here, asked for once; none while it is not known.
    async fn own_entry(&self) -> Option<crate::view::PersonView> {
        let user = self.client.user_id()?;
        let ask = async {
            match self.front_door.person_of_account(&self.token()?, user).await {
                Ok(person) => Ok(Some(person_view(person))),
                Err(ProblemView::NotFound) => Ok(None),
                Err(problem) => Err(problem),
            }
        };
        self.own_entry.get_or_try_init(|| ask).await.ok().cloned().flatten().filter(|own| own.reach == Reach::OnDepesha)
    }
}
