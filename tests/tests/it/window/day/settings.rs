//! The settings: every screen is opened, and what changes the look changes it at once.

use anyhow::{Context, Result, ensure};

use super::hands::{CONTROL, Hands, RELEASED};

/// Each screen, and what belongs to it.
pub(super) async fn every_screen(hands: &Hands<'_>) -> Result<()> {
    let window = hands.window;
    hands.account("settings").await?;
    for (screen, part) in [
        ("appearance", "settings-language"),
        ("notifications", "notices-shows"),
        ("security", "settings-lock"),
        ("privacy", "traces-typing"),
        ("writing", "settings-undo"),
        ("account", "settings-accounts"),
        ("about", "settings-version"),
    ] {
        window.press(&format!("settings-{screen}")).await?;
        window.see(part).await?;
        window.picture_of(&format!("settings-{screen}")).await?;
    }
    window.press("settings-notifications").await?;
    window.press("notices-test").await?;
    window.see("notices-found").await?;
    window.press("settings-about").await?;
    window.press("settings-licences").await?;
    window.see_words("licence", "matrix-sdk").await?;
    hands.close().await?;
    hands.account("shortcuts").await?;
    window.see("shortcut").await?;
    hands.close().await?;
    hands.account("accounts").await?;
    window.see("account").await?;
    hands.close().await?;
    hands.account("settings").await?;
    window.press("settings-about").await?;
    window.press("settings-diagnostics").await?;
    window.see("diagnostics").await?;
    hands.close().await
}

/// Language, colours, size and density, while the settings stay open.
pub(super) async fn how_it_looks(hands: &Hands<'_>) -> Result<()> {
    let window = hands.window;
    hands.account("settings").await?;
    window.press("settings-appearance").await?;
    for (locale, word) in [("fr", "Langue"), ("uk", "Мова"), ("en", "Language")] {
        hands.choose("settings-language", locale).await?;
        window.see_words("settings-language", word).await?;
        hands.holds("the language of the page", &format!("document.documentElement.lang === '{locale}'")).await?;
    }
    let shown = |name: &str, value: &str| format!("document.documentElement.dataset.{name} === '{value}'");
    for (list, name, value, before) in [
        ("settings-density", "density", "compact", "comfortable"),
        ("settings-spacing", "spacing", "wide", "usual"),
        ("settings-theme", "theme", "dark", "light"),
    ] {
        hands.choose(list, value).await?;
        hands.holds(&format!("{list} to be {value}"), &shown(name, value)).await?;
        hands.choose(list, before).await?;
    }
    let wide = window.script("return window.innerWidth;").await?.as_f64().context("a width")?;
    hands.choose("settings-zoom", "150").await?;
    hands.holds("everything to be larger", &format!("window.innerWidth < {}", wide * 0.8)).await?;
    window.picture_of("larger").await?;
    // By keys: where things are on an enlarged page, the driver does not know.
    window.see_css("[data-testid=\"settings-zoom\"] button").await?.send_keys(&format!("{CONTROL}0{RELEASED}")).await?;
    hands.holds("everything to be as before", &format!("window.innerWidth > {}", wide * 0.95)).await?;
    hands.close().await?;
    let problems = hands.count("[data-testid=\"problem\"]:not(:empty)").await?;
    ensure!(problems == 0, "{problems} problems are left in the window at the end of the day");
    Ok(())
}
