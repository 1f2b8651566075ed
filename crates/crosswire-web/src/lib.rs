//! The desk: pages on which people correct a ledger, together, while new articles come in.
//!
//! The server keeps articles and decisions in a [`Store`](crosswire_store::Store), makes each story's ledger of them, and
//! shows it as the report does. Every change is a plain form; a small script brings the forms to the places that they are
//! about, tells of what others did, and works through the queue by keyboard.
//!
//! In reading order: [`desk`] (what all requests share), [`hosts`] (under which
//! names it is asked, and by which pages), [`guard`] (who may come in), [`accounts`] (passwords and tokens),
//! [`reading`] (a story's ledger, kept by revision), [`adding`] (articles come in), [`rulings`] (what a form says, as a
//! decision), [`deciding`] (keeping it, and two who decide at once), [`live`] (what others did, as it happens), [`exports`],
//! [`pages`] (what is seen), [`routes`] (which address is what), [`example`].

mod desk;
mod failure;
pub mod hosts;
mod guard;
pub mod accounts;
mod reading;
mod adding;
mod rulings;
mod deciding;
mod live;
mod exports;
mod pages;
mod routes;
pub mod example;

pub use desk::{Desk, Error, Settings};
pub use routes::{router, serve};
