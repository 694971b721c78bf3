//! When notifications come and what they show: chosen by the person, kept in the data folder, no secret in it.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use client_core::Result;
use client_core::view::ProblemView;
use jiff::{ToSpan, Zoned};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::shell::{lock, replace, unexpected};

/// Where it is kept, in the data folder.
const FILE: &str = "notifications";
/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// When "until tomorrow" is over.
const MORNING: i8 = 8;

/// What a notification shows, the least first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shows {
    /// That there is a message.
    #[default]
    Nothing,
    /// Who has written.
    Sender,
    /// Who has written, and the beginning of it.
    Text,
}

/// Hours without notifications, on some days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct QuietHours {
    pub(crate) on: bool,
    /// The days on which they begin; Monday is 0.
    pub(crate) days: Vec<u8>,
    /// The minute of the day at which they begin.
    pub(crate) from: u16,
    /// The minute at which they end; not later than they begin: on the next day.
    pub(crate) until: u16,
}

/// What the person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub(crate) struct NoticeSettings {
    pub(crate) shows: Shows,
    pub(crate) sound: bool,
    pub(crate) hours: QuietHours,
    /// Nothing comes before that: milliseconds since the Unix epoch.
    #[specta(type = Option<u32>)]
    pub(crate) quiet_until_ms: Option<u64>,
}

impl Default for NoticeSettings {
    fn default() -> Self {
        let hours = QuietHours { on: false, days: (0..7).collect(), from: 19 * 60, until: 7 * 60 };
        Self { shows: Shows::Nothing, sound: true, hours, quiet_until_ms: None }
    }
}

/// For how long it shall be quiet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum QuietFor {
    Hour,
    /// Until tomorrow morning.
    Tomorrow,
    /// It is over.
    Off,
}

/// Why it is quiet now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quiet {
    /// The hours of every week.
    Hours,
    /// Once, until that time.
    Until(u64),
}

impl QuietHours {
    /// Whether they hold at this minute of this day of the week.
    fn hold(&self, day: u8, minute: u16) -> bool {
        let begins = |day: u8| self.days.contains(&day);
        let yesterday = (day + 6) % 7;
        self.on
            && if self.from < self.until {
                begins(day) && (self.from..self.until).contains(&minute)
            } else {
                (begins(day) && minute >= self.from) || (begins(yesterday) && minute < self.until)
            }
    }

    fn is_possible(&self) -> bool {
        self.days.iter().all(|day| *day < 7) && self.from < DAY && self.until < DAY
    }
}

impl NoticeSettings {
    /// Why it is quiet at this time on this computer's clock, if it is.
    pub(crate) fn quiet(&self, now: &Zoned) -> Option<Quiet> {
        let until = self.quiet_until_ms.filter(|until| *until > millis(now));
        let minute = u16::from(now.hour().unsigned_abs()) * 60 + u16::from(now.minute().unsigned_abs());
        let day = now.weekday().to_monday_zero_offset().unsigned_abs();
        until.map(Quiet::Until).or_else(|| self.hours.hold(day, minute).then_some(Quiet::Hours))
    }
}

/// When a quiet time that begins now is over.
fn end_of(wanted: QuietFor, now: &Zoned) -> Option<u64> {
    let end = match wanted {
        QuietFor::Hour => now.checked_add(1.hour()).ok(),
        QuietFor::Tomorrow => now
            .tomorrow()
            .and_then(|next| next.with().hour(MORNING).minute(0).second(0).subsec_nanosecond(0).build())
            .ok(),
        QuietFor::Off => None,
    };
    end.as_ref().map(millis)
}

fn millis(moment: &Zoned) -> u64 {
    u64::try_from(moment.timestamp().as_millisecond()).unwrap_or_default()
}

/// The rules of one data folder.
pub(crate) struct NoticeRules {
    file: PathBuf,
    kept: Mutex<NoticeSettings>,
    /// What notifications show whatever the person chooses.
    locked: Option<Shows>,
    now: fn() -> Zoned,
}

impl NoticeRules {
    /// What cannot be read counts as never chosen: then a notification shows what the organisation presets, or nothing.
    pub(crate) fn of(data_dir: &Path, preset: Option<Shows>, locked: Option<Shows>) -> Self {
        let file = data_dir.join(FILE);
        let read = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<NoticeSettings>(&bytes).ok());
        let usual = || NoticeSettings { shows: preset.unwrap_or_default(), ..NoticeSettings::default() };
        let kept = read.filter(|kept| kept.hours.is_possible()).unwrap_or_else(usual);
        Self { file, kept: Mutex::new(kept), locked, now: Zoned::now }
    }

    /// What holds now; a quiet time that is over is none.
    pub(crate) fn settings(&self) -> NoticeSettings {
        let mut settings = lock(&self.kept).clone();
        settings.shows = self.locked.unwrap_or(settings.shows);
        settings.quiet_until_ms = settings.quiet_until_ms.filter(|until| *until > millis(&(self.now)()));
        settings
    }

    /// Why it is quiet now, if it is.
    pub(crate) fn quiet(&self) -> Option<Quiet> {
        lock(&self.kept).quiet(&(self.now)())
    }

    /// Keeps what the person chose; for how long it is quiet is said by [`NoticeRules::hush`].
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] for days and hours that there are not.
    pub(crate) fn set(&self, wanted: NoticeSettings) -> Result<NoticeSettings> {
        if !wanted.hours.is_possible() {
            return Err(ProblemView::NotFound);
        }
        self.change(|kept| *kept = NoticeSettings { quiet_until_ms: kept.quiet_until_ms, ..wanted })
    }

    /// Begins or ends a quiet time.
    ///
    /// # Errors
    /// If it cannot be kept.
    pub(crate) fn hush(&self, wanted: QuietFor) -> Result<NoticeSettings> {
        let end = end_of(wanted, &(self.now)());
        self.change(|kept| kept.quiet_until_ms = end)
    }

    /// As a whole or not at all.
    fn change(&self, change: impl FnOnce(&mut NoticeSettings)) -> Result<NoticeSettings> {
        let mut kept = lock(&self.kept);
        let mut wanted = kept.clone();
        change(&mut wanted);
        let bytes = serde_json::to_vec(&wanted).map_err(|_| unexpected("the notifications"))?;
        let folder = self.file.parent().unwrap_or(Path::new(""));
        let written = std::fs::create_dir_all(folder).and_then(|()| replace(&self.file, &bytes));
        written.map_err(|_| unexpected("keeping the notifications"))?;
        *kept = wanted;
        drop(kept);
        Ok(self.settings())
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
