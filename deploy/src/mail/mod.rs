//! The mail sink: takes every mail over real SMTP, keeps each as a file, shows them on a page and as JSON.
//!
//! It is for trying things out on one machine: it listens on loopback, delivers nothing, and whoever reaches its page
//! reads everything. It is no part of a real installation, which has a mail relay.

mod http;
mod page;
mod smtp;
mod store;

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

pub use store::{Message, Store};

/// Serves SMTP and the page until the process is ended.
///
/// # Errors
/// If a port is taken or the folder cannot be read.
pub fn serve(dir: &Path, smtp_port: u16, http_port: u16) -> anyhow::Result<()> {
    let store = Arc::new(Store::open(dir)?);
    let smtp = listen(smtp_port)?;
    let http = listen(http_port)?;
    let for_smtp = store.clone();
    std::thread::spawn(move || accept(&smtp, move |stream| smtp::session(stream, &for_smtp)));
    accept(&http, move |stream| http::answer(stream, &store));
    Ok(())
}

fn listen(port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind(("127.0.0.1", port)).with_context(|| format!("cannot listen on port {port}"))
}

/// One thread a connection: they are few and short.
fn accept(listener: &TcpListener, serve: impl Fn(std::net::TcpStream) -> std::io::Result<()> + Clone + Send + 'static) {
    for stream in listener.incoming().flatten() {
        let serve = serve.clone();
        std::thread::spawn(move || {
            // A peer that goes away in the middle is its own affair.
            let _ = serve(stream);
        });
    }
}
