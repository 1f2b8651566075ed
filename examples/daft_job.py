"""Articles of JSON Lines, web archives and other files into Parquet, with Daft; then a question to it, with DuckDB.

python examples/daft_job.py news.jsonl pages.warc.gz --to made
"""

import argparse

import daft
import duckdb

import crosswire
from crosswire import daft as crosswire_daft

asked = argparse.ArgumentParser(description="Says who says what in articles, and which are copies.")
asked.add_argument("files", nargs="+", metavar="FILE")
asked.add_argument("--to", required=True, metavar="FOLDER")
options = asked.parse_args()


def kept(frame: daft.DataFrame, name: str) -> daft.DataFrame:
    """Writes a table and reads it again, so that what comes after it does nothing a second time."""
    frame.write_parquet(f"{options.to}/{name}", write_mode="overwrite")
    return daft.read_parquet(f"{options.to}/{name}/*.parquet")


read = kept(crosswire_daft.read(options.files), "articles")
articles = read.where(daft.col("text").not_null())
found = kept(crosswire_daft.extract(articles), "found")
kept(crosswire_daft.statements(found), "statements")
kept(crosswire_daft.figures(found), "figures")
kept(crosswire_daft.copies(kept(crosswire_daft.sketches(articles), "sketches")), "copies")

# Which articles are one story is said by a machine of its own, which sees a day after the other.
stories = crosswire.stories(articles.exclude("warnings").to_arrow(), least=2)
of_story = [(story["id"], article["id"]) for story in stories for article in story["articles"]]
keys = daft.from_pydict({"story": [story for story, _ in of_story], "id": [id for _, id in of_story]})
ledgers = kept(crosswire_daft.ledgers(articles.join(keys, on="id")), "ledgers")
kept(crosswire_daft.warnings(read).concat(crosswire_daft.warnings(found)), "warnings")

for noun in ["articles", "statements", "figures", "copies", "ledgers", "warnings"]:
    duckdb.sql(f"create or replace view {noun} as from '{options.to}/{noun}/*.parquet'")
    print(noun, *duckdb.sql(f"select count(*) from {noun}").fetchall()[0])
print("who is heard most")
print(duckdb.sql("select count(*) as said, source_name from statements group by all order by said desc, source_name limit 10"))
