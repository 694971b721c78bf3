//! What others see of the person at work: that they type, and how far they have read. Kept with the session on this device.

use matrix_sdk::Client;
use matrix_sdk::ruma::api::client::receipt::create_receipt::v3::ReceiptType;

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::step;
use crate::view::TracesView;

const KEPT: &[u8] = b"org.depesha.traces";

impl Messenger {
    /// What others see.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub async fn traces(&self) -> Result<TracesView> {
        Ok(traces(&self.active()?.client).await)
    }

    /// Changes what others see, from now on.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`], or if it cannot be kept.
    pub async fn set_traces(&self, traces: TracesView) -> Result<()> {
        let bytes = serde_json::to_vec(&traces).map_err(step("what others see"))?;
        let active = self.active()?;
        let kept = active.client.state_store().set_custom_value_no_read(KEPT, bytes).await;
        kept.map_err(step("keeping what others see"))
    }
}

/// What was chosen; both if nothing was, and nothing if it cannot be known what was.
pub(super) async fn traces(client: &Client) -> TracesView {
    match client.state_store().get_custom_value(KEPT).await {
        Ok(kept) => chosen(kept.as_deref()),
        Err(_) => NOTHING,
    }
}

const NOTHING: TracesView = TracesView { typing: false, reading: false };

fn chosen(kept: Option<&[u8]>) -> TracesView {
    match kept {
        Some(bytes) => serde_json::from_slice(bytes).unwrap_or(NOTHING),
        None => TracesView::default(),
    }
}

/// How the homeserver is told of what has been read: for everybody, or for the person's own devices alone.
pub(super) fn receipt(traces: TracesView) -> ReceiptType {
    if traces.reading { ReceiptType::Read } else { ReceiptType::ReadPrivate }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_counts_and_what_cannot_be_read_hides() {
        assert_eq!(chosen(None), TracesView { typing: true, reading: true });
        let only_reading = TracesView { typing: false, reading: true };
        assert_eq!(chosen(Some(&serde_json::to_vec(&only_reading).expect("JSON"))), only_reading);
        assert_eq!(chosen(Some(b"{")), NOTHING);
        assert_eq!(receipt(only_reading), ReceiptType::Read);
        assert_eq!(receipt(NOTHING), ReceiptType::ReadPrivate);
    }
}
