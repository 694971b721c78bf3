//! A bridge's sync routes with a catalogue in memory, and a folder with a register to run the program in.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridge_api::PersonId;
use bridge_api::sync::{
    CataloguePage, CatalogueRow, Change, ChangeAnswer, ChangesRequest, ChangesResponse, DigestPage, Employment, Entry,
    Outcome, PlanDecision, PlanStanding, PlanSubmission, RowDigest,
};
use tempfile::TempDir;
use wiremock::matchers::{path, path_regex};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// What the bridge holds and how it behaves.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) rows: BTreeMap<PersonId, CatalogueRow>,
    /// Plan hash and size of each batch taken.
    pub(crate) batches: Vec<(String, usize)>,
    /// Fail every call that would change something from this batch on.
    pub(crate) fail_from_batch: Option<usize>,
    /// Say that all is done and do nothing.
    pub(crate) lie: bool,
    /// Refuse this person.
    pub(crate) refuse: Option<PersonId>,
    /// Cut the catalogue off after this many pages.
    pub(crate) fail_page: Option<usize>,
    pub(crate) page_size: usize,
    /// From this batch on, answer so late that nobody waits for it; the batch itself is taken.
    pub(crate) hang_at_batch: Option<usize>,
    /// Plans that were submitted, and what administrators decided.
    pub(crate) plans: BTreeMap<String, (PlanSubmission, PlanDecision)>,
    /// How many rows were handed out.
    pub(crate) rows_read: usize,
}

/// The program's surroundings.
pub(crate) struct Stage {
    pub(crate) world: Arc<Mutex<World>>,
    pub(crate) folder: TempDir,
    server: MockServer,
}

pub(crate) const HEAD: &str = "key;given;family;mail;org;unit;post;end;protected;state\n";

/// One line of the register.
pub(crate) fn line(at: usize, org: &str) -> String {
    format!("HR-{at:04};Given{at};Family{at};p{at}@gov.example;{org};Office / Unit {};Clerk;;no;active\n", at % 3)
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let world = Arc::new(Mutex::new(World { page_size: 100, ..World::default() }));
        let server = MockServer::start().await;
        let shared = world.clone();
        Mock::given(path("/_depesha/sync/v1/people"))
            .respond_with(move |request: &Request| people(&mut shared.lock().expect("lock"), request))
            .mount(&server)
            .await;
        for (route, answer) in [
            ("^/_depesha/sync/v1/rows$", rows as fn(&mut World, &Request) -> ResponseTemplate),
            ("^/_depesha/sync/v1/changes$", changes),
            ("^/_depesha/sync/v1/plans(/[0-9a-f]{64})?$", plans),
        ] {
            let shared = world.clone();
            Mock::given(path_regex(route))
                .respond_with(move |request: &Request| answer(&mut shared.lock().expect("lock"), request))
                .mount(&server)
                .await;
        }
        let folder = tempfile::tempdir().expect("folder");
        fs::write(folder.path().join("token"), "secret-token\n").expect("written");
        let stage = Self { world, folder, server };
        stage.configure("");
        stage
    }

    /// Writes the configuration, with `limits` as the section of that name.
    pub(crate) fn configure(&self, limits: &str) {
        let text = format!(
            r#"
state_file = "state.json"
[bridge]
base_url = "{}"
token_file = "token"
[register]
kind = "csv"
path = "people.csv"
delimiter = ";"
[mapping]
person_id = "key"
given_name = "given"
family_name = "family"
email = "mail"
organisation = "org"
unit = "unit"
title = "post"
state = "state"
ends_on = "end"
protected = "protected"
[organisations]
"Ministry of the Interior" = "interior"
"Ministry of Finance" = "finance"
[limits]
{limits}
"#,
            self.server.uri()
        );
        fs::write(self.path("sync.toml"), text).expect("written");
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn register(&self, lines: impl IntoIterator<Item = String>) {
        fs::write(self.path("people.csv"), HEAD.to_owned() + &lines.into_iter().collect::<String>()).expect("written");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_directory-sync"));
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    /// Runs the program; exit code, standard output, standard error.
    pub(crate) async fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = self.command(arguments);
        let output = tokio::task::spawn_blocking(move || command.output()).await.expect("joined").expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// Starts the program, and kills it when `when` holds.
    pub(crate) async fn run_until(&self, arguments: &[&str], when: impl Fn(&World) -> bool) {
        let mut child = self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
        for _ in 0..3000 {
            if when(&self.world.lock().expect("lock")) {
                child.kill().expect("killed");
                child.wait().expect("ended");
                return;
            }
            assert_eq!(child.try_wait().expect("asked"), None, "it ended before it could be killed");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it never came so far");
    }

    /// The configuration, as the program reads it.
    pub(crate) fn config(&self) -> directory_sync::config::Config {
        directory_sync::config::Config::load(&self.path("sync.toml")).expect("valid")
    }

    /// An administrator decides about every submitted plan.
    pub(crate) fn decide(&self, decision: PlanDecision) {
        self.world.lock().expect("lock").plans.values_mut().for_each(|(_, standing)| *standing = decision);
    }

    /// Plans and applies; both must succeed.
    pub(crate) async fn bring_in_line(&self) -> String {
        let (code, out, err) = self.run(&["plan"]).await;
        assert_eq!(code, 0, "{out}{err}");
        let (code, out, err) = self.run(&["apply", "plan.json"]).await;
        assert_eq!(code, 0, "{out}{err}");
        out
    }

    pub(crate) fn working(&self) -> usize {
        let world = self.world.lock().expect("lock");
        world.rows.values().filter(|row| row.employment == Employment::Working).count()
    }
}

fn refused(request: &Request) -> Option<ResponseTemplate> {
    let given = request.headers.get("authorization").and_then(|value| value.to_str().ok());
    (given != Some("Bearer secret-token")).then(|| {
        let body = serde_json::json!({"errcode": "M_UNKNOWN_TOKEN", "error": "this token is not known"});
        ResponseTemplate::new(401).set_body_json(body)
    })
}

/// The rows that are asked for, and where the next page begins.
fn wanted(world: &World, request: &Request) -> Result<(Vec<CatalogueRow>, Option<PersonId>), Box<ResponseTemplate>> {
    if let Some(answer) = refused(request) {
        return Err(Box::new(answer));
    }
    let query: BTreeMap<_, _> = request.url.query_pairs().into_owned().collect();
    if let Some(keys) = query.get("keys") {
        let keys: Vec<&str> = keys.split(',').collect();
        assert!(keys.len() <= 200);
        let rows = world.rows.values().filter(|row| keys.contains(&row.entry.person_id.as_str()));
        return Ok((rows.cloned().collect(), None));
    }
    let limit = query["limit"].parse::<usize>().expect("number").min(world.page_size);
    let after = query.get("after");
    if let (Some(fail), Some(_)) = (world.fail_page, after) {
        return Err(Box::new(ResponseTemplate::new(u16::try_from(fail).expect("status"))));
    }
    let rows =
        world.rows.values().filter(|row| after.is_none_or(|after| row.entry.person_id.as_str() > after.as_str()));
    let rows: Vec<CatalogueRow> = rows.take(limit).cloned().collect();
    let next = (rows.len() == limit).then(|| rows.last().map(|row| row.entry.person_id.clone())).flatten();
    Ok((rows, next))
}

fn people(world: &mut World, request: &Request) -> ResponseTemplate {
    match wanted(world, request) {
        Ok((people, next)) => ResponseTemplate::new(200).set_body_json(CataloguePage { people, next }),
        Err(answer) => *answer,
    }
}

fn rows(world: &mut World, request: &Request) -> ResponseTemplate {
    let (rows, next) = match wanted(world, request) {
        Ok(wanted) => wanted,
        Err(answer) => return *answer,
    };
    world.rows_read += rows.len();
    let digest = |row: CatalogueRow| {
        let (entry, ends) = (row.entry.clone(), row.entry.ends_on.unwrap_or_default());
        let (missing, locked) = (row.missing_reads, row.locked_from_sync);
        RowDigest(entry.person_id, row.row_hash, entry.organisation, entry.email, row.employment, missing, locked, ends)
    };
    ResponseTemplate::new(200).set_body_json(DigestPage { rows: rows.into_iter().map(digest).collect(), next })
}

fn error(status: u16, errcode: &str, error: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(serde_json::json!({"errcode": errcode, "error": error}))
}

fn plans(world: &mut World, request: &Request) -> ResponseTemplate {
    if let Some(answer) = refused(request) {
        return answer;
    }
    let hash = if request.method.as_str() == "POST" {
        let plan: PlanSubmission = request.body_json().expect("a plan");
        let hash = plan.plan_hash.clone();
        world.plans.entry(hash.clone()).or_insert((plan, PlanDecision::Waiting));
        hash
    } else {
        request.url.path().rsplit('/').next().unwrap_or_default().to_owned()
    };
    let Some((_, decision)) = world.plans.get(&hash) else {
        return error(404, "M_NOT_FOUND", "there is no such plan");
    };
    let approvals = if *decision == PlanDecision::Approved { 2 } else { 0 };
    ResponseTemplate::new(200).set_body_json(PlanStanding { decision: *decision, approvals, needed: 2 })
}

fn changes(world: &mut World, request: &Request) -> ResponseTemplate {
    if let Some(answer) = refused(request) {
        return answer;
    }
    let body: ChangesRequest = request.body_json().expect("a batch");
    if world.plans.get(&body.plan_hash).is_some_and(|(_, decision)| *decision != PlanDecision::Approved) {
        return error(403, "ORG.DEPESHA.PLAN_NOT_APPROVED", "two administrators must approve this plan");
    }
    if world.fail_from_batch.is_some_and(|from| world.batches.len() >= from) {
        return ResponseTemplate::new(503);
    }
    let late = world.hang_at_batch.is_some_and(|from| world.batches.len() >= from);
    world.batches.push((body.plan_hash, body.changes.len()));
    let answers = body.changes.iter().map(|change| ChangeAnswer {
        person_id: change.person_id().clone(),
        outcome: if world.lie { Outcome::Applied } else { one(world, change) },
    });
    let answer = ResponseTemplate::new(200).set_body_json(ChangesResponse { answers: answers.collect() });
    if late { answer.set_delay(Duration::from_secs(3600)) } else { answer }
}

/// One change, judged as the bridge does.
fn one(world: &mut World, change: &Change) -> Outcome {
    if world.refuse.as_ref() == Some(change.person_id()) {
        return Outcome::Refused { reason: "an administrator decides about this person".into() };
    }
    let row = world.rows.get_mut(change.person_id());
    let here = row.as_ref().is_some_and(|row| row.employment != Employment::Left);
    match (change, row) {
        (Change::Join { entry }, Some(row)) if here && row.row_hash == entry.row_hash() => return Outcome::Unchanged,
        (Change::Update { entry, .. }, Some(row))
            if here && row.missing_reads == 0 && row.row_hash == entry.row_hash() =>
        {
            return Outcome::Unchanged;
        }
        (Change::Join { entry }, None) => {
            world.rows.insert(entry.person_id.clone(), stored(entry.clone()));
        }
        (Change::Update { entry, was }, Some(row)) if row.row_hash == *was => *row = stored(entry.clone()),
        (Change::Missing { missing_reads, .. }, Some(row)) if here && row.missing_reads == *missing_reads => {
            return Outcome::Unchanged;
        }
        (Change::Missing { missing_reads, .. }, Some(row)) if here && row.missing_reads + 1 == *missing_reads => {
            row.missing_reads = *missing_reads;
        }
        (Change::Leave { .. }, Some(_)) if !here => return Outcome::Unchanged,
        (Change::Leave { was, .. }, Some(row)) if row.row_hash == *was => row.employment = Employment::Left,
        _ => return Outcome::Outdated,
    }
    Outcome::Applied
}

fn stored(entry: Entry) -> CatalogueRow {
    let employment = if entry.state.is_active() { Employment::Working } else { Employment::Suspended };
    CatalogueRow { row_hash: entry.row_hash(), entry, employment, missing_reads: 0, locked_from_sync: false }
}
