//! Black-box tests: the built program against a bridge that keeps state.

mod apply;
mod bridge;
mod mariadb;
mod plan;
mod postgres;
mod sql;
