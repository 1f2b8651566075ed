//! A stream of articles into stories: which articles tell of one event.
//!
//! [`Features`] are what is kept of an article: its words, weighed, and a sketch that finds its copies. [`Grouping`] takes the
//! features day after day, in order of time, and gives back each [`Story`] once nothing more can come to it. Nothing here
//! opens a file or asks a clock, and the same articles give the same stories, whatever the number of threads.
//!
//! In reading order: [`mod@key`] (what an article is called by), [`mod@features`], [`sketch`] (near-duplicates: MinHash), [`copies`] (whose sketches are alike), [`cluster`]
//! (articles that are one story so far, and when two of them are one), [`index`] (which clusters share words), [`linkage`] (what is
//! joined first), [`grouping`] (a day of the stream), [`story`] (what is given back).

mod key;
mod features;
mod sketch;
mod copies;
mod cluster;
mod index;
mod linkage;
mod grouping;
mod story;

pub use copies::{COPY, Copies, MOST, bands, pairs};
pub use features::Features;
pub use grouping::{Grouping, Window};
pub use key::{Key, key};
pub use sketch::Sketch;
pub use story::{Member, Story};
