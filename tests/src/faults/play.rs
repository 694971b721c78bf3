//! Plays a schedule with a crew: each act in turn, then everything is mended, comes to rest, and is counted.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::Result;
use serde::de::DeserializeOwned;

use super::crew::Crew;
use super::outcome::{Outcome, Taken, Written};
use super::protocol::{Command, Reading};
use super::runner::{Answer, Pending};
use super::schedule::{Act, Point, Schedule, Seat};
use crate::until::until;

/// How long an order may take while things are broken, before the next act.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long until a request comes at which somebody is to be killed; some never come.
const WATCH: Duration = Duration::from_secs(2);

/// One seed under way.
pub(super) struct Play<'a> {
    pub(super) crew: &'a mut Crew,
    pub(super) room: String,
    pub(super) seed: u64,
    pub(super) written: Vec<Written>,
    /// Messages whose clients have not said yet whether they took them, by their place in the list.
    pub(super) pending: Vec<(usize, Pending)>,
    /// Who is not in the room now.
    pub(super) away: BTreeSet<Seat>,
    /// Who has been away, and what was written right after their return: whoever shows that knows that they are back.
    returned: BTreeMap<Seat, String>,
    pub(super) outcome: Outcome,
}

/// Plays a schedule. What the system itself cannot do is an error; what a client cannot do is counted.
///
/// # Errors
/// If there is nothing to play with.
pub async fn play(crew: &mut Crew, schedule: &Schedule, say: bool) -> Result<Outcome> {
    let room = crew.meet(&format!("Seed {}", schedule.seed)).await?;
    let mut play = Play {
        crew,
        room,
        seed: schedule.seed,
        written: Vec::new(),
        pending: Vec::new(),
        away: BTreeSet::new(),
        returned: BTreeMap::new(),
        outcome: Outcome::default(),
    };
    play.outcome.counts.seeds = 1;
    let start = Instant::now();
    for act in &schedule.acts {
        if say {
            eprintln!("  {:5.1} {act:?}", start.elapsed().as_secs_f32());
        }
        if let Err(error) = play.act(act).await {
            play.outcome.dead_end(format!("{act:?}: {error:#}"));
        }
    }
    play.settle().await;
    if say {
        eprintln!("  {:5.1} settled", start.elapsed().as_secs_f32());
    }
    play.crew.remove(Seat::New).await;
    Ok(play.outcome)
}

impl Play<'_> {
    async fn act(&mut self, act: &Act) -> Result<()> {
        match act {
            Act::Write(seat, count) => {
                for _ in 0..*count {
                    self.write(*seat).await?;
                }
            }
            Act::Kill(seat) => self.crew.kill(*seat).await?,
            Act::KillAt(seat, point) => self.kill_at(*seat, *point).await?,
            Act::Restart(seat) => self.crew.restart(*seat).await?,
            Act::Break(seat, rule) => {
                self.crew.client(*seat)?.proxy.add(rule.clone());
            }
            Act::Mend(seat) => self.crew.client(*seat)?.proxy.lift_all(),
            Act::Leave(seat) => self.leave(*seat).await?,
            Act::Return(seat) => self.come_back(*seat).await?,
            Act::NewDevice(seat, point) => self.new_device(*seat, *point).await?,
            Act::Pause(millis) => tokio::time::sleep(Duration::from_millis(*millis)).await,
        }
        Ok(())
    }

    /// Who should see what is written now by this client. That somebody has come back is known only to those who show what was
    /// written after it: a list of members may be from before they left.
    async fn owed(&self, by: Seat) -> Vec<Seat> {
        let shown = if self.returned.is_empty() { BTreeSet::new() } else { self.shown(by).await };
        let mut owed = self.crew.seats();
        owed.retain(|seat| {
            let is = |other: &Seat| self.crew.same_person(*seat, *other);
            let unheard = self.returned.iter().any(|(other, mark)| is(other) && !shown.contains(mark));
            !self.away.iter().any(is) && !unheard
        });
        owed
    }

    /// The messages on the screen of a client.
    async fn shown(&self, seat: Seat) -> BTreeSet<String> {
        self.reading(seat).await.messages.into_iter().map(|message| message.text).collect()
    }

    /// What a client has on its screen; nothing if it does not say so soon.
    async fn reading(&self, seat: Seat) -> Reading {
        let read = Command::Read { room: self.room.clone(), whole: false };
        self.answer(seat, read).await.unwrap_or_default()
    }

    /// Who is in the room, as a client shows it; nobody if it does not say so soon.
    async fn members(&self, seat: Seat) -> Vec<String> {
        self.answer(seat, Command::Members { room: self.room.clone() }).await.unwrap_or_default()
    }

    /// What a client answers soon.
    async fn answer<T: DeserializeOwned>(&self, seat: Seat, command: Command) -> Option<T> {
        let pending = self.crew.post(seat, command).ok()?;
        pending.answer_within(PATIENCE).await.ok()?.get().ok()
    }

    /// Tells a client to write; answers the place in the list.
    pub(super) async fn begin_to_write(&mut self, by: Seat) -> Result<usize> {
        let text = format!("seed {} message {} by {by:?}", self.seed, self.written.len() + 1);
        let owed = self.owed(by).await;
        let pending = self.crew.post(by, Command::Send { room: self.room.clone(), text: text.clone() })?;
        self.written.push(Written { text, by, taken: Taken::Unknown, owed });
        let place = self.written.len() - 1;
        self.pending.push((place, pending));
        Ok(place)
    }

    async fn write(&mut self, by: Seat) -> Result<()> {
        let place = self.begin_to_write(by).await?;
        self.hear(place, PATIENCE).await;
        Ok(())
    }

    /// Waits for what a client says of a message.
    pub(super) async fn hear(&mut self, place: usize, patience: Duration) {
        let Some(at) = self.pending.iter().position(|(one, _)| *one == place) else { return };
        let (_, pending) = self.pending.remove(at);
        match pending.answer_within(patience).await {
            Ok(Answer::Done(_)) => self.written[place].taken = Taken::Yes,
            Ok(Answer::Problem(_)) => self.written[place].taken = Taken::Refused,
            Ok(Answer::Gone) => {}
            Err(pending) => self.pending.push((place, pending)),
        }
    }

    async fn kill_at(&mut self, seat: Seat, point: Point) -> Result<()> {
        let rule = point.rule().map(|rule| self.crew.clients.get(&seat).map(|client| client.proxy.add(rule)));
        let place = self.begin_to_write(seat).await?;
        match rule.flatten() {
            Some(rule) => {
                let client = self.crew.client(seat)?;
                // A request that does not come: killed all the same, somewhere else.
                let _ = client.proxy.reached(rule, WATCH).await;
                // What had been said before the kill counts.
                self.hear(place, Duration::from_millis(1)).await;
                self.crew.kill(seat).await?;
                self.crew.client(seat)?.proxy.lift(rule);
            }
            None => {
                if let Some((_, pending)) = self.pending.last_mut() {
                    pending.begun().await;
                }
                self.crew.kill(seat).await?;
            }
        }
        self.hear(place, PATIENCE).await;
        Ok(())
    }

    /// What has not gone when somebody leaves was perhaps never meant for them.
    async fn leave(&mut self, leaver: Seat) -> Result<()> {
        self.crew.client(leaver)?.proxy.lift_all();
        self.crew.restart(leaver).await?;
        let gone = self.gone().await;
        for message in self.written.iter_mut().filter(|message| !gone.contains(&message.text)) {
            message.owed.retain(|seat| !self.crew.same_person(*seat, leaver));
            if message.by == leaver {
                // Whoever leaves gives up what they had not sent, also if their client says only later that it took it.
                message.owed.clear();
            }
        }
        self.crew.ask(leaver, Command::Leave { room: self.room.clone() }).await?.get::<()>()?;
        self.away.insert(leaver);
        Ok(())
    }

    /// Messages that have gone, as their senders show it.
    async fn gone(&self) -> BTreeSet<String> {
        let mut gone = BTreeSet::new();
        for seat in self.crew.seats().into_iter().filter(|seat| self.crew.runs(*seat)) {
            let sent = self.reading(seat).await.messages.into_iter();
            gone.extend(sent.filter(|one| one.own && one.event_id.is_some()).map(|one| one.text));
        }
        gone
    }

    async fn come_back(&mut self, seat: Seat) -> Result<()> {
        for one in [seat, Seat::Anna] {
            self.crew.client(one)?.proxy.lift_all();
            self.crew.restart(one).await?;
        }
        let user = self.crew.client(seat)?.person.user_id.clone();
        let invite = Command::Invite { room: self.room.clone(), user: user.clone() };
        self.crew.ask(Seat::Anna, invite).await?.get::<()>()?;
        self.crew.accept(seat, &self.room).await?;
        until("somebody who has come back", || async {
            Ok(self.members(Seat::Anna).await.contains(&user).then_some(()))
        })
        .await?;
        self.away.remove(&seat);
        // Anna knows it, and what she writes now comes after it everywhere.
        self.returned.remove(&seat);
        let place = self.begin_to_write(Seat::Anna).await?;
        self.returned.insert(seat, self.written[place].text.clone());
        self.hear(place, PATIENCE).await;
        Ok(())
    }

    /// A new device is owed everything that its owner is: what was written before comes out of the backup.
    async fn new_device(&mut self, of: Seat, point: Option<Point>) -> Result<()> {
        let person = self.crew.client(of)?.person.clone();
        self.crew.new_client(Seat::New, person.clone()).await?;
        if let Some(rule) = point.and_then(Point::rule) {
            self.crew.ask(Seat::New, Command::Start).await?.get::<serde_json::Value>()?;
            let rule = self.crew.client(Seat::New)?.proxy.add(rule);
            let password = crate::people::PASSWORD.to_owned();
            let under_way = self.crew.post(Seat::New, Command::SignIn { email: person.email, password })?;
            let _ = self.crew.client(Seat::New)?.proxy.reached(rule, WATCH).await;
            self.crew.kill(Seat::New).await?;
            drop(under_way);
            self.crew.client(Seat::New)?.proxy.lift_all();
            self.crew.boot(Seat::New)?;
        }
        self.crew.enter(Seat::New).await?;
        for message in &mut self.written {
            if message.owed.contains(&of) {
                message.owed.push(Seat::New);
            }
        }
        Ok(())
    }
}
