#!/usr/bin/env python3
"""Lemmas: counts the tables of `crates/crosswire-lang/src/lemmas.rs`, and is its Python twin.

  lemmas.py train OUT.bin --text TEXT.jsonl TREEBANK.conllu.gz...     TEXT: lines with `paragraphs`; only its words are counted
  lemmas.py score MODEL.bin TREEBANK.conllu.gz [--errors]             with the treebank's own tags

A form goes through the table of its tags: the exception for the form as it stands, that for the form in small letters, the
rule for the longest ending. The endings are learned from the treebanks' words and from inflected words of the text, whose
stem is the word whose regular inflection they are and that is the most usual ("hoping" is no form of "hop", by spelling).
"""
import gzip, json, math, re, struct, sys
from collections import Counter, defaultdict
from treebank import OPEN_GENRES as OPEN, UPOS

VERSION = 1
ENDING = 5                      # characters of the longest ending

# ------------------------------------------------------------------ forms

CURLY = {0x2018: "'", 0x2019: "'", 0x201B: "'", 0x02BC: "'", 0x60: "'", 0xB4: "'", 0x2032: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0x2033: '"'}
UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]")

def plain(form): return UNSEEN.sub("", form.translate(CURLY))

def shape(form):
    """d: has a digit; S: one capital; A: capitals; L: five capital letters or more; C: begins with one; c: small letters; M: mixed; .: no letters."""
    up = low = other = 0; first = None
    for c in form:
        if "0" <= c <= "9": return "d"
        if c.isupper():
            up += 1
            if first is None: first = True
        elif c.islower():
            low += 1
            if first is None: first = False
        else: other += 1
    if not up and not low: return "."
    if not up: return "c"
    if not low: return "S" if up == 1 else "L" if up > 4 and not other else "A"
    return "C" if first and up == 1 else "M"

# An operation: what becomes of the case, how many characters go at the end, what takes their place.
KEEP, LOWER, TITLE = 0, 1, 2

def cased(form, case):
    if case == KEEP: return form
    low = form.lower()
    return low if case == LOWER else low[:1].upper() + low[1:]

def apply(form, op):
    case, strip, add = op
    s = cased(form, case)
    kept = s[:max(0, len(s) - strip)]
    if add and case == KEEP and shape(form) in "AL": add = add.upper()
    return kept + add

def edit(form, lemma, title=False):
    """The operation from form to lemma."""
    best = None
    for case in (TITLE, KEEP, LOWER) if title else (LOWER, KEEP, TITLE) if lemma == lemma.lower() else (KEEP, TITLE, LOWER):
        s, n = cased(form, case), 0
        while n < min(len(s), len(lemma)) and s[n] == lemma[n]: n += 1
        op = case, len(s) - n, lemma[n:]
        if apply(form, op) == lemma and (best is None or op[1] + len(op[2]) < best[1] + len(best[2])): best = op
    return best

# What a table does with capitals.
AS_SMALL = 1                    # a form that it does not list is looked for in small letters
FIRST = 2                       # its endings know no capital at the beginning
ALL = 4                         # ... and no capitals at all

def ending_shape(form, flags):
    s = shape(form)
    if flags & ALL and s in "CSALM" or flags & FIRST and s in "CL": return "c"
    return s

COMMAS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")

# ------------------------------------------------------------------ the tables at work

class Lemmatiser:
    def __init__(self, path):
        b = open(path, "rb").read()
        version, groups, rows = struct.unpack_from("<III", b)
        assert version == VERSION
        at, self.groups = 12, {}
        heads = []
        for _ in range(groups):
            u, x, first, mid, end, flag = struct.unpack_from("<B11sIIII", b, at); at += 28
            heads.append((UPOS[u], x.rstrip(b"\0").decode(), first, mid, end, flag))
        offs = struct.unpack_from(f"<{rows}I", b, at); at += 4 * rows
        def row(i):
            o = at + offs[i]
            k = b[o]; key = b[o + 1:o + 1 + k].decode(); o += 1 + k
            return key, (b[o] & 3, b[o] >> 2, b[o + 2:o + 2 + b[o + 1]].decode())
        for u, x, first, mid, end, flag in heads:
            self.groups[u, x] = dict(row(i) for i in range(first, mid)), dict(row(i) for i in range(mid, end)), flag
        self.by_xpos, self.by_upos = {}, {}
        for u, x, *_ in heads: self.by_xpos.setdefault(x, (u, x)); self.by_upos.setdefault(u, (u, x))     # most frequent first

    def lemma(self, form, upos, xpos):
        form = plain(form) or form
        if upos == "NUM" and "," in form and COMMAS.fullmatch(form): return form.replace(",", "")
        key = (upos, xpos)
        if key not in self.groups: key = self.by_xpos.get(xpos) or self.by_upos.get(upos)
        if key is None: return form if upos == "PROPN" else form.lower()
        exact, rules, flag = self.groups[key]
        low = form.lower()
        op = exact.get(form)
        if op is None and flag & AS_SMALL and low != form: op = exact.get(low)
        if op is not None: return apply(form, op) or form
        return apply(form, rule(rules, form, flag)) or form

def rule(rules, form, flags):
    s, low = ending_shape(form, flags), form.lower()
    for n in range(min(ENDING, len(low)), -1, -1):
        op = rules.get(s + low[len(low) - n:])
        if op is not None: return op
    return (LOWER, 0, "")

# ------------------------------------------------------------------ inflection

# base, past, participle, where a rule would not do; own list
IRREGULAR = """arise arose arisen|awake awoke awoken|be was been|be were been|bear bore borne|bear bore born|beat beat beaten|become became become|befall befell befallen
beget begot begotten|begin began begun|behold beheld beheld|bend bent bent|beset beset beset|bet bet bet|bid bid bid|bind bound bound|bite bit bitten|bleed bled bled|blow blew blown
break broke broken|breed bred bred|bring brought brought|broadcast broadcast broadcast|build built built|burn burnt burnt|burst burst burst|buy bought bought|cast cast cast|catch caught caught
choose chose chosen|cling clung clung|come came come|cost cost cost|creep crept crept|cut cut cut|deal dealt dealt|dig dug dug|do did done|draw drew drawn|dream dreamt dreamt|drink drank drunk
drive drove driven|dwell dwelt dwelt|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought|find found found|flee fled fled|fling flung flung|fly flew flown|forbid forbade forbidden
forecast forecast forecast|foresee foresaw foreseen|forget forgot forgotten|forgive forgave forgiven|forgo forwent forgone|forsake forsook forsaken|freeze froze frozen|get got got|get got gotten|give gave given
go went gone|grind ground ground|grow grew grown|hang hung hung|have had had|hear heard heard|hide hid hidden|hit hit hit|hold held held|hurt hurt hurt|inset inset inset|keep kept kept|kneel knelt knelt
know knew known|lay laid laid|lead led led|lean leant leant|leap leapt leapt|learn learnt learnt|leave left left|lend lent lent|let let let|lie lay lain|light lit lit|lose lost lost|make made made|mean meant meant
meet met met|mislead misled misled|mistake mistook mistaken|mow mowed mown|offset offset offset|outdo outdid outdone|outgrow outgrew outgrown|overcome overcame overcome|overdo overdid overdone|overfly overflew overflown|overeat overate overeaten
override overrode overridden|oversee oversaw overseen|overtake overtook overtaken|overthrow overthrew overthrown|overrun overran overrun|partake partook partaken|pay paid paid|plead pled pled|prove proved proven
put put put|quit quit quit|read read read|rebuild rebuilt rebuilt|redo redid redone|remake remade remade|rend rent rent|repay repaid repaid|reset reset reset|retake retook retaken|rethink rethought rethought
rewrite rewrote rewritten|rid rid rid|ride rode ridden|ring rang rung|rise rose risen|run ran run|saw sawed sawn|say said said|see saw seen|seek sought sought|sell sold sold|send sent sent|set set set|sew sewed sewn
shake shook shaken|shear sheared shorn|shed shed shed|shine shone shone|shoot shot shot|show showed shown|shrink shrank shrunk|shut shut shut|sing sang sung|sink sank sunk|sit sat sat|slay slew slain|sleep slept slept
slide slid slid|sling slung slung|slink slunk slunk|slit slit slit|smell smelt smelt|smite smote smitten|sneak snuck snuck|sow sowed sown|speak spoke spoken|speed sped sped|spell spelt spelt|spend spent spent
spill spilt spilt|spin spun spun|spit spat spat|split split split|spoil spoilt spoilt|spread spread spread|spring sprang sprung|stand stood stood|steal stole stolen|stick stuck stuck|sting stung stung|stink stank stunk
stride strode stridden|strike struck struck|strike struck stricken|string strung strung|strive strove striven|swear swore sworn|sweep swept swept|swell swelled swollen|swim swam swum|swing swung swung|take took taken
teach taught taught|tear tore torn|tell told told|think thought thought|throw threw thrown|thrust thrust thrust|tread trod trodden|undercut undercut undercut|undergo underwent undergone|undermine undermined undermined
understand understood understood|undertake undertook undertaken|undo undid undone|unwind unwound unwound|uphold upheld upheld|upset upset upset|wake woke woken|wear wore worn|weave wove woven|wed wed wed|weep wept wept
wet wet wet|win won won|wind wound wound|withdraw withdrew withdrawn|withhold withheld withheld|withstand withstood withstood|wring wrung wrung|write wrote written|die died died|lie lied lied|tie tied tied|vie vied vied
outbid outbid outbid|outrun outran outrun|oversell oversold oversold|overpay overpaid overpaid|overhear overheard overheard|oversleep overslept overslept|resell resold resold|resend resent resent|retell retold retold
rewind rewound rewound|unbind unbound unbound|misread misread misread|misspeak misspoke misspoken|foretell foretold foretold|inlay inlaid inlaid|input input input|output output output|sublet sublet sublet|typecast typecast typecast""".replace("\n", "|").split("|")
PLURALS = """man men|woman women|child children|foot feet|tooth teeth|goose geese|mouse mice|louse lice|ox oxen|person people|penny pence|crisis crises|thesis theses|analysis analyses|basis bases|oasis oases|axis axes
hypothesis hypotheses|diagnosis diagnoses|synthesis syntheses|emphasis emphases|parenthesis parentheses|prognosis prognoses|neurosis neuroses|psychosis psychoses|metamorphosis metamorphoses|nemesis nemeses|genesis geneses
criterion criteria|phenomenon phenomena|automaton automata|bacterium bacteria|medium media|memorandum memoranda|referendum referenda|curriculum curricula|stratum strata|addendum addenda|erratum errata|datum data
stimulus stimuli|nucleus nuclei|fungus fungi|cactus cacti|alumnus alumni|radius radii|syllabus syllabi|focus foci|locus loci|terminus termini|larva larvae|alga algae|alumna alumnae|vertebra vertebrae|formula formulae|antenna antennae|nebula nebulae
index indices|matrix matrices|appendix appendices|vertex vertices|vortex vortices|codex codices|knife knives|life lives|wife wives|half halves|calf calves|wolf wolves|shelf shelves|leaf leaves|loaf loaves|thief thieves|self selves|elf elves|scarf scarves|hoof hooves|sheaf sheaves|midwife midwives|housewife housewives|bookshelf bookshelves
sheep sheep|fish fish|deer deer|aircraft aircraft|spacecraft spacecraft|series series|species species|moose moose|salmon salmon|trout trout|offspring offspring|shrimp shrimp|swine swine|bison bison|means means|headquarters headquarters|crossroads crossroads|hovercraft hovercraft|watercraft watercraft|rotorcraft rotorcraft
policeman policemen|policewoman policewomen|fisherman fishermen|gunman gunmen|spokesman spokesmen|spokeswoman spokeswomen|chairman chairmen|congressman congressmen|congresswoman congresswomen|businessman businessmen|fireman firemen|serviceman servicemen|militiaman militiamen|clergyman clergymen|grandchild grandchildren|schoolchild schoolchildren|stepchild stepchildren
quiz quizzes|bus buses|gas gases|virus viruses|lens lenses|dice dice|ally allies|lie lies|tie ties|pie pies|movie movies|cookie cookies|zombie zombies|rookie rookies|calorie calories|selfie selfies|hippie hippies|junkie junkies|eerie eeries|genie genies|prairie prairies|birdie birdies|laddie laddies|rallye rallyes|hero heroes|tomato tomatoes|potato potatoes|echo echoes|veto vetoes|torpedo torpedoes|mosquito mosquitoes|volcano volcanoes|cargo cargoes|embargo embargoes|tornado tornadoes|mango mangoes|shoe shoes|toe toes|foe foes|canoe canoes|axe axes|cache caches|ache aches|headache headaches|niche niches|avalanche avalanches|moustache moustaches|cliche cliches""".replace("\n", "|").split("|")
PREFIXES = "", "re", "over", "under", "out", "mis", "un", "pre", "fore"

VOWELS = set("aeiou")
def syllables(w): return len(re.findall("[aeiouy]+", w))

def doubled(base):
    """Whether the last consonant is doubled before a vowel: True, False, or None for either."""
    if len(base) < 2 or base[-1] in "aeiouwxy": return False
    if base.endswith("c"): return False
    if base[-2] not in VOWELS and not (base[-2] == "y"): return False
    if len(base) > 2 and base[-3] in VOWELS and not (base[-3] == "u" and len(base) > 3 and base[-4] == "q"): return False
    return True if syllables(base) == 1 else None

def forms(base, tag):
    """The regular inflections of a base form."""
    if len(base) < 2: return set()
    cons = base[-1] not in VOWELS
    if tag in ("VBZ", "NNS"):
        if base.endswith("y") and base[-2] not in VOWELS: return {base[:-1] + "ies"}
        if re.search("(s|x|z|ch|sh)$", base): return {base + "es"}
        if base.endswith("o") and base[-2] not in VOWELS: return {base + "es", base + "s"}
        return {base + "s"}
    suffix = {"VBG": "ing", "VBD": "ed", "VBN": "ed", "JJR": "er", "RBR": "er", "JJS": "est", "RBS": "est"}[tag]
    if tag == "VBG":
        if base.endswith("ie"): return {base[:-2] + "ying"}
        if base.endswith("e") and not base.endswith(("ee", "oe", "ye")): return {base[:-1] + "ing"} | ({base + "ing"} if base.endswith("ge") else set())
    else:
        if base.endswith("e"): return {base[:-1] + suffix}
        if base.endswith("y") and base[-2] not in VOWELS: return {base[:-1] + "i" + suffix}
    if base.endswith("c"): return {base + "k" + suffix}
    d = doubled(base)
    out = set()
    if d is not False: out.add(base + base[-1] + suffix)
    if d is not True: out.add(base + suffix)
    return out

def bases(word, tag):
    """The forms whose regular inflection a word may be."""
    cands = []
    if tag in ("VBZ", "NNS"):
        if not word.endswith("s") or word.endswith(("ss", "us", "is")): return []
        cands = [word[:-1], word[:-2] if word.endswith("es") else "", word[:-3] + "y" if word.endswith("ies") else "", word[:-3] if word.endswith(("sses", "zzes")) else ""]
    else:
        for suffix in {"VBG": ("ing",), "VBD": ("ed",), "VBN": ("ed",), "JJR": ("er",), "RBR": ("er",), "JJS": ("est",), "RBS": ("est",)}[tag]:
            if not word.endswith(suffix): return []
            s = word[:-len(suffix)]
            cands = [s, s + "e", s[:-1] if len(s) > 2 and s[-1] == s[-2] else "", s[:-1] + "y" if s.endswith("i") else "", s[:-1] + "ie" if s.endswith("y") else "", s[:-1] if s.endswith("ck") else ""]
    return [c for c in cands if len(c) > 1 and word in forms(c, tag)]

# ------------------------------------------------------------------ counting

def treebank(path):
    use = True
    with gzip.open(path, "rt", encoding="utf8") as f:
        for r in f:
            if r.startswith("# newdoc id"):
                n = r.strip().split(" = ")[1].split("_"); use = n[0] != "GUM" or n[1] in OPEN
            elif use and r[0].isdigit():
                c = r.split("\t")
                if c[0].isdigit(): yield c[1], c[2], c[3], c[4]

WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
def text_counts(path):
    """-> how often a word stands in small letters, and how often otherwise, inside a sentence."""
    low, other = Counter(), Counter()
    for line in open(path, encoding="utf8"):
        for par in json.loads(line)["paragraphs"]:
            for m in WORD.finditer(par):
                w = m.group()
                if w.islower(): low[w] += 1
                elif m.start() > 1 and par[m.start() - 1] == " " and (par[m.start() - 2].islower() or par[m.start() - 2] == ","): other[w] += 1
    return low, other

REGULAR = {("VERB", "VBZ"), ("VERB", "VBD"), ("VERB", "VBN"), ("VERB", "VBG"), ("NOUN", "NNS"), ("ADJ", "JJR"), ("ADJ", "JJS"), ("ADV", "RBR"), ("ADV", "RBS")}
QUALITY = re.compile("(ous|ive|ful|less|able|ible|ent|ant|ary|ory|ed|ing|y|ar|id|ine|ile)$")
ACRONYMS = "COVID UNESCO UNICEF UNRWA UNHCR USAID ASEAN ECOWAS CENTCOM AFRICOM INTERPOL NASDAQ MERCOSUR UNIFIL OXFAM BRICS UKMTO".split()
COMPARED = "good better best|bad worse worst|far farther farthest further furthest|little littler littlest|old elder eldest".split("|")
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
NO_CAPITALS = {"VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "MD", "JJR", "JJS", "RBR", "RBS", "RB", "IN", "DT", "PRP", "PRP$", "CC", "TO", "WP", "WDT", "WRB", "EX", "RP", "PDT", "POS"}
PEOPLE = re.compile("(ian|ean|can|man|ean|ese|ish|ic|i|ist|ite|al|an|ch|ek|ab)$")
ALWAYS_PLURAL = "clothes earnings feces panties pants trousers scissors jeans pajamas pyjamas tenterhooks whereabouts".split()
# Days and months cut short; own list
SHORT_FORMS = """Jan. January|Feb. February|Mar. March|Apr. April|Aug. August|Sept. September|Sep. September|Oct. October|Nov. November|Dec. December|Feb February|Apr April|Aug August|Sept September|Sep September|Oct October|Nov November|Dec December
Mon. Monday|Tue. Tuesday|Tues. Tuesday|Wed. Wednesday|Thu. Thursday|Thur. Thursday|Thurs. Thursday|Fri. Friday|Sat. Saturday|Sun. Sunday|Mon Monday|Tue Tuesday|Tues Tuesday|Wed Wednesday|Thu Thursday|Thurs Thursday|Fri Friday""".replace("\n", "|").split("|")
STEM = {"VERB": {"VB", "VBP", "VBD", "VBN", "VBG", "VBZ"}, "NOUN": {"NN", "NNS"}, "ADJ": {"JJ", "JJR", "JJS"}, "ADV": {"RB", "RBR", "RBS", "JJ"}}

def train(out, paths, text):
    counts = defaultdict(Counter)                         # (upos, xpos) -> (form, lemma) -> tokens
    stems = defaultdict(Counter)
    for path in paths:
        for form, lemma, u, x in treebank(path):
            if u in STEM: stems[u][lemma] += 1
            if u == "ADJ": stems["ADV"][lemma] += 1
            form = plain(form)
            if lemma == "_" and form != "_" or x in ("GW", "ADD") or u == "NUM" and COMMAS.fullmatch(form): continue
            counts[u, x][form, lemma] += 1 if "gum" in path else 2           # where they differ, EWT is followed
    low, other = text_counts(text)

    def stem(word, u, x):
        best, top = None, 0.0
        for b in bases(word, x):
            kin = {"VERB": ("VBZ", "VBD", "VBG"), "NOUN": (), "ADJ": ("JJR", "JJS"), "ADV": ("JJR", "JJS")}[u]
            score = 4 * math.log1p(stems[u][b]) + math.log1p(low[b]) + sum(0.5 * math.log1p(max((low[f] for f in forms(b, t) if f != word), default=0)) for t in kin)
            if u in ("ADJ", "ADV") and not stems[u][b] and not any(low[f] for t in kin for f in forms(b, t) if f != word): continue      # "letter" is not more let
            if score > top: best, top = b, score
        return best if top >= (3 if low[word] > 1 else 4) else None

    table = {}
    order = sorted(counts, key=lambda k: (-sum(counts[k].values()), k))
    order = [k for k in order if sum(counts[k].values()) >= 40]
    for key in order:
        u, x = key
        label, weight = {}, {}                            # form -> lemma; tokens
        by = defaultdict(Counter)
        for (form, lemma), n in counts[key].items(): by[form][lemma] += n
        proper = u == "PROPN" or x in ("NNP", "NNPS")
        default = (KEEP if proper else LOWER, 0, "")
        flags = FIRST if x == "NNPS" else 0 if proper else AS_SMALL | (0 if x == "JJ" or u in ("X", "SYM", "NUM", "PUNCT") else FIRST) | (ALL if x in NO_CAPITALS else 0)
        made = {}                                         # form -> lemma, weight, whether listed where the endings fail
        if key in REGULAR:
            for w, n in low.items():
                if "-" in w: continue
                b = stem(w, u, x)
                if b: made[w] = b, n, True
            for b, n in (low + stems[u]).items():         # inflections that the text happens to lack
                if "-" in b or not b.isalpha() or not b.islower() or n < 5 and not stems[u][b]: continue
                if not stems[u][b] and (u != "VERB" or not all(any(low[f] > 1 for f in forms(b, t)) for t in ("VBG", "VBD"))): continue
                if u in ("ADJ", "ADV") and (syllables(b) > 2 or len(b) < 3): continue
                for w in forms(b, x):
                    if not low[w] and w not in made: made[w] = b, 1, True
            if u == "VERB" and x in ("VBD", "VBN"):
                for row in IRREGULAR:
                    base, past, part = row.split()
                    for p in PREFIXES:
                        w = p + (past if x == "VBD" else part)
                        if p == "" or low[w] >= 2: made[w] = p + base, 50 if p == "" else low[w], True
            if x == "NNS":
                for row in PLURALS:
                    one, many = row.split(); made[many] = one, 50, True
                for w in ALWAYS_PLURAL: made[w] = w, 50, True
            for row in COMPARED:
                base, *ws = row.split()
                for w in ws:
                    if w.endswith("st") == (x in ("JJS", "RBS")) and x in ("JJR", "JJS", "RBR", "RBS"): made[w] = base if u == "ADJ" or base != "good" else "well", 50, True
        if key == ("NUM", "CD"):
            for w in NUMBERS: made[w.upper()] = w, 50, True
        if key == ("PROPN", "NNPS"):
            for w, n in low.items():
                b = stem(w, "NOUN", "NNS") if n >= 4 and "-" not in w else None
                if b: made[w.capitalize()] = b.capitalize(), 1, n >= 20
        if key == ("ADJ", "JJ"):
            for w, n in other.items():
                if n >= 5 and shape(w) in "CM" and low[w.lower()] * 20 < n and PEOPLE.search(w): made[w] = w, n, True
            for w, n in low.items():
                if n >= 10 and other[w.capitalize()] < n and (PEOPLE.search(w) or stems[u][w] or QUALITY.search(w)): made[w.capitalize()] = w, n, True
        if x in ("NNP", "JJ") and u in ("PROPN", "ADJ"):
            for w, n in other.items():
                if x == "NNP" and shape(w) == "L" and other[w.capitalize()] <= n: made[w] = w, n, True                       # UNESCO
                if n >= 20 and shape(w) == "C" and low[w.lower()] * 20 < n and len(w) > 3 and (x == "NNP" or PEOPLE.search(w)): made[w.lower()] = w, n, True
        if key == ("PROPN", "NNP"):
            for row in SHORT_FORMS:
                short, long = row.split(); made[short] = long, 50, True
            for w in ACRONYMS: made[w] = w, 50, True
        seen_low = defaultdict(Counter)
        for form, ls in by.items():
            lemma = ls.most_common(1)[0][0]
            label[form], weight[form] = lemma, sum(ls.values())
            if not proper:
                for l, c in ls.items(): seen_low[form.lower()][l] += c
        if x != "JJ":
            for form in list(label):                      # "People" as "people"
                ls = seen_low.get(form.lower())
                if form != form.lower() and ls and (weight[form] < 3 or by[form][label[form]] * 4 < 3 * weight[form]) and ls.most_common(1)[0][0].islower(): label[form] = ls.most_common(1)[0][0]
        for lw, ls in seen_low.items():                   # the forms in small letters stand for those with capitals
            lemma, n = ls.most_common(1)[0]
            if lw not in label and lemma.islower(): label[lw], weight[lw] = lemma, n
        listed, of_treebank = set(label), set(label)
        for w, (b, n, list_it) in made.items():
            usual = n >= 50 and x == "JJ" and w[0].isupper()      # a slip in the treebanks weighs less than the text: "Recent"
            if w not in label or list_it and weight[w] < (6 if usual else 2) and label[w] != b and low[label[w]] < low[b]:
                label[w], weight[w] = b, min(n, 20)
                if list_it: listed.add(w)
        # endings
        inflects = key in REGULAR or x == "NNPS"
        tally, types = defaultdict(lambda: defaultdict(float)), defaultdict(Counter)
        for form, lemma in label.items():
            op, s, lw = edit(form, lemma, x == "NNPS" and shape(form) in "cCL"), ending_shape(form, flags), form.lower()
            for n in range(min(ENDING, len(lw)) + 1):
                ending = s + lw[len(lw) - n:]
                here = op if inflects and op[1] <= min(n, 4) and len(op[2]) < 3 and op[2] not in ("f", "fe", "um", "on") or not op[1] and not op[2] else None
                if x == "NNP" and form not in of_treebank: continue
                tally[ending][here] += 1 + math.log(weight[form]); types[ending][here] += 1
        rules = {s: default for s in "cCSALMd."}
        if proper: rules["L"] = TITLE, 0, ""
        if x in ("NNS", "NNPS"): rules.update({s + "ss": default for s in "cCLM"})
        if u == "NUM": rules["S"] = rules["A"] = KEEP, 0, ""
        for ending in sorted(tally, key=lambda e: (len(e), e)):
            ops = {o: w for o, w in tally[ending].items() if o is not None}
            if not ops or x == "NNP" and ending[0] != "L": continue
            op = max(sorted(ops), key=ops.get)
            parent = next(rules[ending[0] + ending[n:]] for n in range(2 if len(ending) > 1 else 1, len(ending) + 1) if ending[0] + ending[n:] in rules)
            if op != parent and types[ending][op] >= 2 and ops[op] - ops.get(parent, 0) >= (2.0 if len(ending) < 4 else 3.0): rules[ending] = op
        exact = {}
        for form in sorted(listed, key=lambda f: (f != f.lower(), f)):
            got = exact.get(form.lower()) if flags & AS_SMALL else None
            if apply(form, got or rule(rules, form, flags)) != label[form]: exact[form] = edit(form, label[form], x == "NNPS" and shape(form) in "cCL")
        table[key] = exact, rules, flags
    write(out, table, order)

def write(out, table, order):
    heads, offs, blob, cache = b"", [], b"", {}
    for u, x in order:
        exact, rules, flag = table[u, x]
        first = len(offs)
        for part in (exact, rules):
            for key in sorted(part, key=lambda k: k.encode()):
                case, strip, add = part[key]
                k, a = key.encode(), add.encode()
                if len(k) > 255 or len(a) > 255 or strip > 63: continue
                row = bytes([len(k)]) + k + bytes([case | strip << 2, len(a)]) + a
                offs.append(len(blob)); blob += row
            if part is exact: mid = len(offs)
        heads += struct.pack("<B11sIIII", UPOS.index(u), x.encode(), first, mid, len(offs), flag)
    b = struct.pack("<III", VERSION, len(order), len(offs)) + heads + struct.pack(f"<{len(offs)}I", *offs) + blob
    open(out, "wb").write(b)
    print(f"{len(order)} tables, {len(offs)} rows, of which {sum(len(r) for _, r, _ in table.values())} endings, {len(b)} bytes", file=sys.stderr)

def score(model, path, errors):
    lem = Lemmatiser(model); n = hit = 0; wrong = Counter()
    for form, lemma, u, x in treebank(path):
        n += 1
        got = lem.lemma(form, u, x)
        if got == lemma or lemma == "_": hit += 1
        else: wrong[form, u, x, lemma, got] += 1
    print(f"{path}: {hit} of {n} lemmas, {100 * hit / n:.2f} %")
    if errors:
        for (form, u, x, lemma, got), c in wrong.most_common(): print(c, form, u, x, "gold", lemma, "got", got)

def main():
    a = sys.argv[1:]
    if len(a) > 4 and a[0] == "train" and a[2] == "--text": train(a[1], a[4:], a[3])
    elif len(a) > 2 and a[0] == "score": score(a[1], a[2], "--errors" in a)
    else: sys.exit(__doc__)

if __name__ == "__main__":
    main()
