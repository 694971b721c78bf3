//! The plan as text for a reviewer. Names keys and fields, not people: names and addresses stay in the plan file, so
//! that the text may go into a ticket or a log.

use std::fmt::Write;

use crate::apply::Report;
use crate::checks::{Finding, Gravity};
use crate::plan_file::Head;
use crate::planning::SHOWN;
use crate::tally::Tally;

pub mod chapters;

use chapters::{Chapter, Person};

/// The plan: counts, people, findings.
pub fn plan(head: &Head, chapters: &[Chapter], findings: &[Finding]) -> String {
    let mut text = format!("{} people listed, {} changes planned\n\n", head.listed, head.changes);
    text += &table(head);
    for chapter in chapters {
        let lines: Vec<String> = chapter.people.iter().take(SHOWN).map(Person::line).collect();
        section(&mut text, chapter.title, &lines, chapter.total);
    }
    if head.not_yet > 0 {
        let _ = writeln!(text, "\n{} people are listed before their first day and join on it", head.not_yet);
    }
    if head.uncounted > 0 {
        let _ = writeln!(text, "\n{} people are not listed; this reading does not count for them", head.uncounted);
    }
    text + &self::findings(findings)
}

/// The table of counts.
pub fn table(head: &Head) -> String {
    type Column = (&'static str, fn(&Tally) -> usize);
    const COLUMNS: [Column; 11] = [
        ("works", |tally| tally.working),
        ("join", |tally| tally.joined),
        ("in", |tally| tally.moved_in),
        ("out", |tally| tally.moved_out),
        ("change", |tally| tally.updated + tally.resumed),
        ("back", |tally| tally.returned),
        ("listed again", |tally| tally.relisted),
        ("suspended", |tally| tally.suspended),
        ("missing", |tally| tally.missing),
        ("leave", |tally| tally.left),
        ("then works", |tally| tally.then_working),
    ];
    let cells = |name: &str, tally: &Tally| -> Vec<String> {
        std::iter::once(name.to_owned()).chain(COLUMNS.iter().map(|(_, count)| count(tally).to_string())).collect()
    };
    let titles = std::iter::once("").chain(COLUMNS.iter().map(|(title, _)| *title));
    let mut rows: Vec<Vec<String>> = vec![titles.map(str::to_owned).collect()];
    for (organisation, tally) in &head.tallies.organisations {
        rows.push(cells(organisation.as_str(), tally));
    }
    let mut total = head.tallies.total();
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

/// The first of `total` lines.
fn section(text: &mut String, title: &str, lines: &[String], total: usize) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}: {total}");
    for line in lines.iter().take(SHOWN) {
        let _ = writeln!(text, "  {line}");
    }
    if total > SHOWN {
        let _ = writeln!(text, "  … and {} more", total - SHOWN);
    }
}

/// The findings, the gravest first.
pub fn findings(findings: &[Finding]) -> String {
    let mut text = String::new();
    for (gravity, title) in
        [(Gravity::Stop, "Stopped"), (Gravity::SetAside, "Set aside (left as they are)"), (Gravity::Note, "Notes")]
    {
        let lines: Vec<String> = findings.iter().filter(|finding| finding.gravity == gravity).map(line).collect();
        section(&mut text, title, &lines, lines.len());
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
    let keys = |keys: &[bridge_api::PersonId]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
    let refused = report.refused.iter().map(|(key, reason)| format!("{key}: {reason}")).collect();
    for (title, lines) in [
        ("Refused by the bridge", refused),
        ("Changed since the plan was made; make and review a new plan", keys(&report.outdated)),
        ("Not found in the catalogue afterwards; make a new plan", keys(&report.not_found)),
    ] {
        section(&mut text, title, &lines, lines.len());
    }
    text
}

#[cfg(test)]
mod tests;
