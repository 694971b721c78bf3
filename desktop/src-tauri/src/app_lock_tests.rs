//! The lock of the window, with a clock of its own.

use std::cell::Cell;

use tempfile::TempDir;

use super::*;

const PIN: &str = "482913";

thread_local! {
    static NOW: Cell<u64> = const { Cell::new(1_000_000) };
}

fn later(time: Duration) {
    NOW.with(|now| now.set(now.get() + u64::try_from(time.as_millis()).expect("short")));
}

fn with_pin() -> (TempDir, AppLock) {
    let folder = tempfile::tempdir().expect("folder");
    let lock = again(&folder);
    lock.set(None, Some(PIN), 15).expect("set");
    (folder, lock)
}

/// As a new start of the program finds it.
fn again(folder: &TempDir) -> AppLock {
    AppLock { now_ms: || NOW.with(Cell::get), ..AppLock::of(folder.path()) }
}

#[test]
fn without_a_pin_nothing_is_locked_and_nothing_locks() {
    let folder = tempfile::tempdir().expect("folder");
    let lock = again(&folder);
    assert!(!lock.is_locked());
    assert_eq!((lock.idle_minutes(), lock.shut()), (None, Err(ProblemView::NotFound)));
    assert!(!lock.is_locked());
}

#[test]
fn the_pin_opens_and_a_new_start_is_locked() {
    let (folder, lock) = with_pin();
    assert!(!lock.is_locked(), "who sets a PIN goes on");
    assert_eq!(lock.idle_minutes(), Some(15));
    lock.shut().expect("locked");
    assert_eq!(lock.unlock("482914"), Err(ProblemView::WrongPin));
    assert!(lock.is_locked());
    lock.unlock(PIN).expect("opened");
    assert!(!lock.is_locked());
    let restarted = again(&folder);
    assert!(restarted.is_locked());
    restarted.unlock(PIN).expect("opened");
    let file = std::fs::read_to_string(folder.path().join("lock")).expect("file");
    assert!(!file.contains(PIN) && file.contains("argon2id"));
}

#[test]
fn wrong_tries_cost_time_that_grows_and_outlives_the_program() {
    let (folder, lock) = with_pin();
    lock.shut().expect("locked");
    for _ in 0..2 {
        assert_eq!(lock.unlock("000001"), Err(ProblemView::WrongPin));
    }
    assert_eq!(lock.unlock("000001"), Err(ProblemView::PinWait { seconds: 30 }));
    // Not even the right one, and not after a new start; and waiting tries cost nothing more.
    assert_eq!(again(&folder).unlock(PIN), Err(ProblemView::PinWait { seconds: 30 }));
    later(Duration::from_secs(29));
    assert_eq!(lock.unlock(PIN), Err(ProblemView::PinWait { seconds: 1 }));
    later(Duration::from_secs(1));
    assert_eq!(again(&folder).unlock("000001"), Err(ProblemView::PinWait { seconds: 60 }));
    later(Duration::from_secs(60));
    lock.unlock(PIN).expect("opened");
    assert_eq!(lock.unlock("000001"), Err(ProblemView::WrongPin), "counted from the beginning");
}

#[test]
fn nobody_waits_longer_than_a_quarter_of_an_hour_even_if_the_clock_goes_back() {
    assert_eq!(pause_after(40), LONGEST_WAIT);
    assert_eq!(pause_after(u32::MAX), LONGEST_WAIT);
    let (_folder, lock) = with_pin();
    for _ in 0..3 {
        let _ = lock.unlock("000001");
    }
    NOW.with(|now| now.set(5));
    assert_eq!(lock.unlock(PIN), Err(ProblemView::PinWait { seconds: 900 }));
}

#[test]
fn easy_pins_are_refused_and_leave_the_old_one() {
    let (_folder, lock) = with_pin();
    for weak in ["", "12345", "111111", "123456", "987654", "abcdef", "ааааааа"] {
        assert_eq!(lock.set(Some(PIN), Some(weak), 15), Err(ProblemView::WeakPin), "{weak}");
    }
    for good in ["112233", "482913", "кіт і пес"] {
        assert!(!is_weak(good), "{good}");
    }
    lock.unlock(PIN).expect("the old one");
}

#[test]
fn only_who_knows_the_pin_changes_or_removes_it() {
    let (folder, lock) = with_pin();
    assert_eq!(lock.set(None, Some("739105"), 15), Err(ProblemView::WrongPin));
    assert_eq!(lock.remove("739105"), Err(ProblemView::WrongPin));
    lock.set(Some(PIN), None, 60).expect("another time, the same PIN");
    assert_eq!(lock.idle_minutes(), Some(60));
    lock.set(Some(PIN), Some("739105"), 5).expect("another PIN");
    lock.remove("739105").expect("removed");
    assert!(!again(&folder).is_locked());
}

#[test]
fn a_damaged_file_stays_locked_until_the_session_is_given_up() {
    let (folder, _) = with_pin();
    std::fs::write(folder.path().join("lock"), "{").expect("damaged");
    let lock = again(&folder);
    assert!(lock.is_locked());
    assert_eq!(lock.unlock(PIN), Err(unexpected("the lock")));
    lock.forget().expect("given up");
    assert!(!lock.is_locked() && !again(&folder).is_locked());
}

#[test]
fn the_organisation_says_after_how_long_it_locks_at_the_latest() {
    let (folder, lock) = with_pin();
    assert_eq!(lock.idle_minutes(), Some(15));
    assert_eq!(again(&folder).at_most(Some(5)).idle_minutes(), Some(5));
    assert_eq!(again(&folder).at_most(Some(60)).idle_minutes(), Some(15));
    let without = tempfile::tempdir().expect("folder");
    assert_eq!(again(&without).at_most(Some(5)).idle_minutes(), None);
}
