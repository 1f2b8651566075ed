#!/usr/bin/env python3
"""Words: trains the splitter of words, and is the Python twin of `crates/crosswire-lang/src/tokens.rs`.

  tokens.py train OUT.bin [--bits N] [--l2 X] TREEBANK.conllu.gz...     (numpy and scipy)
  tokens.py conllu MODEL.bin < RAW.jsonl > WORDS.conllu
  tokens.py words MODEL.bin < TEXT                              one paragraph a line; a JSON list of [start, end, fused] each

The rules are told in tokens.rs; both sides must be changed together. Every sum is a whole number, so that both give the
same words on every machine. From a treebank whose documents are named `GUM_<genre>_...` only the genres in OPEN are taken.
"""
import gzip, json, re, struct, sys
from collections import Counter
from treebank import OPEN_GENRES as OPEN

VERSION, SEED, PRIME = 1, 0x811C9DC5, 0x01000193
M32 = 0xFFFFFFFF
REACH = 16                      # characters that a feature looks left or right, at most
FEATURES = 52

# ------------------------------------------------------------------ characters

# Rust's char::is_whitespace; Python's own isspace differs in four control characters.
SPACE = frozenset([*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000])
CHUNK = re.compile("[^" + "".join(re.escape(chr(c)) for c in sorted(SPACE)) + "]+")

def invisible(c):
    return (c < 0x20 or 0x7F <= c <= 0x9F or c == 0xAD or 0x200B <= c <= 0x200F or 0x202A <= c <= 0x202E or 0x2060 <= c <= 0x206F
            or 0xFE00 <= c <= 0xFE0F or c == 0xFEFF or 0x1F3FB <= c <= 0x1F3FF or 0xE0000 <= c <= 0xE0FFF)

FOLD = {}
for to, froms in (("'", "`\u00b4\u02bc\u2018\u2019\u201b\u2032"), ('"', "\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033"), ("-", "\u2010\u2011"),
                  ("\u2014", "\u2012\u2013\u2014\u2015\u2212"), ("$", "\u00a3\u00a5\u20a0\u20ac\u20b9\u20bd"), ("\u2022", "\u00b7\u2022\u25cf\u25aa")):
    for f in froms: FOLD[ord(f)] = ord(to)

LOWER, UPPER, DIGIT, LETTER, SYMBOL = ord("a"), ord("A"), ord("0"), ord("l"), ord("S")

def symbol(c):
    return (0xA1 <= c <= 0xBF and c not in (0xAA, 0xB5, 0xBA) or c in (0xD7, 0xF7) or 0x2010 <= c <= 0x2BFF or 0x2E00 <= c <= 0x2E7F
            or 0x3000 <= c <= 0x303F or 0xE000 <= c <= 0xF8FF or 0xFE10 <= c <= 0xFE6F or 0xFF00 <= c <= 0xFF0F or 0xFF1A <= c <= 0xFF20
            or 0xFF3B <= c <= 0xFF40 or 0xFF5B <= c <= 0xFF65 or 0xFFE0 <= c <= 0xFFFF or 0x1F000 <= c <= 0x1FAFF)

def fold(c):
    """-> the character as features see it, and its class."""
    if 97 <= c <= 122: return c, LOWER
    if 65 <= c <= 90: return c + 32, UPPER
    if 48 <= c <= 57: return DIGIT, DIGIT
    c = FOLD.get(c, c)
    if c < 128: return c, c
    if 0xC0 <= c <= 0xDE and c != 0xD7: return c, UPPER
    if symbol(c): return c, c if c in (0x2014, 0x2022, 0x2026) else SYMBOL
    return c, LETTER

def is_letter(k): return k in (LOWER, UPPER, LETTER)

# ------------------------------------------------------------------ features

def step(h, c): return ((h ^ c) * PRIME) & M32
def mix(t, a, b=0):
    h = (a + t * 0x9E3779B1 + b * 0x85EBCA6B) & M32
    h = ((h ^ (h >> 15)) * 0x2C1B3C6D) & M32
    h = ((h ^ (h >> 12)) * 0x297A2D39) & M32
    return h ^ (h >> 15)

NONE = ord("_")

class Chunk:
    """A stretch without white space, its invisible characters left out."""
    __slots__ = ("at", "n", "k", "tied")
    def __init__(self, s):
        self.at, self.n, self.k, self.tied = [], [], [], set()
        for i, ch in enumerate(s):
            c = ord(ch)
            if invisible(c):
                if c == 0x200D: self.tied.add(len(self.at))
                continue
            n, k = fold(c)
            self.at.append(i); self.n.append(n); self.k.append(k)

def word_hash(ch):
    h = SEED
    if ch:
        for c in ch.n[:REACH]: h = step(h, c)
    return h

def alnum(k): return k == DIGIT or k in (LOWER, UPPER, LETTER)

def address(n, k, i):
    """Whether character `i` shows an address of a page or of mail, or a name that begins with @ or #: its start and end."""
    size, c = len(n), n[i]
    fresh = i == 0 or not alnum(k[i - 1])
    if c == 0x3A and n[i + 1:i + 3] == [0x2F, 0x2F] or c == 0x77 and n[i:i + 4] == [0x77, 0x77, 0x77, 0x2E] and fresh:
        start = i
        while start and is_letter(k[start - 1]): start -= 1
        return start, page_end(n, i)
    if c == 0x2F and i and i + 1 < size and alnum(k[i + 1]):                                   # example.com/page
        start = i
        while start and (alnum(k[start - 1]) or n[start - 1] in (0x2D, 0x2E)): start -= 1
        top = i
        while top > start and is_letter(k[top - 1]): top -= 1
        if top - start >= 2 and n[top - 1] == 0x2E and is_letter(k[start]) and "".join(map(chr, n[top:i])) in DOMAINS: return start, page_end(n, i)
    if c == 0x40 and i + 1 < size and (alnum(k[i + 1]) or n[i + 1] == 0x5F):
        start, end = i, i + 1
        while start and (alnum(k[start - 1]) or n[start - 1] in (0x25, 0x2B, 0x2D, 0x2E, 0x5F)): start -= 1
        if start < i:
            while end < size and (alnum(k[end]) or n[end] in (0x2D, 0x2E)): end += 1
            while n[end - 1] in (0x2D, 0x2E): end -= 1
            if 0x2E in n[i:end]: return start, end
        elif is_letter(k[end]) or n[end] == 0x5F:
            while end < size and (alnum(k[end]) or n[end] == 0x5F): end += 1
            return i, end
    if c == 0x23 and i + 1 < size and is_letter(k[i + 1]) and fresh:
        end = i + 1
        while end < size and (alnum(k[end]) or n[end] == 0x5F): end += 1
        return i, end
    return None

def addresses(ch):
    """The parts of a chunk that are never parted within, in order."""
    out, i, n, done = [], 0, ch.n, 0
    while i < len(n):
        if n[i] in MARKS:
            found = address(n, ch.k, i)
            if found and found[1] > i:
                out.append((max(found[0], done), found[1])); i = done = found[1]
                continue
        i += 1
    return out

MARKS = frozenset(map(ord, ":w/@#"))
DOMAINS = {"com", "org", "net", "edu", "gov", "mil", "int", "info", "uk", "eu", "de", "fr", "ru", "ir", "il", "ca", "au", "co", "io", "tv", "me", "ly", "gl", "be", "us", "cn"}
def page_end(n, at):
    """A page's address goes on to the end of the chunk, or to a mark that can stand in none."""
    end = at
    while end < len(n) and n[end] not in STOP: end += 1
    while end > at and n[end - 1] in TAIL: end -= 1
    if end < len(n) and n[end] == 0x29 and 0x28 in n[at:end]: end += 1                         # a bracket of its own
    return end

STOP = frozenset(map(ord, '"<>[]\u2014\u2026'))
TAIL = frozenset(map(ord, ".,;:!?')}*"))

def candidates(ch, lexicon):
    """-> [(position, 0 between characters of two kinds, 1 before the "nt" of a run of letters, 2 before "n't")]"""
    out, n, k, at = [], ch.n, ch.k, 0
    size = len(n)
    whole = addresses(ch)
    while at < size:
        while whole and at >= whole[0][1]: del whole[0]
        if whole and whole[0][0] < at: at = whole[0][1]
        if at >= size: break
        if at:
            a, b = k[at - 1], k[at]
            if not (a == b == DIGIT or at in ch.tied or (0x1F1E6 <= n[at] <= 0x1F1FF and 0x1F1E6 <= n[at - 1] <= 0x1F1FF)): out.append((at, 0))
        if is_letter(k[at]):
            end = at + 1
            while end < size and is_letter(k[end]): end += 1
            if whole and end > whole[0][0]: pass
            elif end - at >= 2 and n[end - 1] == 0x6E and n[end:end + 2] == [0x27, 0x74] and (end + 2 == size or not is_letter(k[end + 2])): out.append((end - 1, 2))
            elif end - at <= REACH and not (end + 1 < size and n[end] == 0x27 and is_letter(k[end + 1])):
                for off in lexicon.get("".join(map(chr, n[at:end])), ()): out.append((at + off, 1))
            at = end
        else: at += 1
    return out

def features(ch, i, last, inner, prev, next_, flags, open_quote):
    """Hashes of what is around position `i`; `last` is where the word before it began; `prev` and `next_` are (hash, class, class)."""
    n, k, size = ch.n, ch.k, len(ch.n)
    # leftwards
    h = hs = hr = SEED; L = [SEED] * 5; S = [SEED] * 4; piece = run = None; runs = 0; prior = 0; open_ = True
    for d in range(1, min(i, REACH) + 1):
        c, s = n[i - d], k[i - d]
        h = step(h, c)
        if d < 5: L[d] = h
        if d < 4: hs = step(hs, s); S[d] = hs
        if s != prior and runs < 4: hr = step(hr, s); runs += 1
        prior = s
        if open_ and is_letter(s): run = h
        else: open_ = False
        if i - d == last: piece = h
    for d in range(min(i, REACH) + 1, 5): L[d] = step(L[d - 1], NONE)
    for d in range(min(i, REACH) + 1, 4): S[d] = step(S[d - 1], NONE)
    left, shape_l, piece, run_l = h, hr, h if piece is None else piece, SEED if run is None else run
    start = min(i, 4)
    # rightwards
    h = hs = hr = SEED; R = [SEED] * 5; T = [SEED] * 4; run = None; runs = 0; prior = 0; open_ = True; rest = size - i
    for d in range(1, min(rest, REACH) + 1):
        c, s = n[i + d - 1], k[i + d - 1]
        h = step(h, c)
        if d < 5: R[d] = h
        if d < 4: hs = step(hs, s); T[d] = hs
        if s != prior and runs < 4: hr = step(hr, s); runs += 1
        prior = s
        if open_ and is_letter(s): run = h
        else: open_ = False
    for d in range(min(rest, REACH) + 1, 5): R[d] = step(R[d - 1], NONE)
    for d in range(min(rest, REACH) + 1, 4): T[d] = step(T[d - 1], NONE)
    right, shape_r, run_r = h, hr, SEED if run is None else run
    rest = min(rest, 4)
    nh, nk = next_
    ph, pk = prev
    edge = start * 8 + rest
    kind = inner
    since = min(i - last, 3)
    quote = open_quote * 4 + rest
    return (
        mix(1, kind), mix(2, L[1]), mix(3, R[1]), mix(4, L[1], R[1]), mix(5, L[2]), mix(6, R[2]), mix(7, L[2], R[2]), mix(8, L[3]),
        mix(9, R[3]), mix(10, L[3], R[1]), mix(11, L[1], R[3]), mix(12, L[2], R[1]), mix(13, L[1], R[2]), mix(14, L[3], R[3]),
        mix(15, S[1], T[1]), mix(16, S[2], T[2]), mix(17, S[3], T[3]), mix(18, S[2], T[1]), mix(19, S[1], T[2]),
        mix(20, left, right), mix(21, left, T[1]), mix(22, right, S[1]), mix(23, piece, R[1]), mix(24, piece, T[2]), mix(25, run_l, R[1]),
        mix(26, run_r, L[1]), mix(27, run_l, run_r), mix(28, shape_l, shape_r), mix(29, shape_l, R[1]), mix(30, shape_r, L[1]),
        mix(31, step(S[1], edge), T[1]), mix(32, step(L[1], edge), R[1]), mix(33, step(step(S[2], nk), rest), T[2]),
        mix(34, step(L[1], nk), right), mix(35, step(left, nk), right), mix(36, step(L[4], flags), R[1]), mix(37, step(S[1], flags), T[1]),
        mix(38, step(S[1], flags), R[4]), mix(39, L[4], R[4]), mix(40, step(piece, rest), S[1]),
        # What stands in the chunks beside it is asked only where it can matter.
        mix(41, nh, right), mix(42, step(nh, 1), left), mix(43, ph, left), mix(44, step(left, pk), nk), mix(45, step(nk, rest), left),
        mix(46, step(step(nk, pk), rest), R[1]), mix(47, step(S[3], nk), right),
        mix(48, step(S[1], since), T[1]), mix(49, step(L[1], since), T[2]), mix(50, step(S[2], since), T[1]),
        # Whether a single quotation mark stands open: "the 'Wolves' won", "the wolves' den".
        mix(51, step(L[1], quote), R[1]), mix(52, step(S[1], quote), R[2]),
    )

def chunk_flags(ch):
    """1: an address of a page or of mail."""
    n = ch.n
    for i, c in enumerate(n[:64]):
        if c == 0x40 and 0 < i and i + 1 < len(n): return 1
        if c == 0x3A and n[i + 1:i + 3] == [0x2F, 0x2F]: return 2
        if i == 3 and n[:4] == [0x77, 0x77, 0x77, 0x2E]: return 2
    return 0

def asks(ch, cands):
    """Whether the words beside this chunk are looked at: it ends in a full stop, or may be a contraction without apostrophe."""
    if any(inner == 1 for _, inner in cands): return True
    for c in reversed(ch.n[-4:]):
        if c == 0x2E: return True
        if c not in (0x22, 0x27, 0x29, 0x5D): return False
    return False

def around(ch, cands, prev, next_):
    """-> ((hash, class) before, (hash, class) after) as the features take them."""
    full = asks(ch, cands)
    nk = next_.k[0] if next_ and next_.k else NONE
    pk = prev.k[-1] if prev and prev.k else NONE
    if not full: return (SEED, NONE), (SEED, nk)
    return (word_hash(prev), pk), (word_hash(next_), nk)

def opens(ch):
    """Whether a chunk begins with a single quotation mark, perhaps behind other marks."""
    for i, c in enumerate(ch.n[:4]):
        if c == 0x27: return i + 1 < len(ch.n) and is_letter(ch.k[i + 1])
        if c not in (0x22, 0x28, 0x5B): return False
    return False

def closes(ch, cuts):
    """Whether a token of its own within the chunk, behind its first letter or digit, is a single quotation mark."""
    seen = False
    for i, c in enumerate(ch.n):
        if alnum(ch.k[i]): seen = True
        elif c == 0x27 and seen and (i, False) in cuts and (i + 1 == len(ch.n) or not alnum(ch.k[i + 1])): return True
    return False

QUOTE_CHUNKS = 40               # a single quotation mark counts as open for so many chunks

class Quote:
    """Whether a single quotation mark stands open."""
    def __init__(self): self.left = 0
    def before(self, ch):
        if opens(ch): self.left = QUOTE_CHUNKS
        elif self.left: self.left -= 1
        return 1 if self.left else 0
    def after(self, ch, cuts):
        if self.left and 0x27 in ch.n and closes(ch, cuts): self.left = 0

class Tokeniser:
    def __init__(self, path):
        b = open(path, "rb").read()
        version, self.bits, count = struct.unpack_from("<III", b)
        assert version == VERSION
        self.mask, at = (1 << self.bits) - 1, 12
        self.lexicon = {}
        for _ in range(count):
            size, off = b[at], b[at + 1]
            self.lexicon.setdefault(b[at + 2:at + 2 + size].decode(), []).append(off)
            at += 2 + size
        at += -at % 4
        raw = b[at:]
        assert len(raw) == 2 << self.bits
        w = struct.unpack(f"{len(raw)}b", raw)
        self.token, self.fused = w[0::2], w[1::2]
        self.memo, self.chunks = {}, {}

    def cuts(self, ch, cands, prev, next_, quote):
        p, x = around(ch, cands, prev, next_)
        flags, last, out, mask = chunk_flags(ch), 0, [], self.mask
        for i, inner in cands:
            t = f = 0
            for h in features(ch, i, last, inner, p, x, flags, quote):
                h &= mask
                t += self.token[h]; f += self.fused[h]
            if t > 0 or f > 0: out.append((i, f > t)); last = i
        return out

    def chunk(self, s):
        got = self.chunks.get(s)
        if got is None:
            ch = Chunk(s); cands = candidates(ch, self.lexicon)
            got = (ch, cands, asks(ch, cands), 0x27 in ch.n)
            if len(self.chunks) > 2_000_000: self.chunks.clear()
            self.chunks[s] = got
        return got

    def words(self, text):
        """-> [(start, end, fused)] in code points. `text` is one paragraph."""
        found = [(m.start(), m.group()) for m in CHUNK.finditer(text)]
        out, quote = [], Quote()
        for j, (start, s) in enumerate(found):
            ch, cands, full, quoted = self.chunk(s)
            open_ = quote.before(ch) if quoted or quote.left else 0
            if not cands: out.append((start, start + len(s), False)); continue
            before = found[j - 1][1] if j else ""
            after = found[j + 1][1] if j + 1 < len(found) else ""
            if full: key = (s, before, after, open_)
            else:
                k = self.chunk(after)[0].k if after else ()
                key = (s, k[0] if k else NONE, open_)
            cuts = self.memo.get(key)
            if cuts is None:
                prev = self.chunk(before)[0] if before else None
                next_ = self.chunk(after)[0] if after else None
                cuts = self.cuts(ch, cands, prev, next_, open_)
                cuts = [(ch.at[i], fused) for i, fused in cuts], closes(ch, cuts)
                if len(self.memo) > 2_000_000: self.memo.clear()
                self.memo[key] = cuts
            at, fused = 0, False
            if cuts[1]: quote.left = 0
            for i, f in cuts[0]:
                out.append((start + at, start + i, fused)); at, fused = i, f
            out.append((start + at, start + len(s), fused))
        return out

# ------------------------------------------------------------------ training

def paragraphs(path):
    """-> (text, {position: 1 token begins, 2 word begins inside a token}) of each paragraph; white space is no position."""
    opener = gzip.open if path.endswith(".gz") else open
    text, marks, use, at, multi, left, fresh = "", {}, True, 0, 0, "", True
    with opener(path, "rt", encoding="utf8") as f:
        for row in f:
            row = row.rstrip("\n")
            if row.startswith("# newdoc id"):
                if text: yield text, marks
                text, marks = "", {}
                name = row.split(" = ")[1].split("_")
                use = name[0] != "GUM" or name[1] in OPEN
            elif row.startswith("# newpar"):
                if text: yield text, marks
                text, marks = "", {}
            elif row.startswith("# text = ") and use:
                if text: text += " "
                at = len(text); text += row[9:]; multi = 0
            elif row and row[0] != "#" and use:
                c = row.split("\t")
                if "." in c[0]: continue
                if "-" in c[0]:
                    multi = int(c[0].split("-")[1]); first = True
                    s = text.index(c[1], at); assert not text[at:s].strip()
                    at = s; marks[s] = 1
                elif int(c[0]) <= multi:
                    assert text.startswith(c[1], at), (text, c)
                    if not first: marks[at] = 2
                    first = False; at += len(c[1])
                else:
                    s = text.index(c[1], at); assert not text[at:s].strip(), (text, c)
                    marks[s] = 1; at = s + len(c[1])
    if text: yield text, marks

# Contractions without apostrophe that the treebanks may lack, and where they part.
BEFORE_S = {"he", "here", "it", "let", "she", "that", "there", "what", "who"}
KNOWN = """ca|nt do|nt wo|nt did|nt does|nt is|nt was|nt were|nt are|nt could|nt would|nt should|nt has|nt have|nt had|nt ai|nt i|m i|ve you|re they|re
you|ll it|ll they|ll he|s she|s that|s what|s there|s let|s it|s who|s here|s gon|na got|ta wan|na can|not you|ve we|ve they|ve""".split()

def variants(text, marks):
    """The same paragraph as newspapers set it: dashes, dots, one dollar for another."""
    for old, new in (("--", "\u2014"), ("...", "\u2026")):
        if old not in text or old * 2 in text: continue
        for tight in (False, True):
            out, m, i, ok = [], {}, 0, True
            size = 0
            while i < len(text):
                if text.startswith(old, i) and not text.startswith(old + old[0], i) and i in marks and not any(j in marks for j in range(i + 1, i + len(old))):
                    if tight and out and out[-1] == " ": out.pop(); size -= 1
                    m[size] = 1; out.append(new); size += 1
                    i += len(old)
                    if tight and i < len(text) and text[i] == " " and i + 1 < len(text): i += 1
                    continue
                if i in marks: m[size] = marks[i]
                out.append(text[i]); size += 1; i += 1
            yield "".join(out), m

# Own examples of what newspapers write and the treebanks hardly have: `|` parts tokens, `+` words inside one.
OWN = """The firm paid $|5|bn in 2021|. It cost £|3.2|m|, up from €|900|k|. About 20|km away|. It rose 4.5|%|. He made $|1,200.50|.
A US|$|30|m deal|. Some 15|kg of it|. At 10:30|am and 9|pm|, then 10:30|. Since mid-|2019|.
The G20 and the G7 met|. He wrote #Metoo and @someone|. See https://example.org/a_b?c=d|. Mail me@example.org|, please|.
A U.S.|-|led force|. The U.K.|+'s aim|. The EU|+'s and Iran|+'s aims|. The workers|+' union|. It is|+n't so|, they|+'ve said|.
The ministry said|—|without proof|—|that it left|. “|We are here|,|” he said|. “|No|,|” said Mr. Li|. Did Dr. Oz go|? They did|!
He said|: “|Go|.|” (|Reuters|) (|AP|) |— “|The state|+'s|,|” he added|. [|They|] left|. The 9/11 attack|. In 2019|/|20|. A 50|-|50 vote|. 3|-|2
The MI6 man had an M4 and an AK47|. A B737 and an Su34 flew|. Flight QZ8501 left|. Room b12|. fm88 radio|. sx50 or xt30|.
The file Plan_B2.pdf|, notes.doc|, map.pdf (|old.pdf|)|. It is a|lot|. There is a|lot of it|. I like it a|lot|.
‘|We stay|.|’ She left|. '|Go|.|' I went|. '|Why|?|' he said|. “|He said|, ‘|Stay|.|’|” “|‘|No|,|’ he said|,|” she said|. It is ‘|cold|’|, he said|.
‘|It|+’s ours|,|’ she said|. The 1990s and the |’90s|. It grew 2.5|-|fold|. Prices of $|80|-|$|90|. 10|,|000 no. 10,000 yes|. 100|m people|. 2|m doses|.""".split("\n")

# Short forms whose full stop is theirs, before a name and before a word in small letters.
TITLES = "Mr. Mrs. Ms. Dr. Drs. Sen. Sens. Rep. Reps. Gov. Govs. Gen. Lt. Col. Maj. Capt. Sgt. Cpl. Adm. Prof. Rev. St. Hon. Pres. Supt. Fr. Messrs. Cmdr. Brig. Pvt. Det. Insp. Amb.".split()
STATES = "Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Kans. Ky. La. Md. Mass. Mich. Minn. Miss. Mo. Mont. Neb. Nev. N.H. N.J. N.M. N.Y. N.C. N.D. Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Tex. Vt. Va. Wash. W.Va. Wis. Wyo. D.C. B.C. Ont. Que.".split()
MONTHS = "Jan. Feb. Mar. Apr. Aug. Sept. Sep. Oct. Nov. Dec.".split()
FIRMS = "Inc. Corp. Co. Ltd. Bros. Jr. Sr. L.L.C. L.P. Assn. Dept. Univ. Intl.".split()
OTHERS = "U.S. U.K. U.N. E.U. p.m. a.m. vs. v. No. Nos. approx. est. Ph.D. B.A. i.e. e.g. Ave. Blvd. Rd. Mt. Ft. al. cf. fig. pp. Vol. Art. Sec. H.R. U.A.E.".split()

def short_forms():
    for a in TITLES:
        yield f"{a} Adler said {a} Brown left|."
        yield f"“|{a} Adler is here|,|” {a} Brown said|."
    for a in STATES:
        yield f"Sen. Adler (|R|-|{a}|) and Rep. Brown|, D|-|{a}|, voted|."
        yield f"They met in Springfield|, {a}|, and in Salem|, {a} on Monday|."
        yield f"He moved to Salem|, {a[:-1]}|."
    for a in MONTHS: yield f"On {a} 5|, and on 9 {a} 2020 it rained|. It was {a} 12|."
    for a in FIRMS:
        yield f"Adler {a} said so|. The Adler {a} firm|. Adler {a}|, a firm|. Adler {a}|+'s aim|. He left Adler {a[:-1]}|."
    for a in OTHERS: yield f"That is {a} what {a} Brown and {a} 12 were|."
    for a in ("Adler v. Brown", "Brown v. State", "State vs. Adler", "United States v. Adler", "Adler v. the Ness Ferry Company"):
        yield f"In {a}|, the court ruled|. The case|, {a}|, is old|. It cites {a} twice|."
    for n in range(1, 10): yield f"{n}. The ferry left|."
    for a in ("p.m.", "a.m."):
        yield f"At 10 {a} ET on Monday|, at 8:30 {a} on Friday|, by 9:15 {a}|, he slept|. It began at 7:30 {a} Tuesday and ended at 9 {a} local time|."
        yield f"It began at 7 {a[:-1]}|. He left at 9 {a[:-1]}|."

def own():
    for line in [*OWN, *short_forms()]:
        text, marks, at = "", {0: 1}, 0
        for i, c in enumerate(line):
            if c == "|": marks[len(text)] = 1; continue
            if c == "+": marks[len(text)] = 2; continue
            if text and text[-1] == " ": marks[len(text)] = 1
            text += c
        yield text, marks

def examples(data, lexicon):
    rows, labels, weights = [], [], []
    for text, marks, weight in data:
        found = [(m.start(), Chunk(m.group())) for m in CHUNK.finditer(text)]
        quote = Quote()
        for j, (start, ch) in enumerate(found):
            cands = candidates(ch, lexicon)
            open_ = quote.before(ch)
            if not cands: continue
            prev, next_ = found[j - 1][1] if j else None, found[j + 1][1] if j + 1 < len(found) else None
            p, x = around(ch, cands, prev, next_)
            flags, last, cuts = chunk_flags(ch), 0, []
            for i, inner in cands:
                y = marks.get(start + ch.at[i], 0)
                rows.append(features(ch, i, last, inner, p, x, flags, open_)); labels.append(y); weights.append(weight)
                if y: last = i; cuts.append((i, y == 2))
            quote.after(ch, cuts)
    return rows, labels, weights

def train(out, paths, bits=15, l2=0.2):
    import numpy as np, scipy.sparse as sp
    from scipy.optimize import minimize
    data = []
    for path in paths:
        for text, marks in paragraphs(path):
            data.append((text, marks, 1.0))
            data += [(t, m, 0.5) for t, m in variants(text, marks)]
    data += [(t, m, 2.0) for t, m in own()]
    # contractions: runs of letters that were parted in a fifth of their uses or more
    parted, seen = Counter(), Counter()
    for text, marks, _ in data:
        for m in CHUNK.finditer(text):
            ch = Chunk(m.group()); at = 0
            while at < len(ch.k):
                if not is_letter(ch.k[at]): at += 1; continue
                end = at + 1
                while end < len(ch.k) and is_letter(ch.k[end]): end += 1
                run = "".join(map(chr, ch.n[at:end])); seen[run] += 1
                for i in range(at + 1, end):
                    if marks.get(m.start() + ch.at[i]): parted[run, i - at] += 1
                at = end
    lexicon = {}
    chosen = {(run, off) for (run, off), c in parted.items() if (c >= 2 and c * 5 >= seen[run] or run == "its" or c == seen[run] and run.endswith(("nt", "nna"))) and len(run) <= REACH and run[off:] != "n" and run.isascii()}
    # "my drivers license" parts it; in news "drivers" and "doctors" are nouns in the plural
    chosen = {(run, off) for run, off in chosen if run[off:] != "s" or run[:off] in BEFORE_S}
    chosen |= {(w.replace("|", ""), w.index("|")) for w in KNOWN}
    for run, off in sorted(chosen): lexicon.setdefault(run, []).append(off)
    rows, labels, weights = examples(data, lexicon)
    x = np.array(rows, np.int64); y = np.array(labels); wt = np.array(weights)
    n, f = x.shape; assert f == FEATURES, f
    x &= (1 << bits) - 1
    size = 1 << bits
    X = sp.csr_matrix((np.ones(n * f, np.float32), x.ravel(), np.arange(0, n * f + 1, f)), shape=(n, size)); X.sum_duplicates()
    XT = X.T.tocsr()
    Y = np.stack([y == 1, y == 2], 1).astype(np.float32)
    def loss(v):
        W = v.reshape(size, 2).astype(np.float32)
        z = X @ W
        top = np.maximum(z.max(1), 0)
        e = np.exp(z - top[:, None]); tot = e.sum(1) + np.exp(-top)
        value = (wt * (top + np.log(tot) - (z * Y).sum(1))).sum() + 0.5 * l2 * float((v * v).sum())
        g = XT @ ((e / tot[:, None] - Y) * wt[:, None].astype(np.float32))
        return float(value), (g.ravel() + l2 * v).astype(np.float64)
    r = minimize(loss, np.zeros(size * 2), jac=True, method="L-BFGS-B", options={"maxiter": 150, "maxcor": 8})
    W = r.x.reshape(size, 2)
    scale = 127 / np.percentile(np.abs(W[W != 0]), 99.95)
    q = np.clip(np.rint(W * scale), -127, 127).astype(np.int8)
    with open(out, "wb") as o:
        entries = sorted((run.encode(), off) for run, offs in lexicon.items() for off in offs)
        b = struct.pack("<III", VERSION, bits, len(entries)) + b"".join(bytes([len(run), off]) + run for run, off in entries)
        o.write(b + bytes(-len(b) % 4) + q.tobytes())
    z = X @ q.astype(np.int32).astype(np.float32)
    pred = np.where(z.max(1) > 0, z.argmax(1) + 1, 0)
    print(f"{n} positions, {len(entries)} contractions, loss {r.fun:.1f} in {r.nit} steps, scale {scale:.1f}, wrong in training {(pred != y).sum()}", file=sys.stderr)

def conllu(model, docs):
    tok = Tokeniser(model)
    for line in docs:
        d = json.loads(line)
        print("# newdoc id =", d["id"])
        for par in d["text"].split("\n\n"):
            w = tok.words(par)
            if not w: continue
            print("# newpar\n# text =", par)
            i = 0
            while i < len(w):
                j = i + 1
                while j < len(w) and w[j][2]: j += 1
                if j - i > 1: print(f"{i + 1}-{j}\t{par[w[i][0]:w[j - 1][1]]}" + "\t_" * 8)
                for x in range(i, j): print(f"{x + 1}\t{par[w[x][0]:w[x][1]]}" + "\t_" * 4 + f"\t{0 if x == 0 else 1}\tdep\t_\t_")
                i = j
            print()

def main():
    a = sys.argv[1:]
    if len(a) > 2 and a[0] == "train":
        opts = {}
        while len(a) > 2 and a[2].startswith("--"): opts[a[2][2:]] = float(a[3]) if "." in a[3] else int(a[3]); del a[2:4]
        train(a[1], a[2:], **opts)
    elif len(a) == 2 and a[0] == "conllu": conllu(a[1], sys.stdin)
    elif len(a) == 2 and a[0] == "words":
        tok = Tokeniser(a[1])
        for line in sys.stdin: print(json.dumps(tok.words(line.rstrip("\n"))))
    else: sys.exit(__doc__)

if __name__ == "__main__":
    main()
