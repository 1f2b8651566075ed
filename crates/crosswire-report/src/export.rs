//! The forms in which a ledger is written: one entry each, from which the command takes its names, help and file endings.

use crate::profiles::Profile;
use crate::standards::{annotations, claimreview, ftm, prov};
use crate::tables::xlsx;
use crate::{View, csv, html, json, markdown, terminal};
use crosswire_model::{ArticleId, Ledger};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How a terminal view is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to write ANSI colour codes.
    pub color: bool,
    /// Columns to wrap at; below 40 it counts as 40.
    pub width: usize,
}

impl Style {
    /// How what goes to a file looks.
    pub const PLAIN: Style = Style { color: false, width: 100 };
}

/// One form in which a ledger is written.
#[derive(Debug, Clone, Copy)]
pub struct Export {
    /// Its name on the command line.
    pub name: &'static str,
    /// Other names that the command takes.
    pub aliases: &'static [&'static str],
    /// Endings of the files that are written in it, in small letters and without a dot. One that several forms have asks for the
    /// first of them.
    pub endings: &'static [&'static str],
    /// A line for the command's help.
    pub help: &'static str,
    /// Writes the whole of it, in many small parts. An error is that of `out`.
    pub writer: Writer,
}

/// What a form is written from.
#[derive(Debug, Clone, Copy)]
pub enum Writer {
    /// The ledger alone.
    Ledger(fn(&Ledger, &mut dyn Write) -> io::Result<()>),
    /// What is looked up in it. Only a terminal heeds the style.
    View(fn(&View, Style, &mut dyn Write) -> io::Result<()>),
}

/// Every form, in the order in which the help lists them. A new one needs its file and its line here.
pub const EXPORTS: &[&Export] = &[
    &terminal::EXPORT,
    &json::EXPORT,
    &html::EXPORT,
    &markdown::EXPORT,
    &csv::EXPORT,
    &xlsx::EXPORT,
    &prov::EXPORT,
    &annotations::EXPORT,
    &claimreview::EXPORT,
    &ftm::ENTITIES,
    &ftm::STATEMENTS,
];

impl Export {
    /// What people see who name no form.
    pub const TERMINAL: &Export = &terminal::EXPORT;
    /// What programs get that name no form.
    pub const JSON: &Export = &json::EXPORT;
    /// The same with the words of every span as its `text`, and the text of each article.
    pub const JSON_WITH_TEXTS: &Export = &json::WITH_TEXTS;
    /// The page.
    pub const HTML: &Export = &html::EXPORT;

    /// Writes a ledger in this form. `texts` gives each article's text; with a profile, the numbers that it makes are shown.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(
        &self,
        (ledger, texts): (&Ledger, &BTreeMap<ArticleId, String>),
        profile: Option<&Profile>,
        style: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self.writer {
            Writer::Ledger(write) => write(ledger, out),
            Writer::View(write) => write(&View::new(ledger, texts, profile), style, out),
        }
    }

    /// The form of this name.
    ///
    /// ```
    /// use crosswire_report::Export;
    /// assert_eq!(Export::named("markdown").unwrap().name, "md");
    /// ```
    pub fn named(name: &str) -> Option<&'static Export> {
        Export::of_name(EXPORTS, name)
    }

    /// The form of this name among these.
    pub fn of_name(forms: &[&'static Export], name: &str) -> Option<&'static Export> {
        forms.iter().copied().find(|e| e.name == name || e.aliases.contains(&name))
    }

    /// The form that a file's ending asks for.
    ///
    /// ```
    /// use crosswire_report::Export;
    /// assert_eq!(Export::of_ending("HTM").unwrap().name, "html");
    /// ```
    pub fn of_ending(ending: &str) -> Option<&'static Export> {
        let ending = ending.to_ascii_lowercase();
        EXPORTS.iter().copied().find(|e| e.endings.contains(&ending.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_forms_share_a_name_and_each_has_an_ending() {
        let all: Vec<&str> = EXPORTS.iter().flat_map(|e| [&[e.name], e.aliases].concat()).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{all:?}");
        assert!(EXPORTS.iter().all(|e| !e.endings.is_empty()));
        for (ending, name) in [("json", "json"), ("csv", "csv"), ("jsonld", "annotations"), ("ttl", "prov")] {
            assert_eq!(Export::of_ending(ending).map(|e| e.name), Some(name), "{ending}");
        }
    }
}
