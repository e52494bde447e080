"""Dustfall by site and month: finished values or sample weights. Shapes: `sample_table.py`, or months across."""

from typing import Final

from readers.air_dustfall_months import read_months_across
from readers.result import ReadResult
from readers.sample_format import sample_format
from readers.sample_table import read_samples
from readers.text import Unreadable

DUSTFALL: Final = "air_dustfall"


def read_dustfall(content: bytes, path: str, mapping: str = "") -> ReadResult:
    """All cells of one file of dustfall (air.md §5), one row per site and month.

    Place is the site, or the town where a table has none; `scope` its town, else its district; `part` the parallel
    sample. Items: DUSTFALL (t/(km²·30 d); `<0.3` is half its limit), DUSTFALL_NET (net of sand dust), DUSTFALL_CALENDAR
    (t/km² of the calendar month), DUST_PART (what sand dust brought); W_TOTAL, W_DISH, W_BLANK, W_GAIN (g),
    JAR_DIAMETER (cm), JAR_AREA (cm²), DAYS (d), SET_OUT and COLLECTED (texts); DUST_MONTH and NET_STATED (是 or 否),
    DUST_DAYS (d). A weight, a size or a time of exposure without unit is quarantined (`unit_missing`).
    Raises Unreadable where the file can't be read as a whole.
    """
    form = sample_format(DUSTFALL)
    try:
        return read_samples(content, path, form, mapping)
    except Unreadable as problem:
        if problem.rule != "unknown_header" or mapping:
            raise
        found = read_months_across(content, path, form, lambda unfolded: read_samples(unfolded, path, form))
        if found is None:
            raise
        return found
