//! Going through the directory: organisations, their units level by level, and the people of one, page by page.

use bridge_api::people::UnitNode;

use super::convert::{UNIT_SEPARATOR, person_view};
use super::search::request;
use crate::Result;
use crate::messenger::Messenger;
use crate::session::Active;
use crate::text::clean;
use crate::view::{BranchView, PeoplePage};

const PAGE: u32 = 50;

impl Messenger {
    /// The organisations, or the units right below one of them or below one of its units.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`] if the tree has never been fetched.
    pub async fn branches(&self, organisation_id: Option<&str>, path: &[String]) -> Result<Vec<BranchView>> {
        let active = self.active()?;
        let tree = active.organisations.tree(&active.front_door, &active.token()?).await?;
        let Some(wanted) = organisation_id else {
            let whole = tree.organisations.iter().map(|node| BranchView {
                organisation_id: node.organisation_id.to_string(),
                organisation: clean(&node.organisation),
                path: Vec::new(),
                name: clean(&node.organisation),
                people: node.people,
                has_units: !node.units.is_empty(),
            });
            return Ok(whole.collect());
        };
        let Some(node) = tree.organisations.iter().find(|node| node.organisation_id.as_str() == wanted) else {
            return Ok(Vec::new());
        };
        let organisation = clean(&node.organisation);
        let below = below(&node.units, path).unwrap_or_default().iter().map(|unit| BranchView {
            organisation_id: wanted.to_owned(),
            organisation: organisation.clone(),
            path: path.iter().cloned().chain([unit.name.clone()]).collect(),
            name: clean(&unit.name),
            people: unit.people,
            has_units: !unit.units.is_empty(),
        });
        Ok(below.collect())
    }

    /// People of an organisation, or of a unit and those below it.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`], [`crate::view::ProblemView::SlowDown`].
    pub async fn people_of(&self, organisation_id: &str, path: &[String], from: u32) -> Result<PeoplePage> {
        self.active()?.page_of(organisation_id, path, from).await
    }
}

impl Active {
    pub(super) async fn page_of(&self, organisation_id: &str, path: &[String], from: u32) -> Result<PeoplePage> {
        let unit = path.join(UNIT_SEPARATOR);
        let request = request("", Some(organisation_id), Some(&unit), PAGE, from)?;
        let found = self.front_door.search_people(&self.token()?, &request).await?;
        Ok(PeoplePage { people: found.people.into_iter().map(person_view).collect(), next: found.next })
    }
}

/// The units right below the one that the path leads to.
fn below<'a>(units: &'a [UnitNode], path: &[String]) -> Option<&'a [UnitNode]> {
    match path {
        [] => Some(units),
        [first, rest @ ..] => below(&units.iter().find(|unit| unit.name == *first)?.units, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_what_is_right_below_it() {
        let leaf = |name: &str| UnitNode { name: name.into(), people: 1, units: Vec::new() };
        let tree =
            [UnitNode { name: "Budget".into(), people: 3, units: vec![leaf("Taxes"), leaf("Debt")] }, leaf("HR")];
        let names = |path: &[&str]| {
            let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
            below(&tree, &path).map(|units| units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>())
        };
        assert_eq!(names(&[]), Some(vec!["Budget", "HR"]));
        assert_eq!(names(&["Budget"]), Some(vec!["Taxes", "Debt"]));
        assert_eq!(names(&["Budget", "Taxes"]), Some(vec![]));
        assert_eq!(names(&["Taxes"]), None);
    }
}
