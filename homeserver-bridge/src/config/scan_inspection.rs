//! `[inspection]` of the scanner's configuration: what passes our own inspection, and how far it looks. Whatever is
//! left out keeps a default that authorities can work with.

use std::time::Duration;

use media_scanner::{InspectionRules, Limits, Policy};
use serde::Deserialize;

/// Our own inspection. Policies are `"block"`, `"warn"` (passes, and the security console shows it) and `"allow"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InspectionConfig {
    /// Media types found in the content that are refused; programs, scripts and disk images, if absent.
    pub forbidden_types: Vec<String>,
    /// If not empty, the only media types that are let through.
    pub allowed_types: Vec<String>,
    /// Macros in office documents; block.
    pub macros: Policy,
    /// Office documents that fetch a template or an object from elsewhere; warn.
    pub external_templates: Policy,
    /// PDF with JavaScript; warn.
    pub pdf_javascript: Policy,
    /// PDF that starts a program; block.
    pub pdf_launch: Policy,
    /// PDF with other files in it; warn. The files themselves are looked at in any case.
    pub pdf_attachments: Policy,
    /// HTML, MHTML and SVG with scripts, SVG that fetches from elsewhere; block.
    pub active_content: Policy,
    /// Archives that only the engine can look into (RAR, 7z, CAB and others); block.
    pub unwalked_archives: Policy,
    /// How far it looks.
    pub limits: InspectionLimits,
}

/// How far the inspection looks into one file. Keep sizes at or below those of the engine.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InspectionLimits {
    /// Containers in containers.
    pub depth: u32,
    /// Members of archives, all levels together.
    pub members: u64,
    /// Unpacked bytes of one member.
    pub member_bytes: u64,
    /// Unpacked bytes of all members.
    pub total_bytes: u64,
    /// Unpacked to packed; looked at above 10 MiB.
    pub ratio: u64,
    /// Memory for a decoder's window, bytes.
    pub window_bytes: u64,
    /// Bytes read in all, some more than once.
    pub work_bytes: u64,
    /// Time for one file.
    pub seconds: u64,
    /// Width by height of one picture.
    pub pixels: u64,
    /// Width by height by number of pictures in one file.
    pub pixels_of_all_frames: u64,
}

impl InspectionConfig {
    /// For the inspection itself.
    pub fn rules(&self) -> InspectionRules {
        let limits = &self.limits;
        InspectionRules {
            forbidden_types: self.forbidden_types.clone(),
            allowed_types: self.allowed_types.clone(),
            macros: self.macros,
            external_templates: self.external_templates,
            pdf_javascript: self.pdf_javascript,
            pdf_launch: self.pdf_launch,
            pdf_attachments: self.pdf_attachments,
            active_content: self.active_content,
            unwalked_archives: self.unwalked_archives,
            limits: Limits {
                depth: limits.depth,
                members: limits.members,
                member_bytes: limits.member_bytes,
                total_bytes: limits.total_bytes,
                ratio: limits.ratio,
                window_bytes: limits.window_bytes,
                work_bytes: limits.work_bytes,
                time: Duration::from_secs(limits.seconds),
                pixels: limits.pixels,
                pixels_of_all_frames: limits.pixels_of_all_frames,
            },
        }
    }
}

impl Default for InspectionConfig {
    fn default() -> Self {
        let rules = InspectionRules::default();
        Self {
            forbidden_types: rules.forbidden_types,
            allowed_types: rules.allowed_types,
            macros: rules.macros,
            external_templates: rules.external_templates,
            pdf_javascript: rules.pdf_javascript,
            pdf_launch: rules.pdf_launch,
            pdf_attachments: rules.pdf_attachments,
            active_content: rules.active_content,
            unwalked_archives: rules.unwalked_archives,
            limits: InspectionLimits::default(),
        }
    }
}

impl Default for InspectionLimits {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            depth: limits.depth,
            members: limits.members,
            member_bytes: limits.member_bytes,
            total_bytes: limits.total_bytes,
            ratio: limits.ratio,
            window_bytes: limits.window_bytes,
            work_bytes: limits.work_bytes,
            seconds: limits.time.as_secs(),
            pixels: limits.pixels,
            pixels_of_all_frames: limits.pixels_of_all_frames,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_keeps_its_default_and_a_slip_is_no_setting() {
        let config: InspectionConfig =
            toml::from_str("macros = \"warn\"\nunwalked_archives = \"allow\"\n[limits]\ndepth = 3\nseconds = 5\n")
                .expect("valid");
        let (rules, usual) = (config.rules(), InspectionRules::default());
        assert_eq!((rules.macros, rules.unwalked_archives), (Policy::Warn, Policy::Allow));
        assert_eq!((rules.limits.depth, rules.limits.time), (3, Duration::from_secs(5)));
        assert_eq!((rules.limits.members, rules.pdf_launch), (usual.limits.members, usual.pdf_launch));
        assert!(!rules.forbidden_types.is_empty());
        for slip in ["macro = \"warn\"", "macros = \"maybe\"", "[limits]\ndeep = 3"] {
            assert!(toml::from_str::<InspectionConfig>(slip).is_err(), "{slip}");
        }
    }
}
