//! The network: numbers in, numbers out.
//!
//! A form is encoded once (`forms`); layers of gated recurrences read a paragraph in both directions (`layers`); heads and
//! relations are read off pairs of words (`arcs`), names off sequences (`names`), which a smaller network of their own
//! scores (`namer`). Beneath these: matrix products in whole
//! numbers (`kernel`) and the few functions of real numbers (`math`).
//!
//! Results are the same on every machine: products are sums of whole numbers, which no order changes; real numbers are
//! only added, multiplied, divided and compared, in an order that the code fixes, and never fused.

mod kernel;
mod math;
mod linear;
mod forms;
mod layers;
mod arcs;
mod names;
mod namer;

pub(crate) use arcs::Arcs;
pub(crate) use forms::{FormCache, FormEncoder, Table};
pub(crate) use layers::Layers;
pub(crate) use linear::{Linear, Rows};
pub(crate) use math::{softmax_at, sum, top};
pub(crate) use namer::Namer;
pub(crate) use names::{TAGS as NAME_TAGS, read as read_names, within as within_name};
