//! What was read of a stream, kept in a file: so that articles may come in any order, take no memory while they wait, and are not
//! read again after a stop.

use crate::error::Error;
use crate::records::Records;
use crosswire_stories::{Features, Key};
use std::collections::BTreeMap;
use std::path::Path;

/// Features of another version of the program are not those of this one.
const HEAD: &str = concat!("crosswire stories 1 ", env!("CARGO_PKG_VERSION"), "\n");

/// Features in a file.
pub(crate) struct Spool {
    records: Records<Features>,
    /// Where the features of an article are, and its day.
    places: BTreeMap<Key, Place>,
    /// Those asked for since the last look, in the order in which they came.
    asked: Vec<Place>,
}

/// Where the features of an article are.
#[derive(Clone, Copy)]
struct Place {
    day: Option<jiff::civil::Date>,
    offset: u64,
}

impl Spool {
    /// Opens a file, with what an earlier run left in it.
    pub(crate) fn open(path: &Path) -> Result<Spool, Error> {
        let mut places = BTreeMap::new();
        let records = Records::open(path, HEAD, |key, features: Features, offset| {
            places.insert(key, Place { day: features.day, offset });
        })?;
        Ok(Spool { records, places, asked: Vec::new() })
    }

    /// A file that is gone when the job is.
    pub(crate) fn temporary() -> Result<Spool, Error> {
        Ok(Spool { records: Records::temporary(HEAD)?, places: BTreeMap::new(), asked: Vec::new() })
    }

    /// Whether an article's features are there.
    pub(crate) fn has(&self, key: &Key) -> bool {
        self.places.contains_key(key)
    }

    /// How many articles are asked for.
    pub(crate) fn asked(&self) -> usize {
        self.asked.len()
    }

    /// The article is one of this run; its features are there.
    pub(crate) fn ask(&mut self, key: &Key) {
        self.asked.extend(self.places.get(key));
    }

    /// Keeps features.
    pub(crate) fn add(&mut self, key: Key, features: &Features) -> Result<(), Error> {
        let offset = self.records.add(key, features)?;
        self.places.insert(key, Place { day: features.day, offset });
        Ok(())
    }

    /// What is kept so far outlasts the program.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.records.flush()
    }

    /// The features of the articles asked for, a day's after another's, those without a day first. None is asked for afterwards.
    pub(crate) fn days(&mut self) -> impl Iterator<Item = Result<Vec<Features>, Error>> {
        let mut days: BTreeMap<_, Vec<u64>> = BTreeMap::new();
        for place in std::mem::take(&mut self.asked) {
            days.entry(place.day).or_default().push(place.offset);
        }
        days.into_values().map(|places| self.records.at(places))
    }
}
