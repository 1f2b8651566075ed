//! The tools, a file each: what it is asked, and what it answers.

pub(crate) mod brief;
pub(crate) mod independence;
pub(crate) mod trace;
pub(crate) mod disputes;
pub(crate) mod compare;
pub(crate) mod copies;
