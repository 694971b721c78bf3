//! A bridge with fakes around it, called as HTTP calls it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use homeserver_bridge::app::{App, AppParts, Outside};
use homeserver_bridge::clock::{Clock, TestClock};
use homeserver_bridge::config::ServeConfig;
use homeserver_bridge::database::Value;
use homeserver_bridge::homeserver::{FakeHomeserver, FakeRooms, FakeStep, Homeserver, Sessions};
use homeserver_bridge::http;
use homeserver_bridge::jobs;
use homeserver_bridge::mail::{FakeMailer, Mailer};
use serde_json::Value as Json;
use tempfile::TempDir;
use tower::ServiceExt;

/// Two ministries and the externals, in memory.
pub(crate) struct Bridge {
    pub(crate) app: App,
    pub(crate) interior: FakeHomeserver,
    pub(crate) finance: FakeHomeserver,
    pub(crate) externals: FakeHomeserver,
    /// The rooms of all three.
    pub(crate) rooms: FakeRooms,
    pub(crate) mail: FakeMailer,
    pub(crate) clock: Arc<TestClock>,
    _folder: TempDir,
}

/// Bearer tokens of the programs that call the bridge.
pub(crate) const SYNC_TOKEN: &str = "sync-token";
pub(crate) const MODULE_TOKEN: &str = "module-token-interior";
pub(crate) const SCANNER_TOKEN: &str = "scanner-token";

impl Bridge {
    pub(crate) fn new() -> Self {
        Self::in_front_of("http://127.0.0.1:9", "http://127.0.0.1:9")
    }

    /// With a configuration that differs.
    pub(crate) fn changed(change: impl FnOnce(&mut ServeConfig)) -> Self {
        Self::build(tempfile::tempdir().unwrap(), "http://127.0.0.1:9", "http://127.0.0.1:9", "", change)
    }

    /// With a configuration that differs, and another way for mail to go than into the fake alone.
    pub(crate) fn mailing(
        change: impl FnOnce(&mut ServeConfig),
        mailer: impl FnOnce(&ServeConfig, FakeMailer) -> Arc<dyn Mailer>,
    ) -> Self {
        let nowhere = "http://127.0.0.1:9";
        Self::build_with(tempfile::tempdir().unwrap(), nowhere, nowhere, "", change, mailer)
    }

    /// With this homeserver behind every front door, and this scanner.
    pub(crate) fn in_front_of(upstream: &str, scanner: &str) -> Self {
        Self::build(tempfile::tempdir().unwrap(), upstream, scanner, "", |_| ())
    }

    /// With this homeserver behind every front door, and a configuration that differs.
    pub(crate) fn with_upstream(upstream: &str, change: impl FnOnce(&mut ServeConfig)) -> Self {
        Self::build(tempfile::tempdir().unwrap(), upstream, "http://127.0.0.1:9", "", change)
    }

    /// With these lines below `[catalogue]`.
    pub(crate) fn with_catalogue(lines: &str) -> Self {
        Self::build(tempfile::tempdir().unwrap(), "http://127.0.0.1:9", "http://127.0.0.1:9", lines, |_| ())
    }

    /// The next process: everything in memory is gone, the files are there.
    pub(crate) async fn restarted(self, catalogue: &str) -> Self {
        let Self { app, _folder: folder, clock, .. } = self;
        drop(app);
        // A process that ends takes its tasks along; here they may take a moment to let the index go.
        if let Ok(lock) = std::fs::File::open(folder.path().join("index/catalogue-0.lock")) {
            for _ in 0..500 {
                if lock.try_lock().is_ok() {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        }
        let next = Self::build(folder, "http://127.0.0.1:9", "http://127.0.0.1:9", catalogue, |_| ());
        next.clock.advance_ms(clock.now_ms() - next.clock.now_ms());
        next
    }

    /// The same files under another configuration.
    pub(crate) fn configured(self, change: impl FnOnce(&mut ServeConfig)) -> Self {
        Self::build(self._folder, "http://127.0.0.1:9", "http://127.0.0.1:9", "", change)
    }

    fn build(
        folder: TempDir,
        upstream: &str,
        scanner: &str,
        catalogue: &str,
        change: impl FnOnce(&mut ServeConfig),
    ) -> Self {
        Self::build_with(folder, upstream, scanner, catalogue, change, |_, fake| Arc::new(fake))
    }

    fn build_with(
        folder: TempDir,
        upstream: &str,
        scanner: &str,
        catalogue: &str,
        change: impl FnOnce(&mut ServeConfig),
        mailer: impl FnOnce(&ServeConfig, FakeMailer) -> Arc<dyn Mailer>,
    ) -> Self {
        let path = |name: &str| folder.path().join(name).display().to_string();
        let catalogue = catalogue.replace("FOLDER", &folder.path().display().to_string());
        let secret = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).unwrap();
            path(name)
        };
        std::fs::write(folder.path().join("keys.json"), r#"[{"curve25519":"curve","ed25519":"ed"}]"#).unwrap();
        let mut homeservers = String::new();
        for (name, role) in [("interior", "ministry"), ("finance", "ministry"), ("externals", "externals")] {
            homeservers += &format!(
                "[[homeserver]]\nserver_name = \"{name}.test\"\nrole = \"{role}\"\nlisten = \"127.0.0.1:0\"\n\
                 public_base_url = \"http://{name}.door.test\"\nupstream = \"{upstream}\"\n\
                 admin_token_file = {:?}\nmodule_token_file = {:?}\nacts_token_file = {:?}\n",
                secret(&format!("admin-{name}"), "admin"),
                secret(&format!("module-{name}"), &format!("module-token-{name}")),
                secret(&format!("acts-{name}"), "acts"),
            );
        }
        let text = format!(
            "public_base_url = \"http://bridge.test\"\ndatabase = {:?}\n\
             [listen]\napi = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:0\"\nsecurity = \"127.0.0.1:0\"\n\
             [mail]\nhost = \"localhost\"\nport = 25\nsecurity = \"none\"\nfrom = \"depesha@gov.example\"\n\
             [scanner]\nupstream = \"{scanner}\"\npublic_keys_file = {:?}\nreport_token_file = {:?}\n\
             [[organisation]]\nid = \"interior\"\nname = \"Interior\"\ndomains = [\"interior.gov.example\"]\n\
             homeserver = \"interior.test\"\n\
             [[organisation]]\nid = \"finance\"\nname = \"Finance\"\ndomains = [\"finance.gov.example\"]\n\
             homeserver = \"finance.test\"\n{homeservers}\
             [catalogue]\n{catalogue}\n\
             [[sync_actor]]\nregister = \"hr\"\ntoken_file = {:?}\norganisations = [\"interior\", \"finance\"]\n",
            path("bridge.sqlite"),
            path("keys.json"),
            secret("scanner", SCANNER_TOKEN),
            secret("sync", SYNC_TOKEN),
        );
        let mut config: ServeConfig = toml::from_str(&text).unwrap();
        change(&mut config);
        let rooms = FakeRooms::default();
        let [interior, finance, externals] = ["interior", "finance", "externals"]
            .map(|name| FakeHomeserver::in_federation(&format!("{name}.test"), &rooms));
        let mail = FakeMailer::default();
        let clock = Arc::new(TestClock::at(1_800_000_000_000));
        let named = [("interior.test", &interior), ("finance.test", &finance), ("externals.test", &externals)];
        let outside = Outside {
            clock: clock.clone(),
            mailer: mailer(&config, mail.clone()),
            homeservers: named
                .iter()
                .map(|(name, fake)| (name.parse().unwrap(), Arc::new((*fake).clone()) as Arc<dyn Homeserver>))
                .collect::<HashMap<_, _>>(),
            sessions: named
                .iter()
                .map(|(name, fake)| (name.parse().unwrap(), Arc::new((*fake).clone()) as Arc<dyn Sessions>))
                .collect(),
        };
        let app = AppParts::new(config, outside).unwrap();
        Self { app, interior, finance, externals, rooms, mail, clock, _folder: folder }
    }

    /// Calls the API router; answers status and JSON body (null if it is none).
    pub(crate) async fn api(&self, method: &str, path: &str, token: Option<&str>, body: Json) -> (StatusCode, Json) {
        call(http::api_router(self.app.clone()), method, path, token, body).await
    }

    /// Makes every account that joiners wait for.
    pub(crate) async fn provision(&self) -> usize {
        jobs::make_accounts(&self.app).await.unwrap()
    }

    /// Runs every job that is due.
    pub(crate) async fn work(&self) -> usize {
        jobs::run_due(&self.app).await.unwrap()
    }

    /// Does something whose homeservers stop answering at this step, and answers whether they did: what runs then is dropped
    /// where it stands, as a kill would. Afterwards they answer again.
    pub(crate) async fn killed_at<T>(&self, number: u64, step: FakeStep, work: impl Future<Output = T>) -> bool {
        self.rooms.stop_at(number, step);
        let killed = tokio::select! {
            _ = work => false,
            () = self.rooms.stopped() => true,
        };
        self.rooms.go_on();
        killed
    }

    /// Writes a person into the catalogue, as HR's sync does.
    pub(crate) async fn hr_says(&self, person_id: &str, [given, family]: [&str; 2], email: &str, employment: &str) {
        let organisation = if email.ends_with("@finance.gov.example") { "finance" } else { "interior" };
        let values = [person_id, given, family, email, organisation, employment].map(Value::from).to_vec();
        let now = self.clock.now_ms();
        self.app
            .db
            .write(move |tx| {
                tx.execute("DELETE FROM people WHERE person_id = $1", &values[..1])?;
                let sql = format!(
                    "INSERT INTO people (person_id, given_name, family_name, email, organisation, employment, unit,
                       title, phone, row_hash, changed_at_ms) VALUES ($1, $2, $3, $4, $5, $6, '[]', '', '', '', {now})"
                );
                tx.execute(&sql, &values)
            })
            .await
            .unwrap();
    }

    /// Calls the front door of the Interior.
    pub(crate) async fn door(&self, method: &str, path: &str, token: Option<&str>, body: Json) -> (StatusCode, Json) {
        let router = http::front_door_router(self.app.clone(), "interior.test".parse().unwrap());
        call(router, method, path, token, body).await
    }
}

/// Calls a router.
pub(crate) async fn call(
    router: axum::Router,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Json,
) -> (StatusCode, Json) {
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let answer = router.oneshot(request.body(body).unwrap()).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Json::Null))
}
