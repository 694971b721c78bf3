//! Our own look at the content, beside the engine: its real type, and what engines are known to wave through.
//!
//! The type comes from the bytes, never from the sender. Archives are walked by what they claim, and then unpacked as a
//! stream under limits, because claims lie; members are looked at in the same way. This finds no malware; it says what
//! cannot or may not pass. Every walk is bounded in memory, in bytes read, in depth and in time, whatever the input.

mod active;
mod bytes;
mod class;
mod coherent;
mod compressed;
mod image;
mod locked;
mod look;
mod members;
mod notes;
mod ole;
mod pdf;
mod polyglot;
mod rules;
mod scratch;
mod sniff;
mod source;
mod tar;
mod window;
mod zip;

use std::io;
use std::path::Path;

pub use class::contradicts;
pub(crate) use coherent::is_coherent;
pub use look::Spent;
pub use notes::Note;
pub use rules::{InspectionRules, Limits, Policy};

use self::look::{Look, Stop, Walk};
use self::source::View;
use crate::decrypt::Plain;

/// The type of what nothing is known of.
pub const UNKNOWN_TYPE: &str = "application/octet-stream";

/// How much of the beginning tells the type.
const HEAD: usize = 8192;

/// What the look came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The media type by the content; [`UNKNOWN_TYPE`] if nothing is known of it.
    pub type_found: String,
    /// Why it cannot pass, if it cannot.
    pub objection: Option<Objection>,
    /// What was remarked, in the order of finding.
    pub notes: Vec<Note>,
    /// What it cost.
    pub spent: Spent,
}

impl Inspection {
    /// What an inspection came to that broke in the middle: what breaks it does not pass it.
    pub(crate) fn failed() -> Self {
        let (type_found, objection) = (String::new(), Some(Objection::Malformed));
        Self { type_found, objection, notes: Vec::new(), spent: Spent::default() }
    }

    /// Whether looking into it does not end. What only we cannot look into is none: an engine may.
    pub(crate) fn is_bomb(&self) -> bool {
        self.objection == Some(Objection::Limits) && !self.notes.contains(&Note::UnwalkedArchive)
    }
}

/// Why a content cannot pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// Its type, or what it would do when opened, is refused.
    Type,
    /// It is encrypted inside.
    Encrypted,
    /// It would unpack to more than we look through, or we cannot look into it.
    Limits,
    /// It is not what it begins as, or contradicts itself.
    Malformed,
}

impl InspectionRules {
    /// Looks at the content. What it unpacks and what does not fit into memory lies in `scratch`, encrypted and without
    /// a name. Blocks on the disk and computes: run it where that does no harm.
    ///
    /// # Errors
    /// If the content cannot be read or `scratch` cannot be written.
    pub fn inspect(&self, content: &Plain, scratch: &Path) -> io::Result<Inspection> {
        let look = Look::new(self, scratch, content.size());
        let mut type_found = UNKNOWN_TYPE;
        let objection = match examine(View::new(&look, content), &mut type_found) {
            Ok(()) => None,
            Err(Stop::Refused(objection)) => Some(objection),
            Err(Stop::Failed(error)) => return Err(error),
        };
        Ok(look.finish(type_found, objection))
    }
}

/// The media type by the content alone: never that of an office document or another package, which takes a walk.
///
/// # Errors
/// If the content cannot be read.
pub fn media_type_of(content: &Plain) -> io::Result<&'static str> {
    let rules = InspectionRules::default();
    let look = Look::new(&rules, Path::new(""), content.size());
    let view = View::new(&look, content);
    match view.read(0, HEAD).and_then(|head| sniff::media_type(&view, &head)) {
        Ok(found) => Ok(found),
        Err(Stop::Refused(_)) => Ok(UNKNOWN_TYPE),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Looks at one content, at whatever depth. `found` becomes its type as soon as it is known.
fn examine(view: View<'_>, found: &mut &'static str) -> Walk {
    if view.depth > view.look.rules.limits.depth {
        return view.look.refuse(Objection::Limits, Note::TooDeep);
    }
    let head = view.read(0, HEAD)?;
    *found = sniff::media_type(&view, &head)?;
    match *found {
        zip::TYPE => return zip::walk(view, found),
        ole::TYPE => return ole::walk(view, found),
        _ => permit(&view, found)?,
    }
    polyglot::examine(&view, found, &head)?;
    match *found {
        "application/gzip" | "application/x-bzip2" | "application/x-xz" | "application/zstd" => {
            compressed::walk(view, found)
        }
        tar::TYPE => tar::walk(view),
        pdf::TYPE => pdf::walk(view),
        "image/svg+xml" | "text/html" | "multipart/related" | "application/rtf" => active::walk(view, found),
        media_type if class::is_unwalked(media_type) => {
            locked::examine(&view, media_type)?;
            view.look.seen(view.look.rules.unwalked_archives, Objection::Limits, Note::UnwalkedArchive)
        }
        media_type => image::walk(view, media_type),
    }
}

/// Looks at what is in a container; its type does not matter to anybody else.
fn examine_inside(view: View<'_>) -> Walk {
    let mut found = UNKNOWN_TYPE;
    examine(view, &mut found)
}

/// Refuses what is forbidden or not allowed.
fn permit(view: &View<'_>, media_type: &str) -> Walk {
    let rules = view.look.rules;
    let expected = view.programs && class::of(media_type) == class::Class::Program;
    if (rules.forbids(media_type) && !expected) || (!view.part && !rules.allows(media_type)) {
        if view.depth > 0 {
            view.look.note(Note::ForbiddenMember);
        }
        return Err(Stop::Refused(Objection::Type));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
