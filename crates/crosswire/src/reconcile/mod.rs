//! Reconcile: on whose word each claim rests, and what cannot all be so.
//!
//! In reading order: [`origins`] (root sources, independence, support), [`series`] (figures that count the same thing),
//! [`disputes`], [`coverage`], [`timeline`],
//! [`changes`] (what became of an article from version to version).

pub mod origins;
pub mod series;
pub mod disputes;
pub mod coverage;
pub mod timeline;
pub mod changes;
