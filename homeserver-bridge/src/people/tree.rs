//! The tree of organisations and units, with how many visible people each has.

use std::collections::BTreeMap;

use bridge_api::people::{OrganisationHit, OrganisationNode, OrganisationsResponse, UnitHit, UnitNode};
use bridge_api::{OrganisationId, ServerName};

use super::index::UNIT_SEPARATOR;
use super::refresh;
use super::words::{self, Word};
use crate::actor::UserActor;
use crate::app::App;
use crate::config::OrganisationConfig;
use crate::error::Problem;

/// The most units, and organisations, of one answer.
const HITS: usize = 8;

/// All organisations, in the order of the configuration.
#[derive(Debug, Default)]
pub(super) struct Units {
    organisations: Vec<Branch>,
}

#[derive(Debug)]
struct Branch {
    id: OrganisationId,
    name: String,
    server_name: ServerName,
    node: Node,
}

#[derive(Debug, Default)]
struct Node {
    people: u32,
    below: BTreeMap<String, Node>,
}

/// The tree; nothing for people from outside the administration.
///
/// # Errors
/// If the database fails.
pub async fn organisations(app: &App, caller: &UserActor) -> Result<OrganisationsResponse, Problem> {
    if caller.is_external() {
        return Ok(OrganisationsResponse::default());
    }
    Ok(refresh::current(app).await?.units.all())
}

impl Units {
    pub(super) fn new(organisations: &[OrganisationConfig]) -> Self {
        let empty = |o: &OrganisationConfig| Branch {
            id: o.id.clone(),
            name: o.name.clone(),
            server_name: o.homeserver.clone(),
            node: Node::default(),
        };
        Self { organisations: organisations.iter().map(empty).collect() }
    }

    pub(super) fn add(&mut self, organisation: &OrganisationId, unit: &[String], people: u32) {
        let Some(branch) = self.organisations.iter_mut().find(|branch| branch.id == *organisation) else { return };
        let mut node = &mut branch.node;
        node.people += people;
        for part in unit {
            node = node.below.entry(part.clone()).or_default();
            node.people += people;
        }
    }

    fn all(&self) -> OrganisationsResponse {
        fn nodes(below: &BTreeMap<String, Node>) -> Vec<UnitNode> {
            let node = |(name, node): (&String, &Node)| UnitNode {
                name: name.clone(),
                people: node.people,
                units: nodes(&node.below),
            };
            below.iter().map(node).collect()
        }
        let organisation = |branch: &Branch| OrganisationNode {
            organisation_id: branch.id.clone(),
            organisation: branch.name.clone(),
            server_name: branch.server_name.clone(),
            people: branch.node.people,
            units: nodes(&branch.node.below),
        };
        OrganisationsResponse { organisations: self.organisations.iter().map(organisation).collect() }
    }

    /// Organisations whose name the words match.
    pub(super) fn organisations_like(&self, words: &[Word]) -> Vec<OrganisationHit> {
        let like = self.organisations.iter().filter(|branch| matches(words, &branch.name));
        let hit = |branch: &Branch| OrganisationHit {
            organisation_id: branch.id.clone(),
            organisation: branch.name.clone(),
            people: branch.node.people,
        };
        like.map(hit).take(HITS).collect()
    }

    /// Units whose own name the words match, the largest first; only of one organisation if one is given.
    pub(super) fn units_like(&self, words: &[Word], only: Option<&OrganisationId>) -> Vec<UnitHit> {
        let mut hits = Vec::new();
        for branch in self.organisations.iter().filter(|branch| only.is_none_or(|only| *only == branch.id)) {
            collect(&branch.node, &mut Vec::new(), &mut |path, people| {
                let own = path.last().copied().unwrap_or_default();
                // The units above may be named too, as when somebody pastes a whole path.
                let named = words.iter().any(|word| matches(std::slice::from_ref(word), own));
                if named && matches(words, &path.join(UNIT_SEPARATOR)) {
                    hits.push(UnitHit {
                        unit: path.join(UNIT_SEPARATOR),
                        organisation: branch.name.clone(),
                        organisation_id: branch.id.clone(),
                        people,
                    });
                }
            });
        }
        hits.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.unit.cmp(&b.unit)));
        hits.truncate(HITS);
        hits
    }
}

fn collect<'a>(node: &'a Node, path: &mut Vec<&'a str>, each: &mut dyn FnMut(&[&'a str], u32)) {
    for (name, below) in &node.below {
        path.push(name);
        each(path, below.people);
        collect(below, path, each);
        path.pop();
    }
}

/// Every word begins a word of the name, or is one letter away from one.
fn matches(words: &[Word], name: &str) -> bool {
    let have = words::indexed(name);
    let like = |wanted: &String| {
        have.iter().any(|word| {
            word.starts_with(wanted.as_str()) || (wanted.chars().count() >= 4 && words::within_one_slip(wanted, word))
        })
    };
    !words.is_empty() && words.iter().all(|word| word.0.iter().any(like))
}
