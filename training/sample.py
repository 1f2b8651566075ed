"""Picks the part of the open text that teachers label: articles in a seeded order, their paragraphs as they stand.

  python sample.py ARTICLES.jsonl.gz OUT.jsonl [--words N]
"""

import argparse
import gzip
import json
import random


def articles(path):
    """Articles in a seeded order, each with its paragraphs; none with fewer than three."""
    with gzip.open(path, "rt", encoding="utf8") as file:
        rows = [json.loads(line) for line in file]
    random.Random(7).shuffle(rows)
    seen = set()
    for row in rows:
        # A paragraph that stands in many articles, as an outlet's appeal for letters does, is taken once.
        paragraphs = [p for p in map(str.strip, row["text"].split("\n")) if 2 <= len(p) <= 3000 and p not in seen]
        seen.update(paragraphs)
        if len(paragraphs) >= 3:
            yield row, paragraphs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("out")
    parser.add_argument("--words", type=int, default=3_200_000)
    args = parser.parse_args()
    total = 0
    with open(args.out, "w", encoding="utf8") as out:
        for row, paragraphs in articles(args.articles):
            words = sum(len(p.split()) for p in paragraphs)
            out.write(json.dumps({"id": row["id"], "words": words, "paragraphs": paragraphs}, ensure_ascii=False) + "\n")
            total += words
            if total > args.words:
                break
    print(total, "words")


if __name__ == "__main__":
    main()
