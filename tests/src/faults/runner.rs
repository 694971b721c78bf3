//! A client runner as a process: started, told what to do, killed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use client_core::view::ProblemView;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command as Process};
use tokio::sync::{mpsc, oneshot, watch};

use super::protocol::{Command, Line, Order, Said};

/// What a runner is started with.
#[derive(Debug, Clone)]
pub struct Place {
    /// Where it keeps its data.
    pub data_dir: PathBuf,
    /// The bridge, through a proxy.
    pub bridge: String,
    /// The key of its stores, in hex.
    pub key: String,
    /// The device's name.
    pub device_name: String,
}

/// How an order ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Done.
    Done(Value),
    /// Refused, as a person is told.
    Problem(ProblemView),
    /// The process ended before it said anything.
    Gone,
}

impl Answer {
    /// The value of an order that was done.
    ///
    /// # Errors
    /// If it was not.
    pub fn get<T: DeserializeOwned>(self) -> Result<T> {
        match self {
            Self::Done(value) => Ok(serde_json::from_value(value)?),
            Self::Problem(problem) => bail!("the client says: {problem}"),
            Self::Gone => bail!("the client has ended"),
        }
    }
}

/// A running client.
pub struct Runner {
    child: Child,
    orders: mpsc::UnboundedSender<Vec<u8>>,
    waiting: Waiting,
    next: AtomicU64,
}

type Waiting = Arc<Mutex<HashMap<u64, Open>>>;

struct Open {
    begun: watch::Sender<bool>,
    answer: oneshot::Sender<Answer>,
}

/// An order that has been given.
pub struct Pending {
    begun: watch::Receiver<bool>,
    answer: oneshot::Receiver<Answer>,
}

impl Pending {
    /// Waits until the client has begun with it, or is gone.
    pub async fn begun(&mut self) {
        let _ = self.begun.wait_for(|begun| *begun).await;
    }

    /// Waits for its end.
    pub async fn answer(self) -> Answer {
        self.answer.await.unwrap_or(Answer::Gone)
    }

    /// Waits for its end, but not for long.
    ///
    /// # Errors
    /// Itself, if it takes longer.
    pub async fn answer_within(mut self, patience: Duration) -> Result<Answer, Self> {
        match tokio::time::timeout(patience, &mut self.answer).await {
            Ok(answer) => Ok(answer.unwrap_or(Answer::Gone)),
            Err(_) => Err(self),
        }
    }
}

impl Runner {
    /// Starts a client. What it logs goes to a file beside its data.
    ///
    /// # Errors
    /// If the program is not there.
    pub fn start(place: &Place) -> Result<Self> {
        Self::start_under(place, None)
    }

    /// The same, behind a program that changes what the process may do (`prlimit …`).
    ///
    /// # Errors
    /// If a program is not there.
    pub fn start_under(place: &Place, outer: Option<&[&str]>) -> Result<Self> {
        let program = program()?;
        let mut process = match outer {
            Some([outer, arguments @ ..]) => {
                let mut process = Process::new(outer);
                process.args(arguments).arg(program);
                process
            }
            _ => Process::new(program),
        };
        let log = place.data_dir.with_extension("log");
        if let Some(folder) = log.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let log = std::fs::File::options().create(true).append(true).open(&log)?;
        process.arg(&place.data_dir).args([&place.bridge, &place.key, &place.device_name]);
        process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
        let mut child = process.spawn().context("the client runner does not start")?;
        let (mut input, output) = (child.stdin.take().context("stdin")?, child.stdout.take().context("stdout")?);
        let (orders, mut queue) = mpsc::unbounded_channel::<Vec<u8>>();
        let waiting = Waiting::default();
        let (answering, asking) = (waiting.clone(), waiting.clone());
        tokio::spawn(async move {
            while let Some(line) = queue.recv().await {
                if input.write_all(&line).await.is_err() {
                    queue.close();
                    give_up(&asking);
                    return;
                }
            }
        });
        tokio::spawn(async move {
            let mut lines = BufReader::new(output).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                if let Ok(line) = serde_json::from_str(&line) {
                    settle(&answering, line);
                }
            }
            // Whoever waits learns that nothing comes any more.
            give_up(&answering);
        });
        Ok(Self { child, orders, waiting, next: AtomicU64::new(1) })
    }

    /// Gives an order.
    pub fn post(&self, command: Command) -> Pending {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (begun, begins) = watch::channel(false);
        let (answer, answers) = oneshot::channel();
        let open = Open { begun, answer };
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(id, open);
        let line = serde_json::to_vec(&Order { id, command }).map(|mut line| {
            line.push(b'\n');
            line
        });
        if line.is_ok_and(|line| self.orders.send(line).is_ok()) && !self.orders.is_closed() {
            return Pending { begun: begins, answer: answers };
        }
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        Pending { begun: begins, answer: answers }
    }

    /// Gives an order and waits for its end.
    pub async fn ask(&self, command: Command) -> Answer {
        self.post(command).answer().await
    }

    /// Ends the process as a power cut does.
    ///
    /// # Errors
    /// If it cannot be ended.
    pub async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Closes the program as a person does, and says whether it ended well.
    ///
    /// # Errors
    /// If it does not end.
    pub async fn stop(mut self) -> Result<bool> {
        self.ask(Command::Stop).await;
        let ended = tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await;
        Ok(ended.context("the client does not end")??.success())
    }

    /// Whether the process has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

fn give_up(waiting: &Waiting) {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

fn settle(waiting: &Waiting, line: Line) {
    let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
    let answer = match line.said {
        Said::Begun => {
            if let Some(open) = waiting.get(&line.id) {
                open.begun.send_replace(true);
            }
            return;
        }
        Said::Done(value) => Answer::Done(value),
        Said::Problem(problem) => Answer::Problem(problem),
    };
    if let Some(open) = waiting.remove(&line.id) {
        let _ = open.answer.send(answer);
    }
}

/// The program of the same build.
fn program() -> Result<PathBuf> {
    let own = std::env::current_exe().context("this program's file is not known")?;
    let mut folders = own.ancestors().skip(1).take(2).map(Path::to_owned);
    let found = folders.find(|folder| folder.join("client-runner").is_file());
    Ok(found.context("the client runner is not built: cargo build --workspace")?.join("client-runner"))
}
