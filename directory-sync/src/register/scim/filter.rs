//! The filter language of RFC 7644, section 3.4.2.2, and the paths of section 3.5.2, which use it: from text to a tree.
//! Bounded in length and depth, since anybody with the token can send one. Knows no values of people.

use serde_json::Value;

use super::error::ScimError;
use super::schema::{AttrPath, Attribute, Kind, Schemas, sub_of};

const MOST_BYTES: usize = 4096;
const MOST_DEPTH: usize = 24;

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Eq,
    Ne,
    Contains,
    Starts,
    Ends,
    Greater,
    GreaterEq,
    Less,
    LessEq,
}

/// A condition on a resource, or on one value of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    Present(AttrPath),
    Compare(AttrPath, Op, Value),
    /// One value of the list meets all of the condition.
    Any(AttrPath, Box<Filter>),
}

/// Where a change is to be made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    pub(super) path: AttrPath,
    /// Which values of the list.
    pub(super) filter: Option<Filter>,
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// `invalidFilter`.
    pub(super) fn parse(text: &str, schemas: &Schemas) -> Result<Self, ScimError> {
        let mut reading = Reading::start(text, schemas)?;
        let filter = reading.or()?;
        reading.space();
        if reading.rest.is_empty() { Ok(filter) } else { Err(reading.unexpected("and, or, or the end")) }
    }
}

impl Target {
    /// Reads the path of a change.
    ///
    /// # Errors
    /// `invalidPath` or `invalidFilter`.
    pub(super) fn parse(text: &str, schemas: &Schemas) -> Result<Self, ScimError> {
        let mut reading = Reading::start(text, schemas)?;
        reading.space();
        let mut path = schemas.resolve(reading.word()).map_err(ScimError::path)?;
        let mut filter = None;
        if reading.take('[') {
            filter = Some(reading.inside(&path)?);
            if reading.take('.') {
                path = reading.sub(path)?;
            }
        }
        reading.space();
        if reading.rest.is_empty() {
            Ok(Self { path, filter })
        } else {
            Err(ScimError::path("the path goes on where it should end"))
        }
    }
}

struct Reading<'a> {
    rest: &'a str,
    schemas: &'a Schemas,
    /// Inside brackets: the list whose values are looked at.
    within: Option<Attribute>,
    depth: usize,
}

impl<'a> Reading<'a> {
    fn start(text: &'a str, schemas: &'a Schemas) -> Result<Self, ScimError> {
        if text.len() > MOST_BYTES {
            return Err(ScimError::filter(format!("it is longer than {MOST_BYTES} bytes")));
        }
        Ok(Self { rest: text, schemas, within: None, depth: 0 })
    }

    fn unexpected(&self, wanted: &str) -> ScimError {
        ScimError::filter(format!("{wanted} was expected {} characters before the end", self.rest.chars().count()))
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, sign: char) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> &'a str {
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '$' | '.' | ':');
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// Takes the word if it stands here, on its own.
    fn keyword(&mut self, keyword: &str) -> bool {
        let before = self.rest;
        self.space();
        if self.word().eq_ignore_ascii_case(keyword) && self.rest.starts_with([' ', '\t', '(']) {
            return true;
        }
        self.rest = before;
        false
    }

    fn or(&mut self) -> Result<Filter, ScimError> {
        let mut left = self.and()?;
        while self.keyword("or") {
            left = Filter::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Filter, ScimError> {
        let mut left = self.term()?;
        while self.keyword("and") {
            left = Filter::And(Box::new(left), Box::new(self.term()?));
        }
        Ok(left)
    }

    fn term(&mut self) -> Result<Filter, ScimError> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(ScimError::filter("it is nested too deeply"));
        }
        self.space();
        let before = self.rest;
        let negated = self.keyword("not");
        self.space();
        let filter = if self.take('(') {
            let inner = self.or()?;
            self.space();
            if !self.take(')') {
                return Err(self.unexpected("a closing parenthesis"));
            }
            if negated { Filter::Not(Box::new(inner)) } else { inner }
        } else {
            self.rest = before;
            self.space();
            self.condition()?
        };
        self.depth -= 1;
        Ok(filter)
    }

    fn condition(&mut self) -> Result<Filter, ScimError> {
        let word = self.word();
        if word.is_empty() {
            return Err(self.unexpected("an attribute"));
        }
        let mut path = match &self.within {
            None => self.schemas.in_filter(word)?,
            Some(list) => {
                let sub = sub_of(list, word);
                let sub = sub.ok_or_else(|| ScimError::filter(format!("{} has no {word:?}", list.name)))?;
                AttrPath { container: None, attribute: sub, sub: None }
            }
        };
        let mut chosen = None;
        if self.take('[') {
            let inner = self.inside(&path)?;
            if !self.take('.') {
                return Ok(Filter::Any(path, Box::new(inner)));
            }
            // Not in the grammar and widely sent: emails[type eq "work"].value eq "…".
            let list = path.clone();
            path = self.sub(path)?;
            let sub = path.sub.clone().ok_or_else(|| self.unexpected("a sub-attribute"))?;
            chosen = Some((list, inner));
            path = AttrPath { container: None, attribute: sub, sub: None };
        }
        let condition = self.comparison(path)?;
        Ok(match chosen {
            None => condition,
            Some((list, inner)) => Filter::Any(list, Box::new(Filter::And(Box::new(inner), Box::new(condition)))),
        })
    }

    fn comparison(&mut self, path: AttrPath) -> Result<Filter, ScimError> {
        self.space();
        let word = self.word().to_ascii_lowercase();
        let op = match word.as_str() {
            "pr" => return Ok(Filter::Present(path)),
            "eq" => Op::Eq,
            "ne" => Op::Ne,
            "co" => Op::Contains,
            "sw" => Op::Starts,
            "ew" => Op::Ends,
            "gt" => Op::Greater,
            "ge" => Op::GreaterEq,
            "lt" => Op::Less,
            "le" => Op::LessEq,
            _ => return Err(self.unexpected("one of eq, ne, co, sw, ew, pr, gt, ge, lt, le")),
        };
        self.space();
        let value = self.value()?;
        let fits = match path.leaf() {
            Kind::Complex(_) => false,
            Kind::Boolean => matches!(op, Op::Eq | Op::Ne),
            Kind::Moment => !matches!(value, Value::String(_)) || moment(&value).is_some() || is_part(op),
            Kind::Text { .. } | Kind::Dropped => true,
        };
        let ordered = matches!(op, Op::Eq | Op::Ne) || matches!(value, Value::String(_));
        if !fits || !ordered {
            return Err(ScimError::filter(format!("{} cannot be compared like that", path.attribute.name)));
        }
        Ok(Filter::Compare(path, op, value))
    }

    fn value(&mut self) -> Result<Value, ScimError> {
        let end = if self.rest.starts_with('"') {
            let mut escaped = false;
            let close = self.rest.char_indices().skip(1).find(|(_, c)| {
                let closes = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            });
            close.map(|(at, _)| at + 1).ok_or_else(|| self.unexpected("a closing quote"))?
        } else {
            self.rest.find([' ', '\t', ')', ']']).unwrap_or(self.rest.len())
        };
        let (value, rest) = self.rest.split_at(end);
        let parsed = if value.eq_ignore_ascii_case("true") {
            Ok(Value::Bool(true))
        } else if value.eq_ignore_ascii_case("false") {
            Ok(Value::Bool(false))
        } else {
            serde_json::from_str(value)
        };
        match parsed {
            Ok(value) if !value.is_array() && !value.is_object() => {
                self.rest = rest;
                Ok(value)
            }
            _ => Err(self.unexpected("a value: a text in double quotes, a number, true, false or null")),
        }
    }

    /// What stands in brackets behind a list; the opening one has been taken.
    fn inside(&mut self, path: &AttrPath) -> Result<Filter, ScimError> {
        let list = path.attribute.kind == Kind::Dropped || path.attribute.many;
        if self.within.is_some() || path.sub.is_some() || !list {
            return Err(ScimError::filter(format!("brackets cannot follow {:?}", path.attribute.name)));
        }
        let list = match &path.attribute.kind {
            // Nothing of it is kept: its parts may have any name that the lists we keep have.
            Kind::Dropped => self.schemas.resolve("emails").map_err(ScimError::path)?.attribute,
            _ => path.attribute.clone(),
        };
        self.within = Some(list);
        let inner = self.or()?;
        self.within = None;
        self.space();
        if self.take(']') { Ok(inner) } else { Err(self.unexpected("a closing bracket")) }
    }

    /// The sub-attribute behind brackets; the dot has been taken.
    fn sub(&mut self, path: AttrPath) -> Result<AttrPath, ScimError> {
        let word = self.word();
        if path.dropped() {
            return Ok(path);
        }
        let sub = sub_of(&path.attribute, word);
        let sub = sub.ok_or_else(|| ScimError::path(format!("{} has no {word:?}", path.attribute.name)))?;
        Ok(AttrPath { sub: Some(sub), ..path })
    }
}

fn is_part(op: Op) -> bool {
    matches!(op, Op::Contains | Op::Starts | Op::Ends)
}

/// A moment written as RFC 3339 has it.
pub(super) fn moment(value: &Value) -> Option<time::OffsetDateTime> {
    time::OffsetDateTime::parse(value.as_str()?, &time::format_description::well_known::Rfc3339).ok()
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
