//! The program: reads its command line and opens the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use clap::Parser;

fn main() -> std::process::ExitCode {
    depesha_desktop::run(depesha_desktop::Cli::parse())
}
