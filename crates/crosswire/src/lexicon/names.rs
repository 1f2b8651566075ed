//! Names that everyone knows: countries with their adjectives, agencies and outlets.

use super::read::{Table, file, forms};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The forms of each country, the first of which is the name used.
pub(super) static COUNTRIES: LazyLock<Table<Vec<&'static str>>> =
    LazyLock::new(|| file!("countries.txt").table(|row| forms(row.text, '|')));

/// Each form of a country in lower case, with the country's name.
static COUNTRY: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    COUNTRIES.iter().flat_map(|f| f.iter().map(|form| (form.to_lowercase(), f[0]))).collect()
});

/// An agency or outlet.
pub(super) struct Medium {
    agency: bool,
    /// The name used, and other names by which running text calls it.
    forms: Vec<&'static str>,
    /// What only datelines and credit lines call it.
    credits: Vec<&'static str>,
}

pub(super) static MEDIA: LazyLock<Table<Medium>> = LazyLock::new(|| {
    file!("media.txt").table(|row| {
        let agency = match row.section {
            "agencies" => true,
            "outlets" => false,
            section => return Err(format!("unknown section `{section}`: agencies or outlets is wanted")),
        };
        let (names, credits) = row.text.split_once(';').map_or((row.text, None), |(n, c)| (n, Some(c)));
        let credits = credits.map_or(Ok(Vec::new()), |credits| forms(credits, '|'))?;
        Ok(Medium { agency, forms: forms(names, '|')?, credits })
    })
});

/// Each form of an agency's or outlet's name in lower case, whether it is an agency, and the name used.
static MEDIUM: LazyLock<FxHashMap<String, (bool, &'static str)>> = LazyLock::new(|| {
    let forms = |m: &'static Medium| m.forms.iter().map(|form| (form.to_lowercase(), (m.agency, m.forms[0])));
    MEDIA.iter().flat_map(forms).collect()
});

/// The country that a word or name stands for: "Iranian", "Tehran" and "Iran" are one.
pub(crate) fn country(form: &str) -> Option<&'static str> {
    COUNTRY.get(&form.to_lowercase()).copied()
}

/// The usual name of an agency or outlet, and whether it is an agency.
pub(crate) fn media(form: &str) -> Option<(bool, &'static str)> {
    MEDIUM.get(&form.to_lowercase()).copied()
}

/// Every form of an agency's name as datelines, credit lines and texts write it, with the name used.
pub(crate) fn agencies() -> impl Iterator<Item = (&'static str, &'static str)> {
    let agencies = MEDIA.iter().filter(|m| m.agency);
    agencies.flat_map(|m| m.forms.iter().chain(&m.credits).map(|form| (*form, m.forms[0])))
}
