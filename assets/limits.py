"""Tables of limits as frames of text, for the marts that select from them."""

import polars as pl

from standards.limits import rows


def limit_frame(name: str) -> pl.DataFrame:
    """A table of limits as text."""
    found = rows(name)
    return pl.DataFrame(list(found), schema={column: pl.String() for column in found[0]})
