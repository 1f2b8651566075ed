"""Statements and near-duplicates of a stream, by one way (`plain`, `spark`, `daft`) and on so many cores; says how long it took.

`rows` says what a way made."""

import hashlib
import json
import os
import sys
import time

way, cores, file, place = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
begun = time.perf_counter()
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
os.environ.update(DAFT_ANALYTICS_ENABLED="0", PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")

import pyarrow.parquet  # noqa: E402

import crosswire  # noqa: E402

if way == "rows":
    # What was made, in an order that does not depend on who made it.
    for noun in ("statements", "copies"):
        found = pyarrow.parquet.read_table(f"{place}/{noun}").to_pylist()
        told = sorted(json.dumps(row, default=str) for row in found)
        print(json.dumps({"rows": len(told), "hash": hashlib.sha256("\n".join(told).encode()).hexdigest()}))
    sys.exit()
if way == "plain":
    started = time.perf_counter()
    articles = crosswire.read(file, threads=cores)
    pyarrow.parquet.write_table(pyarrow.table(crosswire.statements(articles, threads=cores)), f"{place}/statements")
    pyarrow.parquet.write_table(pyarrow.table(crosswire.copies(articles, threads=cores)), f"{place}/copies")
elif way == "spark":
    from pyspark.sql import SparkSession

    from crosswire import spark

    built = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    session = built.config("spark.sql.shuffle.partitions", str(2 * cores)).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    started = time.perf_counter()
    spark.read(session, [file]).write.parquet(f"{place}/articles")
    # More parts than workers: at the end none waits long for another.
    articles = session.read.parquet(f"{place}/articles").repartition(8 * cores)
    spark.extract(articles).write.parquet(f"{place}/found")
    spark.statements(session.read.parquet(f"{place}/found")).write.parquet(f"{place}/statements")
    spark.copies(articles).write.parquet(f"{place}/copies")
else:
    import daft

    from crosswire import daft as crosswire_daft

    started = time.perf_counter()
    crosswire_daft.read([file]).write_parquet(f"{place}/articles")
    articles = daft.read_parquet(f"{place}/articles/*.parquet")
    crosswire_daft.extract(articles).write_parquet(f"{place}/found")
    crosswire_daft.statements(daft.read_parquet(f"{place}/found/*.parquet")).write_parquet(f"{place}/statements")
    crosswire_daft.copies(articles).write_parquet(f"{place}/copies")

done = time.perf_counter()
print(json.dumps({"start": started - begun, "seconds": done - begun}))
