//! A working day at the real window: everything that a person does there is done once, with pointer and keys, and what reaches
//! others is looked at from a colleague of the other ministry. What a single feature does in every case is told by the
//! browser tests; this one tells that each can be reached, and that the window, the core and the homeservers fit together.

mod hands;
mod looking;
mod people;
mod rooms;
mod settings;
mod talking;

use anyhow::{Context, Result};
use stack::{FINANCE, INTERIOR};
use system_tests::people::Person;
use system_tests::sound::SoundServer;
use system_tests::system::System;
use system_tests::window::Window;

use hands::Hands;

use super::{steps, write_to};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_working_day_at_the_window() -> Result<()> {
    let system = System::up().await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let anna = system.sample(INTERIOR, 0)?;
    let sound = SoundServer::start(&system.client_folder("sound")).await?;
    let window = Window::open_with_sound(&system, "day", &sound, &steps::pictures("day")).await?;
    window.resize(1200, 800).await?;
    steps::sign_up(&system, &window, &anna.email).await?;
    let direct = write_to(&window, &petro).await?;
    let (hands, talk) = (Hands::at(&window), petro.open(&direct).await?);
    talk.message("Good morning from the window").await?;
    talking::writing(&hands, &petro, &talk).await.context("writing")?;
    talking::answering(&hands, &talk).await.context("answering")?;
    talking::a_poll(&hands, &talk).await.context("a poll")?;
    talking::a_file(&hands, &talk).await.context("a file")?;
    talking::finding_again(&hands).await.context("finding again")?;
    let room = rooms::a_new_one(&hands, &petro).await.context("a new room")?;
    rooms::what_it_keeps(&hands).await.context("what a room keeps")?;
    rooms::handing_on(&hands, &petro, &direct, &room).await.context("handing on")?;
    talking::a_voice_message(&hands, &petro, &talk).await.context("a voice message")?;
    looking::at_files(&hands).await.context("looking at files")?;
    talking::later(&hands, &talk).await.context("later")?;
    rooms::the_list(&hands, &petro, &direct).await.context("the list")?;
    rooms::a_public_one(&hands, &petro).await.context("a public room")?;
    people::catalogue(&hands, &petro).await.context("the catalogue")?;
    settings::every_screen(&hands).await.context("the settings")?;
    settings::how_it_looks(&hands).await.context("how it looks")?;
    window.close().await
}
