//! A code on the screen that the other device scans, in the place of comparing signs.
//!
//! This client shows and never scans: the computers that it is made for have no camera that a person could hold over a
//! telephone, and one side that scans is enough. So two of ours compare signs, as before; a telephone scans.

use matrix_sdk::encryption::verification::{QrVerification, VerificationRequest};
use matrix_sdk::ruma::events::key::verification::VerificationMethod;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::Result;
use crate::messenger::Messenger;
use crate::platform::lock;
use crate::problem::from_sdk;
use crate::view::{CodeView, ProblemView};

/// What is offered to the other side. Who cannot scan goes on with signs.
pub(super) fn methods() -> Vec<VerificationMethod> {
    vec![VerificationMethod::SasV1, VerificationMethod::QrCodeShowV1, VerificationMethod::ReciprocateV1]
}

/// The code for the other side to scan; none if it cannot, or if one of the two has no identity that could be in it.
pub(super) async fn code_of(request: &VerificationRequest) -> Option<(QrVerification, CodeView)> {
    let code = request.generate_qr_code().await.ok().flatten()?;
    let view = picture(&code.to_bytes().ok()?)?;
    Some((code, view))
}

/// Bytes as the squares of a code.
fn picture(bytes: &[u8]) -> Option<CodeView> {
    let code = QrCode::encode_binary(bytes, QrCodeEcc::Medium).ok()?;
    let row = |y| (0..code.size()).map(|x| if code.get_module(x, y) { '1' } else { '0' }).collect();
    Some(CodeView { rows: (0..code.size()).map(row).collect() })
}

impl Messenger {
    /// Compares signs instead of having the code scanned.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is nothing under way, or the other side cannot do that.
    pub async fn compare_signs(&self) -> Result<()> {
        let request = self.active()?.verifications.request()?;
        let started = request.start_sas().await.map_err(|error| from_sdk(&error))?;
        started.map(drop).ok_or(ProblemView::NotFound)
    }

    /// Says that the other device shows that it has scanned the code. Who says so without looking lets anybody in who claims
    /// to have scanned it.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if no code was scanned.
    pub async fn confirm_scan(&self) -> Result<()> {
        let active = self.active()?;
        let code = lock(&active.verifications.code).clone().filter(QrVerification::has_been_scanned);
        code.ok_or(ProblemView::NotFound)?.confirm().await.map_err(|error| from_sdk(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_and_has_its_three_corners() {
        let code = picture(b"MATRIX\x02\x00 bytes that are no text: \xff\xfe\x00").expect("a code");
        assert!(code.rows.iter().all(|row| row.len() == code.rows.len()), "{:?}", code.rows);
        let last = code.rows.len() - 7;
        for (x, y) in [(0, 0), (last, 0), (0, last)] {
            assert_eq!(&code.rows[y][x..x + 7], "1111111");
            assert_eq!(&code.rows[y + 1][x..x + 7], "1000001");
            assert_eq!(&code.rows[y + 3][x..x + 7], "1011101");
        }
        assert_ne!(&code.rows[last][last..], "1111111", "the fourth corner says which way it lies");
    }

    #[test]
    fn a_code_does_not_get_into_a_log() {
        let code = picture(b"a secret of two devices").expect("a code");
        assert_eq!(format!("{code:?}"), "CodeView(…)");
    }
}
