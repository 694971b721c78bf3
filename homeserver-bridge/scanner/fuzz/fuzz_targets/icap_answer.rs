//! What an ICAP server sends, to a question with and without a preview: nothing counts as "nothing found" but its word
//! for that, or the file itself.
#![no_main]

use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};

use libfuzzer_sys::fuzz_target;
use media_scanner::decrypt::Plain;
use media_scanner::engine::icap::exchange::{Said, options, respmod};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime::{Builder, Runtime};

const CONTENT: &[u8] = b"seventeen letters";

/// A connection that takes everything and gives these bytes.
struct Server<'a>(&'a [u8]);

impl AsyncRead for Server<'_> {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        // A few bytes at a time, as networks do.
        let (now, later) = self.0.split_at(self.0.len().min(to.remaining()).min(7));
        to.put_slice(now);
        self.0 = later;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Server<'_> {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Builder::new_current_thread().build().expect("a runtime"))
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fuzz_target!(|bytes: &[u8]| {
    let content = Plain::from_bytes(CONTENT.to_vec());
    for preview in [None, Some(0), Some(5), Some(100)] {
        let answer = runtime().block_on(respmod(Server(bytes), "icap://h/s", "h", &content, preview));
        let Ok(answer) = answer else { continue };
        match answer.said {
            Said::Nothing => {
                assert!(holds(bytes, b" 204") || CONTENT.iter().all(|letter| bytes.contains(letter)));
                let part = preview.is_some_and(|preview| preview < CONTENT.len());
                assert!(!part || holds(bytes, b" 100"), "nothing was found in a part, without asking for the rest");
            }
            Said::Found(name) => assert!(!name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic())),
            Said::NothingInPreview => assert!(preview.is_some()),
        }
    }
    if let Ok(head) = runtime().block_on(options(Server(bytes), "icap://h/s", "h")) {
        let _ = head.capabilities();
    }
});
