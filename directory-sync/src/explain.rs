//! What is known of one person, what a plan would do, and why: for an administrator who was asked. Unlike everything else
//! that this program prints it shows names and addresses, because it was asked for this person by name.

use std::fmt::Write;

use anyhow::Result;
use bridge_api::PersonId;
use bridge_api::sync::{CatalogueRow, Employment, Entry};

use crate::catalogue::Catalogue;
use crate::checks::{Finding, Gravity};
use crate::clock::Now;
use crate::config::Config;
use crate::fingerprint;
use crate::plan::{Kind, Step};
use crate::planning::Made;
use crate::reading::Reading;

/// Everything that can be known.
pub struct Facts<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The register, with everybody's entry.
    pub reading: &'a Reading,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The plan that would be made now, or what stops it.
    pub made: &'a Result<Made, Vec<Finding>>,
    /// The moment.
    pub now: Now,
}

/// The keys of the people who are meant: by key, letter case aside, or by email.
pub fn meant(text: &str, reading: &Reading, catalogue: &Catalogue) -> Vec<PersonId> {
    let mut keys: Vec<&str> = match text.parse::<bridge_api::EmailAddress>() {
        Ok(email) => {
            let mark = fingerprint::email(email.as_str());
            let listed = reading.people().filter(|(_, listed)| listed.email == mark).map(|(row, _)| reading.key(row));
            let known = catalogue.people().filter(|(_, known)| known.email == mark);
            listed.chain(known.map(|(place, _)| catalogue.key(place))).collect()
        }
        Err(_) => {
            let listed = reading.people().map(|(row, _)| reading.key(row));
            let known = catalogue.people().map(|(place, _)| catalogue.key(place));
            let bad = reading.bad.iter().filter_map(|bad| Some(bad.person_id.as_ref()?.as_str()));
            listed.chain(known).chain(bad).filter(|key| key.eq_ignore_ascii_case(text)).collect()
        }
    };
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().filter_map(|key| key.parse().ok()).collect()
}

/// Everything about one person. `held` is the catalogue's row.
///
/// # Errors
/// If the reading cannot be read back.
pub fn person(key: &PersonId, held: Option<&CatalogueRow>, facts: &Facts) -> Result<String> {
    let mut text = format!("{key}\n");
    let rows: Vec<u32> =
        facts.reading.people().map(|(row, _)| row).filter(|row| facts.reading.key(*row) == key.as_str()).collect();
    let mut listed = None;
    for row in &rows {
        let entry = facts.reading.entry(*row)?;
        let _ = writeln!(text, "\nThe register lists the person, {}:\n{}", facts.reading.place(*row)?, fields(&entry));
        listed = Some(entry);
    }
    for bad in facts.reading.bad.iter().filter(|bad| bad.person_id.as_ref() == Some(key)) {
        let _ = writeln!(text, "\nThe register lists the person, {}, but:", bad.place);
        bad.reasons.iter().for_each(|reason| text += &format!("  {reason}\n"));
    }
    let is_bad = facts.reading.bad.iter().any(|bad| bad.person_id.as_ref() == Some(key));
    if rows.is_empty() && !is_bad {
        text += "\nThe register does not list the person.\n";
    }
    match held {
        None => text += "\nThe catalogue of this register's organisations does not know the person.\n",
        Some(row) => tell_held(&mut text, row, listed.as_ref(), facts),
    }
    text += "\nA plan made now:\n";
    for reason in verdict(key, held, listed.as_ref(), facts) {
        let _ = writeln!(text, "  {reason}");
    }
    Ok(text)
}

fn fields(entry: &Entry) -> String {
    let named = named(entry);
    let lines = named.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("  {name}: {value}"));
    lines.collect::<Vec<_>>().join("\n")
}

fn named(entry: &Entry) -> [(&'static str, String); 11] {
    let day = |day: &Option<String>| day.clone().unwrap_or_default();
    [
        ("given name", entry.given_name.clone()),
        ("family name", entry.family_name.clone()),
        ("email", entry.email.to_string()),
        ("organisation", entry.organisation.to_string()),
        ("unit", entry.unit.join(" / ")),
        ("title", entry.title.clone()),
        ("phone", entry.phone.clone()),
        ("first day", day(&entry.starts_on)),
        ("last day", day(&entry.ends_on)),
        ("protected", if entry.protected { "yes" } else { "no" }.to_owned()),
        ("state", if entry.state.is_active() { "active" } else { "suspended" }.to_owned()),
    ]
}

fn tell_held(text: &mut String, row: &CatalogueRow, listed: Option<&Entry>, facts: &Facts) {
    let employment = match row.employment {
        Employment::Working => "as working",
        Employment::Suspended => "as suspended by HR",
        Employment::Left => "as having left",
    };
    let _ = writeln!(text, "\nThe catalogue holds the person {employment}.");
    if row.missing_reads > 0 {
        let (missing, most) = (row.missing_reads, facts.config.limits.missing_reads);
        let _ = writeln!(text, "  missing from {missing} readings in a row, of {most} that mean having left");
    }
    if row.locked_from_sync {
        *text += "  an administrator has locked the account from sync\n";
    }
    match listed {
        None => {
            let _ = writeln!(text, "{}", fields(&row.entry));
        }
        Some(entry) if *entry == row.entry => *text += "  every field as in the register\n",
        Some(entry) => {
            for ((name, before), (_, after)) in named(&row.entry).iter().zip(named(entry)) {
                if *before != after {
                    let _ = writeln!(text, "  {name}: {before:?}, in the register {after:?}");
                }
            }
        }
    }
}

/// What the plan does, and why.
fn verdict(key: &PersonId, held: Option<&CatalogueRow>, listed: Option<&Entry>, facts: &Facts) -> Vec<String> {
    let made = match facts.made {
        Ok(made) => made,
        Err(findings) => {
            let stops = findings.iter().filter(|finding| finding.gravity == Gravity::Stop);
            let told = stops.map(|finding| format!("is not possible: {}: {}", finding.check, finding.text));
            return told.chain(about(key, findings)).collect();
        }
    };
    let mut reasons: Vec<String> = about(key, &made.findings).collect();
    let step = made.planned.steps.iter().find(|step| step.key(facts.reading, facts.catalogue) == key.as_str()).copied();
    match step {
        Some(step) => reasons.push(of_step(step, facts)),
        None if reasons.is_empty() => reasons.push(of_none(held, listed, facts)),
        None => {}
    }
    if step.is_some() && !made.brakes.is_empty() {
        reasons.push("but the plan as a whole is stopped by the brakes until administrators approve it".to_owned());
    }
    reasons
}

fn about<'a>(key: &'a PersonId, findings: &'a [Finding]) -> impl Iterator<Item = String> + 'a {
    findings.iter().filter(|finding| finding.person_id.as_ref() == Some(key)).map(|finding| {
        let gravity = if finding.gravity == Gravity::SetAside { "leaves the person as is" } else { "notes" };
        format!("{gravity}: {}: {}", finding.check, finding.text)
    })
}

fn of_step(step: Step, facts: &Facts) -> String {
    let most = facts.config.limits.missing_reads;
    match step.kind(facts.reading, facts.catalogue) {
        Kind::Leaves => {
            let over = step.place().and_then(|place| facts.catalogue.get(place));
            let missing = over.is_some_and(|known| known.missing_reads + 1 >= most);
            if missing {
                format!("signs the person out as having left: it would be reading {most} of {most} without the person")
            } else {
                "signs the person out as having left: the last working day is over in every time zone".to_owned()
            }
        }
        Kind::Missing => {
            let Step::Missing { reads, .. } = step else { return String::new() };
            format!("counts reading {reads} of {most} without the person; nothing else happens yet")
        }
        Kind::Suspended => "suspends the person: HR does not let the person work at present".to_owned(),
        Kind::Returns => {
            "takes the person back who had left; the account opens only when an administrator does it".to_owned()
        }
        Kind::Moves => "moves the person to another organisation".to_owned(),
        Kind::Resumes => "lets the person in again: HR's suspension is over".to_owned(),
        Kind::Changes => "stores what the register says".to_owned(),
        Kind::Relisted => "counts from zero again: the person is listed".to_owned(),
        Kind::Joins => "adds the person".to_owned(),
    }
}

fn of_none(held: Option<&CatalogueRow>, listed: Option<&Entry>, facts: &Facts) -> String {
    let day = |day: Option<&str>| crate::clock::Day::of(day);
    let early = listed.is_some_and(|entry| day(entry.starts_on.as_deref()) > facts.now.today());
    let text = match (listed, held) {
        (Some(_), None) if early => "does nothing yet: the first working day is to come",
        (Some(_), None) => "does nothing: the last working day is over",
        (Some(_), Some(row)) if row.employment == Employment::Left && early => {
            "does nothing yet: the first working day is to come"
        }
        (Some(_), Some(row)) if row.employment == Employment::Left => "does nothing: the last working day is over",
        (Some(_), Some(_)) => "does nothing: the catalogue says what the register says",
        (None, None) => "does nothing",
        (None, Some(row)) if row.employment == Employment::Left => "does nothing: the person has left already",
        (None, Some(row)) if !facts.config.owned().contains(&row.entry.organisation) => {
            "does nothing: the configuration does not name the person's organisation"
        }
        (None, Some(_)) if !facts.reading.knows_everybody() => {
            "does not count the person as missing: the key of some row of the register cannot be read"
        }
        (None, Some(_)) => {
            "does not count the person as missing: the last reading that counted is not limits.missing_interval_hours ago"
        }
    };
    text.to_owned()
}
