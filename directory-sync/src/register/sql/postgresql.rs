//! PostgreSQL: a cursor in a read-only, repeatable-read transaction, fetched piece by piece.
//!
//! The query is declared through the extended protocol, which takes one statement, and a cursor, which takes only what
//! reads. The pieces are fetched through the simple one, in which the server writes every type as text.

use std::borrow::Cow;

use futures_util::TryStreamExt;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow, PgSslMode};
use sqlx::{AssertSqlSafe, Column, ConnectOptions, Connection, Either, Row, TypeInfo, ValueRef, raw_sql};

use super::network::Server;
use super::{Answer, Database, OneValue, Question, RegisterError, Text};

/// Everything that must hold before the query: one snapshot, nothing written, one way to write values.
const BEGIN: &str = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; \
                     BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; \
                     SET LOCAL datestyle = 'ISO'; SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'; \
                     SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL cursor_tuple_fraction = 1";
/// Rows fetched at once.
const FETCH: &str = "FETCH FORWARD 1000 FROM depesha_register";

/// See the module.
pub(super) struct Postgresql {
    pub(super) server: Server,
}

impl Postgresql {
    async fn connect(&self) -> Result<PgConnection, RegisterError> {
        let options = PgConnectOptions::from_url(&self.server.url);
        let options = options.map_err(|_| self.server.failed("the address is not understood".to_owned()))?;
        let options = options.application_name("directory-sync").disable_statement_logging();
        let options = match &self.server.ca_file {
            Some(file) => options.ssl_root_cert(file).ssl_mode(PgSslMode::VerifyFull),
            None => options.ssl_mode(PgSslMode::Prefer),
        };
        self.server.wait("cannot connect", options.connect()).await
    }

    async fn cursor(
        &self,
        connection: &mut PgConnection,
        question: &Question<'_>,
        answer: &mut dyn Answer,
    ) -> Result<(), RegisterError> {
        let declare = format!("DECLARE depesha_register NO SCROLL CURSOR FOR\n{}", question.query);
        let mut query = sqlx::query(AssertSqlSafe(declare)).persistent(false);
        if let Some(parameter) = question.parameter {
            query = query.bind(parameter);
        }
        self.server.wait("the query is refused", query.execute(&mut *connection)).await?;
        let mut named = false;
        loop {
            let mut count = 0_u32;
            let mut rows = raw_sql(FETCH).fetch_many(&mut *connection);
            while let Some(part) = self.server.wait_for_rows(rows.try_next()).await? {
                let Either::Right(row) = part else { continue };
                count += 1;
                if !named {
                    answer.columns(row.columns().iter().map(|column| column.name().to_owned()).collect())?;
                    named = true;
                }
                answer.row(&|at| value(&row, at))?;
            }
            if count == 0 {
                break;
            }
        }
        self.server.wait("the cursor", raw_sql("CLOSE depesha_register").execute(connection)).await?;
        Ok(())
    }
}

fn value<'a>(row: &'a PgRow, at: usize) -> Text<'a> {
    let value = row.try_get_raw(at).ok()?;
    if value.is_null() {
        return Some(Cow::Borrowed(""));
    }
    let text = value.as_str().ok()?;
    Some(Cow::Borrowed(match (value.type_info().name(), text) {
        ("BOOL", "t") => "true",
        ("BOOL", "f") => "false",
        _ => text,
    }))
}

impl Database for Postgresql {
    fn ask(&self, question: &Question<'_>, answer: &mut dyn Answer) -> Result<Option<String>, RegisterError> {
        self.server.run(async {
            let mut connection = self.connect().await?;
            self.server.wait("cannot begin", raw_sql(BEGIN).execute(&mut connection)).await?;
            self.cursor(&mut connection, question, answer).await?;
            let stated = match question.count_query {
                None => None,
                Some(query) => {
                    let mut count = OneValue::default();
                    let question = Question { query, parameter: None, count_query: None };
                    self.cursor(&mut connection, &question, &mut count).await?;
                    Some(count.0.unwrap_or_default())
                }
            };
            self.server.wait("cannot end", raw_sql("ROLLBACK").execute(&mut connection)).await?;
            let _ = connection.close().await;
            Ok(stated)
        })
    }
}
