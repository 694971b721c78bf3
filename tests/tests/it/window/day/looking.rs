//! Files that are looked at where they are: words, a picture and a document, each drawn by the real web view.

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::hands::{ENTER, Hands};

const PICTURE: &[u8] = include_bytes!("../../../../../desktop/src-tauri/icons/32x32.png");
const WORDS: &str = "The minutes of Tuesday, word by word.";

/// Sent from the window, and looked at there once each is safe.
pub(super) async fn at_files(hands: &Hands<'_>) -> Result<()> {
    send(hands, "words.txt", "text/plain", WORDS.as_bytes()).await?;
    look(hands, "words.txt").await?;
    hands.window.see_words("preview-text", WORDS).await?;
    close(hands).await?;

    send(hands, "plan.png", "image/png", PICTURE).await?;
    hands
        .holds("the small picture", "document.querySelector('[data-testid=\"file\"] img')?.naturalWidth === 32")
        .await?;
    look(hands, "plan.png").await?;
    let drawn = "document.querySelector('[data-testid=\"preview-picture\"]')?.naturalWidth === 32";
    hands.holds("the picture", drawn).await?;
    close(hands).await?;

    send(hands, "annex.pdf", "application/pdf", &document()).await?;
    look(hands, "annex.pdf").await?;
    let read = "document.querySelector('[data-testid=\"preview-page\"]')?.textContent.includes('Regional reserve')";
    hands.holds("the words of the document", read).await?;
    hands.window.picture_of("document").await?;
    close(hands).await
}

async fn send(hands: &Hands<'_>, name: &str, media_type: &str, bytes: &[u8]) -> Result<()> {
    hands.paste_bytes(name, media_type, &STANDARD.encode(bytes)).await?;
    hands.window.type_into("file-caption", ENTER).await?;
    hands.window.gone("send-files").await
}

async fn look(hands: &Hands<'_>, name: &str) -> Result<()> {
    hands.on_message(name, "file-look").await?;
    hands.window.see("preview").await.map(drop)
}

async fn close(hands: &Hands<'_>) -> Result<()> {
    hands.window.press("dialogue-close").await?;
    hands.window.gone("preview").await
}

/// One page with one line, and a script that would run when it is opened.
fn document() -> Vec<u8> {
    let line = "BT /F 24 Tf 60 760 Td (Regional reserve) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\);) >> >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{line}\nendstream", line.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut text = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let (start, count) = (text.len(), objects.len() + 1);
    let table = places.concat();
    text.push_str(&format!("xref\n0 {count}\n0000000000 65535 f \n{table}"));
    text.push_str(&format!("trailer << /Root 1 0 R /Size {count} >>\nstartxref\n{start}\n%%EOF\n"));
    text.into_bytes()
}
