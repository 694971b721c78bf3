//! The plan as text for a reviewer. Names keys and fields, not people: names and addresses stay in the plan file, so
//! that the text may go into a ticket or a log.

use std::fmt::Write;

use bridge_api::sync::{Change, Employment, Entry};

use crate::apply::Report;
use crate::checks::{Catalogue, Finding, Gravity};
use crate::plan_file::Plan;
use crate::tally::Tally;

/// How many lines a section shows.
const SHOWN: usize = 20;

/// The plan, with what it changes in the rows of the catalogue that it was made against.
pub fn plan(plan: &Plan, catalogue: &Catalogue) -> String {
    let mut text = format!("{} people listed, {} changes planned\n\n", plan.listed, plan.changes.len());
    text += &table(plan);
    let lines = |pick: &dyn Fn(&Change) -> Option<String>| plan.changes.iter().filter_map(pick).collect::<Vec<_>>();
    section(
        &mut text,
        "Leaving (signed out, taken from the catalogue)",
        &lines(&|change| match change {
            Change::Leave { person_id, .. } => Some(person_id.to_string()),
            _ => None,
        }),
    );
    section(
        &mut text,
        "Missing from this reading (nothing happens to them yet)",
        &lines(&|change| match change {
            Change::Missing { person_id, missing_reads } => Some(format!("{person_id}: reading {missing_reads}")),
            _ => None,
        }),
    );
    section(
        &mut text,
        "Changing",
        &lines(&|change| match change {
            Change::Update { entry, .. } => Some(format!("{}: {}", entry.person_id, update(entry, catalogue))),
            _ => None,
        }),
    );
    section(
        &mut text,
        "Joining",
        &lines(&|change| match change {
            Change::Join { entry } => Some(format!("{}: {}", entry.person_id, entry.organisation)),
            _ => None,
        }),
    );
    if plan.not_yet > 0 {
        let _ = writeln!(text, "\n{} people are listed before their first day and join on it", plan.not_yet);
    }
    if plan.uncounted > 0 {
        let _ = writeln!(text, "\n{} people are not listed; this reading does not count for them", plan.uncounted);
    }
    text + &findings(&plan.findings)
}

/// The table of counts.
pub fn table(plan: &Plan) -> String {
    let head = ["", "works", "join", "in", "out", "change", "back", "listed again", "missing", "leave", "then works"];
    let cells = |name: &str, tally: &Tally| -> Vec<String> {
        let counts = [
            tally.working,
            tally.joined,
            tally.moved_in,
            tally.moved_out,
            tally.updated,
            tally.returned,
            tally.relisted,
            tally.missing,
            tally.left,
            tally.working_after(),
        ];
        std::iter::once(name.to_owned()).chain(counts.iter().map(usize::to_string)).collect()
    };
    let mut rows: Vec<Vec<String>> = vec![head.map(str::to_owned).to_vec()];
    for (organisation, tally) in &plan.tallies.organisations {
        rows.push(cells(organisation.as_str(), tally));
    }
    let mut total = plan.tallies.total();
    total.moved_out = total.moved_in;
    rows.push(cells("total", &total));
    aligned(&rows)
}

fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let _ = if at == 0 {
                write!(line, "{cell:<width$}", width = widths[at])
            } else {
                write!(line, "  {cell:>width$}", width = widths[at])
            };
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

fn section(text: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}: {}", lines.len());
    for line in lines.iter().take(SHOWN) {
        let _ = writeln!(text, "  {line}");
    }
    if lines.len() > SHOWN {
        let _ = writeln!(text, "  … and {} more, all of them in the plan file", lines.len() - SHOWN);
    }
}

fn update(entry: &Entry, catalogue: &Catalogue) -> String {
    let Some(row) = catalogue.get(&entry.person_id) else { return "new".to_owned() };
    let was = &row.entry;
    let mut parts = Vec::new();
    if row.employment != Employment::Working {
        parts.push("comes back".to_owned());
    }
    if was.organisation != entry.organisation {
        parts.push(format!("moves {} → {}", was.organisation, entry.organisation));
    }
    let fields = [
        ("given name", was.given_name != entry.given_name),
        ("family name", was.family_name != entry.family_name),
        ("email", was.email != entry.email),
        ("unit", was.unit != entry.unit),
        ("title", was.title != entry.title),
        ("phone", was.phone != entry.phone),
        ("first day", was.starts_on != entry.starts_on),
        ("last day", was.ends_on != entry.ends_on),
        (if entry.protected { "becomes protected" } else { "no longer protected" }, was.protected != entry.protected),
    ];
    parts.extend(fields.iter().filter(|(_, differs)| *differs).map(|(field, _)| (*field).to_owned()));
    if parts.is_empty() { "listed again".to_owned() } else { parts.join(", ") }
}

/// The findings, the gravest first.
pub fn findings(findings: &[Finding]) -> String {
    let mut text = String::new();
    for (gravity, title) in
        [(Gravity::Stop, "Stopped"), (Gravity::SetAside, "Set aside (left as they are)"), (Gravity::Note, "Notes")]
    {
        let lines: Vec<String> = findings.iter().filter(|finding| finding.gravity == gravity).map(line).collect();
        section(&mut text, title, &lines);
    }
    text
}

fn line(finding: &Finding) -> String {
    match &finding.person_id {
        Some(key) => format!("{}, {key}: {}: {}", finding.place, finding.check, finding.text),
        None => format!("{}: {}: {}", finding.place, finding.check, finding.text),
    }
}

/// What applying came to.
pub fn report(report: &Report) -> String {
    let mut text = format!("{} changes applied, {} had been applied before\n", report.applied, report.already);
    if !report.counts.is_empty() {
        let mut rows = vec![["", "before", "now"].map(str::to_owned).to_vec()];
        for (organisation, (before, after)) in &report.counts {
            rows.push(vec![organisation.to_string(), before.to_string(), after.to_string()]);
        }
        let _ = write!(text, "\nPeople working, counted again in the catalogue:\n{}", aligned(&rows));
    }
    let refused: Vec<String> = report.refused.iter().map(|(key, reason)| format!("{key}: {reason}")).collect();
    section(&mut text, "Refused by the bridge", &refused);
    let keys = |keys: &[bridge_api::PersonId]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
    section(&mut text, "Changed since the plan was made; make and review a new plan", &keys(&report.outdated));
    section(&mut text, "Not found in the catalogue afterwards; make a new plan", &keys(&report.not_found));
    text
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
