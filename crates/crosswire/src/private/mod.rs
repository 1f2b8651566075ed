//! Private persons: a ledger and its texts without their names.
//!
//! In reading order: [`persons`] (who is named, and who of them has an office), [`mask`] (names in a string, and what stands for
//! each), [`hide`] (a whole ledger). Who is private, and why doubt hides: `docs/decisions/16-private-persons.md`.

mod persons;
mod mask;
mod hide;

pub(crate) use hide::hide;
pub(crate) use mask::Mask;

#[cfg(test)]
mod tests;
