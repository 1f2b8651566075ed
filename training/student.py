"""The model that ships: trained on the treebanks and on open text that the teacher labelled.

  python student.py train VECTORS.npz GAZETTEER.tsv SILVER OUT.pt [--names FOLDER] [--minutes M]
  python student.py train ... --begin MODEL.pt --rate 0.3 --teacher-names FOLDER     goes on with names that a teacher labelled
  python student.py score VECTORS.npz GAZETTEER.tsv MODEL.pt

What a word looks like is computed once for each form (`Forms`, `FormEncoder`); four layers of gated recurrences read a
paragraph in both directions; all answers are linear or biaffine readings of the last layer. crates/crosswire-lang/src/network
computes the same from the file that export.py writes.
"""

import argparse
import json
import math
import time
import unicodedata
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.cpp_extension import load

import treebank as tb
from vectors import key

HERE = Path(__file__).resolve().parent
CELLS, LAYERS = 320, 4  # cells of both directions together
WORD, AFFIX, ROWS = 128, 32, 8192
AFFIXES = 8
GAZETTEER = ["country", "city", "region", "demonym", "given", "surname", "agency", "company"]
FLAGS = 2 * len(GAZETTEER)
HIDDEN, ARC, REL = 320, 128, 128
TAGS = {"upos": len(tb.UPOS), "xpos": len(tb.XPOS), "feats": len(tb.FEATURES), "names": tb.NAME_TAGS, "start": 2}


def fnv(data, salt):
    h = 0x811C9DC5 ^ salt
    for b in data:
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    return (h ^ (h >> 15)) % ROWS


def outline(form):
    """The kinds of characters of a form, runs cut to two: "McDonald's" gives "XxXxx'x"."""
    out = []
    for c in form:
        k = "d" if c.isdecimal() else "X" if c.isupper() else "x" if c.isalpha() else "'" if c in "’‘" else c
        if len(out) < 2 or out[-1] != k or out[-2] != k:
            out.append(k)
    return "".join(out[:12])


def affixes(form):
    """The eight rows of a form: its last one to four characters, its first one to three, its outline."""
    k = key(form)
    parts = [k[-n:] for n in (1, 2, 3, 4)] + [k[:n] for n in (1, 2, 3)] + [outline(form)]
    return [fnv(p.encode(), i) for i, p in enumerate(parts)]


class Gazetteer:
    """Which words are names, or parts of names, of countries, cities and so on: a bit each, the parts shifted by eight."""

    def __init__(self, path):
        self.bits = {}
        for line in open(path, encoding="utf8"):
            if line.startswith("#") or "\t" not in line:
                continue
            name, kind = line.rstrip("\n").split("\t")[:2]
            # Towns, eateries, landmarks and single persons only help names.py.
            if kind not in GAZETTEER:
                continue
            words = name.replace("-", " ").split()
            bit = GAZETTEER.index(kind) + (8 if len(words) > 1 else 0)
            for w in words:
                if w[:1].isupper():
                    self.bits[w] = self.bits.get(w, 0) | 1 << bit

    def __call__(self, form):
        bits = self.bits.get(form, 0)
        if not bits and len(form) > 3 and form.isupper():
            bits = self.bits.get(form[0] + form[1:].lower(), 0)
        return bits


class Forms:
    """Numbers forms, and holds what is looked up for each."""

    def __init__(self, vectors, gazetteer):
        self.words = {w: i + 1 for i, w in enumerate(vectors["words"].item().split("\n"))}
        self.gazetteer = gazetteer
        self.ids, self.rows = {}, []

    def number(self, form):
        i = self.ids.setdefault(form, len(self.rows))
        if i == len(self.rows):
            bits = self.gazetteer(form)
            self.rows.append([self.words.get(key(form), 0), tb.shape(form), bits, *affixes(form)])
        return i

    def table(self):
        return torch.tensor(np.array(self.rows, dtype=np.int64))


class FormEncoder(nn.Module):
    def __init__(self, vectors=None, words=40_000):
        super().__init__()
        self.word = nn.Embedding(words + 1, WORD)
        if vectors is not None:
            self.word.weight.data[1:] = torch.tensor(vectors["vectors"]) * 2
            self.word.weight.data[0] = 0
        self.affix = nn.Embedding(AFFIXES * ROWS, AFFIX)
        nn.init.normal_(self.affix.weight, std=0.2)
        self.one = nn.Linear(WORD + AFFIXES * AFFIX + 8 + FLAGS, HIDDEN)
        self.two = nn.Linear(HIDDEN, CELLS)

    def forward(self, rows, hide=None, hide_affixes=None):
        """rows: forms × what `Forms` looks up; `hide` marks forms whose word is to be unknown, `hide_affixes` those
        whose affixes are to be, but for the outline."""
        word = rows[:, 0] if hide is None else rows[:, 0].masked_fill(hide, 0)
        offsets = torch.arange(AFFIXES) * ROWS
        bits = (rows[:, 2:3] >> torch.arange(FLAGS)) & 1
        affixes = self.affix(rows[:, 3:] + offsets).flatten(1)
        if hide_affixes is not None:
            shown = torch.ones_like(affixes)
            shown[hide_affixes, :-AFFIX] = 0
            affixes = affixes * shown
        x = torch.cat([self.word(word), affixes,
                       F.one_hot(rows[:, 1], 8).float(), bits.float()], 1)
        return self.two(F.relu(self.one(x)))


_extension = None


def extension():
    global _extension
    if _extension is None:
        _extension = load("recurrence", [str(HERE / "recurrence.cpp")], extra_cflags=["-O3", "-march=native", "-ffast-math"])
    return _extension


class Recurrence(torch.autograd.Function):
    @staticmethod
    def forward(ctx, u, x, lengths):
        u, x = u.contiguous(), x.contiguous()
        h, f, r, c = extension().forward(u, x, lengths)
        ctx.save_for_backward(u, x, lengths, f, r, c)
        return h

    @staticmethod
    def backward(ctx, g):
        u, x, lengths, f, r, c = ctx.saved_tensors
        gu, gx = extension().backward(g.contiguous(), u, x, lengths, f, r, c)
        return gu, gx, None


def product(linear, x):
    """A linear layer in bfloat16: twice as fast here, as exact as the shipped bytes."""
    return F.linear(x.bfloat16(), linear.weight.bfloat16()).float() + linear.bias


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(CELLS)
        self.linear = nn.Linear(CELLS, 3 * CELLS)
        self.linear.bias.data[CELLS : 2 * CELLS] = 1.0

    def forward(self, x, lengths, drop):
        u = product(self.linear, drop(self.norm(x)))
        return Recurrence.apply(u.view(*x.shape[:2], 3, CELLS), x, lengths)


class Student(nn.Module):
    def __init__(self, vectors=None, words=40_000, dropout=0.2):
        super().__init__()
        self.forms = FormEncoder(vectors, words)
        self.spaced = nn.Embedding(2, CELLS)
        nn.init.zeros_(self.spaced.weight)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(CELLS)
        self.tags = nn.Linear(CELLS, sum(TAGS.values()))
        self.dep, self.head = nn.Linear(CELLS, ARC + REL), nn.Linear(CELLS, ARC + REL)
        self.arc = nn.Linear(ARC, ARC)
        self.rel = nn.Linear(REL, len(tb.RELATIONS))
        self.root = nn.Parameter(torch.randn(ARC + REL) * 0.1)
        self.p = dropout

    def drop(self, x):
        """Dropout that hides the same cells in a whole paragraph."""
        if not self.training or not self.p:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[2]) > self.p
        return x * (keep / (1 - self.p))

    def forward(self, rows, of, spaced, lengths, hide=None, hide_affixes=None):
        """rows: forms of the batch; of: batch × words, numbers of those; gives vectors of words."""
        x = F.embedding(of, self.forms(rows, hide, hide_affixes)) + self.spaced(spaced)
        x = self.drop(x)
        for layer in self.layers:
            x = layer(x, lengths, self.drop)
        return self.drop(self.norm(x))

    def read_tags(self, h):
        return dict(zip(TAGS, product(self.tags, h).split(list(TAGS.values()), -1)))

    def read_arcs(self, h, same):
        """Scores of heads (0 is the root), and what relations are read from."""
        d, e = F.relu(product(self.dep, h)), product(self.head, h)
        e = F.relu(torch.cat([self.root.expand(h.shape[0], 1, -1), e], 1))
        d, e = self.drop(d), self.drop(e)
        s = self.arc(d[..., :ARC]) @ e[..., :ARC].transpose(1, 2) * ARC**-0.5
        return s.masked_fill(~same, -1e9), (d[..., ARC:], e[..., ARC:])

    def read_relations(self, parts, of):
        d, e = parts
        return product(self.rel, F.relu(d + e.gather(1, of.unsqueeze(-1).expand(-1, -1, REL)) - 0.5))


class Corpus:
    """Paragraphs with labels, as long arrays. A label is up to three numbers with probabilities; 0 everywhere is none."""

    KEYS = {"upos": 2, "xpos": 2, "feats": 2, "names": 2, "start": 2, "head": 3, "rel": 3}

    def __init__(self, forms):
        self.forms = forms
        self.parts = []

    def add_treebank(self, sentences, longest):
        rows = tb.paragraphs(sentences, longest)
        out = {"form": [], "spaced": [], "sent": [], "length": [], "ids": []}
        for k, n in self.KEYS.items():
            out[k], out[k + "_p"] = [], []
        put = lambda k, v: (out[k].append([max(v, 0)] + [0] * (self.KEYS[k] - 1)), out[k + "_p"].append([float(v >= 0)] + [0.0] * (self.KEYS[k] - 1)))
        for paragraph in rows:
            base = 0
            for k, s in enumerate(paragraph):
                out["spaced"] += spaces(s)
                for i, w in enumerate(s.words):
                    out["form"].append(self.forms.number(w))
                    out["sent"].append(k)
                    for name in ("upos", "xpos", "feats"):
                        put(name, getattr(s, name)[i])
                    put("rel", s.rels[i])
                    put("names", s.names[i])
                    put("head", 0 if s.heads[i] < 0 else s.heads[i] + base + 1)
                    put("start", int(i == 0) if base + i else tb.IGNORE)
                base += len(s.words)
            out["length"].append(base)
            out["ids"].append([(s.id, len(s.words)) for s in paragraph])
        ids = out.pop("ids")
        part = {k: np.array(v) for k, v in out.items()}
        part["ids"] = ids
        self.parts.append(part)

    def add_silver(self, path):
        f = np.load(path)
        n = len(f["at"])
        part = {"form": np.array([self.forms.number(w) for w in f["forms"].item().split("\n")]), "length": f["length"]}
        at, end = f["at"], f["end"]
        part["spaced"] = np.concatenate([[1], (at[1:] != end[:-1]).astype(np.int64)])
        begins = np.cumsum(f["length"]) - f["length"]
        part["spaced"][begins] = 1
        start = f["start"].astype(np.float32)
        hard = start > 0.5
        hard[begins] = True
        part["sent"] = np.cumsum(hard)
        known = np.ones(n, dtype=bool)
        known[begins] = False
        part["start"] = np.stack([np.zeros(n, dtype=np.int64), np.ones(n, dtype=np.int64)], 1)
        part["start_p"] = np.stack([1 - start, start], 1) * known[:, None]
        for k in ("upos", "xpos", "feats", "head", "rel"):
            part[k], part[k + "_p"] = f[k].astype(np.int64), f[k + "_p"].astype(np.float32)
        part["names"], part["names_p"] = np.zeros((n, 2), dtype=np.int64), np.zeros((n, 2), dtype=np.float32)
        part["article"], part["at"], part["end"] = f["article"].item().split("\n"), at, end
        part["file"] = Path(path).name
        self.parts.append(part)

    def finish(self):
        self.first = np.cumsum([0] + [len(p["form"]) for p in self.parts])
        lengths = [p["length"] for p in self.parts]
        self.part_of = np.repeat(np.arange(len(self.parts)), [len(x) for x in lengths])
        self.length = np.concatenate(lengths)
        self.begin = np.cumsum(self.length) - self.length
        small = {"upos", "xpos", "feats", "names", "start", "rel"}
        for k, n in self.KEYS.items():
            setattr(self, k, np.concatenate([p[k] for p in self.parts]).astype(np.uint8 if k in small else np.int16))
            setattr(self, k + "_p", np.concatenate([p[k + "_p"] for p in self.parts]).astype(np.float16))
        for k in ("form", "spaced", "sent"):
            setattr(self, k, np.concatenate([p[k] for p in self.parts]).astype(np.int32))
        self.table = self.forms.table()

    def load_names(self, folder, stream_weight=1.0):
        """Reads the names that names.py found, where they are there. Gives the number of words that have a label."""
        gold, stream = {}, {}
        for name in ("ewt", "gum"):
            if (folder / f"{name}.jsonl").exists():
                for line in open(folder / f"{name}.jsonl", encoding="utf8"):
                    r = json.loads(line)
                    gold[r["id"]] = r
        if (folder / "stream.jsonl").exists():
            for line in open(folder / "stream.jsonl", encoding="utf8"):
                r = json.loads(line)
                stream[r["id"]] = r["paragraphs"]
        for part, first in zip(self.parts, self.first):
            if "ids" in part and gold:
                at = first
                for paragraph in part["ids"]:
                    for sid, n in paragraph:
                        if sid in gold:
                            r = gold[sid]
                            tags = tb.name_tags(n, r["names"], r.get("ignore", ()))
                            self.names[at : at + n, 0] = np.maximum(tags, 0)
                            self.names_p[at : at + n, 0] = [float(t >= 0) for t in tags]
                        at += n
            elif "article" in part and stream:
                at = 0
                for name, n in zip(part["article"], part["length"]):
                    article, k = name.rsplit(" ", 1)
                    found = stream.get(article)
                    if found and int(k) < len(found):
                        a, e = part["at"][at : at + n], part["end"][at : at + n]
                        spans = lambda rows: [(int(np.searchsorted(e, r[0], "right")), int(np.searchsorted(a, r[1], "left")), *r[2:]) for r in rows]
                        names = [s for s in spans(found[int(k)]["names"]) if s[0] < s[1] and s[2] in tb.NAME_KINDS]
                        tags = tb.name_tags(int(n), names, [s for s in spans(found[int(k)].get("ignore", ())) if s[0] < s[1]])
                        w = slice(first + at, first + at + n)
                        self.names[w, 0] = np.maximum(tags, 0)
                        self.names_p[w, 0] = [stream_weight * (t >= 0) for t in tags]
                    at += n
        return int((self.names_p[:, 0] > 0).sum())

    def load_teacher_names(self, folder, treebank_weight):
        """Takes the names of open text from names_teacher.py, and gives those of the treebanks a weight."""
        for part, first in zip(self.parts, self.first):
            w = slice(first, first + len(part["form"]))
            if "ids" in part:
                self.names_p[w] *= treebank_weight
            elif (folder / part["file"]).exists():
                f = np.load(folder / part["file"])
                self.names[w], self.names_p[w] = f["names"], f["names_p"]
        return int((self.names_p[:, 0] > 0).sum())

    def batch(self, group):
        lengths = self.length[group]
        n = int(lengths.max())
        index = self.begin[group][:, None] + np.minimum(np.arange(n)[None], lengths[:, None] - 1)
        inside = torch.tensor(np.arange(n)[None] < lengths[:, None])
        forms, of = np.unique(self.form[index], return_inverse=True)
        sent = torch.tensor(self.sent[index])
        same = (sent.unsqueeze(1) == sent.unsqueeze(2)) & inside.unsqueeze(1)
        same = torch.cat([torch.ones(*same.shape[:2], 1, dtype=torch.bool), same], 2)
        labels = {}
        for k in self.KEYS:
            p = torch.tensor(getattr(self, k + "_p")[index].astype(np.float32)) * inside.unsqueeze(-1)
            # What has no probability may be a number that this batch does not have.
            labels[k] = (torch.tensor(getattr(self, k)[index].astype(np.int64)) * (p > 0), p)
        return {"rows": self.table[torch.tensor(forms)], "of": torch.tensor(of.reshape(index.shape)), "spaced": torch.tensor(self.spaced[index]).long(),
                "lengths": torch.tensor(lengths.astype(np.int64)), "inside": inside, "same": same, "labels": labels}


def spaces(sentence):
    """Whether each word has white space before it. The first of a sentence counts as spaced."""
    out, at = [], 0
    for i, w in enumerate(sentence.words):
        s = sentence.text.find(w, at)
        out.append(int(i == 0 or s != at))
        at = (s if s >= 0 else at) + len(w)
    return out


def soft_loss(scores, label):
    """Cross-entropy against some labels with probabilities; labels without any are left out."""
    index, p = label
    q = scores.log_softmax(-1).gather(-1, index)
    return -(p * q).sum() / p.sum().clamp(min=1)


def groups(corpus, items, size, rng):
    order = items[np.argsort(corpus.length[items] + rng.random(len(items)) * 6)]
    out, here, longest = [], [], 0
    for i in order:
        n = max(longest, int(corpus.length[i]))
        if here and n * (len(here) + 1) > size:
            out.append(np.array(here)); here, n = [], int(corpus.length[i])
        here.append(i); longest = n
    out.append(np.array(here))
    rng.shuffle(out)
    return out


def endless(corpus, items, size, rng):
    while True:
        yield from groups(corpus, items, size, rng)


_bases = sorted({r.split(":")[0] for r in tb.RELATIONS})
BASE = torch.tensor([_bases.index(r.split(":")[0]) for r in tb.RELATIONS])


def spans(tags):
    """Names of a row of BIOES numbers, read leniently."""
    out, open_ = set(), None
    for i, t in enumerate(list(tags) + [0]):
        kind, place = (None, None) if t == 0 else ((t - 1) // 4, (t - 1) % 4)
        if open_ and (t == 0 or place in (0, 3) or kind != open_[1]):
            out.add((open_[0], i, open_[1])); open_ = None
        if t and not open_:
            open_ = (i, kind)
    return out


def evaluate(model, corpus, items):
    model.eval()
    hit = dict.fromkeys(("upos", "xpos", "feats", "uas", "las"), 0)
    total = tp = fp = fn = 0
    names = [0, 0, 0]
    rng = np.random.default_rng(0)
    with torch.no_grad():
        for group in groups(corpus, items, 4000, rng):
            b = corpus.batch(group)
            h = model(b["rows"], b["of"], b["spaced"], b["lengths"])
            tags = model.read_tags(h)
            ok = b["inside"]
            total += int(ok.sum())
            for k in ("upos", "xpos", "feats"):
                g, p = b["labels"][k]
                hit[k] += int(((tags[k].argmax(-1) == g[..., 0]) & (p[..., 0] > 0)).sum())
            arcs, parts = model.read_arcs(h, b["same"])
            best = arcs.argmax(-1)
            right = (best == b["labels"]["head"][0][..., 0]) & ok
            rel = model.read_relations(parts, best).argmax(-1)
            hit["uas"] += int(right.sum())
            hit["las"] += int((right & (BASE[rel] == BASE[b["labels"]["rel"][0][..., 0]])).sum())
            g, p = b["labels"]["start"]
            st, known = tags["start"].argmax(-1) == 1, p[..., 0] > 0
            g = g[..., 0] == 1
            tp += int((st & g & known).sum()); fp += int((st & ~g & known).sum()); fn += int((~st & g & known).sum())
            g, p = b["labels"]["names"]
            found = tags["names"].argmax(-1)
            for r in range(len(group)):
                n = int(b["lengths"][r])
                if float(p[r, :n, 0].sum()) < n:
                    continue
                # Names of peoples are not in UNER.
                want = {s for s in spans(g[r, :n, 0].tolist()) if s[2] < 3}
                got = {s for s in spans(found[r, :n].tolist()) if s[2] < 3}
                names[0] += len(want & got); names[1] += len(got); names[2] += len(want)
    model.train()
    r = {k: round(100 * v / total, 2) for k, v in hit.items()}
    r["starts"] = round(200 * tp / max(1, 2 * tp + fp + fn), 2)
    r["names"] = round(200 * names[0] / max(1, names[1] + names[2]), 2)
    return r


def uner(sentences):
    """Fills in the names of EWT dev from UNER, to choose by; nothing is trained on them."""
    import gzip

    found, sid, rows = {}, None, []
    with gzip.open(tb.TREEBANKS / "uner-ewt-dev.iob2.gz", "rt", encoding="utf8") as file:
        for line in list(file) + ["\n"]:
            line = line.rstrip("\n")
            if line.startswith("# sent_id = "):
                sid, rows = line[12:], []
            elif line and line[0] != "#":
                rows.append(line.split("\t")[1:3])
            elif not line and rows:
                found[sid] = rows
                rows = []
    for s in sentences:
        rows = found.get(s.id)
        if rows and [r[0] for r in rows] == s.words:
            names, at = [], None
            for i, (_, tag) in enumerate(rows + [("", "O")]):
                if at is not None and not (tag.startswith("I-")):
                    names.append((at, i, rows[at][1][2:])); at = None
                if tag.startswith("B-"):
                    at = i
            s.names = tb.name_tags(len(s.words), names)


def open_all(args):
    vectors = np.load(args.vectors)
    return vectors, Forms(vectors, Gazetteer(args.gazetteer))


def dev_corpora(forms):
    dev = tb.read(tb.TREEBANKS / "ewt-dev.conllu.gz")
    uner(dev)
    out = {}
    for name, sentences in (("ewt", dev), ("gum news", tb.read(tb.TREEBANKS / "gum-dev.conllu.gz", {"news"}))):
        c = Corpus(forms)
        c.add_treebank(sentences, 400)
        c.finish()
        out[name] = (c, np.arange(len(c.length)))
    return out


def train(args):
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    vectors, forms = open_all(args)
    corpus = Corpus(forms)
    corpus.add_treebank(tb.train(), 200)
    gold = len(corpus.parts[0]["length"])
    for path in sorted(Path(args.silver).glob("part-???.npz")):
        corpus.add_silver(path)
    corpus.finish()
    dev = dev_corpora(forms)
    known = corpus.load_names(Path(args.names))
    if args.teacher_names:
        known = corpus.load_teacher_names(Path(args.teacher_names), args.treebank_names)
    model = Student(vectors, len(forms.words))
    if args.begin:
        model.load_state_dict(torch.load(args.begin))
    print(f"{len(corpus.form)} words, {len(forms.rows)} forms, {known} with names, {sum(p.numel() for p in model.parameters())} weights", flush=True)
    slow = [p for n, p in model.named_parameters() if n.startswith("forms.word")]
    rest = [p for n, p in model.named_parameters() if not n.startswith("forms.word")]
    optimiser = torch.optim.AdamW([{"params": rest, "lr": 2e-3}, {"params": slow, "lr": 1e-3}], betas=(0.9, 0.98), weight_decay=0.02, fused=True)
    peak = [g["lr"] * args.rate for g in optimiser.param_groups]
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    gold_items, silver_items = np.arange(gold), np.arange(gold, len(corpus.length))
    gold_batches, silver_batches = endless(corpus, gold_items, args.batch, rng), endless(corpus, silver_items, args.batch, rng)
    counts = torch.tensor(np.concatenate([[0], vectors["counts"] + 4 * vectors["train"]])).float()
    weights = {"upos": 1.0, "xpos": 0.5, "feats": 0.5, "names": 1.0, "start": 1.0, "head": 1.0, "rel": 1.0}
    began, step, losses, words = time.time(), 0, {}, 0
    length, shown = args.minutes * 60, 0
    while True:
        spent = (time.time() - began) / length
        if spent >= 1:
            break
        rate = min(1, (step + 1) / 200) * max(0.01, 1 - spent)
        for g, p in zip(optimiser.param_groups, peak):
            g["lr"] = p * rate
        group = next(gold_batches if not len(silver_items) or rng.random() < args.gold else silver_batches)
        b = corpus.batch(group)
        known = b["rows"][:, 0]
        # Rare words are hidden now and then, so that words never seen are met in training.
        hide = torch.rand(len(known)) < 30 / (30 + counts[known]) * 0.5
        # Forms with a capital are hidden more often where names are learned: else they are learned by heart.
        capital = (b["rows"][:, 1] == 1) | (b["rows"][:, 1] == 2) | (b["rows"][:, 1] == 3)
        hide = hide | (capital & (torch.rand(len(known)) < args.hide_capitals))
        hide_affixes = hide & capital & (torch.rand(len(known)) < args.hide_capitals)
        h = model(b["rows"], b["of"], b["spaced"], b["lengths"], hide, hide_affixes)
        tags = model.read_tags(h)
        loss = {k: soft_loss(tags[k], b["labels"][k]) for k in TAGS}
        arcs, parts = model.read_arcs(h, b["same"])
        loss["head"] = soft_loss(arcs, b["labels"]["head"])
        loss["rel"] = soft_loss(model.read_relations(parts, b["labels"]["head"][0][..., 0]), b["labels"]["rel"])
        whole = sum(weights[k] * v for k, v in loss.items())
        optimiser.zero_grad()
        whole.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 3.0)
        optimiser.step()
        step += 1
        words += int(b["lengths"].sum())
        for k, v in loss.items():
            losses[k] = losses.get(k, 0) + v.item()
        if step % 10 == 0:
            decay = min(0.99, step / (step + 200))
            for k, v in model.state_dict().items():
                average[k].lerp_(v, 1 - decay)
        if step % 200 == 0:
            print(f"step {step} {time.time() - began:.0f}s {words / (time.time() - began):.0f} words/s", {k: round(v / 200, 3) for k, v in losses.items()}, flush=True)
            losses = {}
        if int(spent * args.looks) > shown:
            shown = int(spent * args.looks)
            look(model, average, dev, args.out)
    look(model, average, dev, args.out)


def look(model, average, dev, out):
    """Scores the averaged weights and writes them down."""
    now = {k: v.detach().clone() for k, v in model.state_dict().items()}
    model.load_state_dict(average)
    for name, (c, items) in dev.items():
        print("  ", name, evaluate(model, c, items), flush=True)
    torch.save(model.state_dict(), out)
    model.load_state_dict(now)


def score(args):
    vectors, forms = open_all(args)
    dev = dev_corpora(forms)
    model = Student(None, len(forms.words))
    model.load_state_dict(torch.load(args.model))
    for name, (c, items) in dev.items():
        print(name, evaluate(model, c, items))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(required=True)
    t = sub.add_parser("train")
    for name in ("vectors", "gazetteer", "silver", "out"):
        t.add_argument(name)
    t.add_argument("--names", default="names")
    t.add_argument("--begin", help="weights to begin with")
    t.add_argument("--rate", type=float, default=1.0, help="share of the full learning rate")
    t.add_argument("--teacher-names", help="folder of names_teacher.py's labels")
    t.add_argument("--treebank-names", type=float, default=0.3, help="weight of the treebanks' names beside the teacher's")
    t.add_argument("--hide-capitals", type=float, default=0.0, help="share of forms with a capital that are hidden")
    t.add_argument("--minutes", type=float, default=60)
    t.add_argument("--batch", type=int, default=2400, help="words in a batch, padding counted")
    t.add_argument("--gold", type=float, default=0.4, help="share of batches from the treebanks")
    t.add_argument("--looks", type=int, default=12, help="how often to score on dev")
    t.set_defaults(run=train)
    t = sub.add_parser("score")
    for name in ("vectors", "gazetteer", "model"):
        t.add_argument(name)
    t.set_defaults(run=score)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
