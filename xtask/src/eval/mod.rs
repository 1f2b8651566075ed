//! How good the answers are: [`stories`] and [`extraction`], with [`floors`] that they must not fall below.

pub(crate) mod extraction;
pub(crate) mod floors;
pub(crate) mod stories;
