//! MariaDB and MySQL: a prepared statement in a read-only transaction with a consistent snapshot, its rows streamed.
//!
//! `PREPARE` takes one statement only, and `EXECUTE` answers in text, in which the server writes every type.

use std::borrow::Cow;

use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlRow, MySqlSslMode};
use sqlx::{Column, ConnectOptions, Connection, Either, Row, raw_sql};

use super::network::Server;
use super::{Answer, Database, OneValue, Question, RegisterError, Text};

/// The whole session may only read: not even a statement that ends the transaction changes that.
const BEGIN: [&str; 2] = [
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
];

/// See the module.
pub(super) struct Mariadb {
    pub(super) server: Server,
}

impl Mariadb {
    async fn connect(&self) -> Result<MySqlConnection, RegisterError> {
        let options = MySqlConnectOptions::from_url(&self.server.url);
        let options = options.map_err(|_| self.server.failed("the address is not understood".to_owned()))?;
        let options = options.pipes_as_concat(false).no_engine_substitution(false).disable_statement_logging();
        let options = match &self.server.ca_file {
            Some(file) => options.ssl_ca(file).ssl_mode(MySqlSslMode::VerifyIdentity),
            None => options.ssl_mode(MySqlSslMode::Preferred),
        };
        self.server.wait("cannot connect", options.connect()).await
    }

    async fn rows(
        &self,
        connection: &mut MySqlConnection,
        question: &Question<'_>,
        answer: &mut dyn Answer,
    ) -> Result<(), RegisterError> {
        let keep = sqlx::query("SET @depesha_query = ?, @depesha_cursor = ?");
        let keep = keep.bind(question.query).bind(question.parameter);
        self.server.wait("the query is refused", keep.execute(&mut *connection)).await?;
        let prepare = raw_sql("PREPARE depesha_register FROM @depesha_query");
        self.server.wait("the query is refused", prepare.execute(&mut *connection)).await?;
        let execute = match question.parameter {
            Some(_) => "EXECUTE depesha_register USING @depesha_cursor",
            None => "EXECUTE depesha_register",
        };
        let (mut named, mut ended) = (false, false);
        let mut rows = raw_sql(execute).fetch_many(&mut *connection);
        while let Some(part) = self.server.wait_for_rows(rows.try_next()).await? {
            let Either::Right(row) = part else {
                ended = true;
                continue;
            };
            if ended {
                return Err(self.server.failed("the query gives several results: write one select".to_owned()));
            }
            if !named {
                answer.columns(row.columns().iter().map(|column| column.name().to_owned()).collect())?;
                named = true;
            }
            answer.row(&|at| value(&row, at))?;
        }
        drop(rows);
        self.server.wait("the query", raw_sql("DEALLOCATE PREPARE depesha_register").execute(connection)).await?;
        Ok(())
    }
}

fn value<'a>(row: &'a MySqlRow, at: usize) -> Text<'a> {
    let text: Option<&'a str> = row.try_get_unchecked(at).ok()?;
    Some(Cow::Borrowed(text.unwrap_or_default()))
}

impl Database for Mariadb {
    fn ask(&self, question: &Question<'_>, answer: &mut dyn Answer) -> Result<Option<String>, RegisterError> {
        self.server.run(async {
            let mut connection = self.connect().await?;
            for statement in BEGIN {
                self.server.wait("cannot begin", raw_sql(statement).execute(&mut connection)).await?;
            }
            self.rows(&mut connection, question, answer).await?;
            let stated = match question.count_query {
                None => None,
                Some(query) => {
                    let mut count = OneValue::default();
                    let question = Question { query, parameter: None, count_query: None };
                    self.rows(&mut connection, &question, &mut count).await?;
                    Some(count.0.unwrap_or_default())
                }
            };
            self.server.wait("cannot end", raw_sql("ROLLBACK").execute(&mut connection)).await?;
            let _ = connection.close().await;
            Ok(stated)
        })
    }
}
