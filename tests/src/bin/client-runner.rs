//! A client without a window that a fault bench tells what to do, and kills: `system_tests::faults::client`.

#![recursion_limit = "256"]

use std::process::ExitCode;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let warnings = "warn,client_core=info,matrix_sdk::send_queue=info";
    tracing_subscriber::fmt().with_env_filter(warnings).with_writer(std::io::stderr).with_ansi(false).init();
    match system_tests::faults::client::run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
