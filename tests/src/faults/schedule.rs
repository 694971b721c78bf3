//! What happens to four clients, drawn from a seed: the same seed gives the same acts, on every machine and for ever.

use serde::Serialize;

use super::rule::{Fault, Rule, Stage, ToDevice};

/// Who sits at a client. The first two are devices of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Seat {
    /// Makes the rooms; of the first ministry.
    Anna,
    /// Anna's second device.
    AnnaAgain,
    /// Of the second ministry.
    Petro,
    /// Of the second ministry.
    Olena,
    /// A device that comes in the middle.
    New,
}

/// The clients that are there from the beginning.
pub const SEATS: [Seat; 4] = [Seat::Anna, Seat::AnnaAgain, Seat::Petro, Seat::Olena];

/// Where a client is killed: when it has asked this and the server has or has not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Point {
    /// At once, when it has been told to write.
    Begun,
    /// Before a message reaches the server.
    Sending,
    /// After the server has a message.
    Sent,
    /// Before a room key reaches the server.
    RoomKeyQueued,
    /// After the server has a room key.
    RoomKeySent,
    /// After the server has given out one-time keys of others.
    Claimed,
    /// Before the server has its own one-time keys.
    KeysUploading,
    /// After the server has them.
    KeysUploaded,
    /// After the server has put message keys into the backup.
    BackedUp,
    /// After a sync was answered.
    Synced,
}

impl Point {
    const WRITING: [Self; 8] = [
        Self::Begun,
        Self::Sending,
        Self::Sent,
        Self::RoomKeyQueued,
        Self::RoomKeySent,
        Self::Claimed,
        Self::BackedUp,
        Self::Synced,
    ];

    /// The rule that stops the client there; none where the order itself is the moment.
    pub fn rule(self) -> Option<Rule> {
        let (path, stage) = match self {
            Self::Begun => return None,
            Self::Sending => ("/rooms/*/send/", Stage::Before),
            Self::Sent => ("/rooms/*/send/", Stage::After),
            Self::RoomKeyQueued => ("/sendToDevice/", Stage::Before),
            Self::RoomKeySent => ("/sendToDevice/", Stage::After),
            Self::Claimed => ("/keys/claim", Stage::After),
            Self::KeysUploading => ("/keys/upload", Stage::Before),
            Self::KeysUploaded => ("/keys/upload", Stage::After),
            Self::BackedUp => ("/room_keys/keys", Stage::After),
            Self::Synced => ("/sync", Stage::After),
        };
        Some(Rule::new(path, Fault::Hold(stage)))
    }
}

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Act {
    /// Somebody writes so many messages one after the other.
    Write(Seat, u32),
    /// A client is killed.
    Kill(Seat),
    /// Somebody writes, and their client is killed on the way.
    KillAt(Seat, Point),
    /// A killed client is started again.
    Restart(Seat),
    /// From now on the connection of a client is broken in this way.
    Break(Seat, Rule),
    /// The connection of a client is as it should be.
    Mend(Seat),
    /// Somebody leaves the room.
    Leave(Seat),
    /// They are invited and come again.
    Return(Seat),
    /// A person signs in on one more device with the recovery key; killed once on the way, if so.
    NewDevice(Seat, Option<Point>),
    /// Nothing happens for so many milliseconds.
    Pause(u64),
}

/// What happens in one seed, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Schedule {
    /// The seed.
    pub seed: u64,
    /// The acts.
    pub acts: Vec<Act>,
}

/// Splitmix64: small, and the same for ever, which no library promises.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn of<T: Copy>(&mut self, things: &[T]) -> T {
        things[usize::try_from(self.below(things.len() as u64)).unwrap_or(0)]
    }
}

/// What is true while acts are drawn, so that each is possible when its turn comes.
#[derive(Default)]
struct Drawn {
    killed: Vec<Seat>,
    away: Vec<Seat>,
    broken: Vec<Seat>,
    new: bool,
}

impl Schedule {
    /// Draws the acts of a seed.
    pub fn draw(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mut drawn = Drawn::default();
        let count = 8 + dice.below(7);
        let mut acts = Vec::new();
        while acts.len() < usize::try_from(count).unwrap_or(8) {
            acts.extend(drawn.act(&mut dice));
        }
        Self { seed, acts }
    }
}

impl Drawn {
    fn act(&mut self, dice: &mut Dice) -> Option<Act> {
        let seat = dice.of(&SEATS);
        let (alive, inside) = (!self.killed.contains(&seat), !self.away.contains(&seat));
        match dice.below(100) {
            0..30 => (alive && inside).then(|| Act::Write(seat, [1, 1, 1, 2, 3][dice.of(&[0, 1, 2, 3, 4])])),
            30..52 => {
                let point = dice.of(&Point::WRITING);
                (alive && inside).then(|| self.kill(seat, Act::KillAt(seat, point)))
            }
            52..57 => alive.then(|| self.kill(seat, Act::Kill(seat))),
            57..67 => {
                let seat = *self.killed.first()?;
                self.killed.retain(|one| *one != seat);
                Some(Act::Restart(seat))
            }
            67..84 => {
                let rule = fault(dice);
                self.broken.push(seat);
                Some(Act::Break(seat, rule))
            }
            84..89 => {
                let seat = *self.broken.first()?;
                self.broken.retain(|one| *one != seat);
                Some(Act::Mend(seat))
            }
            89..93 => {
                let leaver = dice.of(&[Seat::Petro, Seat::Olena]);
                let fits = !self.killed.contains(&leaver) && !self.away.contains(&leaver);
                fits.then(|| {
                    self.away.push(leaver);
                    Act::Leave(leaver)
                })
            }
            93..95 => {
                let seat = self.away.pop()?;
                // For this, the client and Anna's are brought up and mended.
                self.killed.retain(|one| *one != seat && *one != Seat::Anna);
                Some(Act::Return(seat))
            }
            95..98 => {
                let of = dice.of(&[Seat::Anna, Seat::Petro]);
                let point = dice.of(&[None, Some(Point::KeysUploading), Some(Point::KeysUploaded)]);
                let fits = !self.new && !self.away.contains(&of);
                self.new |= fits;
                fits.then_some(Act::NewDevice(of, point))
            }
            _ => Some(Act::Pause(100 + dice.below(900))),
        }
    }

    fn kill(&mut self, seat: Seat, act: Act) -> Act {
        self.killed.push(seat);
        act
    }
}

/// A way in which a connection is broken.
fn fault(dice: &mut Dice) -> Rule {
    let paths =
        ["", "/sync", "/rooms/*/send/", "/sendToDevice/", "/keys/query", "/keys/claim", "/keys/upload", "/room_keys/"];
    let times = u32::try_from(1 + dice.below(4)).unwrap_or(1);
    let delays = [ToDevice::Reorder, ToDevice::Duplicate, ToDevice::Delay];
    let rule = match dice.below(12) {
        0 | 1 => Rule::new(dice.of(&paths), Fault::DropRequest).times(times),
        2 | 3 => Rule::new(dice.of(&paths), Fault::DropAnswer).times(times),
        4 => Rule::new(dice.of(&paths), Fault::Status(dice.of(&[500, 502, 503, 504]), None)).times(times),
        5 => Rule::new(dice.of(&paths), Fault::Status(429, Some(100 + dice.below(900)))).times(times),
        6 => Rule::new(dice.of(&paths), Fault::CutAnswer).times(times),
        7 => Rule::new(dice.of(&paths[1..]), Fault::Replay).times(times),
        8 => Rule::new(dice.of(&paths), Fault::Delay(200 + dice.below(1200))).times(times),
        9 => Rule::new("/sync", Fault::Hold(dice.of(&[Stage::Before, Stage::After]))),
        _ => Rule::new("/sync", Fault::ToDevice(dice.of(&delays))).times(2 * times),
    };
    // A message is tried four times in one go: what breaks its sending lasts longer, so that the client has to begin again.
    if rule.path == SENDING { rule.times(4 * times + 1) } else { rule }
}

/// Where messages go.
const SENDING: &str = "/rooms/*/send/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_acts_for_ever() {
        let text = |seed| format!("{:?}", Schedule::draw(seed).acts);
        assert_eq!(text(7), text(7));
        assert_ne!(text(7), text(8));
        // A change here changes what the kept seeds mean: then they are to be found anew.
        let mut sum = 0_u64;
        for seed in 0..50 {
            for byte in text(seed).bytes() {
                sum = sum.wrapping_mul(31).wrapping_add(u64::from(byte));
            }
        }
        assert_eq!(sum, 566_111_758_174_626_506, "the drawing of acts has changed");
    }

    #[test]
    fn two_hundred_seeds_hold_every_kind_of_act() {
        let all: String = (0..200).map(|seed| format!("{:?}", Schedule::draw(seed).acts)).collect();
        for kind in
            ["Write(", "Kill(", "KillAt(", "Restart(", "Break(", "Mend(", "Leave(", "Return(", "NewDevice(", "Pause("]
        {
            assert!(all.contains(kind), "no {kind}…)");
        }
        for kind in
            ["DropRequest", "DropAnswer", "Status(429", "Status(5", "CutAnswer", "Replay", "Delay(", "Hold(", "Reorder"]
        {
            assert!(all.contains(kind), "no {kind}");
        }
        for point in Point::WRITING {
            assert!(all.contains(&format!("{point:?}")), "never killed at {point:?}");
        }
    }

    #[test]
    fn nobody_writes_who_is_killed_or_away() {
        for seed in 0..200 {
            let (mut killed, mut away) = (Vec::new(), Vec::new());
            for act in Schedule::draw(seed).acts {
                match act {
                    Act::Write(seat, _) => assert!(!killed.contains(&seat) && !away.contains(&seat), "{seed}"),
                    Act::Kill(seat) | Act::KillAt(seat, _) => {
                        assert!(!killed.contains(&seat), "{seed}");
                        killed.push(seat);
                    }
                    Act::Restart(seat) => killed.retain(|one| *one != seat),
                    Act::Leave(seat) => away.push(seat),
                    Act::Return(seat) => {
                        away.retain(|one| *one != seat);
                        killed.retain(|one| *one != seat && *one != Seat::Anna);
                    }
                    _ => {}
                }
            }
        }
    }
}
