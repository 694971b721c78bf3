//! A wire between a program and a server that a test can cut or hold.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// See the module.
pub(crate) struct Wire {
    port: u16,
    open: Arc<Mutex<Vec<TcpStream>>>,
    held: Arc<AtomicBool>,
}

impl Wire {
    /// To a server on loopback.
    pub(crate) fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
        let port = listener.local_addr().expect("an address").port();
        let (open, held) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (streams, hold) = (Arc::clone(&open), Arc::clone(&held));
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let copies = [&near, &far].map(|stream| stream.try_clone().expect("cloned"));
                streams.lock().expect("lock").extend(copies);
                let back = (far.try_clone().expect("cloned"), near.try_clone().expect("cloned"));
                for (from, to) in [(near, far), back] {
                    let hold = Arc::clone(&hold);
                    thread::spawn(move || pass(from, to, &hold));
                }
            }
        });
        Self { port, open, held }
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

    /// From now on nothing passes, without anybody being told.
    pub(crate) fn hold(&self) {
        self.held.store(true, Ordering::SeqCst);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, held: &AtomicBool) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        while held.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(20));
        }
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
