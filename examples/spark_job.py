"""Articles of JSON Lines, web archives and other files into Parquet, with Spark; then a question to it, with DuckDB.

python examples/spark_job.py news.jsonl pages.warc.gz --to made

On a cluster the files and the folder lie where all workers see them, and `spark-submit` starts the job.
"""

import argparse

import duckdb
from pyspark.sql import DataFrame, SparkSession

import crosswire
from crosswire import spark

asked = argparse.ArgumentParser(description="Says who says what in articles, and which are copies.")
asked.add_argument("files", nargs="+", metavar="FILE")
asked.add_argument("--to", required=True, metavar="FOLDER")
options = asked.parse_args()
session = SparkSession.builder.appName("crosswire").getOrCreate()


def kept(frame: DataFrame, name: str) -> DataFrame:
    """Writes a table and reads it again, so that what comes after it does nothing a second time."""
    frame.write.mode("overwrite").parquet(f"{options.to}/{name}")
    return session.read.parquet(f"{options.to}/{name}")


read = kept(spark.read(session, options.files), "articles")
# A file is read by one worker; what follows is shared out in more parts than there are workers, so that none waits for a long one.
articles = read.where("text is not null").repartition(8 * session.sparkContext.defaultParallelism)
found = kept(spark.extract(articles), "found")
kept(spark.statements(found), "statements")
kept(spark.figures(found), "figures")
kept(spark.copies(kept(spark.sketches(articles), "sketches")), "copies")

# Which articles are one story is said by a machine of its own, which sees a day after the other.
stories = crosswire.stories(articles.drop("warnings").toArrow(), least=2)
of_story = [(story["id"], article["id"]) for story in stories for article in story["articles"]]
told = articles.join(session.createDataFrame(of_story, "story string, id string"), "id")
ledgers = kept(spark.ledgers(told), "ledgers")
kept(spark.warnings(read).union(spark.warnings(found)), "warnings")

for noun in ["articles", "statements", "figures", "copies", "ledgers", "warnings"]:
    duckdb.sql(f"create or replace view {noun} as from '{options.to}/{noun}/*.parquet'")
    print(noun, *duckdb.sql(f"select count(*) from {noun}").fetchall()[0])
print("who is heard most")
print(duckdb.sql("select count(*) as said, source_name from statements group by all order by said desc, source_name limit 10"))
