//! The part of a document that says who wrote it, with what and for how long. What is left of it is an empty part of the
//! same kind, so that nothing in the document points nowhere.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Facts;
use crate::view::HiddenFact;

/// What such a part was.
pub(super) enum Part {
    /// It says nothing.
    Empty,
    /// It said something; this is what is left.
    Told(String, Facts),
}

/// Reads a part; none for what is not understood.
pub(super) fn emptied(xml: &[u8]) -> Option<Part> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).ok()?);
    let mut root: Option<String> = None;
    let mut open: Vec<HiddenFact> = Vec::new();
    let mut facts = Facts::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) if root.is_none() => root = Some(element.to_string()),
            Event::Empty(element) if root.is_none() => root = Some(element.to_string()),
            Event::Start(element) => {
                let fact = fact(element.local_name().as_ref());
                if !element.attributes_raw().trim().is_empty() {
                    facts.insert(fact);
                }
                open.push(fact);
            }
            Event::Empty(element) => {
                if !element.attributes_raw().trim().is_empty() {
                    facts.insert(fact(element.local_name().as_ref()));
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                facts.insert(open.last().copied().unwrap_or(HiddenFact::Other));
            }
            Event::Comment(_) | Event::PI(_) => {
                facts.insert(HiddenFact::Other);
            }
            Event::DocType(_) => return None,
            Event::Decl(_) => {}
            Event::Eof => break,
        }
    }
    let root = root?;
    if facts.is_empty() {
        return Some(Part::Empty);
    }
    let root = root.trim_end();
    Some(Part::Told(format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{root}/>"), facts))
}

fn fact(element: &str) -> HiddenFact {
    match element {
        "creator" | "lastModifiedBy" | "Manager" | "Company" | "initial-creator" | "printed-by" => HiddenFact::Author,
        _ => HiddenFact::Other,
    }
}
