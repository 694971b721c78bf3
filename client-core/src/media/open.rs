//! Opening a file that is safe: for a preview, or for saving where the person wants it.

use super::kept;
use super::safety::KnownFile;
use super::text_file::beginning;
use crate::Result;
use crate::messenger::Messenger;
use crate::session::Active;
use crate::view::{FileTextView, ProblemView, SafetyView};

/// A file that the scanner called clean.
#[derive(Clone)]
pub struct OpenedFile {
    /// Its name, fit for a folder.
    pub name: String,
    /// The media type that the sender declared.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for OpenedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenedFile").field("size", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// A file that has been shown and that is safe, as far as is known now.
fn safe_file(active: &Active, handle: &str) -> Result<KnownFile> {
    let file = active.safety.file(handle).ok_or(ProblemView::NotFound)?;
    if file.safety == SafetyView::Safe { Ok(file) } else { Err(ProblemView::FileNotReleased) }
}

impl Messenger {
    /// The bytes of a file, by the handle that its view carries. Only files in state [`SafetyView::Safe`] open; the scanner
    /// is in the way of the bytes a second time.
    ///
    /// # Errors
    /// [`ProblemView::FileNotReleased`], [`ProblemView::NotFound`], [`ProblemView::Unreachable`].
    pub async fn open_file(&self, handle: &str) -> Result<OpenedFile> {
        let active = self.active()?;
        let file = safe_file(&active, handle)?;
        let bytes = match active.scanner.download(&file.source, &file.context).await {
            // Something is known now that was not when the file was called safe: the person is to see what.
            Err(ProblemView::FileNotReleased) => {
                active.safety.check_again(handle);
                return Err(ProblemView::FileNotReleased);
            }
            answer => answer?,
        };
        Ok(OpenedFile { name: file.name, media_type: file.media_type, bytes })
    }

    /// The bytes of a file for a look at it in the window. As [`Messenger::open_file`], but what has been looked at before is
    /// here already, as long as it is safe.
    ///
    /// # Errors
    /// Those of [`Messenger::open_file`].
    pub async fn look_at_file(&self, handle: &str) -> Result<Vec<u8>> {
        let active = self.active()?;
        safe_file(&active, handle)?;
        if let Some(bytes) = kept::find(&active.client, handle).await {
            return Ok(bytes);
        }
        let bytes = self.open_file(handle).await?.bytes;
        kept::keep(&active.client, handle, bytes.clone()).await;
        Ok(bytes)
    }

    /// The beginning of a text file, for a look at it; none if its bytes are no text.
    ///
    /// # Errors
    /// Those of [`Messenger::look_at_file`].
    pub async fn file_text(&self, handle: &str) -> Result<Option<FileTextView>> {
        Ok(beginning(&self.look_at_file(handle).await?))
    }

    /// Asks the scanner again about a file: security officers may have released it, or something may be known of it now.
    /// The timeline shows what comes of it.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`].
    pub fn check_file_again(&self, handle: &str) -> Result<()> {
        if self.active()?.safety.check_again(handle) { Ok(()) } else { Err(ProblemView::NotFound) }
    }

    /// The name of a file, for a dialogue that asks where to save it.
    ///
    /// # Errors
    /// [`ProblemView::FileNotReleased`], [`ProblemView::NotFound`].
    pub fn file_name(&self, handle: &str) -> Result<String> {
        let active = self.active()?;
        Ok(safe_file(&active, handle)?.name)
    }
}
