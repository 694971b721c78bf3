//! Hostile files are never clean and never cost more than agreed; ordinary files pass.

use std::sync::Arc;

use bridge_api::scan::Verdict;
use media_scanner::engine::fake::FakeEngine;
use media_scanner::inspect::{Note, Objection, contradicts};
use media_scanner::{InspectionRules, Limits, Policy, Scanner};
use rand::{Rng, SeedableRng};

use crate::hostile;
use crate::ordinary;
use crate::scanner::{scan, settings};
use crate::sealed::seal;

/// What the child process may take beyond what it took before it looked at anything, KiB. The largest file and the
/// largest decoder are in it.
const MEMORY_MOST: u64 = 64 << 10;

fn inspect(rules: &InspectionRules, bytes: &[u8]) -> media_scanner::inspect::Inspection {
    let plain = media_scanner::decrypt::Plain::from_bytes(bytes.to_vec());
    rules.inspect(&plain, &std::env::temp_dir()).expect("memory")
}

#[tokio::test]
async fn hostile_files_are_never_clean_even_if_the_engine_says_so() {
    let dir = tempfile::tempdir().expect("dir");
    let scanner = Scanner::new(Arc::new(FakeEngine::default()), settings(&dir), Arc::new(|| 1_000_000));
    let mut passed = Vec::new();
    for (name, make) in hostile::all() {
        let sealed = seal(&make(), 1);
        let outcome = scan(&scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await;
        if outcome.verdict == Verdict::Clean || outcome.content.is_some() {
            passed.push((name, outcome.type_found));
        }
    }
    assert!(passed.is_empty(), "clean: {passed:?}");
}

/// What is encrypted or compressed in a way of its own looks like noise. It is held back when it begins like something
/// that is refused: with two bytes of one, one file in 65,536 would.
#[test]
fn noise_is_hardly_ever_taken_for_something_else() {
    let rules = InspectionRules::default();
    let mut random = rand::rngs::StdRng::seed_from_u64(7);
    let mut held_back = Vec::new();
    for _ in 0..100_000 {
        let mut bytes = vec![0; 1024];
        random.fill_bytes(&mut bytes);
        let inspection = inspect(&rules, &bytes);
        if inspection.objection.is_some() {
            held_back.push((inspection.type_found, inspection.notes));
        }
    }
    assert!(held_back.len() <= 3, "{held_back:?}");
}

#[test]
fn hostile_files_cost_no_more_than_agreed() {
    let rules = InspectionRules::default();
    for (name, make) in hostile::all() {
        let bytes = make();
        let inspection = inspect(&rules, &bytes);
        assert!(inspection.objection.is_some(), "{name}");
        let (spent, limits) = (inspection.spent, &rules.limits);
        assert!(spent.members <= limits.members + 100_000, "{name}: {spent:?}");
        // One piece may be over the limit when it is noticed.
        let ratio = (bytes.len() as u64 * (limits.ratio + 1)).max(11 << 20);
        assert!(spent.unpacked <= limits.total_bytes.min(ratio) + (1 << 20), "{name}: {spent:?}");
        assert!(spent.work <= 4 * (bytes.len() as u64 + spent.unpacked) + (8 << 20), "{name}: {spent:?}");
    }
}

/// Runs the test below in a process of its own, so that nothing else counts.
#[test]
fn hostile_files_need_little_memory() {
    let program = std::env::current_exe().expect("this program");
    let arguments =
        ["--exact", "inspection::looks_at_all_hostile_files", "--ignored", "--nocapture", "--test-threads=1"];
    let output = std::process::Command::new(program).args(arguments).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let grown = text.lines().find_map(|line| line.split("grown by KiB: ").nth(1)).expect("the child measured");
    let grown: u64 = grown.trim().parse().expect("a number");
    assert!(grown < MEMORY_MOST, "{grown} KiB");
}

#[test]
#[ignore = "run by the test above, alone in its process"]
fn looks_at_all_hostile_files() {
    let before = peak();
    for (_, make) in hostile::all() {
        let _ = inspect(&InspectionRules::default(), &make());
    }
    println!("grown by KiB: {}", peak() - before);
}

/// The most memory that this process ever had, KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a peak");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

#[test]
fn ordinary_files_pass_and_are_what_they_are() {
    let rules = InspectionRules::default();
    for (name, media_type, bytes) in ordinary::all() {
        let found = inspect(&rules, &bytes);
        assert_eq!((found.type_found.as_str(), found.objection), (media_type, None), "{name}: {:?}", found.notes);
        assert!(!contradicts(media_type, &found.type_found), "{name}");
    }
}

#[test]
fn packages_of_programs_are_a_matter_of_policy_alone() {
    let mut permitted = InspectionRules::default();
    let packages = ["application/java-archive", "application/vnd.android.package-archive"];
    permitted.forbidden_types.retain(|forbidden| !packages.contains(&forbidden.as_str()));
    for (name, media_type, bytes) in ordinary::packages() {
        let found = inspect(&InspectionRules::default(), &bytes);
        assert_eq!((found.type_found.as_str(), found.objection), (media_type, Some(Objection::Type)), "{name}");
        let found = inspect(&permitted, &bytes);
        assert_eq!((found.objection, found.notes), (None, vec![]), "{name}");
    }
}

fn made(wanted: &str) -> Vec<u8> {
    let (_, make) = hostile::all().find(|(name, _)| *name == wanted).expect("one of them");
    make()
}

#[test]
fn each_hostile_file_is_refused_for_its_own_reason() {
    use Objection::{Encrypted, Limits as TooMuch, Malformed, Type};
    let rules = InspectionRules::default();
    let cases = [
        ("zip: a hundred archives in each other", TooMuch, Note::TooDeep),
        ("zip: members that share their data (overlap)", TooMuch, Note::BentArchive),
        ("zip: a member of 5 GiB by its claim", TooMuch, Note::TooMuchToUnpack),
        ("zip: a member that is larger than it says", Malformed, Note::BentArchive),
        ("zip: 64 MiB of zeros", TooMuch, Note::TooMuchToUnpack),
        ("zip: a password", Encrypted, Note::EncryptedMember),
        ("zip: 100,000 members", TooMuch, Note::TooManyMembers),
        ("zip: a member that the directory leaves out", Malformed, Note::BentArchive),
        ("zip: something before it", Type, Note::Polyglot),
        ("zip: a program in an archive in an archive", Type, Note::ForbiddenMember),
        ("zip: a script by its name", Type, Note::ForbiddenMember),
        ("gzip: unpacks to itself (quine)", TooMuch, Note::TooDeep),
        ("gzip: 64 MiB of zeros", TooMuch, Note::TooMuchToUnpack),
        ("xz: a dictionary of 4 GiB", TooMuch, Note::TooMuchToUnpack),
        ("zstd: a window of 2 GiB", TooMuch, Note::TooMuchToUnpack),
        ("tar: a sparse member of 8 EiB", TooMuch, Note::TooMuchToUnpack),
        ("7z, that we cannot look into", TooMuch, Note::UnwalkedArchive),
        ("7z: a password", Encrypted, Note::EncryptedMember),
        ("RAR: a password", Encrypted, Note::EncryptedMember),
        ("RAR 5: a password", Encrypted, Note::EncryptedMember),
        ("PDF: encrypted, the name written in another way", Encrypted, Note::EncryptedMember),
        ("PDF: starts a program, in compressed objects", Type, Note::PdfLaunch),
        ("PDF: twenty in each other", TooMuch, Note::TooDeep),
        ("PDF: a program in it", Type, Note::ForbiddenMember),
        ("Office: a password (Excel, the old kind)", Encrypted, Note::EncryptedMember),
        ("Office: macros of Excel 4.0", Type, Note::Macros),
        ("Office: a chain of sectors in circles", Malformed, Note::BentArchive),
        ("Office: a program in an object", Type, Note::ForbiddenMember),
        ("OpenDocument: encrypted", Encrypted, Note::EncryptedMember),
        ("PNG of 60,000 by 60,000", TooMuch, Note::TooManyPixels),
        ("TIFF whose pages go in circles", TooMuch, Note::TooManyPixels),
        ("HEIF of 100,000 by 100,000", TooMuch, Note::TooManyPixels),
        ("JPEG with PHP in its comment", Type, Note::Polyglot),
        ("drawing that fetches", Type, Note::ActiveContent),
    ];
    for (name, objection, note) in cases {
        let found = inspect(&rules, &made(name));
        assert_eq!((found.objection, found.notes.last().copied()), (Some(objection), Some(note)), "{name}");
    }
}

#[test]
fn policies_decide_what_is_seldom_needed() {
    type Set = fn(&mut InspectionRules, Policy);
    let cases: [(&str, Set, Note); 6] = [
        ("Office: macros (the new kind)", |r, p| r.macros = p, Note::Macros),
        ("Office: macros of Excel 4.0", |r, p| r.macros = p, Note::Macros),
        ("OpenDocument: macros", |r, p| r.macros = p, Note::Macros),
        ("PDF: starts a program", |r, p| r.pdf_launch = p, Note::PdfLaunch),
        ("page with a script", |r, p| r.active_content = p, Note::ActiveContent),
        ("7z, that we cannot look into", |r, p| r.unwalked_archives = p, Note::UnwalkedArchive),
    ];
    for (name, set, note) in cases {
        let bytes = made(name);
        for (policy, objects, notes) in
            [(Policy::Block, true, vec![note]), (Policy::Warn, false, vec![note]), (Policy::Allow, false, vec![])]
        {
            let mut rules = InspectionRules::default();
            set(&mut rules, policy);
            let found = inspect(&rules, &bytes);
            assert_eq!((found.objection.is_some(), found.notes), (objects, notes), "{name}: {policy:?}");
        }
    }
}

#[test]
fn templates_from_elsewhere_and_attachments_are_noted() {
    let relations = b"<Relationships><Relationship Type=\"http://a/oleObject\" Target=\"mhtml:http://a.example/x!x\" TargetMode=\"External\"/></Relationships>";
    let part = hostile::zip::Member::deflated("word/_rels/document.xml.rels", relations);
    let found = inspect(&InspectionRules::default(), &hostile::documents::docx(&[part]));
    assert_eq!((found.objection, found.notes), (None, vec![Note::ExternalTemplate]));
    let script = hostile::documents::pdf(&[b"<< /S /JavaScript /JS (x) >>"], "/Names << /EmbeddedFiles 3 0 R >>");
    let found = inspect(&InspectionRules::default(), &script);
    assert_eq!((found.objection, found.notes), (None, vec![Note::PdfJavascript, Note::PdfAttachment]));
}

#[test]
fn tighter_limits_hold_at_once() {
    let archive = ordinary::all().into_iter().find(|(name, _, _)| *name == "archive").expect("there").2;
    let with = |change: fn(&mut Limits)| {
        let mut rules = InspectionRules::default();
        change(&mut rules.limits);
        inspect(&rules, &archive).objection
    };
    assert_eq!(with(|_| {}), None);
    assert_eq!(with(|l| l.depth = 1), Some(Objection::Limits));
    assert_eq!(with(|l| l.members = 2), Some(Objection::Limits));
    assert_eq!(with(|l| l.member_bytes = 100), Some(Objection::Limits));
    assert_eq!(with(|l| l.total_bytes = 500), Some(Objection::Limits));
    assert_eq!(with(|l| l.work_bytes = 1000), Some(Objection::Limits));
    assert_eq!(with(|l| l.time = std::time::Duration::ZERO), Some(Objection::Limits));
}

#[tokio::test]
async fn what_a_sender_declares_counts_against_a_file_and_never_for_it() {
    let dir = tempfile::tempdir().expect("dir");
    let scanner = Scanner::new(Arc::new(FakeEngine::default()), settings(&dir), Arc::new(|| 1_000_000));
    let letter = b"words\n";
    let mut outcome = scan(&scanner, letter, None).await;
    assert!(!outcome.contradicts(Some("text/csv")) && outcome.notes.is_empty());
    assert!(outcome.contradicts(Some("image/png")));
    assert_eq!(outcome.notes, [Note::TypeMismatch]);
    outcome.refuse_type();
    assert_eq!(outcome.verdict, Verdict::TypeForbidden);
    assert!(outcome.content.is_none());
    let again = scan(&scanner, letter, None).await;
    assert_eq!((again.verdict, again.fresh), (Verdict::Clean, false), "it is not remembered for others");
    let mut program = scan(&scanner, b"MZ\x90\0", None).await;
    assert!(!program.contradicts(Some("application/octet-stream")));
    assert_eq!(program.verdict, Verdict::TypeForbidden);
}
