//! The model file: named sections.
//!
//! `crosswire-lang 1` and zeros up to 32 bytes; the number of sections (u32); for each its name (24 bytes, zeros behind),
//! its place and its length in bytes (u32); then the sections, each at a multiple of 64 bytes. Numbers are little-endian.

use crate::model::ModelError;

const MAGIC: &[u8] = b"crosswire-lang 1\n";

/// A model file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct File<'m> {
    bytes: &'m [u8],
}

impl<'m> File<'m> {
    /// Opens a file.
    pub(crate) fn new(bytes: &'m [u8]) -> Result<Self, ModelError> {
        if bytes.starts_with(MAGIC) { Ok(File { bytes }) } else { Err(ModelError::Damaged("its first line")) }
    }

    /// The section of that name.
    pub(crate) fn section(&self, name: &str) -> Result<&'m [u8], ModelError> {
        let mut head = Reader { bytes: self.bytes.get(32..).unwrap_or_default() };
        for _ in 0..head.u32()? {
            let found = head.bytes(24)?;
            let (place, length) = (head.u32()? as usize, head.u32()? as usize);
            if found.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.iter().all(|&b| b == 0)) {
                let section = place.checked_add(length).and_then(|end| self.bytes.get(place..end));
                return section.ok_or(ModelError::Damaged("the place of a section"));
            }
        }
        Err(ModelError::Damaged("a section is missing"))
    }

    /// A reader at the beginning of the section of that name.
    pub(crate) fn reader(&self, name: &str) -> Result<Reader<'m>, ModelError> {
        Ok(Reader { bytes: self.section(name)? })
    }
}

/// Reads numbers off a section.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'m> {
    bytes: &'m [u8],
}

impl<'m> Reader<'m> {
    /// The next bytes.
    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'m [u8], ModelError> {
        let (head, rest) = self.bytes.split_at_checked(count).ok_or(ModelError::Damaged("it is cut off"))?;
        self.bytes = rest;
        Ok(head)
    }

    /// The next four bytes as a whole number.
    pub(crate) fn u32(&mut self) -> Result<u32, ModelError> {
        let bytes = self.bytes(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// The next real numbers.
    pub(crate) fn f32s(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.bytes(count.checked_mul(4).ok_or(ModelError::Damaged("a size"))?)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|&b| f32::from_le_bytes(b)).collect();
        // A damaged number must not become an endless or empty comparison later.
        if numbers.iter().all(|n| n.is_finite()) { Ok(numbers) } else { Err(ModelError::Damaged("a number")) }
    }
}

/// A sorted list of strings, looked up by halving.
///
/// The number of strings (u32), the end of each (u32), the strings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strings<'m> {
    ends: &'m [[u8; 4]],
    bytes: &'m [u8],
}

impl<'m> Strings<'m> {
    /// Reads a list.
    pub(crate) fn read(reader: &mut Reader<'m>) -> Result<Self, ModelError> {
        let count = reader.u32()? as usize;
        let ends = reader.bytes(count.checked_mul(4).ok_or(ModelError::Damaged("a size"))?)?.as_chunks().0;
        let length = ends.last().map_or(0, |&end| u32::from_le_bytes(end) as usize);
        let bytes = reader.bytes(length)?;
        let sound = ends.windows(2).all(|w| u32::from_le_bytes(w[0]) <= u32::from_le_bytes(w[1]));
        if sound { Ok(Strings { ends, bytes }) } else { Err(ModelError::Damaged("a list of words")) }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, i: usize) -> &'m [u8] {
        let end = |i: usize| u32::from_le_bytes(self.ends[i]) as usize;
        &self.bytes[if i == 0 { 0 } else { end(i - 1) }..end(i)]
    }

    /// The number of a string.
    pub(crate) fn find(&self, string: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle).cmp(string.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}
