"""crosswire inside Daft: data frames in, data frames out, whatever their partitions and the order of their rows.

    from crosswire import daft as crosswire_daft

    articles = crosswire_daft.read(["news.jsonl", "pages.warc.gz"])
    found = crosswire_daft.extract(articles)
    crosswire_daft.statements(found).write_parquet("statements")

Articles are rows with an `id`, a `text` or `html`, and perhaps `url`, `title`, `outlet`, `author`, `published`, `as_of`; other columns
are passed over. What was wrong with an article stands beside what was found in it, in the column `warnings`. docs/engines.md has more.
"""

# pyarrow says of few of its functions what they give.
# pyright: basic, reportMissingImports=false

from collections.abc import Iterable
from typing import Any

try:
    import daft
    import pyarrow
    from daft import DataFrame, DataType, Series, Window, col, lit
    from daft.functions import dense_rank
except ImportError as error:
    raise ImportError(f"crosswire.daft needs more: {error}\n  try: pip install 'crosswire[daft]'") from error

from crosswire import _frames, _native

__all__ = ["annotate", "copies", "extract", "figures", "ledgers", "read", "sketches", "statements", "warnings"]


def read(paths: Iterable[str]) -> DataFrame:
    """The articles of files, each file read by one worker, which must see it under this path.

    A file or record that could not be read is a row without a text.
    """
    rows = DataType.list(_type("documents"))

    @daft.func.batch(return_dtype=rows, batch_size=1)
    def documents(path: Series) -> list[Any]:
        return [_frames.documents(one).to_struct_array().to_pylist() for one in path.to_pylist()]

    files = daft.from_pydict({"path": [str(path) for path in paths]})
    return files.select(documents(col("path")).alias("row")).explode("row").select(col("row").unnest())


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
    found = articles if "bands" in articles.column_names else sketches(articles)
    found = found.where(col("id").not_null())
    place = dense_rank().over(Window().partition_by("band").order_by("id"))
    bands = found.select("id", col("bands").alias("band")).explode("band").where(col("band").not_null())
    bands = bands.with_column("place", place)
    first = bands.where(col("place") <= lit(_native.MOST)).select("band", col("id").alias("a"), col("place").alias("of_a"))
    second = bands.select("band", col("id").alias("b"), col("place").alias("of_b"))
    pairs = first.join(second, on="band").where(col("of_a") < col("of_b")).select("a", "b").distinct()
    for name in ("a", "b"):
        pairs = pairs.join(found.select(col("id").alias(name), col("sketch").alias(f"sketch_{name}")), on=name)

    @daft.func.batch(return_dtype=DataType.float64())
    def similarity(a: Series, b: Series) -> pyarrow.Array:
        return _frames.similarities(a.to_arrow(), b.to_arrow())

    compared = pairs.select("a", "b", similarity(col("sketch_a"), col("sketch_b")).alias("similarity"))
    return compared.where(col("similarity") >= lit(_native.COPY)).groupby("a", "b").agg(col("similarity").max())


def ledgers(articles: DataFrame, by: str = "story", *, texts: bool = False) -> DataFrame:
    """A ledger for each story: its JSON, that of `crosswire.brief` on the story's rows. `by` names the column that tells the story.

    Articles of which it is null are of no story. With `texts` the JSON has the words of every passage and the texts.
    """
    fields = _frames.fields(articles.column_names)
    story = col(_frames.key(articles.column_names, by)).cast(DataType.string())
    rows = articles.where(story.not_null()).select(story.alias("story"), *fields)

    @daft.func.batch(return_dtype=_row(_frames.LEDGER))
    def ledger(*columns: Series) -> list[Any]:
        made, told = _frames.ledger(_table(fields, columns), texts=texts)
        return [{"ledger": made, "warnings": told}]

    made = rows.groupby("story").map_groups(ledger(*map(col, fields)).alias("made"))
    return made.select("story", col("made").unnest())


def warnings(found: DataFrame) -> DataFrame:
    """What was wrong, of whatever another function gave: which article, file or story, the reason, and whether it was left out."""
    first = found.column_names[0]
    told = found.select(first, col("warnings").alias("warning")).explode("warning")
    return told.where(col("warning").not_null()).select(first, col("warning").unnest())


def _each_row(articles: DataFrame, function: str) -> DataFrame:
    fields = _frames.fields(articles.column_names)

    @daft.func.batch(return_dtype=_type(function), unnest=True, batch_size=_frames.ROWS)
    def part(*columns: Series) -> pyarrow.Array:
        made = [_frames.empty(function), *_frames.each_row(function, _table(fields, columns))]
        return pyarrow.concat_tables(made).combine_chunks().to_struct_array().combine_chunks()

    return articles.select(part(*map(col, fields)))


def _rows(articles: DataFrame, noun: str) -> DataFrame:
    found = articles if noun in articles.column_names else extract(articles)
    rows = found.select(col(noun).alias("row")).explode("row").where(col("row").not_null())
    return rows.select(col("row").unnest())


def _type(function: str) -> DataType:
    """What a function gives of an article, as one value."""
    return _row(_frames.empty(function).schema)


def _row(schema: pyarrow.Schema) -> DataType:
    return DataType.from_arrow_type(pyarrow.struct(list(schema)))


def _table(fields: list[str], columns: Iterable[Series]) -> pyarrow.Table:
    return pyarrow.table([column.to_arrow() for column in columns], names=fields)
