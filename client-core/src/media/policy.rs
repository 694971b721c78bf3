//! What the scanner would refuse anyway is said before anything is encrypted and uploaded: files that are too large, and
//! files of a kind that is not allowed.
//!
//! The kind comes from the content; for scripts, which are text, also from the name. This is a kindness, not a defence:
//! the scanner looks at the content itself, and further.

use bridge_api::mode::ModeRules;
use bridge_api::well_known::ScannerPolicy;

use crate::Result;
use crate::view::ProblemView;

/// What we refuse before any upload if nobody says.
const FALLBACK_LIMIT: u64 = 100 * 1024 * 1024;

/// Kinds that only the name tells: text that a computer runs, and archives that are programs.
const BY_NAME: [(&str, &str); 19] = [
    ("apk", "application/vnd.android.package-archive"),
    ("bat", "application/x-bat"),
    ("cmd", "application/x-bat"),
    ("desktop", "application/x-desktop"),
    ("hta", "application/hta"),
    ("iso", "application/x-iso9660-image"),
    ("jar", "application/java-archive"),
    ("js", "text/javascript"),
    ("jse", "text/javascript"),
    ("lnk", "application/x-ms-shortcut"),
    ("msi", "application/x-msi"),
    ("one", "application/onenote"),
    ("ps1", "text/x-powershell"),
    ("reg", "application/x-ms-reg"),
    ("url", "application/x-mswinurl"),
    ("vbe", "text/vbscript"),
    ("vbs", "text/vbscript"),
    ("vhd", "application/x-virtual-disk"),
    ("wsf", "application/x-wsf"),
];

/// Whether the file may be sent, as far as can be told here, under the rules of the operating mode. `server_limit` is what
/// the homeserver takes, if it says.
///
/// # Errors
/// [`ProblemView::FileTooLarge`], [`ProblemView::FileTypeForbidden`].
pub(super) fn check(
    policy: Option<&ScannerPolicy>,
    mode: &ModeRules,
    server_limit: Option<u64>,
    name: &str,
    declared: &str,
    bytes: &[u8],
) -> Result<()> {
    let scanner_limit = policy.map_or(FALLBACK_LIMIT, |policy| policy.max_bytes);
    let limit = server_limit.unwrap_or(FALLBACK_LIMIT).min(scanner_limit);
    if bytes.len() as u64 > limit {
        let limit_mib = u32::try_from(limit / (1024 * 1024)).unwrap_or(u32::MAX);
        return Err(ProblemView::FileTooLarge { limit_mib: limit_mib.max(1) });
    }
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    let named = kind_by_name(name);
    let stands_in = |list: &[String], kind: &str| list.iter().any(|one| one == kind);
    let kinds = || found.into_iter().chain(named);
    if named.is_some_and(|kind| !mode.passes_type(kind))
        || found.is_some() && !kinds().chain([declared]).any(|kind| mode.passes_type(kind))
    {
        return Err(ProblemView::FileTypeForbidden);
    }
    let Some(policy) = policy else { return Ok(()) };
    if kinds().any(|kind| stands_in(&policy.forbidden_types, kind)) {
        return Err(ProblemView::FileTypeForbidden);
    }
    // The scanner may know the content by another name than we do; refuse only what no name lets through.
    let allowed = &policy.allowed_types;
    if !allowed.is_empty() && found.is_some() && !kinds().chain([declared]).any(|kind| stands_in(allowed, kind)) {
        return Err(ProblemView::FileTypeForbidden);
    }
    Ok(())
}

fn kind_by_name(name: &str) -> Option<&'static str> {
    let ending = name.rsplit_once('.')?.1.to_lowercase();
    BY_NAME.into_iter().find(|(known, _)| *known == ending).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXE: &[u8] = b"MZ\x90\0\x03\0\0\0";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    fn policy(forbidden: &[&str], allowed: &[&str]) -> ScannerPolicy {
        let owned = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
        ScannerPolicy {
            max_bytes: 3 << 20,
            forbidden_types: owned(forbidden),
            allowed_types: owned(allowed),
            verdict_max_age_ms: 1,
        }
    }

    #[test]
    fn the_smallest_limit_counts_and_is_told() {
        let bytes = vec![b'x'; (3 << 20) + 1];
        let told = |policy: Option<&ScannerPolicy>, server| {
            check(policy, &ModeRules::default(), server, "a.txt", "text/plain", &bytes).err()
        };
        let policy = policy(&[], &[]);
        assert_eq!(told(Some(&policy), None), Some(ProblemView::FileTooLarge { limit_mib: 3 }));
        assert_eq!(told(Some(&policy), Some(1000)), Some(ProblemView::FileTooLarge { limit_mib: 1 }));
        assert_eq!(told(None, Some(2 << 20)), Some(ProblemView::FileTooLarge { limit_mib: 2 }));
        assert_eq!(told(None, None), None);
        assert_eq!(
            check(Some(&policy), &ModeRules::default(), Some(50 << 20), "a.txt", "text/plain", &bytes[1..]),
            Ok(())
        );
    }

    #[test]
    fn a_forbidden_kind_is_known_by_its_content_whatever_it_is_called() {
        let policy = policy(&["application/vnd.microsoft.portable-executable", "text/x-powershell"], &[]);
        let told = |name, declared, bytes| check(Some(&policy), &ModeRules::default(), None, name, declared, bytes);
        assert_eq!(told("report.pdf", "application/pdf", EXE), Err(ProblemView::FileTypeForbidden));
        assert_eq!(told("setup.PS1", "text/plain", b"Get-Item"), Err(ProblemView::FileTypeForbidden));
        assert_eq!(told("notes.txt", "text/plain", b"Get-Item"), Ok(()));
        assert_eq!(told("plan.png", "image/png", PNG), Ok(()));
        assert_eq!(
            check(None, &ModeRules::default(), None, "report.pdf", "application/pdf", EXE),
            Ok(()),
            "no policy, no opinion"
        );
    }

    #[test]
    fn a_list_of_allowed_kinds_refuses_what_stands_under_no_name_in_it() {
        let policy = policy(&[], &["image/png", "application/pdf"]);
        let told = |name, declared, bytes| check(Some(&policy), &ModeRules::default(), None, name, declared, bytes);
        assert_eq!(told("plan.png", "image/png", PNG), Ok(()));
        assert_eq!(told("a.gif", "image/gif", b"GIF89a\0\0"), Err(ProblemView::FileTypeForbidden));
        assert_eq!(told("what.dat", "application/octet-stream", b"\0\x01\x02"), Ok(()), "the scanner decides");
    }

    #[test]
    fn the_operating_mode_cuts_down_what_is_sent() {
        let only = Some(vec!["image/*".to_owned(), "text/plain".to_owned()]);
        let mode = ModeRules { only_file_types: only, ..ModeRules::default() };
        let told = |name, declared, bytes| check(None, &mode, None, name, declared, bytes);
        assert_eq!(told("plan.png", "image/png", PNG), Ok(()));
        assert_eq!(told("pack.zip", "application/zip", b"PK\x03\x04\x14\0"), Err(ProblemView::FileTypeForbidden));
        assert_eq!(told("go.ps1", "text/plain", b"Get-Item"), Err(ProblemView::FileTypeForbidden));
        assert_eq!(told("what.dat", "application/octet-stream", b"\0\x01\x02"), Ok(()), "the scanner decides");
    }
}
