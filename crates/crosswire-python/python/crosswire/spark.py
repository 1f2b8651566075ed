"""crosswire inside Spark: data frames in, data frames out, whatever their partitions and the order of their rows.

    from crosswire import spark as crosswire_spark

    articles = crosswire_spark.read(session, ["news.jsonl", "pages.warc.gz"])
    found = crosswire_spark.extract(articles)
    crosswire_spark.statements(found).write.parquet("statements")

Articles are rows with an `id`, a `text` or `html`, and perhaps `url`, `title`, `outlet`, `author`, `published`, `as_of`; other columns
are passed over. What was wrong with an article stands beside what was found in it, in the column `warnings`. docs/engines.md has more.
"""

# pyarrow and pyspark say of few of their functions what they give.
# pyright: basic, reportMissingImports=false

from collections.abc import Callable, Iterable, Iterator
from functools import partial

try:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession, Window
    from pyspark.sql import functions as F
    from pyspark.sql.pandas.types import from_arrow_schema
except ImportError as error:
    raise ImportError(f"crosswire.spark needs more: {error}\n  try: pip install 'crosswire[spark]'") from error

from crosswire import _frames, _native

__all__ = ["annotate", "copies", "extract", "figures", "ledgers", "read", "sketches", "statements", "warnings"]

_Batches = Iterator[pyarrow.RecordBatch]
_LEDGER = pyarrow.schema([("story", pyarrow.string()), *_frames.LEDGER])


def read(session: SparkSession, paths: Iterable[str]) -> DataFrame:
    """The articles of files, each file read by one worker, which must see it under this path.

    A file or record that could not be read is a row without a text.
    """
    files = session.createDataFrame([(str(path),) for path in paths], "path string")
    return _mapped(files, _documents, "documents")


def extract(articles: DataFrame) -> DataFrame:
    """The statements and figures of each article, as lists in one row, in one reading of it."""
    return _each_row(articles, "extract")


def statements(articles: DataFrame) -> DataFrame:
    """The rows of `crosswire.statements`, of articles or of what `extract` gave."""
    return _rows(articles, "statements")


def figures(articles: DataFrame) -> DataFrame:
    """The rows of `crosswire.figures`, of articles or of what `extract` gave."""
    return _rows(articles, "figures")


def annotate(articles: DataFrame) -> DataFrame:
    """The words, tags, syntax and names of each article, as the JSON that `crosswire annotate` writes."""
    return _each_row(articles, "annotations")


def sketches(articles: DataFrame) -> DataFrame:
    """The sketch of each article, by which near-duplicates are found, and the keys of its bands: what copies share."""
    return _each_row(articles, "sketches")


def copies(articles: DataFrame) -> DataFrame:
    """The rows of `crosswire.copies`: each two near-duplicates, of articles or of what `sketches` gave."""
    found = articles if "bands" in articles.columns else sketches(articles)
    place = F.dense_rank().over(Window.partitionBy("band").orderBy("id"))
    bands = found.where("id is not null").select("id", F.explode("bands").alias("band")).withColumn("place", place)
    first = bands.where(F.col("place") <= _native.MOST).select("band", F.col("id").alias("a"), F.col("place").alias("of_a"))
    second = bands.select("band", F.col("id").alias("b"), F.col("place").alias("of_b"))
    pairs = first.join(second, "band").where("of_a < of_b").select("a", "b").distinct()
    for name in ("a", "b"):
        sketch = found.select(F.col("id").alias(name), F.col("sketch").alias(f"sketch_{name}"))
        pairs = pairs.join(sketch, name)
    compared = pairs.mapInArrow(_similarities, "a string, b string, similarity double")
    return compared.where(F.col("similarity") >= _native.COPY).groupBy("a", "b").agg(F.max("similarity").alias("similarity"))


def ledgers(articles: DataFrame, by: str = "story", *, texts: bool = False) -> DataFrame:
    """A ledger for each story: its JSON, that of `crosswire.brief` on the story's rows. `by` names the column that tells the story.

    Articles of which it is null are of no story. With `texts` the JSON has the words of every passage and the texts.
    """
    fields = _frames.fields(articles.columns)
    story = F.col(_frames.key(articles.columns, by)).cast("string")
    rows = articles.where(story.isNotNull()).select(story.alias("story"), *fields)

    def ledger(key: tuple[pyarrow.Scalar, ...], rows: pyarrow.Table) -> pyarrow.Table:
        return _ledger(key[0].as_py(), rows, texts)

    return rows.groupBy("story").applyInArrow(ledger, from_arrow_schema(_LEDGER))


def warnings(found: DataFrame) -> DataFrame:
    """What was wrong, of whatever another function gave: which article, file or story, the reason, and whether it was left out."""
    told = found.select(found.columns[0], F.explode("warnings").alias("warning"))
    return told.select(found.columns[0], "warning.*")


def _each_row(articles: DataFrame, function: str) -> DataFrame:
    rows = articles.select(*_frames.fields(articles.columns))
    return _mapped(rows, partial(_part, function), function)


def _mapped(rows: DataFrame, part: Callable[[_Batches], _Batches], function: str) -> DataFrame:
    return rows.mapInArrow(part, from_arrow_schema(_frames.empty(function).schema))


def _rows(articles: DataFrame, noun: str) -> DataFrame:
    found = articles if noun in articles.columns else extract(articles)
    return found.select(F.explode(noun).alias("row")).select("row.*")


# What follows runs in Spark's workers.


def _part(function: str, batches: _Batches) -> _Batches:
    for batch in batches:
        for table in _frames.each_row(function, pyarrow.Table.from_batches([batch])):
            yield from table.to_batches()


def _documents(batches: _Batches) -> _Batches:
    for batch in batches:
        for path in batch.column("path").to_pylist():
            yield from _frames.documents(path).to_batches(max_chunksize=_frames.ROWS)


def _similarities(batches: _Batches) -> _Batches:
    for batch in batches:
        similarities = _frames.similarities(batch.column("sketch_a"), batch.column("sketch_b"))
        columns = [batch.column("a"), batch.column("b"), similarities]
        yield pyarrow.RecordBatch.from_arrays(columns, ["a", "b", "similarity"])


def _ledger(story: str, rows: pyarrow.Table, texts: bool) -> pyarrow.Table:
    made, told = _frames.ledger(rows.drop_columns(["story"]), texts=texts)
    return pyarrow.Table.from_pylist([{"story": story, "ledger": made, "warnings": told}], _LEDGER)
