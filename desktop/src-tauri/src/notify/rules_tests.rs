//! When a notice is shown, with a sound or at all: quiet hours, conversations, mentions.

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;

/// A Monday is the 23rd.
fn at(day: i8, hour: i8, minute: i8) -> Zoned {
    date(2026, 11, day).at(hour, minute, 0, 0).to_zoned(TimeZone::fixed(jiff::tz::offset(2))).expect("a time")
}

fn hours(days: &[u8], from: u16, until: u16) -> NoticeSettings {
    let hours = QuietHours { on: true, days: days.to_vec(), from: from * 60, until: until * 60 };
    NoticeSettings { hours, ..NoticeSettings::default() }
}

#[test]
fn without_a_choice_nothing_is_shown_and_it_is_never_quiet() {
    let usual = NoticeSettings::default();
    assert_eq!(usual.shows, Shows::Nothing);
    for hour in 0..24 {
        assert_eq!(usual.quiet(&at(23, hour, 0)), None);
    }
}

#[test]
fn hours_hold_on_their_days_from_the_first_minute_to_the_last() {
    let lunch = hours(&[0, 2], 12, 14);
    for (day, hour, minute, quiet) in [
        (23, 12, 0, true),
        (23, 13, 59, true),
        (23, 14, 0, false),
        (23, 11, 59, false),
        (24, 13, 0, false),
        (25, 13, 0, true),
    ] {
        assert_eq!(lunch.quiet(&at(day, hour, minute)).is_some(), quiet, "{day} {hour}:{minute}");
    }
}

#[test]
fn hours_over_midnight_belong_to_the_day_on_which_they_begin() {
    let night = hours(&[0, 6], 19, 7);
    for (day, hour, quiet) in
        [(23, 19, true), (24, 6, true), (24, 7, false), (24, 20, false), (23, 6, true), (22, 18, false), (25, 5, false)]
    {
        assert_eq!(night.quiet(&at(day, hour, 30)).is_some(), quiet && hour != 7, "{day} {hour}");
    }
    let weekend = hours(&[5, 6], 0, 0);
    for (day, quiet) in [(27, false), (28, true), (29, true), (30, false)] {
        assert_eq!(weekend.quiet(&at(day, 15, 0)).is_some(), quiet, "{day}");
    }
}

#[test]
fn a_quiet_time_ends_after_an_hour_or_tomorrow_morning() {
    let now = at(23, 22, 30);
    assert_eq!(end_of(QuietFor::Hour, &now), Some(millis(&at(23, 23, 30))));
    assert_eq!(end_of(QuietFor::Tomorrow, &now), Some(millis(&at(24, 8, 0))));
    assert_eq!(end_of(QuietFor::Off, &now), None);
    let until = millis(&at(23, 23, 30));
    let settings = NoticeSettings { quiet_until_ms: Some(until), ..NoticeSettings::default() };
    assert_eq!(settings.quiet(&now), Some(Quiet::Until(until)));
    assert_eq!(settings.quiet(&at(23, 23, 30)), None);
}

#[test]
fn what_is_chosen_is_kept_over_a_restart_and_nonsense_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    let mut rules = NoticeRules::of(folder.path(), None, None);
    rules.now = || at(23, 22, 30);
    rules.hush(QuietFor::Hour).expect("quiet");
    let wanted = NoticeSettings { shows: Shows::Sender, sound: false, ..hours(&[1], 9, 10) };
    let kept = rules.set(wanted.clone()).expect("kept");
    assert_eq!(kept.quiet_until_ms, Some(millis(&at(23, 23, 30))), "the quiet time goes on");
    let mut again = NoticeRules::of(folder.path(), None, None);
    again.now = rules.now;
    assert_eq!(again.settings(), kept);
    again.now = || at(23, 23, 30);
    assert_eq!(again.settings().quiet_until_ms, None, "it is over");
    for (days, from, until) in [(vec![7], 1, 2), (vec![0], DAY, 2), (vec![0], 1, DAY)] {
        let bad = NoticeSettings { hours: QuietHours { on: true, days, from, until }, ..wanted.clone() };
        assert_eq!(rules.set(bad), Err(ProblemView::NotFound));
    }
    std::fs::write(folder.path().join(FILE), b"{").expect("written");
    assert_eq!(NoticeRules::of(folder.path(), None, None).settings(), NoticeSettings::default());
}

#[test]
fn the_organisation_presets_what_notifications_show_or_locks_it() {
    let folder = tempfile::tempdir().expect("folder");
    let preset = NoticeRules::of(folder.path(), Some(Shows::Sender), None);
    assert_eq!(preset.settings().shows, Shows::Sender);
    let wanted = NoticeSettings { shows: Shows::Text, ..NoticeSettings::default() };
    assert_eq!(preset.set(wanted.clone()).expect("kept").shows, Shows::Text);
    let locked = NoticeRules::of(folder.path(), Some(Shows::Sender), Some(Shows::Nothing));
    assert_eq!(locked.settings().shows, Shows::Nothing);
    assert_eq!(locked.set(wanted).expect("kept").shows, Shows::Nothing);
}
