//! Two security officers, a scanner that reports, and what became of it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use homeserver_bridge::config::ServeConfig;
use homeserver_bridge::http;
use homeserver_bridge::officers::OfficerRole;
use homeserver_bridge::scan_reports::{Gate, gate};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::super::browser::{Answer, Browser};
use crate::fixture::{Bridge, SCANNER_TOKEN};

pub(super) const REPORTS: &str = "/_depesha/scan/v1/reports";
pub(super) const RULES: &str = "/_depesha/scan/v1/rules";
pub(super) const MINUTE: i64 = 60_000;
pub(super) const EICAR: &str = "Local.Eicar";

pub(super) struct Scene {
    pub(super) bridge: Bridge,
    pub(super) olena: Browser,
    pub(super) petro: Browser,
}

/// The hash of a media in these tests: its name, again and again.
pub(super) fn hash(media: &str) -> String {
    hex::encode(media.repeat(64)).chars().take(64).collect()
}

pub(super) fn infected(signature: &str) -> Value {
    json!({"state": "infected", "signature": signature})
}

pub(super) fn clean() -> Value {
    json!({"state": "clean"})
}

/// A report on a file that was uploaded to the Interior's homeserver.
pub(super) fn report(bridge: &Bridge, media: &str, verdict: &Value) -> Value {
    json!({
        "mxc": format!("mxc://interior.test/{media}"), "ciphertext_sha256": hash(media), "key_commitment": media,
        "verdict": verdict, "engine": "ClamAV 1.4", "signatures_version": "7", "size": 1000,
        "type_found": "application/pdf", "encrypted": true, "coherent": true, "homeserver": "finance.test",
        "requested_by": "@secretperson:finance.test", "scanned_at_ms": bridge.app.clock.now_ms()
    })
}

impl Scene {
    pub(super) async fn new() -> Self {
        Self::changed(|_| ()).await
    }

    pub(super) async fn changed(change: impl FnOnce(&mut ServeConfig)) -> Self {
        Self::over(Bridge::changed(change)).await
    }

    pub(super) async fn over(bridge: Bridge) -> Self {
        let olena = Browser::signed_in(&bridge, OfficerRole::Security).await;
        let petro = another(&bridge, "petro").await;
        Self { bridge, olena, petro }
    }

    pub(super) async fn tell(&self, media: &str, verdict: Value) -> String {
        self.tell_body(report(&self.bridge, media, &verdict)).await;
        self.id(media).await
    }

    /// The same, from a client that says which room it is.
    pub(super) async fn tell_room(&self, media: &str, verdict: Value, room: &str) -> String {
        let mut body = report(&self.bridge, media, &verdict);
        body["context"] = json!({"room": bridge_api::scan::room_pseudonym(room), "declared_type": "image/png"});
        self.tell_body(body).await;
        self.id(media).await
    }

    pub(super) async fn tell_body(&self, body: Value) {
        let (status, answer) = self.bridge.api("POST", REPORTS, Some(SCANNER_TOKEN), body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    /// The key of the media's report.
    pub(super) async fn id(&self, media: &str) -> String {
        let mxc = format!("mxc://interior.test/{media}");
        self.one(&format!("SELECT id FROM scan_files WHERE mxc = '{mxc}'")).await
    }

    /// One text from the database.
    pub(super) async fn one(&self, sql: &str) -> String {
        let sql = sql.to_owned();
        let row = self.bridge.app.db.read(move |tx| tx.query_one(&sql, &[])).await.unwrap();
        row.unwrap().text(0).unwrap()
    }

    pub(super) async fn gate(&self, media: &str) -> Gate {
        gate(&self.bridge.app, &format!("mxc://interior.test/{media}").parse().unwrap()).await.unwrap()
    }

    /// The rules as a scanner gets them; nothing if it has them.
    pub(super) async fn rules(&self, known: Option<&str>) -> Option<(String, Value)> {
        let mut request = Request::get(RULES).header("authorization", format!("Bearer {SCANNER_TOKEN}"));
        if let Some(tag) = known {
            request = request.header("if-none-match", tag);
        }
        let request = request.body(Body::empty()).unwrap();
        let answer = http::api_router(self.bridge.app.clone()).oneshot(request).await.unwrap();
        if answer.status() == StatusCode::NOT_MODIFIED {
            return None;
        }
        assert_eq!(answer.status(), StatusCode::OK);
        let tag = answer.headers()["etag"].to_str().unwrap().to_owned();
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        Some((tag, serde_json::from_slice(&bytes).unwrap()))
    }
}

/// Another security officer, signed in.
pub(super) async fn another(bridge: &Bridge, name: &str) -> Browser {
    Browser::another(bridge, OfficerRole::Security, name).await
}

/// Sends a form of ours; answers where it leads.
pub(super) async fn act(officer: &mut Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = send(officer, path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text);
    answer.location().to_owned()
}

/// Sends a form of ours.
pub(super) async fn send(officer: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = officer.get("/engine").await.csrf();
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend_from_slice(fields);
    officer.post(path, &form).await
}
