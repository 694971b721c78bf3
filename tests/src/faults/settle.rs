//! After the last act: all faults are lifted, killed clients start again, everybody says a last word; then, as soon as
//! nothing is missing, or after a while, it is counted.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::outcome::{Outcome, Taken, judge};
use super::play::Play;
use super::protocol::{Command, Reading};
use super::schedule::Seat;

/// How long everything may take to come to rest.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked.
const GLANCE: Duration = Duration::from_millis(300);
/// How long it is looked for in each case what is left, when something is missing.
const CLOSER: Duration = Duration::from_secs(10);
/// How long a client may take to say what it took.
const TAKING: Duration = Duration::from_secs(30);

impl Play<'_> {
    /// Brings everything to rest and counts.
    pub(super) async fn settle(&mut self) {
        for seat in self.crew.seats() {
            if let Ok(client) = self.crew.client(seat) {
                client.proxy.lift_all();
            }
            if let Err(error) = self.crew.restart(seat).await {
                self.outcome.dead_end(format!("{seat:?} does not start again: {error:#}"));
            }
        }
        self.last_words().await;
        let start = Instant::now();
        let found = loop {
            let found = self.look().await;
            if found.counts.is_clean() || start.elapsed() > PATIENCE {
                break found;
            }
            tokio::time::sleep(GLANCE).await;
        };
        self.outcome.counts.add(&found.counts);
        self.outcome.findings.extend(found.findings);
        if !self.outcome.counts.is_clean() {
            self.look_closer().await;
        }
    }

    /// For whoever has to find the fault: what there would be to see after turning away, closing the room, or starting anew.
    async fn look_closer(&mut self) {
        for what in ["turned away", "closed and opened", "started again"] {
            for seat in self.crew.seats() {
                if what == "started again" {
                    let _ = self.crew.kill(seat).await;
                    let _ = self.crew.restart(seat).await;
                } else {
                    let away = Command::LookAway { room: self.room.clone(), closed: what != "turned away" };
                    let _ = self.crew.ask(seat, away).await;
                }
            }
            let start = Instant::now();
            let mut left = self.look().await;
            // A client that does not answer at all takes its time to say so: not more than once in each case.
            while !left.counts.is_clean() && start.elapsed() < CLOSER {
                tokio::time::sleep(GLANCE).await;
                left = self.look().await;
            }
            let left = if left.findings.is_empty() { vec!["nothing".to_owned()] } else { left.findings };
            self.outcome.findings.push(format!("  what is left when all have {what}: {}", left.join("; ")));
        }
    }

    /// Everybody writes once more: a client that refuses everything is at a dead end, and whoever shows the last words has
    /// been told of all that came before. A device that is new may not know the room yet, and is asked again.
    async fn last_words(&mut self) {
        let start = Instant::now();
        let inside = |seat: &Seat| !self.away.iter().any(|away| self.crew.same_person(*away, *seat));
        let mut silent: Vec<Seat> = self.crew.seats().into_iter().filter(inside).collect();
        while !silent.is_empty() && start.elapsed() < PATIENCE {
            silent = self.a_word_of_each(&silent).await;
        }
        for seat in silent {
            self.outcome.dead_end(format!("{seat:?} refuses to write"));
        }
        for (place, _) in std::mem::take(&mut self.pending) {
            let by = self.written[place].by;
            self.outcome.dead_end(format!("{by:?} does not say whether it took a message"));
        }
    }

    /// Each of them writes; answers who was refused.
    async fn a_word_of_each(&mut self, seats: &[Seat]) -> Vec<Seat> {
        let mut places = Vec::new();
        for seat in seats {
            match self.begin_to_write(*seat).await {
                Ok(place) => places.push(place),
                Err(error) => self.outcome.dead_end(format!("{seat:?} cannot write: {error:#}")),
            }
        }
        let waiting: Vec<usize> = self.pending.iter().map(|(place, _)| *place).collect();
        for place in waiting {
            self.hear(place, TAKING).await;
        }
        places.retain(|place| self.written[*place].taken == Taken::Refused);
        places.into_iter().map(|place| self.written[place].by).collect()
    }

    /// How it stands now.
    async fn look(&self) -> Outcome {
        let mut shown: BTreeMap<Seat, Reading> = BTreeMap::new();
        let mut ends = Outcome::default();
        for seat in self.crew.seats() {
            match self.crew.standing(seat).await {
                Ok(standing) if standing.trust == "ready" && standing.connection == "online" => {}
                Ok(standing) => ends.dead_end(format!("{seat:?} is {}, {}", standing.trust, standing.connection)),
                Err(error) => ends.dead_end(format!("{seat:?}: {error:#}")),
            }
            if self.away.iter().any(|away| self.crew.same_person(*away, seat)) {
                continue;
            }
            let read = Command::Read { room: self.room.clone(), whole: true };
            let reading = self.crew.ask(seat, read).await.and_then(super::runner::Answer::get);
            match reading {
                Ok(reading) => drop(shown.insert(seat, reading)),
                Err(error) => ends.dead_end(format!("{seat:?} shows nothing: {error:#}")),
            }
        }
        for (seat, reading) in &shown {
            for message in reading.messages.iter().filter(|one| one.own && one.delivery == "failed") {
                ends.dead_end(format!("{seat:?} has given up on {:?}", message.text));
            }
        }
        let mut found = judge(&self.written, &shown);
        found.counts.add(&ends.counts);
        found.findings.extend(ends.findings);
        found
    }
}
