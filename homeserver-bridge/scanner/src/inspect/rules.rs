//! What may pass our own inspection, and how far it goes into one content.

use std::time::Duration;

use serde::{Deserialize, Deserializer};

/// What to do with something that is seldom needed and often abused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Refuse the file.
    Block,
    /// Let it pass and note it.
    Warn,
    /// Let it pass and say nothing.
    Allow,
}

/// What may pass. As a text, whatever is left out keeps a default that authorities can work with, and policies are
/// `"block"`, `"warn"` and `"allow"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InspectionRules {
    /// Media types found in the content that are refused, in archives too; programs, scripts and disk images, if absent.
    pub forbidden_types: Vec<String>,
    /// If not empty, the only media types that pass. Parts of a document are not asked for, members of an archive are.
    pub allowed_types: Vec<String>,
    /// Macros in office documents; block.
    pub macros: Policy,
    /// Office documents that fetch a template, a frame or an object from elsewhere when they are
    /// opened; warn.
    pub external_templates: Policy,
    /// PDF with JavaScript, as many forms have it; warn.
    pub pdf_javascript: Policy,
    /// PDF that starts a program; block.
    pub pdf_launch: Policy,
    /// PDF with other files in it, as electronic invoices are; warn. The files themselves are looked at in any case.
    pub pdf_attachments: Policy,
    /// Scripts in pages and drawings (HTML, MHTML, SVG), and drawings that fetch from elsewhere; block.
    pub active_content: Policy,
    /// Archives that only an engine can look into (RAR, 7z, CAB and others); block. Otherwise the engine's word is all
    /// there is.
    pub unwalked_archives: Policy,
    /// How far it goes.
    pub limits: Limits,
}

/// How far the inspection goes into one content, members in members included. Keep the sizes at or below the engine's:
/// an engine that skips what exceeds its own limits calls the rest clean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Containers in containers.
    pub depth: u32,
    /// Members, all levels together.
    pub members: u64,
    /// Unpacked bytes of one member.
    pub member_bytes: u64,
    /// Unpacked bytes of all, all levels together.
    pub total_bytes: u64,
    /// Unpacked to packed; looked at above 10 MiB.
    pub ratio: u64,
    /// Memory for a decoder's window, bytes.
    pub window_bytes: u64,
    /// Bytes that are read in all, some more than once.
    pub work_bytes: u64,
    /// Time for one content; as a text `seconds`.
    #[serde(rename = "seconds", deserialize_with = "seconds")]
    pub time: Duration,
    /// Width by height of one picture.
    pub pixels: u64,
    /// Width by height by number of pictures in one file.
    pub pixels_of_all_frames: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 8,
            members: 10_000,
            member_bytes: 100 << 20,
            total_bytes: 400 << 20,
            ratio: 200,
            window_bytes: 66 << 20,
            work_bytes: 4 << 30,
            time: Duration::from_secs(60),
            pixels: 300_000_000,
            pixels_of_all_frames: 4_000_000_000,
        }
    }
}

fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    u64::deserialize(from).map(Duration::from_secs)
}

/// Programs, what runs at a double click, and images of disks.
const FORBIDDEN: [&str; 33] = [
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/x-mach-binary",
    "application/java",
    "application/java-archive",
    "application/vnd.android.dex",
    "application/vnd.android.package-archive",
    "application/wasm",
    "application/x-shockwave-flash",
    "application/x-google-chrome-extension",
    "application/x-ms-shortcut",
    "application/x-mswinurl",
    "application/x-desktop",
    "application/x-ms-reg",
    "application/x-ms-library",
    "application/x-ms-settings",
    "application/x-msi",
    "application/vnd.ms-htmlhelp",
    "application/hta",
    "application/x-wsf",
    "application/x-bat",
    "text/x-powershell",
    "text/vbscript",
    "text/javascript",
    "application/onenote",
    "application/x-iso9660-image",
    "application/x-udf-image",
    "application/x-virtual-disk",
    "application/x-apple-diskimage",
    "application/x-qemu-disk",
    "application/vnd.debian.binary-package",
    "application/x-rpm",
    "application/vnd.symbian.install",
];

impl Default for InspectionRules {
    /// What an authority can work with: documents, pictures, sound, archives and mail pass; programs, what runs at a
    /// double click, macros and scripts do not.
    fn default() -> Self {
        Self {
            forbidden_types: FORBIDDEN.map(String::from).to_vec(),
            allowed_types: Vec::new(),
            macros: Policy::Block,
            external_templates: Policy::Warn,
            pdf_javascript: Policy::Warn,
            pdf_launch: Policy::Block,
            pdf_attachments: Policy::Warn,
            active_content: Policy::Block,
            unwalked_archives: Policy::Block,
            limits: Limits::default(),
        }
    }
}

impl InspectionRules {
    pub(super) fn forbids(&self, media_type: &str) -> bool {
        self.forbidden_types.iter().any(|t| t == media_type)
    }

    pub(super) fn allows(&self, media_type: &str) -> bool {
        self.allowed_types.is_empty() || self.allowed_types.iter().any(|t| t == media_type)
    }
}
