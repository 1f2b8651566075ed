//! Propositions: what each sentence says, clause by clause.
//!
//! In reading order: `clauses` (which parts of a sentence say something each), `reality` (planned, done, denied).

pub(crate) mod clauses;
pub(crate) mod reality;
