//! The tree of organisations and units, with how many visible people each has: counted in the index whenever that
//! changed, and kept ready.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use bridge_api::people::{OrganisationHit, OrganisationNode, OrganisationsResponse, UnitHit, UnitNode};
use bridge_api::{OrganisationId, ServerName};
use sha2::{Digest, Sha256};
use tantivy::Searcher;
use tantivy::schema::IndexRecordOption;

use super::index::{Fields, PLACE_SEPARATOR, UNIT_SEPARATOR};
use super::refresh;
use super::words::{self, Word};
use crate::actor::UserActor;
use crate::app::App;
use crate::config::{HomeserverConfig, HomeserverRole, OrganisationConfig};
use crate::error::Problem;

/// The most units, and organisations, of one answer.
const HITS: usize = 8;
/// From how many letters on a slip is forgiven.
const FORGIVEN_FROM: usize = 4;

/// All organisations, in the order of the configuration.
#[derive(Debug, Default)]
pub(super) struct Units {
    organisations: Vec<Branch>,
    externals: Vec<ServerName>,
    vocabulary: Arc<Vocabulary>,
    told: OnceLock<Tree>,
}

/// The tree as it is sent.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// JSON of [`OrganisationsResponse`].
    pub json: Arc<str>,
    /// Another one for every other tree.
    pub etag: String,
}

#[derive(Debug)]
struct Branch {
    id: OrganisationId,
    name: String,
    server_name: ServerName,
    words: Arc<[usize]>,
    node: Node,
}

#[derive(Debug, Default)]
struct Node {
    people: u32,
    words: Arc<[usize]>,
    below: BTreeMap<String, Node>,
}

/// The words of units' names: many names, few words.
#[derive(Debug, Default, Clone)]
pub(super) struct Vocabulary {
    words: Vec<String>,
    numbers: HashMap<String, usize>,
    names: HashMap<String, Arc<[usize]>>,
}

impl Vocabulary {
    fn of(this: &mut Arc<Self>, name: &str) -> Arc<[usize]> {
        if let Some(known) = this.names.get(name) {
            return known.clone();
        }
        let own = Arc::make_mut(this);
        let number = |word: String| {
            *own.numbers.entry(word.clone()).or_insert_with(|| {
                own.words.push(word);
                own.words.len() - 1
            })
        };
        let numbers: Arc<[usize]> = words::indexed(name).into_iter().map(number).collect();
        own.names.insert(name.to_owned(), numbers.clone());
        numbers
    }

    /// Which of the words the searched one begins, or is one letter away from.
    fn like(&self, searched: &Word) -> Vec<bool> {
        let like = |word: &String| {
            searched.spellings.iter().any(|wanted| {
                word.starts_with(wanted.as_str())
                    || (wanted.len() >= FORGIVEN_FROM
                        && wanted.len().abs_diff(word.len()) <= 2
                        && wanted.chars().count() >= FORGIVEN_FROM
                        && words::within_one_slip(wanted, word))
            })
        };
        self.words.iter().map(like).collect()
    }
}

/// The tree; only where people from outside come from, for those people.
///
/// # Errors
/// If the database fails.
pub async fn organisations(app: &App, caller: &UserActor) -> Result<Tree, Problem> {
    if caller.is_external() {
        let externals = externals(&app.config.homeservers);
        return Ok(Tree::of(&OrganisationsResponse { organisations: Vec::new(), externals }));
    }
    Ok(refresh::current(app).await?.units.told().clone())
}

/// The homeservers of people from outside.
pub(super) fn externals(homeservers: &[HomeserverConfig]) -> Vec<ServerName> {
    let theirs = homeservers.iter().filter(|homeserver| homeserver.role == HomeserverRole::Externals);
    theirs.map(|homeserver| homeserver.server_name.clone()).collect()
}

impl Tree {
    fn of(answer: &OrganisationsResponse) -> Self {
        let json = serde_json::to_string(answer).unwrap_or_default();
        let etag = format!("\"{}\"", hex::encode(&Sha256::digest(json.as_bytes())[..16]));
        Self { json: json.into(), etag }
    }
}

impl Units {
    pub(super) fn new(organisations: &[OrganisationConfig], vocabulary: &mut Arc<Vocabulary>) -> Self {
        let empty = |o: &OrganisationConfig| Branch {
            id: o.id.clone(),
            name: o.name.clone(),
            server_name: o.homeserver.clone(),
            words: Vocabulary::of(vocabulary, &o.name),
            node: Node::default(),
        };
        let organisations = organisations.iter().map(empty).collect();
        Self { organisations, externals: Vec::new(), vocabulary: vocabulary.clone(), told: OnceLock::new() }
    }

    /// The tree of an index, with its people counted.
    pub(super) fn of(
        searcher: &Searcher,
        fields: Fields,
        organisations: &[OrganisationConfig],
        vocabulary: &mut Arc<Vocabulary>,
    ) -> anyhow::Result<Self> {
        let mut counts: HashMap<String, u32> = HashMap::new();
        for part in searcher.segment_readers() {
            let index = part.inverted_index(fields.within)?;
            let mut places = index.terms().stream()?;
            while places.advance() {
                let people = match part.alive_bitset() {
                    None => places.value().doc_freq,
                    Some(alive) => index
                        .read_postings_from_terminfo(places.value(), IndexRecordOption::Basic)?
                        .doc_freq_given_deletes(alive),
                };
                let place = std::str::from_utf8(places.key())?;
                match counts.get_mut(place) {
                    Some(count) => *count += people,
                    None => drop(counts.insert(place.to_owned(), people)),
                }
            }
        }
        let mut units = Self::new(organisations, vocabulary);
        for (place, people) in counts.into_iter().filter(|(_, people)| *people > 0) {
            units.set(&place, people, vocabulary);
        }
        units.vocabulary = vocabulary.clone();
        Ok(units)
    }

    /// The same, and it tells these homeservers of people from outside.
    pub(super) fn with_externals(self, externals: Vec<ServerName>) -> Self {
        Self { externals, ..self }
    }

    /// How many people a place has, as places are in the index.
    fn set(&mut self, place: &str, people: u32, vocabulary: &mut Arc<Vocabulary>) {
        let mut parts = place.split(PLACE_SEPARATOR);
        let organisation = parts.next().unwrap_or_default();
        let Some(branch) = self.organisations.iter_mut().find(|branch| branch.id.as_str() == organisation) else {
            return;
        };
        let mut node = &mut branch.node;
        for part in parts {
            node = node
                .below
                .entry(part.to_owned())
                .or_insert_with(|| Node { words: Vocabulary::of(vocabulary, part), ..Node::default() });
        }
        node.people = people;
    }

    fn told(&self) -> &Tree {
        self.told.get_or_init(|| Tree::of(&self.all()))
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
        OrganisationsResponse {
            organisations: self.organisations.iter().map(organisation).collect(),
            externals: self.externals.clone(),
        }
    }

    /// The places that an organisation and a unit's path mean, as they are in the index, and how many people they have.
    pub(super) fn places(&self, organisation: Option<&OrganisationId>, unit: Option<&str>) -> (Vec<String>, u32) {
        let (mut places, mut people) = (Vec::new(), 0);
        for branch in self.organisations.iter().filter(|branch| organisation.is_none_or(|only| *only == branch.id)) {
            let Some(unit) = unit else {
                places.push(branch.id.as_str().to_owned());
                people += branch.node.people;
                continue;
            };
            every(&branch.node, &mut |path, node, _| {
                let same = unit.starts_with(path[0]) && path.join(UNIT_SEPARATOR) == unit;
                if same {
                    places.push(place(branch.id.as_str(), path));
                    people += node.people;
                }
            });
        }
        (places, people)
    }

    /// Organisations whose name the words match.
    pub(super) fn organisations_like(&self, words: &[Word]) -> Vec<OrganisationHit> {
        let likes: Vec<Vec<bool>> = words.iter().map(|word| self.vocabulary.like(word)).collect();
        let like = self
            .organisations
            .iter()
            .filter(|branch| !likes.is_empty() && likes.iter().all(|like| branch.words.iter().any(|word| like[*word])));
        let hit = |branch: &Branch| OrganisationHit {
            organisation_id: branch.id.clone(),
            organisation: branch.name.clone(),
            people: branch.node.people,
        };
        like.map(hit).take(HITS).collect()
    }

    /// Units whose own name the words match, the largest first; only of one organisation if one is given.
    pub(super) fn units_like(&self, words: &[Word], only: Option<&OrganisationId>) -> Vec<UnitHit> {
        let likes: Vec<Vec<bool>> = words.iter().map(|word| self.vocabulary.like(word)).collect();
        if likes.is_empty() || likes.iter().any(|like| !like.contains(&true)) {
            return Vec::new();
        }
        let mut hits: Vec<(u32, Vec<&str>, &Branch)> = Vec::new();
        for branch in self.organisations.iter().filter(|branch| only.is_none_or(|only| *only == branch.id)) {
            every(&branch.node, &mut |path, node, above| {
                // The units above may be named too, as when somebody pastes a whole path.
                let own = |like: &Vec<bool>| node.words.iter().any(|word| like[*word]);
                let anywhere = |like: &Vec<bool>| own(like) || above.iter().any(|n| n.words.iter().any(|w| like[*w]));
                if likes.iter().any(own) && likes.iter().all(anywhere) {
                    hits.push((node.people, path.to_vec(), branch));
                }
            });
        }
        hits.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let hit = |(people, path, branch): (u32, Vec<&str>, &Branch)| UnitHit {
            unit: path.join(UNIT_SEPARATOR),
            organisation: branch.name.clone(),
            organisation_id: branch.id.clone(),
            people,
        };
        hits.into_iter().take(HITS).map(hit).collect()
    }
}

/// A unit as it is in the index.
pub(super) fn place<T: AsRef<str>>(organisation: &str, path: &[T]) -> String {
    path.iter().fold(organisation.to_owned(), |mut place, part| {
        place.push(PLACE_SEPARATOR);
        place.push_str(part.as_ref());
        place
    })
}

/// What is called with a unit's path, the unit, and the units above it.
type Each<'e, 'a> = dyn FnMut(&[&'a str], &'a Node, &[&'a Node]) + 'e;

/// Calls `each` with every unit below, the upper ones first.
fn every<'a>(node: &'a Node, each: &mut Each<'_, 'a>) {
    collect(node, &mut Vec::new(), &mut Vec::new(), each);
}

fn collect<'a>(node: &'a Node, path: &mut Vec<&'a str>, above: &mut Vec<&'a Node>, each: &mut Each<'_, 'a>) {
    for (name, unit) in &node.below {
        path.push(name);
        each(path, unit, above);
        above.push(unit);
        collect(unit, path, above, each);
        above.pop();
        path.pop();
    }
}
