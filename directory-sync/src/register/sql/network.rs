//! What the drivers that speak over a network share: the address and password from their file, when TLS is asked for,
//! a runtime of their own, patience, and errors that give nothing away.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use sqlx::Error;
use url::Url;

use super::RegisterError;
use crate::config::SqlSection;

/// A database server.
pub(super) struct Server {
    /// For people: the address without user and password.
    pub(super) name: String,
    /// With user and password.
    pub(super) url: Url,
    /// Who signs its certificate. If there is one, the certificate is verified.
    pub(super) ca_file: Option<PathBuf>,
    patience: Duration,
}

impl Server {
    /// Reads the address and checks that nothing travels in clear.
    pub(super) fn open(section: &SqlSection, schemes: &[&str]) -> Result<Self, RegisterError> {
        let file = section.url_file.clone().unwrap_or_default();
        let failed = |cause: String| RegisterError::Read { name: file.display().to_string(), cause };
        let text = std::fs::read_to_string(&file).map_err(|e| failed(e.to_string()))?;
        let form = || failed(format!("it must hold one line: {}://user:password@host:port/database", schemes[0]));
        let url = Url::parse(text.trim()).map_err(|_| form())?;
        if !schemes.contains(&url.scheme()) || url.host_str().is_none_or(str::is_empty) {
            return Err(form());
        }
        if url.query().is_some() {
            return Err(failed(
                "options behind ? are not taken from the address: it decides about TLS here".to_owned(),
            ));
        }
        let host = url.host_str().unwrap_or_default();
        // PostgreSQL's way to name a socket of this machine: the path of its folder, with %2F for each slash.
        let socket = schemes.contains(&"postgresql") && (host.starts_with("%2F") || host.starts_with("%2f"));
        if section.ca_file.is_none() && !socket && !matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
            let why = "the database is on another machine: name the authority of its certificate in register.ca_file";
            return Err(failed(why.to_owned()));
        }
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let name = format!("{}://{host}{port}{}", url.scheme(), url.path());
        let patience = Duration::from_secs(section.patience_seconds);
        Ok(Self { name, url, ca_file: section.ca_file.clone(), patience })
    }

    /// Runs a conversation with the server to its end, on this thread.
    pub(super) fn run<T>(&self, talk: impl Future<Output = Result<T, RegisterError>>) -> Result<T, RegisterError> {
        if tokio::runtime::Handle::try_current().is_ok() {
            return Err(self.failed("a register is read on a thread of its own".to_owned()));
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|e| self.failed(e.to_string()))?.block_on(talk)
    }

    /// Waits for the server, but not forever.
    pub(super) async fn wait<T>(
        &self,
        doing: &str,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, RegisterError> {
        match tokio::time::timeout(self.patience, answer).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(self.failed(format!("{doing}: {}", tell(&error, true)))),
            Err(_) => Err(self.failed(format!("{doing}: no answer within {} s", self.patience.as_secs()))),
        }
    }

    /// As [`Server::wait`], while rows are read: the server's words may then repeat values of a row, and are left out.
    pub(super) async fn wait_for_rows<T>(
        &self,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, RegisterError> {
        let why = match tokio::time::timeout(self.patience, answer).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => tell(&error, false),
            Err(_) => format!("no answer within {} s", self.patience.as_secs()),
        };
        Err(self.broken_off(&why))
    }

    /// The rows stopped before their end.
    pub(super) fn broken_off(&self, why: &str) -> RegisterError {
        RegisterError::Partial { name: self.name.clone(), why: format!("the database broke off: {why}") }
    }

    /// Something went wrong before the rows.
    pub(super) fn failed(&self, cause: String) -> RegisterError {
        RegisterError::Read { name: self.name.clone(), cause }
    }
}

/// An error in words that hold no password, and values of rows only if they may be told.
fn tell(error: &Error, in_its_words: bool) -> String {
    match error {
        Error::Database(error) => {
            let code = error.code().unwrap_or_default().into_owned();
            let means = match code.as_str() {
                "25006" => "the query tries to write, which a register must not",
                "22012" => "a division by zero in the query",
                "57P01" | "57P02" | "57P03" | "1053" => "the server is shutting down",
                "57014" | "1317" => "the query was cancelled",
                _ if in_its_words => return format!("{} ({code})", error.message()),
                _ => "it says why in its log",
            };
            format!("{means} ({code})")
        }
        Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => "the connection was cut".to_owned(),
        Error::Io(error) => error.to_string(),
        Error::Tls(error) => format!("TLS: {error}"),
        Error::Configuration(_) => "the address is not understood".to_owned(),
        _ => "it did not speak as expected".to_owned(),
    }
}
