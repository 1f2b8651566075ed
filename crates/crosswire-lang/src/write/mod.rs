//! A [`Document`](crate::Document) in the forms that other programs read: [`conllu`], [`json`].

pub mod conllu;
pub mod json;

#[cfg(test)]
mod sample;
