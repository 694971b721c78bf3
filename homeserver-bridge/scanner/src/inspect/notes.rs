//! What the inspection remarks beside the type: for the security console, not for a verdict alone.

/// A remark. The words are stable; programs and catalogues know them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Note {
    Macros,
    ExternalTemplate,
    PdfJavascript,
    PdfLaunch,
    PdfAttachment,
    ActiveContent,
    UnwalkedArchive,
    Polyglot,
    TypeMismatch,
    ForbiddenMember,
    EncryptedMember,
    TooDeep,
    TooManyMembers,
    TooMuchToUnpack,
    TooManyPixels,
    TooMuchWork,
    BentArchive,
}

impl Note {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Note::Macros => "macros",
            Note::ExternalTemplate => "external_template",
            Note::PdfJavascript => "pdf_javascript",
            Note::PdfLaunch => "pdf_launch",
            Note::PdfAttachment => "pdf_attachment",
            Note::ActiveContent => "active_content",
            Note::UnwalkedArchive => "unwalked_archive",
            Note::Polyglot => "polyglot",
            Note::TypeMismatch => "type_mismatch",
            Note::ForbiddenMember => "forbidden_member",
            Note::EncryptedMember => "encrypted_member",
            Note::TooDeep => "too_deep",
            Note::TooManyMembers => "too_many_members",
            Note::TooMuchToUnpack => "too_much_to_unpack",
            Note::TooManyPixels => "too_many_pixels",
            Note::TooMuchWork => "too_much_work",
            Note::BentArchive => "bent_archive",
        }
    }
}
