//! Eight encrypted files of 100 MiB, asked for at once and taken to the last byte: what the scanner's memory grows by.

use std::time::Duration;

use anyhow::{Result, ensure};
use reqwest::{Method, StatusCode};
use system_tests::figure::Figure;
use system_tests::stock::StockClient;

use crate::scene::{DOWNLOAD, Scene, Uploaded};

const SIZE: usize = 100 << 20;
const FILES: usize = 8;
/// Who is told to come back does so, this often at most.
const TRIES: usize = 60;

/// MiB above what was resident before.
pub(crate) async fn figure(scene: &Scene) -> Result<Figure> {
    let mut files = Vec::new();
    for _ in 0..FILES {
        files.push(scene.upload(SIZE).await?);
    }
    let process = scene.scanner.process;
    process.forget_peak()?;
    let idle = process.resident_mib()?;
    let asking = files.into_iter().map(|file| tokio::spawn(take(scene.scanner.asker.clone(), file)));
    for asked in asking.collect::<Vec<_>>() {
        asked.await??;
    }
    let grown = process.peak_mib()? - idle;
    let what = format!("{FILES} files of {} MiB at once, above {idle:.0} MiB", SIZE >> 20);
    Ok(Figure::single("peak_mib_8x100", "MiB", grown, &what))
}

async fn take(asker: StockClient, file: Uploaded) -> Result<()> {
    for _ in 0..TRIES {
        let mut answer = asker.send(Method::POST, DOWNLOAD, Some(file.body.clone())).await?;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            tokio::time::sleep(Duration::from_secs(2)).await;
            continue;
        }
        ensure!(answer.status().is_success(), "not given out: {} {}", answer.status(), answer.text().await?);
        let mut size = 0;
        while let Some(piece) = answer.chunk().await? {
            size += piece.len();
        }
        ensure!(size == SIZE, "{size} bytes came");
        return Ok(());
    }
    anyhow::bail!("the scanner had too much to do all the time")
}
