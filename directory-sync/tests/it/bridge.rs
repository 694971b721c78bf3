//! A bridge's sync routes with a catalogue in memory, and a folder with a register to run the program in.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use bridge_api::PersonId;
use bridge_api::sync::{
    CataloguePage, CatalogueRow, Change, ChangeAnswer, ChangesRequest, ChangesResponse, Employment, Outcome,
};
use tempfile::TempDir;
use wiremock::matchers::path;
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
}

/// The program's surroundings.
pub(crate) struct Stage {
    pub(crate) world: Arc<Mutex<World>>,
    pub(crate) folder: TempDir,
    server: MockServer,
}

pub(crate) const HEAD: &str = "key;given;family;mail;org;unit;post;end;protected\n";

/// One line of the register.
pub(crate) fn line(at: usize, org: &str) -> String {
    format!("HR-{at:04};Given{at};Family{at};p{at}@gov.example;{org};Office / Unit {};Clerk;;no\n", at % 3)
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
        let shared = world.clone();
        Mock::given(path("/_depesha/sync/v1/changes"))
            .respond_with(move |request: &Request| changes(&mut shared.lock().expect("lock"), request))
            .mount(&server)
            .await;
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

    /// Runs the program; exit code, standard output, standard error.
    pub(crate) async fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_directory-sync"));
        command.current_dir(self.folder.path()).args(arguments);
        let output = tokio::task::spawn_blocking(move || command.output()).await.expect("joined").expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
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

fn people(world: &mut World, request: &Request) -> ResponseTemplate {
    if let Some(answer) = refused(request) {
        return answer;
    }
    let query: BTreeMap<_, _> = request.url.query_pairs().into_owned().collect();
    let limit = query["limit"].parse::<usize>().expect("number").min(world.page_size);
    let after = query.get("after");
    if let (Some(fail), Some(_)) = (world.fail_page, after) {
        return ResponseTemplate::new(u16::try_from(fail).expect("status"));
    }
    let rows =
        world.rows.values().filter(|row| after.is_none_or(|after| row.entry.person_id.as_str() > after.as_str()));
    let people: Vec<CatalogueRow> = rows.take(limit).cloned().collect();
    let next = (people.len() == limit).then(|| people.last().map(|row| row.entry.person_id.clone())).flatten();
    ResponseTemplate::new(200).set_body_json(CataloguePage { people, next })
}

fn changes(world: &mut World, request: &Request) -> ResponseTemplate {
    if let Some(answer) = refused(request) {
        return answer;
    }
    let body: ChangesRequest = request.body_json().expect("a batch");
    if world.fail_from_batch.is_some_and(|from| world.batches.len() >= from) {
        return ResponseTemplate::new(503);
    }
    world.batches.push((body.plan_hash, body.changes.len()));
    let answers = body.changes.iter().map(|change| ChangeAnswer {
        person_id: change.person_id().clone(),
        outcome: if world.lie { Outcome::Applied } else { one(world, change) },
    });
    let answers = answers.collect();
    ResponseTemplate::new(200).set_body_json(ChangesResponse { answers })
}

fn one(rows: &mut World, change: &Change) -> Outcome {
    if rows.refuse.as_ref() == Some(change.person_id()) {
        return Outcome::Refused { reason: "an administrator decides about this person".into() };
    }
    let rows = &mut rows.rows;
    match change {
        Change::Join { entry } | Change::Update { entry, .. } => {
            let row_hash = entry.row_hash();
            let row = CatalogueRow {
                entry: entry.clone(),
                row_hash,
                employment: Employment::Working,
                missing_reads: 0,
                locked_from_sync: false,
            };
            rows.insert(entry.person_id.clone(), row);
        }
        Change::Missing { person_id, missing_reads } => {
            rows.get_mut(person_id).expect("known").missing_reads = *missing_reads;
        }
        Change::Leave { person_id, .. } => rows.get_mut(person_id).expect("known").employment = Employment::Left,
    }
    Outcome::Applied
}
