"""Parquet files as a table of text, so that they go the same way as every other file."""

from typing import Final

import polars as pl

from readers.text import ROW, Unreadable, unique_names

MAGIC: Final = b"PAR1"
WITH_OFFSET: Final = "%Y-%m-%dT%H:%M:%S%.f%:z"


def is_parquet(content: bytes) -> bool:
    """Whether the bytes are a Parquet file, whatever it is called."""
    return content.startswith(MAGIC)


def parquet_text(content: bytes) -> pl.DataFrame:
    """All columns as text, rows numbered from 1; a moment with a zone keeps its offset from UTC."""
    try:
        frame = pl.read_parquet(content)
        zoned = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime) and kind.time_zone]
        text = frame.with_columns(pl.col(zoned).dt.to_string(WITH_OFFSET)).cast(pl.String).fill_null("")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise Unreadable("broken_parquet", f"the Parquet file can't be opened ({reason}); write it again.") from error
    text.columns = unique_names(text.columns)
    return text.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW))
