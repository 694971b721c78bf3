//! `GET /blocks`: what officers blocked for all scanners. `GET /blocks/new` shows what a block would have touched; `POST
//! /blocks` sets it, `POST /blocks/{id}/lift` lifts it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use super::super::form::{Fields, SignedForm};
use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::Choice;
use super::notice::{Notice, back, bad_text, notice};
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_cases::{Done, remark};
use crate::scan_rules::{self, BlockKind, value_of};

#[derive(Template)]
#[template(path = "security/blocks.html")]
struct BlocksPage {
    page: Page,
    notice: Option<Notice>,
    kinds: Vec<Choice>,
    blocks: Vec<BlockLine>,
}

struct BlockLine {
    id: String,
    kind_word: String,
    value: String,
    reason: String,
    made_by: String,
    made: When,
    lifted: Option<(String, When, String)>,
}

#[derive(Template)]
#[template(path = "security/block_new.html")]
struct NewPage {
    page: Page,
    kind: &'static str,
    kind_word: String,
    value: String,
    explanation: String,
    reach: String,
    open: Option<String>,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let blocks = scan_rules::list(&app, officer.session().actor()).await?;
    let page = Page::new(&context, "blocks-title", "/blocks", Some(officer.session()));
    let line = |block: scan_rules::Block| BlockLine {
        id: block.id,
        kind_word: page.word("block-kind", block.kind.word()),
        value: block.value,
        reason: block.reason,
        made_by: block.made_by,
        made: when(block.made_at_ms),
        lifted: block.lifted.map(|(by, at, why)| (by, when(at), why)),
    };
    let kind = |kind: BlockKind| Choice {
        id: kind.word().into(),
        name: page.word("block-kind", kind.word()),
        chosen: kind == BlockKind::Signature,
    };
    let shown = BlocksPage {
        notice: notice(&context, &page),
        kinds: BlockKind::ALL.into_iter().map(kind).collect(),
        blocks: blocks.into_iter().map(line).collect(),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn asked(fields: &Fields) -> Option<(BlockKind, String)> {
    let kind = BlockKind::from_word(fields.get("kind"))?;
    Some((kind, value_of(kind, fields.get("value"))?))
}

pub(super) async fn new(officer: SecurityActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let Some((kind, value)) = asked(&Fields::parse(context.query.as_bytes())) else {
        let page = axum::response::IntoResponse::into_response(back("/blocks", "block-value", Done::Pointless)?);
        return Ok(page);
    };
    let reach = scan_rules::reach(&app, kind, value.clone()).await?;
    let page = Page::new(&context, "block-new-title", "/blocks", Some(officer.session()));
    let shown = NewPage {
        kind: kind.word(),
        kind_word: page.word("block-kind", kind.word()),
        explanation: page.word("block-explained", kind.word()),
        reach: page.n("block-reach", &reach.files),
        open: (reach.open > 0 && kind != BlockKind::Signature).then(|| page.n("block-reach-open", &reach.open)),
        value,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

pub(super) async fn set(State(app): State<App>, form: SignedForm<SecurityActor>) -> Result<Redirect, Problem> {
    let Some((kind, value)) = asked(&form.fields) else { return back("/blocks", "block-value", Done::Pointless) };
    let Some(reason) = remark(form.fields.get("reason")) else { return Ok(bad_text("/blocks", "block-set")) };
    back("/blocks", "block-set", scan_rules::block(&app, form.officer.session(), kind, value, reason).await?)
}

pub(super) async fn lift(
    State(app): State<App>,
    Path(id): Path<String>,
    form: SignedForm<SecurityActor>,
) -> Result<Redirect, Problem> {
    let Some(reason) = remark(form.fields.get("reason")) else { return Ok(bad_text("/blocks", "block-lift")) };
    back("/blocks", "block-lift", scan_rules::lift(&app, form.officer.session(), id, reason).await?)
}
