//! Group: what belongs together across articles – who is who, what was copied, what says the same.

pub mod sources;
pub mod reuse;
pub mod terms;
mod linkage;
pub(crate) mod sets;
pub mod alignment;
pub mod claims;
mod titles;
pub mod wording;
pub mod relays;
pub(crate) mod strangers;
