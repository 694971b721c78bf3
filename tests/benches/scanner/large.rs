//! Encrypted files of 10 MiB: how long a scan takes, and what our own part of it costs.

use std::time::Duration;

use aes::Aes256;
use aes::cipher::{KeyIvInit, StreamCipher};
use anyhow::{Result, ensure};
use sha2::{Digest, Sha256};
use system_tests::figure::Figure;
use system_tests::process::cpu_of_this_thread;

use crate::scene::{Scene, noise};

const SIZE: usize = 10 << 20;
/// Processor time is told in hundredths of a second: so many files at once make one measurement.
const FILES: usize = 10;
const CPU_PAIRS: usize = 9;

/// The whole way over HTTP, against the least that anybody could do: fetch the file, then hand it to clamd.
pub(crate) async fn wall(scene: &Scene) -> Result<Figure> {
    Figure::measure(
        "wall_10mib_over_floor",
        "fetching the media and a bare INSTREAM of as many bytes",
        |_| async { scene.scanner.scan(&scene.upload(SIZE).await?).await },
        |_| async {
            let (fetching, bytes) = scene.fetch(&scene.upload(SIZE).await?).await?;
            Ok(fetching + scene.instream(&bytes).await?)
        },
    )
    .await
}

/// Processor time of the scanner's process, against hashing and decrypting as many bytes in one loop.
pub(crate) async fn cpu(scene: &Scene) -> Result<Figure> {
    Figure::measure_pairs(
        "cpu_10mib_over_crypto",
        &format!("SHA-256 and AES-CTR of {FILES} files, nothing else"),
        CPU_PAIRS,
        |_| async {
            let mut files = Vec::new();
            for _ in 0..FILES {
                files.push(scene.upload(SIZE).await?);
            }
            let before = scene.scanner.process.cpu()?;
            for file in &files {
                scene.scanner.scan(file).await?;
            }
            Ok(scene.scanner.process.cpu()? - before)
        },
        |_| async { tokio::task::spawn_blocking(bare).await? },
    )
    .await
}

fn bare() -> Result<Duration> {
    let mut taken = Duration::ZERO;
    for _ in 0..FILES {
        let mut bytes = noise(SIZE);
        let before = cpu_of_this_thread()?;
        let hash = Sha256::digest(&bytes);
        ctr::Ctr128BE::<Aes256>::new(&[7; 32].into(), &[9; 16].into()).apply_keystream(&mut bytes);
        taken += cpu_of_this_thread()? - before;
        // Nothing of it may be left out as useless.
        ensure!(hash != Sha256::digest(&bytes), "encrypting changed nothing");
    }
    Ok(taken)
}
