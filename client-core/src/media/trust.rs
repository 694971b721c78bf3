//! Which scanner this device trusts, for the page that shows it.

use crate::Result;
use crate::messenger::Messenger;
use crate::view::ScannerTrustView;

impl Messenger {
    /// The scanner's key, since when it is trusted, and whether another one was refused. Looks at the service first; what
    /// is known is answered also without a connection.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub async fn scanner_trust(&self) -> Result<ScannerTrustView> {
        Ok(self.active()?.scanner.trust().await)
    }
}
