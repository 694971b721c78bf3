//! The program as a SCIM service: started with `watch`, found by what it prints, stopped with the test. Its bridge is out
//! of reach, which must not matter to whoever pushes.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const TOKEN: &str = "scim-token-of-the-tests";
pub(crate) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A program that serves.
pub(crate) struct Scim {
    pub(crate) folder: TempDir,
    pub(crate) base: String,
    pub(crate) http: Client,
    child: Child,
}

/// Starts `watch` in the folder and reads its first lines up to the one that says that it runs.
pub(crate) fn start(folder: &TempDir) -> (Child, Vec<String>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_directory-sync"));
    let log = fs::File::options().create(true).append(true).open(folder.path().join("log")).expect("log");
    command.current_dir(folder.path()).arg("watch").stdout(Stdio::piped()).stderr(log);
    let mut child = command.spawn().expect("starts");
    let mut told = Vec::new();
    for line in BufReader::new(child.stdout.take().expect("piped")).lines() {
        let line = line.expect("text");
        if line == "watching" {
            return (child, told);
        }
        told.push(line);
    }
    let status = child.wait().expect("ended");
    panic!("it ended with {status}: {}", fs::read_to_string(folder.path().join("log")).unwrap_or_default());
}

/// The address at the end of the line that begins like this.
pub(crate) fn address(told: &[String], beginning: &str) -> String {
    told.iter().find_map(|line| line.strip_prefix(beginning)).expect("told").trim().to_owned()
}

/// Asks it to stop and waits until it has; its exit code.
pub(crate) fn stop(child: &mut Child) -> Option<i32> {
    let pid = child.id().to_string();
    let asked = Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
    assert!(asked.success());
    let patience = Instant::now() + Duration::from_secs(40);
    while Instant::now() < patience {
        if let Some(status) = child.try_wait().expect("a child") {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it does not stop");
}

impl Scim {
    pub(crate) fn new() -> Self {
        Self::with("", Client::new())
    }

    /// With these lines in the section of the register.
    pub(crate) fn with(register: &str, http: Client) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        Self::inside(folder, register, http)
    }

    pub(crate) fn inside(folder: TempDir, register: &str, http: Client) -> Self {
        fs::write(folder.path().join("token"), "bridge-token\n").expect("written");
        fs::write(folder.path().join("scim-token"), format!("{TOKEN}\n")).expect("written");
        let text = format!(
            r#"
state_file = "state.json"
[bridge]
base_url = "http://127.0.0.1:1"
token_file = "token"
[register]
kind = "scim"
listen = "127.0.0.1:0"
token_file = "scim-token"
store = "people.db"
{register}
[organisations]
"Ministry of the Interior" = "interior"
"#
        );
        fs::write(folder.path().join("sync.toml"), text).expect("written");
        let (child, told) = start(&folder);
        let scheme = if register.contains("tls_key") { "https" } else { "http" };
        let base = format!("{scheme}://{}/scim/v2", address(&told, "SCIM is served at "));
        Self { folder, base, http, child }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn stop(&mut self) -> Option<i32> {
        stop(&mut self.child)
    }

    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(TOKEN)
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.ask(Method::GET, path)).await
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        answer(scim(self.ask(method, path), body)).await
    }

    /// Pushes a person; the id.
    pub(crate) async fn create(&self, body: &Value) -> String {
        let (status, user) = self.send(Method::POST, "/Users", body).await;
        assert_eq!(status, 201, "{user}");
        user["id"].as_str().expect("an id").to_owned()
    }
}

impl Drop for Scim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn scim(request: RequestBuilder, body: &Value) -> RequestBuilder {
    request.header("content-type", "application/scim+json").body(body.to_string())
}

/// Status and body; every body must be of the SCIM type.
pub(crate) async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("answers");
    let status = response.status().as_u16();
    let kind = header(&response, "content-type");
    let text = response.text().await.expect("a body");
    if text.is_empty() {
        return (status, Value::Null);
    }
    assert_eq!(kind, "application/scim+json", "{text}");
    (status, serde_json::from_str(&text).expect("JSON"))
}

pub(crate) fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// A person as an identity system pushes one, with much that is none of our business.
pub(crate) fn person(at: usize) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "userName": format!("user{at}"),
        "externalId": format!("HR-{at:04}"),
        "displayName": "Hidden Nickname",
        "password": "hunter2-secret",
        "name": {"givenName": format!("Given{at}"), "familyName": format!("Family{at}"), "formatted": "Formatted Name"},
        "title": if at.is_multiple_of(2) { "Clerk" } else { "Head" },
        "active": true,
        "emails": [
            {"value": format!("p{at}@gov.example"), "type": "work", "primary": true},
            {"value": "private@home.example", "type": "home"},
        ],
        "phoneNumbers": [{"value": "+33 1 23", "type": "work"}, {"value": "+33 6 99", "type": "mobile"}],
        "addresses": [{"type": "home", "streetAddress": "Secret Street 1"}],
        "photos": [{"value": "https://photos.example/1"}],
        "urn:example:foreign:1.0:User": {"religion": "none-of-ours"},
        ENTERPRISE: {
            "organization": "Ministry of the Interior",
            "department": format!("Office/Unit {}", at % 3),
            "costCenter": "Cost-4711",
            "manager": {"value": "Boss-Id"},
        },
    })
}

/// One operation as the body of a PATCH.
pub(crate) fn operation(operation: Value) -> Value {
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]})
}
