//! Sign-in through an identity provider at the front door. Where a session is handed over is looked at here: to a program
//! on the person's own machine and nowhere else, so that a link in a mail cannot send it to a stranger's site.
//!
//! Synapse compares the address that the browser asked for with its own (`public_baseurl`), so it is told that one.

use axum::extract::{Extension, Request, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use bridge_api::ErrorCode;
use url::{Host, Url};

use super::address::Address;
use super::{door, proxy};
use crate::actor::FrontDoor;
use crate::app::App;
use crate::config::HomeserverConfig;
use crate::error::Problem;

/// Where the identity provider sends the browser back to. The only path of Synapse's own that is passed through.
pub(super) const CALLBACK: &str = "/_synapse/client/oidc/callback";

/// The parameter that says where the session goes.
const RETURN: &str = "redirectUrl";
const ELSEWHERE: &str = "Signing in this way works from a program on your own computer alone. Start from Depesha.";

/// The way to the provider.
///
/// # Errors
/// If the session would go to anything but a program on the person's own machine.
pub(super) async fn leave(
    app: &App,
    door: &HomeserverConfig,
    address: Address,
    request: Request,
) -> Result<Response, Problem> {
    let mut url = address.into_url();
    let returns: Vec<String> =
        url.query_pairs().filter(|(name, _)| name == RETURN).map(|(_, value)| value.into_owned()).collect();
    match returns.as_slice() {
        [target] if is_own_machine(target) => {
            // Nothing else of the query is sent on: the homeserver cuts it up in another way than we do.
            url.query_pairs_mut().clear().append_pair(RETURN, target);
            pass(app, door, url, request).await
        }
        _ => Err(Problem::bad(ErrorCode::Forbidden, ELSEWHERE)),
    }
}

/// The way back.
pub(super) async fn come_back(
    State(app): State<App>,
    Extension(FrontDoor(name)): Extension<FrontDoor>,
    request: Request,
) -> Result<Response, Problem> {
    let door = door(&app, &name)?;
    let url = Address::new(&door.upstream, request.uri())?.into_url();
    pass(&app, door, url, request).await
}

async fn pass(app: &App, door: &HomeserverConfig, url: Url, request: Request) -> Result<Response, Problem> {
    let public = &door.public_base_url;
    let host = public.host_str().map(|host| match public.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    });
    let host = host.and_then(|host| HeaderValue::try_from(host).ok());
    proxy::pass_with(app, door, url, request, host.map(|host| (HOST, host)).into_iter().collect::<HeaderMap>()).await
}

/// Only what stands there exactly as a browser will read it, so that nobody's reading differs from ours.
fn is_own_machine(target: &str) -> bool {
    Url::parse(target).is_ok_and(|url| {
        let own = match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            _ => false,
        };
        own && url.scheme() == "http"
            && url.port().is_some()
            && url.username().is_empty()
            && url.password().is_none()
            && url.fragment().is_none()
            && url.as_str() == target
    })
}

#[cfg(test)]
mod tests {
    use super::is_own_machine;

    #[test]
    fn a_session_goes_to_a_program_on_the_same_machine_alone() {
        for own in ["http://127.0.0.1:40001/signed-in", "http://127.0.0.1:40001/a?b=c", "http://[::1]:40001/a"] {
            assert!(is_own_machine(own), "{own}");
        }
        for elsewhere in [
            "",
            "https://evil.example/",
            "http://evil.example:80/",
            "http://127.0.0.1/",
            "http://127.0.0.1:80/",
            "https://127.0.0.1:40001/",
            "http://localhost:40001/",
            "http://127.0.0.1:40001@evil.example/",
            "http://user@127.0.0.1:40001/",
            "http://127.0.0.1:40001\\@evil.example/",
            "http://127.0.0.1.evil.example:40001/",
            "http://2130706433:40001/",
            "http://0x7f.1:40001/",
            "http://127.0.0.1:40001/a#b",
            "http://127.0.0.1:40001",
            " http://127.0.0.1:40001/",
            "http:127.0.0.1:40001/",
            "HTTP://127.0.0.1:40001/",
            "javascript://127.0.0.1:40001/%0aalert(1)",
            "element://127.0.0.1:40001/",
            "http://127.0.0.1:40001/\u{9}",
        ] {
            assert!(!is_own_machine(elsewhere), "{elsewhere}");
        }
    }
}
