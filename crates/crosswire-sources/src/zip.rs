//! Zip archives: by their directory, which stands at the end; where it is missing or cannot be gone to, member by member from
//! the start, as far as there are any.
//!
//! The directory is read an entry at a time, so that one of millions of entries takes no memory. What all members unpack to is
//! bounded together, since entries may share their data.

use crate::archives::{Archive, Member, Shared};
use crate::format::{Format, Read as Way};
use crate::html::Limits;
use crate::records::Stream;
use crate::unpack::{self, Source};
use crate::{files, gzip};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// Files in a zip archive, or a web archive's collection.
pub(crate) const FORMAT: Format =
    Format { endings: &["zip", "wacz"], looks_like: None, names_charset: false, read: Way::Packed };

const MEMBER: [u8; 4] = *b"PK\x03\x04";
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const END_64: [u8; 4] = *b"PK\x06\x06";
const TO_END_64: [u8; 4] = *b"PK\x06\x07";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// How what is in an archive may be packed that is not read here.
const METHODS: [(u16, &str); 6] =
    [(9, "deflate64"), (12, "bzip2"), (14, "LZMA"), (93, "zstd"), (95, "xz"), (98, "PPMd")];
/// Flags of a member: encrypted; its sizes stand behind it.
const ENCRYPTED: u16 = 1;
const SIZES_BEHIND: u16 = 1 << 3;

const BUFFER: usize = 64 << 10;

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// What may still come of an archive's members, all together, and what is said where that is too little.
struct Budget {
    left: u64,
    said: String,
}

impl Budget {
    /// That of an archive of so many bytes.
    fn of(bytes: u64, limits: &Limits) -> Shared<Self> {
        let left = (limits.file_bytes as u64).saturating_add(bytes.saturating_mul(gzip::RATIO));
        Shared::new(if left < limits.unpacked_bytes {
            Self { left, said: gzip::bomb() }
        } else {
            Self { left: limits.unpacked_bytes, said: gzip::too_much(limits.unpacked_bytes) }
        })
    }
}

impl Shared<Budget> {
    /// Why no more may come.
    fn is_spent(&self) -> Option<String> {
        self.with(|budget| (budget.left == 0).then(|| budget.said.clone()))
    }

    fn spend(&self, bytes: usize) -> io::Result<()> {
        self.with(|budget| budget.left = budget.left.saturating_sub(bytes as u64));
        let spent = if bytes > 0 { self.is_spent() } else { None };
        spent.map_or(Ok(()), |said| Err(io::Error::new(io::ErrorKind::QuotaExceeded, said)))
    }
}

/// The members of `source`. As much as a file may have is held to reach the directory that a stream has at its end.
pub(crate) fn open(source: Source, limits: &Limits) -> io::Result<Box<dyn Archive>> {
    let limit = limits.file_bytes;
    let mut source: Box<dyn ReadSeek> = match source {
        Source::File(file) => Box::new(file),
        Source::Bytes(bytes) => Box::new(Cursor::new(bytes)),
        Source::Stream(mut stream) => {
            let mut bytes = Vec::new();
            // What was cut off is told of where its members are read.
            let _ = stream.by_ref().take(limit as u64 + 1).read_to_end(&mut bytes);
            if bytes.len() > limit {
                let input: Stream = Box::new(Cursor::new(bytes).chain(stream));
                return Ok(Box::new(Walk::new(input, Budget::of(limit as u64, limits), false)));
            }
            Box::new(Cursor::new(bytes))
        }
    };
    let length = source.seek(SeekFrom::End(0))?;
    let budget = Budget::of(length, limits);
    if let Some((at, end, before)) = directory(&mut source, length)? {
        return Ok(Box::new(Directory { source: Shared::new(source), at, end, before, budget }));
    }
    source.rewind()?;
    let input = Box::new(BufReader::with_capacity(BUFFER, source));
    Ok(Box::new(Walk::new(input, budget, true)))
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map_or(0, u64::from_le_bytes)
}

fn read_at(source: &mut dyn ReadSeek, at: u64, buffer: &mut [u8]) -> io::Result<()> {
    source.seek(SeekFrom::Start(at))?;
    source.read_exact(buffer)
}

/// Where the directory begins and ends, and how many bytes stand before the archive; `None` where there is none.
fn directory(source: &mut dyn ReadSeek, length: u64) -> io::Result<Option<(u64, u64, u64)>> {
    // A comment may follow the end, of as many bytes as two bytes can say.
    let tail_at = length.saturating_sub(22 + u64::from(u16::MAX) + 20);
    let mut tail = vec![0; usize::try_from(length - tail_at).unwrap_or(0)];
    read_at(source, tail_at, &mut tail)?;
    let is_end = |at: &usize| {
        tail[*at..].starts_with(&END) && *at + 22 + usize::from(u16_at(&tail, at + 20)) <= tail.len()
    };
    let Some(end) = (0..tail.len().saturating_sub(21)).rev().find(is_end) else { return Ok(None) };
    let (mut size, mut offset) = (u64::from(u32_at(&tail, end + 12)), u64::from(u32_at(&tail, end + 16)));
    let mut end_at = tail_at + end as u64;
    if end >= 20 && tail[end - 20..].starts_with(&TO_END_64) {
        let at = u64_at(&tail, end - 12);
        let mut long = [0; 56];
        if at < length && read_at(source, at, &mut long).is_ok() && long.starts_with(&END_64) {
            (size, offset, end_at) = (u64_at(&long, 40), u64_at(&long, 48), at);
        }
    }
    let Some(start) = end_at.checked_sub(size) else { return Ok(None) };
    let Some(before) = start.checked_sub(offset) else { return Ok(None) };
    let mut first = [0; 4];
    let is_there = size == 0 || read_at(source, start, &mut first).is_ok() && first == ENTRY;
    Ok(is_there.then_some((start, end_at, before)))
}

/// What an archive says of a member.
struct About {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
}

impl About {
    /// Why it cannot be read, if so.
    fn refusal(&self) -> Option<String> {
        if self.flags & ENCRYPTED != 0 {
            return Some("encrypted; unpack the archive with its password and read what is in it".to_owned());
        }
        if matches!(self.method, STORED | DEFLATED) {
            return None;
        }
        let name = METHODS.iter().find(|(method, _)| *method == self.method);
        let name = name.map_or_else(|| format!("method {}", self.method), |(_, name)| (*name).to_owned());
        Some(format!("packed by {name}, which is not read; unpack the archive first"))
    }

    /// Takes sizes, and where its data begins, from the extra field that holds what four bytes do not.
    fn extend(&mut self, extra: &[u8], mut offset: Option<&mut u64>) {
        let mut rest = extra;
        while rest.len() >= 4 {
            let (kind, length) = (u16_at(rest, 0), usize::from(u16_at(rest, 2)));
            let field = rest.get(4..4 + length).unwrap_or_default();
            rest = rest.get(4 + length..).unwrap_or_default();
            if kind != 1 {
                continue;
            }
            let mut at = 0;
            let wide = [Some(&mut self.size), Some(&mut self.packed), offset.take()];
            for value in wide.into_iter().flatten() {
                if *value == u64::from(u32::MAX) && field.len() >= at + 8 {
                    *value = u64_at(field, at);
                    at += 8;
                }
            }
            return;
        }
    }
}

/// Members in the order of the directory.
struct Directory {
    source: Shared<Box<dyn ReadSeek>>,
    at: u64,
    end: u64,
    /// Bytes before the archive, of a program that unpacks it.
    before: u64,
    /// Bytes that may still come of the members, all together.
    budget: Shared<Budget>,
}

impl Directory {
    /// The entry at hand, and where its member begins; goes to the next.
    fn entry(&mut self) -> io::Result<Option<(About, u64)>> {
        if self.at >= self.end {
            return Ok(None);
        }
        let mut head = [0; 46];
        let mut names = Vec::new();
        self.source.with(|source| {
            read_at(source, self.at, &mut head)?;
            let lengths = [28, 30, 32].map(|at| usize::from(u16_at(&head, at)));
            names.resize(lengths.iter().sum(), 0);
            source.read_exact(&mut names)
        })?;
        if !head.starts_with(&ENTRY) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its directory is damaged"));
        }
        self.at += 46 + names.len() as u64;
        let (name, rest) = names.split_at(usize::from(u16_at(&head, 28)));
        let mut offset = u64::from(u32_at(&head, 42));
        let mut about = About {
            name: files::printable(name),
            flags: u16_at(&head, 8),
            method: u16_at(&head, 10),
            crc: u32_at(&head, 16),
            packed: u64::from(u32_at(&head, 20)),
            size: u64::from(u32_at(&head, 24)),
        };
        about.extend(&rest[..usize::from(u16_at(&head, 30))], Some(&mut offset));
        Ok(Some((about, offset.saturating_add(self.before))))
    }

    fn content(&self, about: &About, at: u64) -> Result<Stream, String> {
        if let Some(why) = about.refusal() {
            return Err(why);
        }
        let mut head = [0; 30];
        let read = self.source.with(|source| read_at(source, at, &mut head));
        if read.is_err() || !head.starts_with(&MEMBER) {
            return Err(
                "the archive's directory tells of it where it is not; the archive is damaged".to_owned()
            );
        }
        let at = at + 30 + u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28));
        let piece = Piece { source: self.source.clone(), at, left: about.packed };
        let piece = BufReader::with_capacity(BUFFER, piece);
        let unpacked: Box<dyn Read + Send> = match about.method {
            STORED => Box::new(piece),
            _ => Box::new(DeflateDecoder::new(piece)),
        };
        let sizes = Some((about.crc, about.size));
        Ok(checked(unpacked, sizes, self.budget.clone()))
    }
}

impl Archive for Directory {
    fn next(&mut self) -> Option<Result<Member, String>> {
        if let Some(why) = self.budget.is_spent() {
            return Some(Err(why));
        }
        match self.entry() {
            Ok(entry) => {
                let (about, at) = entry?;
                let content = self.content(&about, at);
                Some(Ok(Member { name: about.name, content }))
            }
            Err(error) => Some(Err(format!("reading stopped: {error}"))),
        }
    }

    fn names(&mut self) -> Vec<String> {
        let start = self.at;
        let mut names = Vec::new();
        while let Ok(Some((about, _))) = self.entry()
            && names.len() < NAMES
        {
            if files::is_page(Path::new(&about.name)) {
                names.push(about.name);
            }
        }
        self.at = start;
        names
    }
}

/// Names of pages that are looked at before anything is read, at most.
const NAMES: usize = 100_000;

/// A member's bytes as they stand in the archive.
struct Piece {
    source: Shared<Box<dyn ReadSeek>>,
    at: u64,
    left: u64,
}

impl Read for Piece {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let read = self.source.with(|source| {
            source.seek(SeekFrom::Start(self.at))?;
            source.read(&mut buffer[..most])
        })?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}

/// What is unpacked, checked at its end, where `sizes` are its checksum and bytes.
fn checked(inner: Box<dyn Read + Send>, sizes: Option<(u32, u64)>, budget: Shared<Budget>) -> Stream {
    let checked = Checked { inner, sizes, budget, crc: Crc::new(), size: 0 };
    Box::new(BufReader::with_capacity(BUFFER, checked))
}

struct Checked {
    inner: Box<dyn Read + Send>,
    sizes: Option<(u32, u64)>,
    budget: Shared<Budget>,
    crc: Crc,
    size: u64,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(gzip::said)?;
        self.size += read as u64;
        self.budget.spend(read)?;
        if let Some((crc, size)) = self.sizes {
            self.crc.update(&buffer[..read]);
            if read == 0 && !buffer.is_empty() && (self.crc.sum() != crc || self.size != size) {
                let why = "it is not what the archive's checksum says, so it is damaged";
                return Err(io::Error::new(io::ErrorKind::InvalidData, why));
            }
        }
        Ok(read)
    }
}

/// Members as they stand, one after another, without the directory.
struct Walk {
    shared: Shared<Walking>,
    budget: Shared<Budget>,
    /// Whether there should have been a directory.
    cut: bool,
    /// What was read beyond the last member.
    next: Option<[u8; 4]>,
    sizes_behind: bool,
    stopped: Option<String>,
}

/// The member at hand, and the stream beyond it.
enum Walking {
    Stored(io::Take<Stream>),
    Deflated(DeflateDecoder<io::Take<Stream>>),
    Lost,
}

impl Read for Walking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(input) => {
                let read = input.read(buffer)?;
                if read == 0 && input.limit() > 0 && !buffer.is_empty() {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Ok(read)
            }
            Self::Deflated(input) => input.read(buffer),
            Self::Lost => Ok(0),
        }
    }
}

struct WalkingMember(Shared<Walking>);

impl Read for WalkingMember {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.with(|walking| walking.read(buffer))
    }
}

impl Walk {
    fn new(input: Stream, budget: Shared<Budget>, cut: bool) -> Self {
        let shared = Shared::new(Walking::Stored(input.take(0)));
        Self { shared, budget, cut, next: None, sizes_behind: false, stopped: None }
    }

    /// The stream, behind the member at hand.
    fn onward(&mut self) -> io::Result<Stream> {
        let walking = self.shared.with(|walking| std::mem::replace(walking, Walking::Lost));
        let mut taken = match walking {
            Walking::Stored(taken) => taken,
            Walking::Deflated(mut input) => {
                if self.sizes_behind {
                    let mut scrap = vec![0; BUFFER];
                    loop {
                        let read = input.read(&mut scrap)?;
                        self.budget.spend(read)?;
                        if read == 0 {
                            break;
                        }
                    }
                }
                input.into_inner()
            }
            Walking::Lost => return Err(io::ErrorKind::UnexpectedEof.into()),
        };
        let left = if self.sizes_behind { 0 } else { taken.limit() };
        if unpack::skip(&mut taken, left)? < left {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut input = taken.into_inner();
        if std::mem::take(&mut self.sizes_behind) {
            let mut four = [0; 4];
            let mut sizes = [0; 8];
            input.read_exact(&mut four)?;
            if four == DESCRIPTOR {
                input.read_exact(&mut four)?;
            }
            input.read_exact(&mut sizes)?;
            input.read_exact(&mut four)?;
            // Sizes of eight bytes each.
            if !matches!(four, MEMBER | ENTRY | END | END_64) {
                input.read_exact(&mut four)?;
                input.read_exact(&mut four)?;
            }
            self.next = Some(four);
        }
        Ok(input)
    }

    fn member(&mut self) -> io::Result<Option<Member>> {
        let mut input = self.onward()?;
        let mut signature = [0; 4];
        match self.next.take() {
            Some(next) => signature = next,
            None => input.read_exact(&mut signature)?,
        }
        if matches!(signature, ENTRY | END | END_64) {
            return Ok(None);
        }
        if signature != MEMBER {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no member begins where one should"));
        }
        let mut head = [0; 26];
        input.read_exact(&mut head)?;
        let mut names = vec![0; usize::from(u16_at(&head, 22)) + usize::from(u16_at(&head, 24))];
        input.read_exact(&mut names)?;
        let (name, extra) = names.split_at(usize::from(u16_at(&head, 22)));
        let mut about = About {
            name: files::printable(name),
            flags: u16_at(&head, 2),
            method: u16_at(&head, 4),
            crc: u32_at(&head, 10),
            packed: u64::from(u32_at(&head, 14)),
            size: u64::from(u32_at(&head, 18)),
        };
        about.extend(extra, None);
        let mut refusal = about.refusal();
        self.sizes_behind = about.flags & SIZES_BEHIND != 0 && about.packed == 0;
        if self.sizes_behind && (about.method != DEFLATED || refusal.is_some()) {
            self.stopped = Some(format!(
                "reading stopped at {}, of which the archive does not say beforehand how long it is; unpack it first",
                about.name
            ));
            refusal = refusal.or(Some("the archive does not say beforehand how long it is".to_owned()));
        }
        let taken = input.take(if self.sizes_behind { u64::MAX } else { about.packed });
        let walking = match about.method {
            DEFLATED => Walking::Deflated(DeflateDecoder::new(taken)),
            _ => Walking::Stored(taken),
        };
        self.shared.with(|now| *now = walking);
        let content = match refusal {
            Some(why) => Err(why),
            None => {
                let sizes = (about.flags & SIZES_BEHIND == 0).then_some((about.crc, about.size));
                Ok(checked(Box::new(WalkingMember(self.shared.clone())), sizes, self.budget.clone()))
            }
        };
        Ok(Some(Member { name: about.name, content }))
    }
}

impl Archive for Walk {
    fn next(&mut self) -> Option<Result<Member, String>> {
        if let Some(why) = self.stopped.take() {
            return Some(Err(why));
        }
        if let Some(why) = self.budget.is_spent() {
            return Some(Err(why));
        }
        match self.member() {
            Ok(Some(member)) => Some(Ok(member)),
            Ok(None) if !self.cut => None,
            Ok(None) => {
                Some(Err("the archive is cut off within its directory; what is in it was read".to_owned()))
            }
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Some(Err(
                "the archive ends early, so it was cut off; what is whole in it was read".to_owned(),
            )),
            Err(error) => Some(Err(format!("reading stopped: {}", gzip::said(error)))),
        }
    }
}
