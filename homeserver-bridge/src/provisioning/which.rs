//! Which of a person's accounts counts, in SQL: the one place that says it. Each function is given the name under which
//! its statement knows the table `accounts`.
//!
//! A person has one *open* account at the most, the one that is theirs or will be; the index `accounts_open` sees to it. An
//! account that was moved away from is not open, but *live* until it is closed: its owner may still use it.

/// Whether the account may be used, now or again: its owner is not on the way out.
pub(crate) fn live(table: &str) -> String {
    format!("{table}.state NOT IN ('leaving', 'closed')")
}

/// Whether it is the account that its owner has, or will have.
pub(crate) fn open(table: &str) -> String {
    format!("({live} AND {table}.moved = 0)", live = live(table))
}

/// The order of a person's accounts: the open one, then the one that they move away from, then those that are closed,
/// because they left before because they moved; of equals the newest first.
pub(crate) fn first(table: &str) -> String {
    format!(
        "CASE WHEN {open} THEN 0 WHEN {live} THEN 1 WHEN {table}.moved = 0 THEN 2 ELSE 3 END,
             {table}.created_at_ms DESC, {table}.user_id DESC",
        open = open(table),
        live = live(table)
    )
}

/// The account that others are pointed to, of the person whose key is the SQL expression `person`: the open one, or, as
/// long as nobody has signed in to that, the one that they move away from. Never one that was left.
pub(crate) fn shown(person: &str) -> String {
    format!(
        "(SELECT x.user_id FROM accounts x WHERE x.person_id = {person} AND {live}
          ORDER BY CASE WHEN x.moved = 0 AND x.state IN ('active', 'suspended') THEN 0 WHEN x.moved = 1 THEN 1 ELSE 2 END,
              x.created_at_ms DESC, x.user_id DESC LIMIT 1)",
        live = live("x")
    )
}

#[cfg(test)]
mod tests {
    use super::super::lookup::{self, AccountState};
    use super::*;
    use crate::database::Db;

    #[tokio::test]
    async fn the_statements_say_what_the_types_say_and_what_the_index_holds() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("w.sqlite")).unwrap();
        db.write(|tx| {
            for word in ["creating", "waiting", "active", "suspended", "leaving", "closed"] {
                for moved in [0, 1] {
                    tx.execute("DELETE FROM accounts", &[])?;
                    let add = |id: &str, state: &str, moved: i64| {
                        tx.execute(
                            "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms, moved)
                             VALUES ($1, 'P', 'x', $2, 0, $3)",
                            &[id.into(), state.into(), moved.into()],
                        )
                    };
                    add("@a:x", word, moved)?;
                    let account = lookup::account(tx, "P")?.unwrap();
                    let state: AccountState = word.parse().unwrap();
                    assert_eq!(account.is_open(), state.is_live() && moved == 0);
                    let count = |condition: String| {
                        tx.query_one(&format!("SELECT COUNT(*) FROM accounts a WHERE {condition}"), &[])?
                            .unwrap()
                            .int(0)
                    };
                    assert_eq!(count(open("a"))? == 1, account.is_open(), "{word} {moved}");
                    assert_eq!(count(live("a"))? == 1, state.is_live(), "{word} {moved}");
                    assert_eq!(add("@b:x", "waiting", 0).is_err(), account.is_open(), "{word} {moved}");
                }
            }
            Ok(())
        })
        .await
        .unwrap();
    }

    #[tokio::test]
    async fn others_are_pointed_to_the_old_account_until_the_new_one_is_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("w.sqlite")).unwrap();
        db.write(|tx| {
            let set = |id: &str, state: &str, moved: i64| {
                tx.execute(
                    "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms, moved)
                     VALUES ($1, 'P', 'x', $2, 0, $3)
                     ON CONFLICT (user_id) DO UPDATE SET state = excluded.state, moved = excluded.moved",
                    &[id.into(), state.into(), moved.into()],
                )
            };
            let pointed = || {
                let sql = format!("SELECT {}", shown("'P'"));
                tx.query_one(&sql, &[])?.unwrap().text_opt(0)
            };
            let (old, new) = ("@old:x", "@new:y");
            set(old, "active", 1)?;
            assert_eq!(pointed()?.as_deref(), Some(old));
            for state in ["creating", "waiting"] {
                set(new, state, 0)?;
                assert_eq!(pointed()?.as_deref(), Some(old), "{state}");
            }
            set(new, "active", 0)?;
            assert_eq!(pointed()?.as_deref(), Some(new));
            set(old, "closed", 1)?;
            set(new, "leaving", 0)?;
            assert_eq!(pointed()?, None);
            Ok(())
        })
        .await
        .unwrap();
    }
}
