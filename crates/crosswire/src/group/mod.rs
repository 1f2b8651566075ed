//! Group: what belongs together across articles – who is who, what was copied, what says the same.

pub mod claims;
pub(crate) mod lexicon;
pub mod reuse;
pub mod sources;
pub mod terms;
