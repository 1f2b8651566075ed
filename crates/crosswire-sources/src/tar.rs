//! Tar archives, of GNU tar, pax and older: what is stored, one member after another.

use crate::archives::{Archive, Member, Onward, Shared};
use crate::files;
use crate::format::{Format, Read as Way};
use crate::records::Stream;
use crate::unpack;
use std::io::{self, Read};

/// Files in a tar archive, packed by gzip or not.
pub(crate) const FORMAT: Format =
    Format { endings: &["tar", "tgz"], looks_like: None, names_charset: false, read: Way::Packed };

const BLOCK: usize = 512;
/// Bytes of a name, or of other things said of a member beside its header, at most.
const EXTRA: u64 = 256 << 10;

/// Whether a file that begins so is a tar archive.
pub(crate) fn begins(head: &[u8]) -> bool {
    head.get(..BLOCK).is_some_and(|block| block.iter().any(|byte| *byte != 0) && is_header(block))
}

/// Whether the checksum is right that stands in a header.
fn is_header(block: &[u8]) -> bool {
    let sum: u64 = block
        .iter()
        .enumerate()
        .map(|(i, byte)| if (148..156).contains(&i) { 32 } else { u64::from(*byte) })
        .sum();
    number(&block[148..156]) == Some(sum)
}

/// A number in octal, or in bytes where it is too large for that.
fn number(field: &[u8]) -> Option<u64> {
    if let [first, rest @ ..] = field
        && *first >= 0x80
    {
        return rest
            .iter()
            .try_fold(u64::from(first & 0x7f), |sum, byte| Some(sum.checked_mul(256)? + u64::from(*byte)));
    }
    let text = std::str::from_utf8(field).ok()?.trim_matches([' ', '\0']);
    if text.is_empty() { Some(0) } else { u64::from_str_radix(text, 8).ok() }
}

/// Bytes up to the first NUL.
fn text(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or_default()
}

pub(crate) struct Tar {
    shared: Shared<Onward>,
    /// Bytes behind the member at hand, up to a whole block.
    padding: u64,
}

/// What stands before a member and holds for it.
#[derive(Default)]
struct Ahead {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

impl Tar {
    pub(crate) fn new(input: Stream) -> Self {
        Self { shared: Shared::new(Onward { input, left: 0 }), padding: 0 }
    }

    /// The next block, unless the archive ends before it.
    fn block(&mut self) -> io::Result<Option<[u8; BLOCK]>> {
        let mut block = Vec::with_capacity(BLOCK);
        self.shared.with(|onward| onward.input.by_ref().take(BLOCK as u64).read_to_end(&mut block))?;
        match <[u8; BLOCK]>::try_from(block) {
            Ok(block) => Ok(Some(block)),
            Err(part) if part.is_empty() => Ok(None),
            Err(_) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Reads what stands beside a header, where it is not too long to be what it should be.
    fn extra(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let mut extra = Vec::new();
        if size > EXTRA {
            let why = "more is said of a member than an archive has to say";
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        self.shared.with(|onward| onward.input.by_ref().take(size).read_to_end(&mut extra))?;
        if (extra.len() as u64) < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(extra)
    }

    fn begin(&mut self, size: u64) {
        self.shared.with(|onward| onward.left = size);
        self.padding = size.wrapping_neg() % BLOCK as u64;
    }

    fn pass(&mut self) -> io::Result<()> {
        let whole = self.shared.skip_rest()?;
        let padding = std::mem::take(&mut self.padding);
        let passed = self.shared.with(|onward| unpack::skip(&mut onward.input, padding))?;
        if whole && passed == padding { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    /// The next file. `Err(UnexpectedEof)` where the archive ends early.
    fn member(&mut self) -> io::Result<Option<Member>> {
        let mut ahead = Ahead::default();
        loop {
            self.pass()?;
            let Some(block) = self.block()? else { return Err(io::ErrorKind::UnexpectedEof.into()) };
            if block.iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            let damaged = || io::Error::new(io::ErrorKind::InvalidData, "no member begins where one should");
            if !is_header(&block) {
                return Err(damaged());
            }
            let size = ahead.size.take_if(|_| block[156] != b'x').or_else(|| number(&block[124..136]));
            let size = size.ok_or_else(damaged)?;
            match block[156] {
                b'L' => {
                    let name = self.extra(size)?;
                    ahead.name = Some(text(&name).to_owned());
                    self.padding = size.wrapping_neg() % BLOCK as u64;
                }
                b'x' => {
                    let extra = self.extra(size)?;
                    ahead.read(&extra);
                    self.padding = size.wrapping_neg() % BLOCK as u64;
                }
                b'0' | b'\0' | b'7' | b'S' => {
                    let sparse = ahead.sparse || block[156] == b'S';
                    let mut more = block[156] == b'S' && block[482] != 0;
                    while more {
                        let map = self.block()?.ok_or(io::ErrorKind::UnexpectedEof)?;
                        more = map[504] != 0;
                    }
                    self.begin(size);
                    let name = ahead.name.take().unwrap_or_else(|| name(&block));
                    let content = if sparse {
                        Err("a sparse file, which is not read; unpack the archive first".to_owned())
                    } else {
                        Ok(self.shared.member())
                    };
                    return Ok(Some(Member { name: files::printable(&name), content }));
                }
                // Links, devices and folders hold nothing; what holds for all members tells no name.
                kind => {
                    self.begin(if matches!(kind, b'1'..=b'6') { 0 } else { size });
                    if kind != b'K' && kind != b'g' {
                        ahead = Ahead::default();
                    }
                }
            }
        }
    }
}

/// The name in a header.
fn name(block: &[u8]) -> Vec<u8> {
    let (name, folder) = (text(&block[..100]), text(&block[345..500]));
    if block[257..263] == *b"ustar\0" && !folder.is_empty() {
        [folder, b"/", name].concat()
    } else {
        name.to_owned()
    }
}

impl Ahead {
    /// Reads `LENGTH KEY=VALUE` lines, whose length counts all of a line.
    fn read(&mut self, extra: &[u8]) {
        let mut rest = extra;
        while let Some(space) = rest.iter().position(|byte| *byte == b' ') {
            let length =
                std::str::from_utf8(&rest[..space]).ok().and_then(|digits| digits.parse::<usize>().ok());
            let Some(line) = length.and_then(|length| rest.get(space + 1..length)) else { return };
            rest = &rest[space + 1 + line.len()..];
            let Some(equals) = line.iter().position(|byte| *byte == b'=') else { return };
            let value = line[equals + 1..].strip_suffix(b"\n").unwrap_or(&line[equals + 1..]);
            match &line[..equals] {
                b"path" => self.name = Some(value.to_owned()),
                b"size" => self.size = std::str::from_utf8(value).ok().and_then(|digits| digits.parse().ok()),
                key if key.starts_with(b"GNU.sparse.") => self.sparse = true,
                _ => {}
            }
        }
    }
}

impl Archive for Tar {
    fn next(&mut self) -> Option<Result<Member, String>> {
        match self.member() {
            Ok(member) => member.map(Ok),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Some(Err(
                "the archive ends early, so it was cut off; what is whole in it was read".to_owned(),
            )),
            Err(error) => Some(Err(format!("reading stopped: {error}"))),
        }
    }
}
