//! Inviting people by a pasted list: work addresses or names, each line answered. A name is taken only if exactly one
//! person bears it: a guess would let somebody read what was meant for another.

use matrix_sdk::ruma::UserId;
use matrix_sdk::{Room, RoomMemberships};

use crate::Result;
use crate::messenger::Messenger;
use crate::people::{patiently, person_view, search_request, words};
use crate::rooms::meet::meet;
use crate::session::Active;
use crate::text::{clean, person_name};
use crate::view::{InviteLine, InviteOutcome, PersonView, Reach};

/// The most lines that are read at once.
const MOST: usize = 100;
/// As many people of one name are looked at.
const NAMESAKES: u32 = 50;

impl Messenger {
    /// Invites whom the lines mean; answers each line that is not empty, in order, at most a hundred.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`] without the room.
    pub async fn invite_lines(&self, room_id: &str, lines: &[String]) -> Result<Vec<InviteLine>> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let mut answers = Vec::new();
        for line in lines.iter().map(|line| clean(line)).filter(|line| !line.is_empty()).take(MOST) {
            let (name, outcome) = active.invite_line(&room, &line).await;
            answers.push(InviteLine { line, name, outcome });
        }
        Ok(answers)
    }
}

impl Active {
    async fn invite_line(&self, room: &Room, line: &str) -> (String, InviteOutcome) {
        let wanted = Wanted::of(line);
        let ask = || async {
            let request = search_request(&wanted.term, None, None, NAMESAKES, 0)?;
            self.front_door.search_people(&self.token()?, &request).await
        };
        let found = match patiently(ask).await {
            Ok(found) => {
                found.people.into_iter().map(person_view).filter(|person| wanted.fits(person)).collect::<Vec<_>>()
            }
            Err(problem) => return (String::new(), InviteOutcome::Failed { problem }),
        };
        let person = match found.as_slice() {
            [] => return (String::new(), InviteOutcome::NotFound),
            [one] => one,
            several => {
                let count = u32::try_from(several.len()).unwrap_or(u32::MAX);
                return (String::new(), InviteOutcome::Several { count });
            }
        };
        (person.name.clone(), self.invite_person_to(room, person).await)
    }

    async fn invite_person_to(&self, room: &Room, person: &PersonView) -> InviteOutcome {
        let user = person.user_id.as_deref().and_then(|id| UserId::parse(id).ok());
        let user = match (person.reach, user) {
            (Reach::OnDepesha, Some(user)) => user,
            (Reach::Unreachable, _) => return InviteOutcome::Unreachable,
            _ => return InviteOutcome::NotYet,
        };
        if user == room.own_user_id() {
            return InviteOutcome::Own;
        }
        let member = room.get_member(&user).await.ok().flatten();
        if member.is_some_and(|member| RoomMemberships::ACTIVE.matches(member.membership())) {
            return InviteOutcome::AlreadyThere;
        }
        match patiently(|| self.invite_to(room.room_id().as_str(), &user)).await {
            Ok(()) => {
                meet(&self.client, &user).await;
                InviteOutcome::Invited
            }
            Err(problem) => InviteOutcome::Failed { problem },
        }
    }
}

/// Whom a line means.
struct Wanted {
    term: String,
    /// The words of the name; none for an address.
    name: Option<Vec<String>>,
    organisation: String,
}

impl Wanted {
    /// An address, alone or as mail programs write it (`Name <address>`), or a name, with the organisation in brackets if
    /// it matters.
    fn of(line: &str) -> Self {
        let line = line.trim_end_matches([',', ';']).trim();
        if line.contains('@') {
            let address = line.rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>')).unwrap_or(line);
            return Self { term: address.trim().to_owned(), name: None, organisation: String::new() };
        }
        let person = person_name(Some(line), line);
        Self { name: Some(sorted(&person.name)), organisation: person.organisation, term: person.name }
    }

    /// The catalogue finds by beginnings and forgives slips; whoever is invited must be meant.
    fn fits(&self, person: &PersonView) -> bool {
        let named = self.name.as_ref().is_none_or(|name| *name == sorted(&person.name));
        let placed = self.organisation.is_empty() || words(&self.organisation) == words(&person.organisation);
        named && placed
    }
}

/// The words of a name in no order: `KOVALENKO Olena` is `Olena KOVALENKO`.
fn sorted(name: &str) -> Vec<String> {
    let mut words = words(name);
    words.sort();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, organisation: &str) -> PersonView {
        PersonView {
            person_id: "p".into(),
            user_id: None,
            name: name.into(),
            title: String::new(),
            unit: String::new(),
            unit_path: Vec::new(),
            organisation: organisation.into(),
            organisation_id: String::new(),
            reach: Reach::OnDepesha,
        }
    }

    #[test]
    fn a_line_means_whom_it_names_in_full() {
        let garcon = person("Élodie GARÇON-LEFÈVRE", "Finance");
        for line in ["Elodie Garcon-Lefevre", "GARÇON-LEFÈVRE Élodie", "élodie garçon lefèvre [finance];"] {
            assert!(Wanted::of(line).fits(&garcon), "{line}");
        }
        for line in ["Elodie Garcon", "Élodie GARÇON-LEFÈVRE [Interior]", "Eloise Garçon-Lefèvre"] {
            assert!(!Wanted::of(line).fits(&garcon), "{line}");
        }
    }

    #[test]
    fn an_address_is_taken_out_of_what_mail_programs_write() {
        for line in
            ["a.b@gov.example", "Anna B <a.b@gov.example>", "\"B, Anna\" <a.b@gov.example>;", " a.b@gov.example, "]
        {
            let wanted = Wanted::of(line.trim());
            assert_eq!((wanted.term.as_str(), wanted.name), ("a.b@gov.example", None), "{line}");
        }
    }
}
