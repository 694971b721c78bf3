//! A generator for hostile files: what is meant to exhaust whoever looks into it, or to look like something else. None of
//! them is ever `clean`. Each is made when it is asked for; none needs more than a few MiB to make.

pub(crate) mod archives;
pub(crate) mod documents;
pub(crate) mod pictures;
pub(crate) mod polyglots;
pub(crate) mod streams;
pub(crate) mod zip;

/// A name and how to make it.
pub(crate) type Maker = (&'static str, fn() -> Vec<u8>);

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = Maker> {
    [archives::ALL, streams::ALL, documents::ALL, pictures::ALL, polyglots::ALL].into_iter().flatten().copied()
}
