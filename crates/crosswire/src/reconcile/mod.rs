//! Reconcile: what the articles of a story say together.
//!
//! In reading order: [`series`] (figures that count the same thing).

pub mod series;
