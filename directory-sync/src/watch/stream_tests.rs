//! Following a register that tells what the test has written down for it: nothing is kept before it was applied.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{mpsc, watch};

use super::super::stop::Stop;
use super::{MOST, Told, follow};
use crate::register::{Changes, Increment, Record, Register, RegisterError, Row, Waited};

/// What the register does, call by call; and what was asked of it.
#[derive(Default)]
struct Script {
    turns: VecDeque<Result<(usize, usize, Waited), String>>,
    log: Vec<&'static str>,
}

#[derive(Clone)]
struct Scripted(Arc<Mutex<Script>>);

impl Register for Scripted {
    fn read(&self, _each: &mut dyn FnMut(Row)) -> Result<(), RegisterError> {
        Ok(())
    }

    fn changes(&self) -> Result<Option<Box<dyn Changes>>, RegisterError> {
        self.0.lock().expect("lock").log.push("opened");
        Ok(Some(Box::new(self.clone())))
    }
}

impl Changes for Scripted {
    fn next(&mut self, _patience: Duration, each: &mut dyn FnMut(Increment)) -> Result<Waited, RegisterError> {
        let turn = self.0.lock().expect("lock").turns.pop_front();
        match turn {
            Some(Ok((listed, gone, waited))) => {
                (0..listed).for_each(|_| each(Increment::Listed(Box::new(Ok(Record::default())))));
                (0..gone).for_each(|_| each(Increment::Gone("HR-1".into())));
                Ok(waited)
            }
            Some(Err(cause)) => Err(RegisterError::Read { name: "scripted".into(), cause }),
            None => {
                std::thread::sleep(Duration::from_millis(5));
                Ok(Waited::Quiet)
            }
        }
    }

    fn keep(&mut self) -> Result<(), RegisterError> {
        self.0.lock().expect("lock").log.push("kept");
        Ok(())
    }
}

/// Follows these turns, answers what is told with `applied` in turn, and gives back what was told and asked.
fn followed(
    turns: impl IntoIterator<Item = Result<(usize, usize, Waited), String>>,
    applied: &[bool],
) -> (Vec<String>, Vec<&'static str>) {
    let script = Arc::new(Mutex::new(Script { turns: turns.into_iter().collect(), log: vec![] }));
    let (asked, stop) = watch::channel(0);
    let (sender, mut events) = mpsc::channel(1);
    let thread = follow(Box::new(Scripted(script.clone())), sender, Stop::by(stop), Duration::from_millis(10));
    let (mut told, mut answers) = (Vec::new(), applied.iter());
    while answers.len() > 0 {
        match events.blocking_recv().expect("told") {
            Told::Changed { rows, gone, done } => {
                told.push(format!("{} changed, {gone} gone", rows.len()));
                done.send(*answers.next().expect("an answer")).expect("waited for");
            }
            Told::Lost { done } => {
                told.push("lost".to_owned());
                done.send(*answers.next().expect("an answer")).expect("waited for");
            }
            Told::Failed { cause } => told.push(cause),
            Told::Recovered => told.push("recovered".to_owned()),
        }
    }
    // What follows the last answer happens before the thread looks whether to stop.
    while !script.lock().expect("lock").turns.is_empty() {
        std::thread::sleep(Duration::from_millis(1));
    }
    asked.send(1).expect("heard");
    drop(events);
    thread.join().expect("ended");
    let log = script.lock().expect("lock").log.clone();
    (told, log)
}

#[test]
fn what_was_applied_is_kept_and_what_was_not_is_asked_for_again() {
    let turn = || Ok((2, 1, Waited::Changed));
    let (told, log) = followed([turn(), turn(), Ok((0, 0, Waited::Quiet)), turn()], &[false, true, true]);
    assert_eq!(told, ["2 changed, 1 gone"; 3]);
    assert_eq!(log, ["opened", "opened", "kept", "kept"]);
}

#[test]
fn a_register_that_lost_the_thread_or_tells_too_much_is_read_in_full() {
    let (told, log) = followed([Ok((1, 0, Waited::Lost)), Ok((MOST + 1, 0, Waited::Changed))], &[true, true]);
    assert_eq!(told, ["lost", "lost"]);
    assert_eq!(log, ["opened", "kept", "kept"]);
}

#[test]
fn a_register_that_fails_is_opened_again_and_said_to_have_recovered() {
    let (told, log) = followed([Err("away".into()), Err("away".into()), Ok((1, 0, Waited::Changed))], &[true]);
    let away = "cannot read the register scripted: away";
    assert_eq!(told, [away, away, "recovered", "1 changed, 0 gone"]);
    assert_eq!(log, ["opened", "opened", "opened", "kept"]);
}
