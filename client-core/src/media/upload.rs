//! Uploading a file, encrypted on this device if the room is, and the way back.

use std::io::{Cursor, Read};

use matrix_sdk::Client;
use matrix_sdk::ruma::events::room::{EncryptedFile, MediaSource};
use matrix_sdk_base::crypto::AttachmentDecryptor;

use crate::Result;
use crate::platform::spawn;
use crate::problem::{from_sdk, step};
use crate::session::Active;

/// Uploads; tells the share that is there, 0 to 1.
pub(super) async fn upload(
    client: &Client,
    bytes: Vec<u8>,
    media_type: &str,
    encrypt: bool,
    progress: impl Fn(f64) + Send + 'static,
) -> Result<MediaSource> {
    if encrypt {
        let mut reader = Cursor::new(bytes);
        let request = client.upload_encrypted_file(&mut reader);
        let mut sent = request.subscribe_to_send_progress();
        let _watch = spawn(async move {
            while let Some(now) = sent.next().await {
                progress(share(now.current, now.total));
            }
        });
        let file = request.await.map_err(|error| from_sdk(&error))?;
        return Ok(MediaSource::Encrypted(Box::new(file)));
    }
    let media_type: mime::Mime = media_type.parse().unwrap_or(mime::APPLICATION_OCTET_STREAM);
    let request = client.media().upload(&media_type, bytes, None);
    let mut sent = request.subscribe_to_send_progress();
    let _watch = spawn(async move {
        while let Some(now) = sent.next().await {
            progress(share(now.current, now.total));
        }
    });
    let answer = request.await.map_err(|error| from_sdk(&error))?;
    Ok(MediaSource::Plain(answer.content_uri))
}

impl Active {
    /// Uploads what stands in a room's state, where there is no key.
    pub(crate) async fn upload_in_clear(&self, bytes: Vec<u8>, media_type: &str) -> Result<MediaSource> {
        upload(&self.client, bytes, media_type, false, |_| ()).await
    }
}

#[allow(clippy::cast_precision_loss, reason = "a share for a progress bar")]
fn share(current: usize, total: usize) -> f64 {
    if total == 0 { 0.0 } else { current as f64 / total as f64 }
}

/// The clear bytes; nothing is returned before the whole ciphertext has met the sender's hash.
pub(super) fn decrypt(ciphertext: Vec<u8>, file: &EncryptedFile) -> Result<Vec<u8>> {
    let mut clear = Vec::with_capacity(ciphertext.len());
    let mut reader = Cursor::new(ciphertext);
    let mut decryptor =
        AttachmentDecryptor::new(&mut reader, file.clone().into()).map_err(step("decrypting a file"))?;
    decryptor.read_to_end(&mut clear).map_err(|_| crate::view::ProblemView::FileNotReleased)?;
    Ok(clear)
}
