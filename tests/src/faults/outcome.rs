//! What did not survive: the four counts, and a sentence for each thing that was counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::protocol::Reading;
use super::schedule::Seat;

/// The counts of one seed or of many.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many seeds.
    pub seeds: u64,
    /// Messages that a client took and that somebody who should have them does not show.
    pub lost: u64,
    /// Messages that somebody shows more than once.
    pub doubled: u64,
    /// Messages that somebody who should have them cannot read.
    pub undecryptable: u64,
    /// Clients that cannot go on, or whose trust has no remedy.
    pub dead_ends: u64,
}

impl Counts {
    /// Whether everything survived.
    pub fn is_clean(&self) -> bool {
        self.lost + self.doubled + self.undecryptable + self.dead_ends == 0
    }

    /// Adds those of another.
    pub fn add(&mut self, other: &Self) {
        self.seeds += other.seeds;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.undecryptable += other.undecryptable;
        self.dead_ends += other.dead_ends;
    }
}

/// What became of a message that somebody was told to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The client said that it has it.
    Yes,
    /// The client said why not.
    Refused,
    /// The client was killed before it said anything: there once or not at all.
    Unknown,
}

/// A message and who should see it.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its words, which no other has.
    pub text: String,
    /// Who wrote it.
    pub by: Seat,
    /// Whether the client took it.
    pub taken: Taken,
    /// Who should see it.
    pub owed: Vec<Seat>,
}

/// The counts of one seed and what was found.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The counts.
    pub counts: Counts,
    /// One sentence each.
    pub findings: Vec<String>,
}

impl Outcome {
    /// A client that cannot go on.
    pub fn dead_end(&mut self, what: String) {
        self.counts.dead_ends += 1;
        self.findings.push(format!("dead end: {what}"));
    }
}

/// What is missing, doubled or not readable when everybody shows this.
pub fn judge(written: &[Written], shown: &BTreeMap<Seat, Reading>) -> Outcome {
    let mut outcome = Outcome::default();
    for message in written {
        let id = shown
            .values()
            .flat_map(|reading| &reading.messages)
            .find_map(|one| if one.text == message.text { one.event_id.clone() } else { None });
        for (seat, reading) in shown {
            let times = reading.messages.iter().filter(|one| one.text == message.text).count();
            let sealed = id.as_ref().is_some_and(|id| reading.undecryptable.iter().any(|(event, _)| event == id));
            let owed = message.taken == Taken::Yes && message.owed.contains(seat);
            let (text, by) = (&message.text, message.by);
            if times > 1 {
                outcome.counts.doubled += 1;
                let same = reading.messages.iter().filter(|one| one.text == message.text);
                let how: Vec<String> = same.map(|one| format!("{} {:?}", one.delivery, one.event_id)).collect();
                outcome.findings.push(format!("doubled: {seat:?} shows {text:?} by {by:?} {times} times: {how:?}"));
            } else if owed && times == 0 && sealed {
                let why = reading.undecryptable.iter().find(|(event, _)| Some(event) == id.as_ref());
                let why = why.map(|(_, why)| why.as_str()).unwrap_or_default();
                outcome.counts.undecryptable += 1;
                outcome.findings.push(format!("undecryptable: {seat:?} cannot read {text:?} by {by:?} ({why})"));
            } else if owed && times == 0 {
                outcome.counts.lost += 1;
                outcome.findings.push(format!("lost: {seat:?} does not show {text:?} by {by:?}"));
            }
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::super::protocol::ReadMessage;
    use super::*;

    fn reading(texts: &[&str], sealed: &[&str]) -> Reading {
        let message = |text: &&str| ReadMessage {
            event_id: Some(format!("${text}")),
            text: (*text).to_owned(),
            sender: "@anna:a.example".to_owned(),
            own: false,
            delivery: "sent".to_owned(),
            warning: None,
        };
        Reading {
            messages: texts.iter().map(message).collect(),
            undecryptable: sealed.iter().map(|text| (format!("${text}"), "key_not_here_yet".to_owned())).collect(),
            complete: true,
        }
    }

    fn written(text: &str, taken: Taken, owed: &[Seat]) -> Written {
        Written { text: text.to_owned(), by: Seat::Anna, taken, owed: owed.to_vec() }
    }

    #[test]
    fn each_kind_of_harm_is_counted_and_what_is_not_owed_is_not() {
        let both = [Seat::Anna, Seat::Petro];
        let all = [
            written("fine", Taken::Yes, &both),
            written("gone", Taken::Yes, &both),
            written("twice", Taken::Unknown, &[]),
            written("sealed", Taken::Yes, &both),
            written("refused", Taken::Refused, &both),
            written("not for petro", Taken::Yes, &[Seat::Anna]),
        ];
        let anna = reading(&["fine", "gone", "twice", "sealed", "not for petro"], &[]);
        let petro = reading(&["fine", "twice", "twice"], &["sealed", "not for petro"]);
        let shown = BTreeMap::from([(Seat::Anna, anna), (Seat::Petro, petro)]);
        let outcome = judge(&all, &shown);
        let counts = Counts { seeds: 0, lost: 1, doubled: 1, undecryptable: 1, dead_ends: 0 };
        assert_eq!(outcome.counts, counts, "{:#?}", outcome.findings);
        assert!(!outcome.counts.is_clean() && judge(&all[..1], &shown).counts.is_clean());
    }
}
