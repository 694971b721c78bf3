//! Encrypted files of 1 KiB, one after the other: what a scan adds to the fetch, of a file that is new and of one whose
//! verdict is known.

use anyhow::Result;
use system_tests::figure::{Figure, quantile};

use crate::scene::{Scene, noise};

const SIZE: usize = 1 << 10;
const ROUNDS: usize = 15;
const FILES: usize = 30;

/// The median of what comes on top of the fetch, in bare questions to clamd.
pub(crate) async fn fresh(scene: &Scene) -> Result<Figure> {
    let mut round = async |_| {
        let (mut scans, mut fetches, mut questions) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..FILES {
            scans.push(scene.scanner.scan(&scene.upload(SIZE).await?).await?.as_secs_f64());
            fetches.push(scene.fetch(&scene.upload(SIZE).await?).await?.0.as_secs_f64());
            questions.push(scene.instream(&noise(SIZE)).await?.as_secs_f64());
        }
        let [scan, fetch, question] = [scans, fetches, questions].map(|times| quantile(&times, 0.5));
        Ok(((scan - fetch) / question, question))
    };
    let baseline = "a bare INSTREAM of as many bytes, for what a scan takes beyond fetching the media";
    Figure::measure_rounds("small_p50_over_floor", baseline, "ratio", ROUNDS, &mut round).await
}

/// The same of a verdict that is known: milliseconds.
pub(crate) async fn remembered(scene: &Scene) -> Result<Figure> {
    let mut round = async |_| {
        let file = scene.upload(SIZE).await?;
        scene.scanner.scan(&file).await?;
        let (mut scans, mut fetches) = (Vec::new(), Vec::new());
        for _ in 0..FILES {
            scans.push(scene.scanner.scan(&file).await?.as_secs_f64());
            fetches.push(scene.fetch(&file).await?.0.as_secs_f64());
        }
        let [scan, fetch] = [scans, fetches].map(|times| quantile(&times, 0.5));
        Ok(((scan - fetch) * 1000.0, fetch))
    };
    let baseline = "beyond fetching the media, in the median";
    Figure::measure_rounds("remembered_ms_over_fetch", baseline, "ms", ROUNDS, &mut round).await
}
