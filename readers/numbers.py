"""From text to Int64 steps, once and exactly: decimal digits stay decimal until they are integers."""

import polars as pl

NANO = 1_000_000_000
MOST = 1_000_000_000 * NANO
"""Numbers of more than nine whole digits count as this."""


def nano(raw: pl.Expr) -> pl.Expr:
    """Text as Int64 of 1e-9; null where it is not a plain or scientific decimal number.

    Digits beyond the ninth are cut off. Numbers in scientific notation go through a double.
    """
    text = raw.str.strip_chars()
    parts = text.str.extract_groups(r"^([+-]?)0*([0-9]*)(?:\.([0-9]*))?$")
    whole, rest = parts.struct.field("2"), parts.struct.field("3").fill_null("")
    digits = whole.replace("", "0").cast(pl.Int64, strict=False)
    fraction = rest.str.slice(0, 9).str.pad_end(9, "0").cast(pl.Int64, strict=False)
    size = pl.when(whole.str.len_chars() <= 9).then(digits * NANO + fraction).otherwise(MOST)
    plain = pl.when(parts.struct.field("1") == "-").then(-size).otherwise(size)
    scientific = pl.when(text.str.contains(r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+$")).then(text)
    double = (scientific.cast(pl.Float64, strict=False) * NANO).clip(-MOST, MOST)
    is_plain = parts.struct.field("2").is_not_null() & text.str.contains("[0-9]")
    return pl.when(is_plain).then(plain).otherwise(double.round().cast(pl.Int64))
