//! A wire between a program and a server that a test can cut or hold.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// See the module.
pub(crate) struct Wire {
    port: u16,
    open: Arc<Mutex<Vec<TcpStream>>>,
    held: Arc<AtomicBool>,
    /// How many more bytes of answers pass.
    rest: Arc<AtomicU64>,
}

impl Wire {
    /// To a server on loopback.
    pub(crate) fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
        let port = listener.local_addr().expect("an address").port();
        let (open, held) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let rest = Arc::new(AtomicU64::new(u64::MAX));
        let (streams, hold, left) = (Arc::clone(&open), Arc::clone(&held), Arc::clone(&rest));
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let copies = [&near, &far].map(|stream| stream.try_clone().expect("cloned"));
                streams.lock().expect("lock").extend(copies);
                let back = (far.try_clone().expect("cloned"), near.try_clone().expect("cloned"));
                let asked = Arc::new(AtomicU64::new(u64::MAX));
                for (from, to, left) in [(near, far, asked), (back.0, back.1, Arc::clone(&left))] {
                    let hold = Arc::clone(&hold);
                    thread::spawn(move || pass(from, to, &hold, &left));
                }
            }
        });
        Self { port, open, held, rest }
    }

    pub(crate) fn url(&self) -> String {
        format!("ldap://127.0.0.1:{}", self.port)
    }

    /// Ends all connections of now; later ones work.
    pub(crate) fn cut(&self) {
        for stream in self.open.lock().expect("lock").drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Cuts in the middle of an answer, after so many bytes; `u64::MAX` is never.
    pub(crate) fn cut_after(&self, bytes: u64) {
        self.rest.store(bytes, Ordering::SeqCst);
    }

    /// From now on nothing passes, without anybody being told.
    pub(crate) fn hold(&self) {
        self.held.store(true, Ordering::SeqCst);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, held: &AtomicBool, left: &AtomicU64) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        while held.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(20));
        }
        let before = left.load(Ordering::SeqCst);
        let passing = usize::try_from(before).unwrap_or(usize::MAX).min(count);
        if before != u64::MAX {
            left.fetch_sub(passing as u64, Ordering::SeqCst);
        }
        if to.write_all(&buffer[..passing]).is_err() || passing < count {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
