"""The network that finds names, over the one that finds words, tags and trees, which stays as it is.

  python names_net.py train MODEL.bin GOLD.json TEXT.txt LABELS.npz POOLS.json OUT.pt [--steps N]
  python names_net.py sure MODEL.bin NAMES.pt POOLS.json GOLD.json          how sure it is of names, and how often rightly
  python names_net.py export MODEL.bin NAMES.pt POOLS.json OUT.bin [--bias B] [--temperature T]

MODEL.bin is the file that export.py writes. Its numbers are read as they ship and never changed, so that trees and tags
cannot get worse. The names network sees the vectors that the other ends with, and forms anew: their letters by twos to
fives, a table of words that stand in names, lists of names. crates/crosswire-lang/src/network/namer.rs computes the same;
names_check.py compares.

Runs on a GPU where there is one.
"""

import argparse
import json
import os
import random
import struct
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import treebank as tb
from export import linear, table, write
from student import AFFIXES, Gazetteer, Recurrence, affixes, spans
from vectors import key

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
NGRAMS, NGRAM, MOST_NGRAMS = 8192, 48, 40
OWN = 48  # numbers of a word's own vector
KINDS = ["given", "surname", "town"]  # lists of names that forms are looked up in
HIDDEN = 384
FAST = False  # while training


# --- the network that is there already --------------------------------------------------------------------------------


class File:
    """A model file's sections."""

    def __init__(self, path):
        self.data = open(path, "rb").read()
        self.places, at = {}, 36
        for _ in range(struct.unpack_from("<I", self.data, 32)[0]):
            name = self.data[at : at + 24].rstrip(b"\0").decode()
            self.places[name] = struct.unpack_from("<II", self.data, at + 24)
            at += 32

    def __getitem__(self, name):
        place, length = self.places[name]
        return self.data[place : place + length]

    def strings(self, name):
        data = self[name]
        n = struct.unpack_from("<I", data)[0]
        ends = np.frombuffer(data, "<u4", n, 4)
        at, out = 4 + 4 * n, []
        for a, e in zip([0, *ends[:-1]], ends):
            out.append(data[at + a : at + e].decode())
        return out, data[at + int(ends[-1]) :]

    def table(self, name):
        data = self[name]
        rows, width = struct.unpack_from("<II", data)
        scales = np.frombuffer(data, "<f4", rows, 8)
        return torch.tensor(np.frombuffer(data, "i1", rows * width, 8 + 4 * rows).reshape(rows, width) * scales[:, None])

    def linear(self, name):
        data = self[name]
        out, into = struct.unpack_from("<II", data)
        scales, bias = np.frombuffer(data, "<f4", out, 8), np.frombuffer(data, "<f4", out, 8 + 4 * out)
        w = np.frombuffer(data, "i1", out * into, 8 + 8 * out).reshape(out, into) * scales[:, None]
        return torch.tensor(w).to(DEVICE), torch.tensor(bias).to(DEVICE)


def whole(x):
    """Rows brought to whole numbers between -127 and 127 and back, as the program does before each product."""
    scale = x.detach().abs().amax(-1, keepdim=True).clamp(min=1e-9) / 127
    return x + ((x / scale).round() * scale - x).detach()


def scan(f, u, inside):
    """c = f c' + (1 - f) u along dimension 1, in as many doubling steps as the length has bits; both directions."""
    b = (1 - f) * u
    half = b.shape[-1] // 2
    turned = lambda x: torch.cat([x[..., :half], x[..., half:].flip(1)], -1)
    f = turned(torch.where(inside.unsqueeze(-1), f, torch.ones((), device=f.device)))
    b = turned(torch.where(inside.unsqueeze(-1), b, torch.zeros((), device=f.device)))
    k, n = 1, b.shape[1]
    while k < n:
        b = torch.cat([b[:, :k], b[:, k:] + f[:, k:] * b[:, :-k]], 1)
        f = torch.cat([f[:, :k], f[:, k:] * f[:, :-k]], 1)
        k *= 2
    return turned(b)


def recurrence(u, x, inside):
    if DEVICE.type == "cpu":
        return Recurrence.apply(u.float().view(*x.shape[:2], 3, x.shape[2]), x.float(), inside.sum(1))
    u0, u1, u2 = u.chunk(3, -1)
    c, r = scan(u1.sigmoid(), u0, inside), u2.sigmoid()
    return r * c + (1 - r) * x


def product(x, weight, bias):
    """A linear layer over whole numbers. In training on a CPU in bfloat16, four times as fast."""
    if DEVICE.type == "cpu" and FAST:
        return F.linear(x.bfloat16(), weight.bfloat16()).float() + bias
    return F.linear(x, weight, bias)


class Frozen:
    """The network of the file."""

    def __init__(self, file):
        self.words, _ = file.strings("words")
        self.row = {w: i + 1 for i, w in enumerate(self.words)}
        names, bits = file.strings("gazetteer")
        self.gazetteer = Gazetteer.__new__(Gazetteer)
        self.gazetteer.bits = dict(zip(names, np.frombuffer(bits, "<u2", len(names)).tolist()))
        self.vectors, self.affixes = file.table("word vectors").to(DEVICE), file.table("affixes").to(DEVICE)
        self.one, self.two = file.linear("form 1"), file.linear("form 2")
        count, cells = struct.unpack_from("<II", file["layers"])
        self.spaced = torch.tensor(np.frombuffer(file["layers"], "<f4", 2 * cells, 8).reshape(2, cells).copy()).to(DEVICE)
        self.layers = [file.linear(f"layer {i}") for i in range(count)]
        self.cells = cells

    def looked_up(self, rows):
        """What is known of forms: `rows` are word, shape, bits, affixes."""
        offsets = torch.arange(AFFIXES, device=DEVICE) * (self.affixes.shape[0] // AFFIXES)
        bits = (rows[:, 2:3] >> torch.arange(16, device=DEVICE)) & 1
        return torch.cat([self.vectors[rows[:, 0]], self.affixes[rows[:, 3 : 3 + AFFIXES] + offsets].flatten(1), F.one_hot(rows[:, 1], 8).float(), bits.float()], 1)

    def forms(self, x):
        return product(whole(F.relu(product(whole(x), *self.one))), *self.two)

    @torch.no_grad()
    def read(self, forms, spaced, inside, also=()):
        """Vectors of words, normalised and brought to whole numbers: the last layer's, and those of `also` before it."""
        x, out = forms + self.spaced[spaced], []
        for i, layer in enumerate(self.layers):
            if i in also:
                out.append(whole(F.layer_norm(x, (self.cells,))))
            x = recurrence(product(whole(F.layer_norm(x, (self.cells,))), *layer), x, inside)
        return torch.cat([*out, whole(F.layer_norm(x, (self.cells,)))], -1)


# --- what is known of forms ------------------------------------------------------------------------------------------


def fnv(data, salt, rows):
    h = 0x811C9DC5 ^ salt
    for b in data:
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    return (h ^ (h >> 15)) % rows


def ngrams(form):
    """Rows of a form's letters by twos to fives, with its edges: at most 40."""
    k = f"<{key(form)}>"
    parts = {k[i : i + n] for n in (3, 4, 5, 2) for i in range(len(k) - n + 1)}
    parts = sorted(parts, key=lambda p: (-len(p), p))
    return sorted({fnv(p.encode(), 77, NGRAMS) for p in parts})[:MOST_NGRAMS]


class Forms:
    """Numbers forms, and holds what is looked up for each. Row 0 of the table of n-grams is all of none."""

    def __init__(self, frozen, pools):
        self.frozen, self.ids, self.names, self.rows, self.grams = frozen, {}, [], [], []
        self.lists = [set(pools[k]) for k in KINDS]

    def number(self, form):
        i = self.ids.get(form)
        if i is None:
            i = self.ids[form] = len(self.names)
            self.names.append(form)
            f = self.frozen
            low = form[:1] + form[1:].lower() if len(form) > 3 and form.isupper() else form
            lists = sum(1 << k for k, names in enumerate(self.lists) if low in names)
            if form.islower():
                # As people write who leave capitals out: bits of their own.
                titled = form[:1].upper() + form[1:]
                lists |= sum(1 << k + 4 for k, names in enumerate(self.lists) if titled in names)
            self.rows.append([f.row.get(key(form), 0), tb.shape(form), f.gazetteer(form), *affixes(form), lists])
            g = ngrams(form)
            self.grams.append(g + [NGRAMS] * (MOST_NGRAMS - len(g)))
        return i

    def tables(self):
        return torch.tensor(self.rows, device=DEVICE), torch.tensor(np.array(self.grams, dtype=np.int16), device=DEVICE).long()


# --- the network for names -------------------------------------------------------------------------------------------


class Layer(nn.Module):
    def __init__(self, cells):
        super().__init__()
        self.norm = nn.LayerNorm(cells)
        self.linear = nn.Linear(cells, 3 * cells)
        self.linear.bias.data[cells : 2 * cells] = 1.0

    def forward(self, x, inside, drop):
        return recurrence(product(whole(drop(self.norm(x))), self.linear.weight, self.linear.bias), x, inside)


class NamesNet(nn.Module):
    def __init__(self, own_rows, below, cells=256, layers=2, dropout=0.25, shared=True, also=()):
        super().__init__()
        self.config = {"own_rows": own_rows, "below": below, "cells": cells, "layers": layers, "shared": shared, "also": also}
        self.also, self.blind, self.p_forms = also, 0.1, 0.1
        self.own = nn.Embedding(own_rows + 1, OWN)
        nn.init.normal_(self.own.weight, std=0.1)
        self.grams = nn.Embedding(NGRAMS + 1, NGRAM, padding_idx=NGRAMS)
        nn.init.normal_(self.grams.weight, std=0.15)
        self.grams.weight.data[NGRAMS] = 0
        inputs = 128 + 32 * AFFIXES + 8 + 16 + OWN + NGRAM + 8
        self.one, self.two = nn.Linear(inputs, HIDDEN), nn.Linear(HIDDEN, cells)
        self.spaced = nn.Embedding(2, cells)
        nn.init.zeros_(self.spaced.weight)
        self.below = nn.Linear(below * (1 + len(also)), cells)
        self.layers = nn.ModuleList(Layer(cells) for _ in range(layers))
        self.norm = nn.LayerNorm(cells)
        self.tags = nn.Linear(cells, tb.NAME_TAGS)
        self.p, self.shared = dropout, shared
        self.cells = cells

    def drop(self, x):
        if not self.training or not self.p:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) > self.p
        return x * (keep / (1 - self.p))

    def form_vectors(self, known, own, grams, lists):
        """known: what the other network looked up; own: rows of words' own vectors; grams: rows of n-grams."""
        n = (grams != NGRAMS).sum(1, keepdim=True).clamp(min=1)
        g = self.grams(grams).sum(1) / n**0.5
        bits = ((lists.unsqueeze(1) >> torch.arange(8, device=lists.device)) & 1).float()
        x = torch.cat([known, self.own(own), g, bits], 1)
        if self.training:
            x = F.dropout(x, self.p_forms)
        x = whole(F.relu(product(whole(x), self.one.weight, self.one.bias)))
        return product(x, self.two.weight, self.two.bias)

    def forward(self, forms, of, spaced, h, inside):
        x = forms[of] + self.spaced(spaced)
        if self.shared:
            if self.training:
                # Now and then a paragraph goes without.
                h = self.drop(h) * (torch.rand(len(h), 1, 1, device=h.device) > self.blind)
            x = x + product(h, self.below.weight, self.below.bias)
        x = self.drop(x)
        for layer in self.layers:
            x = layer(x, inside, self.drop)
        return self.tags(whole(self.drop(self.norm(x))))


# --- data --------------------------------------------------------------------------------------------------------------


def sets(rows, forms):
    """Gold sentences as (forms, spaced, tags) each."""
    return [(np.array([forms.number(w) for w in words], np.int32), np.array(sp, np.int8), np.array(tags, np.int16), first) for _, words, sp, tags, first in rows]


def joined(rows, most=90):
    """Runs of sentences of one paragraph."""
    out, here, n = [], [], 0
    for r in rows:
        if here and (r[3] or n + len(r[0]) > most):
            out.append(here); here, n = [], 0
        here.append(r); n += len(r[0])
    out.append(here)
    return [tuple(np.concatenate([r[k] for r in run]) for k in range(3)) for run in out]


def read_text(path, forms, most=10**9):
    """Paragraphs of open text as (forms, spaced), as names_teacher.py numbers them."""
    total = 0
    for line in open(path, encoding="utf8"):
        words = line.rstrip("\n").split(" ")
        if not 3 <= len(words) <= 220:
            continue
        total += len(words)
        if total > most:
            break
        glued = [w.startswith("\x02") for w in words]
        yield np.array([forms.number(w.lstrip("\x02")) for w in words], np.int32), np.array([not g for g in glued], np.int8)


class Items:
    """Sequences in one long tensor each."""

    def __init__(self, forms, spaced, labels, lengths):
        self.form, self.spaced = torch.tensor(forms, device=DEVICE), torch.tensor(spaced, device=DEVICE)
        self.labels = labels.to(DEVICE)  # words × tags, probabilities; all 0 where open
        self.length = np.array(lengths)
        self.begin = np.cumsum(self.length) - self.length

    def batches(self, size, rng, once=False):
        while True:
            order = np.argsort(self.length + rng.random(len(self.length)) * 4)
            groups, here, longest = [], [], 0
            for i in order:
                longest = max(longest, int(self.length[i]))
                if here and longest * (len(here) + 1) > size:
                    groups.append(here); here, longest = [], int(self.length[i])
                here.append(i)
            groups.append(here)
            rng.shuffle(groups)
            yield from groups
            if once:
                return

    def index(self, group):
        length = torch.tensor(self.length[group], device=DEVICE)
        n = int(length.max())
        index = torch.tensor(self.begin[group], device=DEVICE)[:, None] + torch.minimum(torch.arange(n, device=DEVICE)[None], length[:, None] - 1)
        return index, torch.arange(n, device=DEVICE)[None] < length[:, None]

    def batch(self, group):
        index, inside = self.index(group)
        return self.form[index], self.spaced[index].long(), self.labels[index].float() * inside.unsqueeze(-1), inside


def of_gold(runs, smooth=0.03, soft=None, share=0.5):
    """Gold as items; `soft` are probabilities by teachers that did not see the words, which have a share in the labels and
    fill in words that are left open."""
    labels = torch.zeros(sum(len(r[0]) for r in runs), tb.NAME_TAGS)
    tags = torch.tensor(np.concatenate([r[2] for r in runs]).astype(np.int64))
    known = (tags >= 0).nonzero().squeeze(1)
    labels[known] = smooth / tb.NAME_TAGS
    labels[known, tags[known]] += 1 - smooth
    if soft is not None:
        open_ = tags < 0
        labels = torch.where(open_.unsqueeze(1), soft, (1 - share) * labels + share * soft)
    labels = labels.half()
    return Items(np.concatenate([r[0] for r in runs]), np.concatenate([r[1] for r in runs]), labels, [len(r[0]) for r in runs])


class Swaps:
    """Other forms for words: names of the same kind, and other capitals."""

    def __init__(self, forms, pools, common):
        rng = random.Random(3)
        ids = lambda names: torch.tensor([forms.number(n) for n in names], device=DEVICE)
        pick = lambda kinds: ids([n for k, share in kinds for n in rng.sample(pools[k], min(share, len(pools[k])))])
        per_first = pick([("given", 6000), ("made-up person", 1200)])
        per_last = pick([("surname", 7000), ("made-up person", 3500)])
        per = torch.cat([per_first, per_last, per_last])
        loc = pick([("town", 9000), ("made-up town", 5000)])
        org = pick([("letters", 3000), ("made-up body", 3500), ("surname", 600)])
        named_after = torch.cat([loc, org, per_last])
        # Tags of persons: first, inner, last, alone; the first word of an organisation of several, an organisation's and a
        # place's single words.
        self.pools = {1: per_first, 3: per_last, 4: per, 5: named_after, 8: org, 12: loc}
        n = len(forms.names)
        # Capitals: for each form that stands in gold or text, its number in small letters, in capitals, with a capital first.
        self.low, self.up, self.title = (torch.arange(n) for _ in range(3))
        for i in common:
            w = forms.names[i]
            self.low[i], self.up[i], self.title[i] = forms.number(w.lower()), forms.number(w.upper()), forms.number(w[:1].upper() + w[1:])
        self.low, self.up, self.title = (x.to(DEVICE) for x in (self.low, self.up, self.title))

    def __call__(self, form, labels, share, capitals=(0.025, 0.03, 0.03)):
        """`capitals`: shares of paragraphs all in capitals, with each word's first in capitals, all in small letters."""
        tag = labels.argmax(-1)
        sure = labels.amax(-1) > 0.6
        chosen = torch.rand(len(form), 1, device=DEVICE) < share  # whole paragraphs
        out = form
        for t, pool in self.pools.items():
            p = 0.25 if t in (5, 8) else 0.6
            here = chosen & (tag == t) & sure & (torch.rand(form.shape, device=DEVICE) < p)
            out = torch.where(here, pool[torch.randint(len(pool), form.shape, device=DEVICE)], out)
        if capitals:
            n = len(self.low)
            r = torch.rand(len(form), 1, device=DEVICE)
            known = out < n
            safe = out.clamp(max=n - 1)
            a = 0
            for table, share in zip((self.up, self.title, self.low), capitals):
                out = torch.where((r >= a) & (r < a + share) & known, table[safe], out)
                a += share
        return out


# --- training --------------------------------------------------------------------------------------------------------


def viterbi(scores):
    """The best allowed tags of each row of a batch: rows × words × tags, as numpy."""
    tags = scores.shape[-1]
    place = lambda t: None if t == 0 else ((t - 1) // 4, (t - 1) % 4)
    ok = np.full((tags + 1, tags + 1), -1e9, np.float32)
    for a in range(tags + 1):
        for b in range(tags + 1):
            pa, pb = (None if x == tags else place(x) for x in (a, b))
            opened = pa and pa[1] in (0, 1)
            goes = pb and pb[1] in (1, 2)
            if (opened and goes and pa[0] == pb[0]) or (not opened and not goes):
                ok[a, b] = 0
    out = []
    for s in scores:
        v, back = s[0] + ok[tags, :tags], []
        for x in s[1:]:
            m = v[:, None] + ok[:tags, :tags]
            back.append(m.argmax(0))
            v = m.max(0) + x
        t = int((v + ok[:tags, tags]).argmax())
        path = [t]
        for b in reversed(back):
            t = int(b[t]); path.append(t)
        out.append(path[::-1])
    return out


def figures(found, wanted):
    """F1 of all names of PER, ORG, LOC and of each kind."""
    out = {}
    for name, kinds in (("all", (0, 1, 2)), ("PER", (0,)), ("ORG", (1,)), ("LOC", (2,))):
        hit = got = want = 0
        for f, w in zip(found, wanted):
            f, w = {s for s in spans(f) if s[2] in kinds}, {s for s in spans(w) if s[2] in kinds}
            hit, got, want = hit + len(f & w), got + len(f), want + len(w)
        out[name] = round(200 * hit / max(1, got + want), 2)
    return out


class Trainer:
    def __init__(self, frozen, forms, own):
        self.frozen, self.own = frozen, own
        self.rows, self.grams = forms.tables()
        self.known = frozen.looked_up(self.rows)
        self.lower = torch.cat([frozen.forms(x) for x in self.known.split(65536)])

    @torch.no_grad()
    def keep(self, items):
        """Reads some items with the other network once and for all: whole numbers and a scale for each word."""
        global FAST
        FAST = True
        numbers, scales = torch.zeros(len(items.form), self.frozen.cells, dtype=torch.int8), torch.zeros(len(items.form))
        for group in items.batches(20_000, np.random.default_rng(0), once=True):
            form, spaced, _, inside = items.batch(group)
            h = self.frozen.read(self.lower[form], spaced, inside)
            index = items.index(group)[0][inside]
            scale = h[inside].abs().amax(-1) / 127
            numbers[index], scales[index] = (h[inside] / scale.unsqueeze(1)).round().to(torch.int8), scale
        FAST = False
        return numbers, scales

    def scores(self, net, form, spaced, inside, hide=None, h=None):
        if h is None:
            h = self.frozen.read(self.lower[form], spaced, inside, net.also)
        unique, of = form.unique(return_inverse=True)
        own, lists, known, grams = self.own[self.rows[unique, 0]], self.rows[unique, -1], self.known[unique], self.grams[unique]
        if hide is not None:
            capital = (self.rows[unique, 1] >= 1) & (self.rows[unique, 1] <= 3)
            gone = torch.rand(len(unique), device=DEVICE) < torch.where(capital, hide, hide / 5)
            own = own.masked_fill(gone, 0)
            lists = lists.masked_fill(torch.rand(len(unique), device=DEVICE) < 0.3, 0)
            known = torch.where(gone.unsqueeze(1), torch.cat([self.frozen.vectors[:1].expand(len(unique), -1), known[:, 128:]], 1), known)
        return net(net.form_vectors(known, own, grams, lists), of, spaced, h, inside)

    @torch.no_grad()
    def dev(self, net, items, tags):
        net.eval()
        found = [None] * len(items.length)
        order = np.argsort(items.length)
        for at in range(0, len(order), 256):
            group = order[at : at + 256]
            form, spaced, _, inside = items.batch(group)
            s = self.scores(net, form, spaced, inside).float().cpu().numpy()
            for g, row in zip(group, s):
                found[g] = row[: items.length[g]]
        net.train()
        out = {}
        for bias in (0.0, 0.5, 1.0):
            out[bias] = figures([viterbi(f[None] + bias * (np.arange(f.shape[-1]) == 0))[0] for f in found], tags)
        return out


def viterbi_rows(scores, lengths):
    for s, n in zip(scores, lengths):
        s = s[:n]
        yield viterbi(s[None])[0]


def own_rows(frozen, forms, counts, most=12_000):
    """The words that stand in names most often, and the row of each in the table of words' own vectors."""
    best = sorted(((c, r) for r, c in enumerate(counts) if r and c > 0), key=lambda x: (-x[0], x[1]))[:most]
    own = np.zeros(len(frozen.words) + 1, np.int64)
    for i, (_, r) in enumerate(sorted(best, key=lambda x: x[1])):
        own[r] = i + 1
    return torch.tensor(own, device=DEVICE), len(best)


def load(args, most=10**9):
    """Everything that training needs, on the device."""
    began = time.time()
    frozen = Frozen(File(args.model))
    pools = json.load(open(args.pools, encoding="utf8"))
    gold = json.load(open(args.gold, encoding="utf8"))
    forms = Forms(frozen, pools)
    parts = {k: sets(gold[k], forms) for k in ("ewt", "gum", "dev")}
    text = list(read_text(args.text, forms, most))
    common = len(forms.names)
    print(f"read {time.time() - began:.0f}s, {common} forms, {sum(len(t[0]) for t in text)} words of text", flush=True)
    return frozen, forms, pools, parts, text, common


def train(args):
    torch.manual_seed(args.seed)
    frozen, forms, pools, parts, text, common = load(args, args.words)
    labels = read_labels(args.labels)
    start = torch.tensor(np.load(args.labels.replace(".npz", "-words.npz"))["own"].astype(np.float32), device=DEVICE)
    data = None
    if args.soft:
        soft = torch.tensor(np.load(args.soft)["soft"].astype(np.float32)) / 255
        data = prepare(frozen, forms, pools, parts, text, labels, common, soft, args.share, args.own)
    run(args, frozen, forms, pools, parts, text, labels, common, args.out, data, start)


def read_labels(path):
    f = np.load(path)
    tag, p = torch.tensor(f["tag"]).long(), torch.tensor(f["p"]).float()
    p = p / p.sum(1, keepdim=True).clamp(min=1)
    return torch.zeros(len(tag), tb.NAME_TAGS).scatter_(1, tag, p).half()


def prepare(frozen, forms, pools, parts, text, labels, common, soft=None, share=0.5, own_words=12_000):
    """Data on the device, shared by the variants of a call."""
    swaps = Swaps(forms, pools, range(common))
    soft = None if soft is None else torch.cat([soft, soft]).float()
    ewt = of_gold([(a, b, c) for a, b, c, _ in parts["ewt"]] + joined(parts["ewt"]), soft=soft, share=share)
    gum = of_gold([(a, b, c) for a, b, c, _ in parts["gum"]] + joined(parts["gum"]))
    form, spaced = np.concatenate([t[0] for t in text]), np.concatenate([t[1] for t in text])
    news = Items(form, spaced, labels[: len(form)], [len(t[0]) for t in text])
    # How often each word stands in names.
    counts = np.zeros(len(frozen.words) + 1)
    rows = np.array(forms.rows)[:, 0]
    in_name = 1 - labels[: len(form), 0].float().numpy()
    np.add.at(counts, rows[form], in_name)
    for part, weight in (("ewt", 8), ("gum", 4)):
        for f, _, t, _ in parts[part]:
            np.add.at(counts, rows[f], weight * (t > 0))
    own, most = own_rows(frozen, forms, counts, own_words)
    trainer = Trainer(frozen, forms, own)
    dev = of_gold([(a, b, c) for a, b, c, _ in parts["dev"]])
    return swaps, ewt, gum, news, trainer, dev, [r[2].tolist() for r in parts["dev"]], most


def run(args, frozen, forms, pools, parts, text, labels, common, out, data=None, start=None):
    swaps, ewt, gum, news, trainer, dev, dev_tags, most = data or prepare(frozen, forms, pools, parts, text, labels, common, own_words=args.own)
    before = args.begin and torch.load(args.begin, weights_only=False)
    if before:
        trainer.own, most = before["own"].long().to(DEVICE), before["config"]["own_rows"]
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    net = NamesNet(most, frozen.cells, args.cells, args.layers, args.dropout, not args.no_shared, (2,) if args.both else ()).to(DEVICE)
    if start is not None and not before:
        rows = torch.zeros(most + 1, OWN, device=DEVICE)
        kept = (trainer.own > 0).nonzero().squeeze(1)
        rows[trainer.own[kept]] = start[kept]
        net.own.weight.data = rows
    if before:
        net.load_state_dict({k: v.float() for k, v in before["weights"].items()})
    small = [p for n, p in net.named_parameters() if n.startswith(("own", "grams"))]
    rest = [p for n, p in net.named_parameters() if not n.startswith(("own", "grams"))]
    optimiser = torch.optim.AdamW([{"params": rest, "lr": args.rate, "weight_decay": args.decay}, {"params": small, "lr": args.rate, "weight_decay": args.decay}], betas=(0.9, 0.98))
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}
    feeds = [(ewt.batches(args.batch, rng), ewt), (gum.batches(args.batch, rng), gum), (news.batches(args.batch, rng), news)]
    shares = np.array([args.ewt, args.gum, 1 - args.ewt - args.gum])
    began, total = time.time(), torch.zeros(3, 2, device=DEVICE)
    global FAST
    kept = None
    if args.kept:
        # On a CPU reading the news with the other network takes longest: batches that are not changed are read once.
        if not os.path.exists(args.kept):
            np.savez(args.kept, *(x.numpy() for x in trainer.keep(news)))
        kept = [torch.tensor(x) for x in np.load(args.kept).values()]
        print("kept", flush=True)
    net.p_forms = args.form_dropout
    for step in range(args.steps):
        FAST = True
        rate = args.rate * min(1, (step + 1) / 150) * max(0.01, 1 - step / args.steps)
        for g in optimiser.param_groups:
            g["lr"] = rate
        which = rng.choice(3, p=shares)
        feed, items = feeds[which]
        net.blind = 0.1 if items is news else args.blind
        group, h = next(feed), None
        form, spaced, label, inside = items.batch(group)
        with torch.no_grad():
            if items is not news:
                form = swaps(form, label, args.swap, (0.025, 0.03, args.small))
            elif kept is None or rng.random() < args.changed:
                form = swaps(form, label, args.swap / 2 if kept is None else args.swap, *(((0.08, 0.08, 0.25),) if kept else ()))
            else:
                index = items.index(group)[0]
                h = kept[0][index] * kept[1][index].unsqueeze(-1)
        s = trainer.scores(net, form, spaced, inside, args.hide, h)
        loss = -(label * s.float().log_softmax(-1)).sum() / label.sum().clamp(min=1)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        total[which] += torch.stack([loss.detach(), torch.ones_like(loss)])
        if step % 5 == 0:
            decay = min(0.995, step / (step + 100))
            now = net.state_dict()
            torch._foreach_lerp_([v for v in average.values()], [now[k] for k in average], 1 - decay)
        if (step + 1) % args.look == 0 or step + 1 == args.steps:
            FAST = False
            mine = {k: v.detach().clone() for k, v in net.state_dict().items()}
            net.load_state_dict(average)
            f = trainer.dev(net, dev, dev_tags)
            print(f"{out} step {step + 1} {time.time() - began:.0f}s loss {[round(float(a / b.clamp(min=1)), 3) for a, b in total]} dev {f}", flush=True)
            total.zero_()
            if step + 1 == args.steps:
                torch.save({"config": net.config, "weights": {k: v.half().cpu() for k, v in average.items()}, "own": trainer.own.cpu().short(), "dev": f}, out)
                return f
            net.load_state_dict(mine)


# --- the file --------------------------------------------------------------------------------------------------------


def hashed(name):
    """A name in the lists, as four bytes."""
    h = 0x811C9DC5
    for b in name.encode():
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    return h ^ (h >> 15)


def opened(path, frozen):
    """A network that was trained, and the rows of words' own vectors."""
    saved = torch.load(path, weights_only=False, map_location="cpu")
    c = saved["config"]
    net = NamesNet(c["own_rows"], c["below"], c["cells"], c["layers"], 0, c["shared"], c.get("also", ()))
    net.load_state_dict({k: v.float() for k, v in saved["weights"].items()})
    return net.eval(), saved["own"].long()


def calibration(rows, bins=10):
    """Expected calibration error of (confidence, right), and the rows of its table: how many, how sure, how often right."""
    rows, table = np.array(sorted(rows)), []
    for part in np.array_split(rows, bins):
        table.append((len(part), part[:, 0].mean(), part[:, 1].mean()))
    return sum(n * abs(sure - right) for n, sure, right in table) / len(rows), table


@torch.no_grad()
def sure(args):
    """Sets the temperature on every second sentence of dev, measures on the others, and the other way round."""
    frozen, pools = Frozen(File(args.model)), json.load(open(args.pools, encoding="utf8"))
    net, own = opened(args.names, frozen)
    forms = Forms(frozen, pools)
    dev = sets(json.load(open(args.gold, encoding="utf8"))["dev"], forms)
    trainer, names = Trainer(frozen, forms, own), [[], []]
    for i, (form, spaced, tags, _) in enumerate(dev):
        s = trainer.scores(net, torch.tensor(form)[None].long(), torch.tensor(spaced)[None].long(), torch.ones(1, len(form), dtype=torch.bool))[0]
        s[:, 0] += args.bias
        path = viterbi(s.numpy()[None])[0]
        wanted = spans([max(t, 0) for t in tags.tolist()])
        for name in spans(path):
            if name[2] < 3:
                names[i % 2].append((s[name[0] : name[1]], path[name[0] : name[1]], name in wanted))
    at = lambda t, part: [(float((s / t).softmax(-1)[range(len(p)), p].min()), right) for s, p, right in part]
    grid = [0.8 + 0.1 * k for k in range(28)]
    loss = lambda t, part: -np.mean([np.log(max(p if right else 1 - p, 1e-6)) for p, right in at(t, part)])
    for chosen, measured in ((0, 1), (1, 0)):
        t = min(grid, key=lambda t: loss(t, names[chosen]))
        print(f"half {chosen}: temperature {t:.1f}; on the other half: error {calibration(at(1, names[measured]))[0]:.3f} before, {calibration(at(t, names[measured]))[0]:.3f} after")
    both = names[0] + names[1]
    t = min(grid, key=lambda t: loss(t, both))
    error, table = calibration(at(t, both))
    print(f"all: temperature {t:.1f}, error {error:.3f} ({calibration(at(1, both))[0]:.3f} before)")
    for n, p, right in table:
        print(f"  {n:4} names: sure {p:.2f}, right {right:.2f}")


def export(args):
    file = File(args.model)
    frozen, pools = Frozen(file), json.load(open(args.pools, encoding="utf8"))
    net, own = opened(args.names, frozen)
    parts = {name: file[name] for name in file.places if not name.startswith("names ")}
    parts["names words"] = own.numpy().astype("<u2").tobytes()
    parts["names own"] = table(net.own.weight.detach().numpy())
    parts["names letters"] = table(net.grams.weight.detach().numpy()[:NGRAMS])
    lists = {}
    for k, kind in enumerate(KINDS):
        for name in pools[kind]:
            lists[hashed(name)] = lists.get(hashed(name), 0) | 1 << k
    keys = np.array(sorted(lists), dtype="<u4")
    parts["names lists"] = struct.pack("<I", len(keys)) + keys.tobytes() + bytes(lists[int(k)] for k in keys)
    parts["names form 1"], parts["names form 2"] = linear(net.one), linear(net.two)
    parts["names below"] = linear(net.below)
    parts["names layers"] = struct.pack("<II", len(net.layers), net.cells) + net.spaced.weight.detach().numpy().astype("<f4").tobytes()
    for i, layer in enumerate(net.layers):
        parts[f"names layer {i}"] = linear(layer.linear, layer.norm.weight, layer.norm.bias)
    # As often as not a doubtful word is no name: what "no name" gets on top was chosen on dev, and so was the temperature
    # that makes probabilities what they say (`sure`).
    net.tags.bias.data[0] += args.bias
    for numbers in (net.tags.weight, net.tags.bias):
        numbers.data /= args.temperature
    parts["names tags"] = linear(net.tags, net.norm.weight, net.norm.bias)
    write(parts, args.out)


def options(t):
    t.add_argument("--steps", type=int, default=5000)
    t.add_argument("--batch", type=int, default=10_000, help="words in a batch, padding counted")
    t.add_argument("--rate", type=float, default=2.5e-3)
    t.add_argument("--decay", type=float, default=0.03)
    t.add_argument("--cells", type=int, default=256)
    t.add_argument("--layers", type=int, default=2)
    t.add_argument("--dropout", type=float, default=0.2)
    t.add_argument("--begin", help="a network to go on from, trained with the same options")
    t.add_argument("--kept", help="a file ending in .npz for what the other network reads in the news; made if it is missing")
    t.add_argument("--soft", help="a file with `soft`, what teachers that did not see a document of EWT say of its words")
    t.add_argument("--share", type=float, default=0.5, help="what --soft counts for beside gold")
    t.add_argument("--changed", type=float, default=0.3, help="with --kept, share of batches of news in which names and capitals are changed")
    t.add_argument("--form-dropout", type=float, default=0.1)
    t.add_argument("--small", type=float, default=0.03, help="share of gold paragraphs in small letters")
    t.add_argument("--own", type=int, default=12_000, help="words that have a vector of their own")
    t.add_argument("--hide", type=float, default=0.2, help="share of forms with a capital whose word is hidden")
    t.add_argument("--swap", type=float, default=0.4, help="share of sentences in which names are swapped")
    t.add_argument("--ewt", type=float, default=0.3, help="share of batches from EWT")
    t.add_argument("--gum", type=float, default=0.07)
    t.add_argument("--no-shared", action="store_true", help="without the other network's vectors")
    t.add_argument("--both", action="store_true", help="with the vectors before the third layer, too")
    t.add_argument("--blind", type=float, default=0.1, help="share of gold paragraphs without the other network's vectors")
    t.add_argument("--look", type=int, default=1500)
    t.add_argument("--seed", type=int, default=1)
    t.add_argument("--words", type=int, default=10**9)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(required=True)
    t = sub.add_parser("train")
    for name in ("model", "gold", "text", "labels", "pools", "out"):
        t.add_argument(name)
    options(t)
    t.set_defaults(run=train)
    t = sub.add_parser("export")
    for name in ("model", "names", "pools", "out"):
        t.add_argument(name)
    t.add_argument("--bias", type=float, default=0.5)
    t.add_argument("--temperature", type=float, default=1.0)
    t.set_defaults(run=export)
    t = sub.add_parser("sure")
    for name in ("model", "names", "pools", "gold"):
        t.add_argument(name)
    t.add_argument("--bias", type=float, default=0.5)
    t.set_defaults(run=sure)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
