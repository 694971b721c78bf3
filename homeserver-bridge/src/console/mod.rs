//! The two consoles: server-rendered pages that work without script, on routers of their own.
//!
//! Pages only show: what they show is read, and what they do is done, by the feature folders. No SQL here.

pub mod admin;
mod confirm;
mod enrol;
mod factor;
mod form;
mod frame;
mod keys;
mod login;
mod own;
mod page;
mod pages;
pub mod security;
mod show;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::app::App;
use crate::error::Problem;
use crate::language;
use crate::officers::{Console, OfficerRole};
use pages::Pages;

pub use pages::Route;

/// The largest form, bytes.
const MAX_FORM: usize = 64 << 10;

/// A console's own pages and those that both have; `roles` are all that use it.
fn with_shared(pages: Pages, roles: &'static [OfficerRole]) -> Pages {
    let pages = factor::routes(login::routes(pages), roles);
    let pages = own::routes(keys::routes(enrol::routes(pages, roles), roles), roles);
    pages.route(&[], "/style.css", get(style)).route(&[], "/icon.svg", get(icon))
}

/// Puts a console together: its pages, and what holds for every answer.
fn console(app: App, console: Console, pages: Pages) -> Router {
    let frame = frame::Frame::new(&app, console);
    pages
        .router
        .fallback(async || Problem::not_found("There is no such page."))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(axum::middleware::from_fn_with_state(frame, frame::frame))
        .with_state(app)
}

async fn style() -> impl IntoResponse {
    let text = concat!(
        include_str!("../../templates/console/colours.css"),
        include_str!("../../templates/console/frame.css"),
        include_str!("../../templates/console/content.css"),
        include_str!("../../templates/console/cases.css"),
        include_str!("../../templates/console/charts.css"),
        include_str!("../../templates/console/modes.css"),
    );
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], text)
}

async fn icon() -> impl IntoResponse {
    ([(CONTENT_TYPE, "image/svg+xml")], include_str!("../../templates/console/icon.svg"))
}
