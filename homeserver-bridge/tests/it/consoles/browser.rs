//! A browser without script: keeps cookies, sends forms, follows nothing by itself.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use homeserver_bridge::app::App;
use homeserver_bridge::console;
use homeserver_bridge::officers::{OfficerRole, set_officer, set_totp};
use tower::ServiceExt;
use url::form_urlencoded;

use crate::fixture::Bridge;

pub(super) const PASSWORD: &str = "correct horse battery";
/// The secret of every authenticator here.
pub(super) const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Makes an officer with [`PASSWORD`] and an authenticator.
pub(super) async fn officer(bridge: &Bridge, role: OfficerRole, name: &str) {
    let now = bridge.app.clock.now_ms();
    set_officer(&bridge.app.db, now, role, name, PASSWORD.into()).await.unwrap();
    set_totp(&bridge.app.db, now, role, name, SECRET).await.unwrap();
}

/// The code of a step.
pub(super) fn code(step: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(SECRET).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(step * 30).unwrap()).to_string()
}

pub(super) struct Browser {
    router: Router,
    app: App,
    pub(super) cookies: BTreeMap<String, String>,
    pub(super) language: &'static str,
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn location(&self) -> &str {
        self.headers.get("location").map_or("", |value| value.to_str().unwrap())
    }

    /// The hidden secret of the page's last form.
    pub(super) fn csrf(&self) -> String {
        let (_, rest) = self.text.rsplit_once("name=\"csrf\" value=\"").expect("a form");
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Browser {
    pub(super) fn admin(bridge: &Bridge) -> Self {
        Self::at(bridge, console::admin::router(bridge.app.clone()))
    }

    pub(super) fn security(bridge: &Bridge) -> Self {
        Self::at(bridge, console::security::router(bridge.app.clone()))
    }

    fn at(bridge: &Bridge, router: Router) -> Self {
        Self { router, app: bridge.app.clone(), cookies: BTreeMap::new(), language: "en" }
    }

    /// An officer who has signed in.
    pub(super) async fn signed_in(bridge: &Bridge, role: OfficerRole) -> Self {
        Self::another(bridge, role, "olena").await
    }

    /// The same, of another name.
    pub(super) async fn another(bridge: &Bridge, role: OfficerRole, name: &str) -> Self {
        officer(bridge, role, name).await;
        let mut browser = Self::of(bridge, role);
        let answer = browser.sign_in(name, PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
        browser
    }

    /// At the console of a role.
    pub(super) fn of(bridge: &Bridge, role: OfficerRole) -> Self {
        match role {
            OfficerRole::Security => Self::security(bridge),
            OfficerRole::Operator | OfficerRole::Administrator | OfficerRole::Auditor => Self::admin(bridge),
        }
    }

    /// With the password, and with the next code of the authenticator if that is asked for.
    pub(super) async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        let answer = self.show_password(name, password).await;
        if answer.location() != "/login/factor" {
            return answer;
        }
        let code = self.next_code(name).await;
        self.show_code("/login/factor", &code).await
    }

    pub(super) async fn show_password(&mut self, name: &str, password: &str) -> Answer {
        let csrf = self.get("/login").await.csrf();
        self.post("/login", &[("csrf", &csrf), ("name", name), ("password", password)]).await
    }

    pub(super) async fn show_code(&mut self, path: &str, code: &str) -> Answer {
        let csrf = self.get(path).await.csrf();
        self.post(path, &[("csrf", &csrf), ("code", code)]).await
    }

    /// A code that was not used yet.
    pub(super) async fn next_code(&self, name: &str) -> String {
        let name = name.to_owned();
        let used = self.app.db.read(move |tx| {
            tx.query_one("SELECT MAX(last_step) FROM officer_factors WHERE name = $1", &[name.into()])?.unwrap().int(0)
        });
        code((used.await.unwrap() + 1).max(self.app.clock.now_ms() / 30_000))
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, Body::empty()).await
    }

    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", path, Body::from(body)).await
    }

    /// A form with a file, as browsers send it.
    pub(super) async fn upload(&mut self, path: &str, csrf: &str, file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (name, more, value) in
            [("csrf", "", csrf.as_bytes()), ("list", "", b""), ("file", "; filename=\"people.csv\"", file)]
        {
            let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        self.send_as("POST", path, "multipart/form-data; boundary=edge", Body::from(body)).await
    }

    async fn send(&mut self, method: &str, path: &str, body: Body) -> Answer {
        self.send_as(method, path, "application/x-www-form-urlencoded", body).await
    }

    async fn send_as(&mut self, method: &str, path: &str, kind: &str, body: Body) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", kind)
            .header("accept-language", self.language)
            .header("cookie", cookies.join("; "));
        let answer = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        for cookie in parts.headers.get_all("set-cookie") {
            let (pair, attributes) = cookie.to_str().unwrap().split_once(';').unwrap();
            assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Strict"), "{attributes}");
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }
}

/// The actions in the audit log, oldest first.
pub(super) async fn acts(bridge: &Bridge) -> Vec<String> {
    let rows = bridge.app.db.read(|tx| tx.query("SELECT actor, action FROM audit ORDER BY seq", &[])).await.unwrap();
    rows.iter().map(|row| format!("{} {}", row.text(0).unwrap(), row.text(1).unwrap())).collect()
}
