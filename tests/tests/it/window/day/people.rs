//! The catalogue: a colleague's card, the tree of units, and the one search.

use anyhow::Result;
use system_tests::people::Person;

use super::hands::Hands;

/// From the search to the card, from the card to the unit, from there back to writing.
pub(super) async fn catalogue(hands: &Hands<'_>, petro: &Person) -> Result<()> {
    let window = hands.window;
    window.open_room(&petro.sample.name).await?;
    hands.control('k').await?;
    let family = petro.sample.family();
    window.type_into("people-search", family).await?;
    window.press_css("[data-testid=\"person\"][data-reach=\"on_depesha\"]").await?;
    window.see("person-card").await?;
    window.picture_of("card").await?;
    window.press("card-organisation").await?;
    window.see("branch").await?;
    window.see("unit-person").await?;
    window.picture_of("units").await?;
    hands.close().await?;

    hands.control('k').await?;
    window.type_into("people-search", "Budget").await?;
    window.see_words("found-room", "Budget of next year").await?.click().await?;
    window.gone("search-dialogue").await
}
