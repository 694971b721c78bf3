//! Inviting many: each line is judged and answered for itself, and none stops the others.

use std::collections::HashSet;

use bridge_api::{EmailAddress, OrganisationId, PersonId};

use super::lines::{Line, List, last_day};
use crate::app::App;
use crate::config::OrganisationConfig;
use crate::officers::Session;
use crate::provisioning::{InviteError, full_name, invite};

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The invitation is on its way.
    Invited,
    /// HR knows the address: the person can sign up without one.
    Known,
    /// There is an open invitation.
    Already,
    /// Whoever was invited has signed up.
    Account,
    /// The same address stands further up in the list.
    Twice,
    /// It is no address.
    BadAddress,
    /// No organisation here has this domain.
    ForeignDomain,
    /// The organisation that the line names does not have this domain.
    WrongDomain,
    /// The line names an organisation that is not there.
    UnknownOrganisation,
    /// Several organisations have this domain, and the line names none.
    WhichOrganisation,
    /// The officer does not look after this organisation.
    Outside,
    /// The name is missing or cannot be one.
    BadName,
    /// The line's last day is none, has passed, or is too far ahead.
    BadEnd,
    /// The person's account is on its way out.
    Leaving,
    /// It failed on our side, and nothing was written.
    Failed,
}

impl Outcome {
    /// The word in messages and in the page.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Known => "known",
            Self::Already => "already",
            Self::Account => "account",
            Self::Twice => "twice",
            Self::BadAddress => "bad-address",
            Self::ForeignDomain => "foreign-domain",
            Self::WrongDomain => "wrong-domain",
            Self::UnknownOrganisation => "unknown-organisation",
            Self::WhichOrganisation => "which-organisation",
            Self::Outside => "outside",
            Self::BadName => "bad-name",
            Self::BadEnd => "bad-end",
            Self::Leaving => "leaving",
            Self::Failed => "failed",
        }
    }

    /// Whether there is something left to do for whoever typed the line: it comes back to be corrected or sent again.
    pub fn comes_back(self) -> bool {
        !matches!(self, Self::Invited | Self::Known | Self::Already | Self::Account | Self::Twice)
    }
}

/// The answer to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Where it stands.
    pub number: usize,
    /// The line as it was given.
    pub raw: String,
    /// The address in its canonical form, or what stood in its place.
    pub email: String,
    /// The name, as far as there is one.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Who was invited.
    pub person_id: Option<PersonId>,
}

/// Invites everybody on the list who may be invited; answers every line, in its order. `until_ms` is when the accounts end
/// whose lines name no last day, if not when the configuration says.
pub async fn invite_many(app: &App, officer: &Session, list: &List, until_ms: Option<i64>) -> Vec<Answer> {
    let mut seen = HashSet::new();
    let mut answers = Vec::with_capacity(list.lines.len());
    for line in &list.lines {
        let (email, judged) = judge(app, officer, &seen, line);
        let (outcome, person_id) = match judged {
            Err(outcome) => (outcome, None),
            Ok((address, organisation)) => send(app, officer, line, &address, &organisation.id, until_ms).await,
        };
        if !outcome.comes_back() {
            seen.insert(email.clone());
        }
        let name = full_name(&line.given, &line.family);
        answers.push(Answer { number: line.number, raw: line.raw.clone(), email, name, outcome, person_id });
    }
    answers
}

type Judged<'a> = Result<(EmailAddress, &'a OrganisationConfig), Outcome>;

/// What can be said of a line without asking the database.
fn judge<'a>(app: &'a App, officer: &Session, seen: &HashSet<String>, line: &Line) -> (String, Judged<'a>) {
    let Ok(address) = line.email.parse::<EmailAddress>() else {
        return (line.email.clone(), Err(Outcome::BadAddress));
    };
    let shown = address.as_str().to_owned();
    if seen.contains(&shown) {
        return (shown, Err(Outcome::Twice));
    }
    let judged = organisation(app, line, &address).and_then(|organisation| {
        if officer.scope.covers(organisation.id.as_str()) { Ok(organisation) } else { Err(Outcome::Outside) }
    });
    (shown, judged.map(|organisation| (address, organisation)))
}

/// The organisation that the line names, by key or by name; else the one whose domain it is.
fn organisation<'a>(app: &'a App, line: &Line, address: &EmailAddress) -> Result<&'a OrganisationConfig, Outcome> {
    let has_domain = |one: &&OrganisationConfig| one.domains.iter().any(|rule| rule.covers(address));
    let all = &app.config.organisations;
    let mut owners = all.iter().filter(has_domain);
    if line.organisation.is_empty() {
        return match (owners.next(), owners.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(Outcome::ForeignDomain),
            (Some(_), Some(_)) => Err(Outcome::WhichOrganisation),
        };
    }
    let wanted = line.organisation.to_lowercase();
    let named = all.iter().find(|o| o.id.as_str() == line.organisation || o.name.to_lowercase() == wanted);
    match named {
        Some(one) if has_domain(&one) => Ok(one),
        Some(_) if owners.next().is_none() => Err(Outcome::ForeignDomain),
        Some(_) => Err(Outcome::WrongDomain),
        None => Err(Outcome::UnknownOrganisation),
    }
}

async fn send(
    app: &App,
    officer: &Session,
    line: &Line,
    address: &EmailAddress,
    organisation: &OrganisationId,
    until_ms: Option<i64>,
) -> (Outcome, Option<PersonId>) {
    let (given, family) = (line.given.trim(), line.family.trim());
    if given.is_empty() || family.is_empty() {
        return (Outcome::BadName, None);
    }
    let own = last_day(&line.until);
    if own.is_none() && !line.until.is_empty() {
        return (Outcome::BadEnd, None);
    }
    let outcome = match invite(app, &officer.actor(), address, given, family, organisation, own.or(until_ms)).await {
        Ok(person_id) => return (Outcome::Invited, Some(person_id)),
        Err(InviteError::KnownToHr) => Outcome::Known,
        Err(InviteError::AlreadyInvited) => Outcome::Already,
        Err(InviteError::HasAccount) => Outcome::Account,
        Err(InviteError::Leaving) => Outcome::Leaving,
        Err(InviteError::BadName) => Outcome::BadName,
        Err(InviteError::BadEnd) => Outcome::BadEnd,
        Err(InviteError::WrongDomain) => Outcome::WrongDomain,
        Err(InviteError::UnknownOrganisation) => Outcome::UnknownOrganisation,
        Err(InviteError::Database(cause)) => {
            tracing::error!(%cause, "a line of a list of invitations could not be written");
            Outcome::Failed
        }
    };
    (outcome, None)
}
