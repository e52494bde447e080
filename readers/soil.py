"""Soil samples: points with metals, organics, pH, land use or functional zone. Shapes: `readers/sample_table.py`."""

from typing import Final

from readers.result import ReadResult
from readers.sample_format import sample_format
from readers.sample_table import read_samples as read_table

SAMPLES: Final = "soil_samples"


def read_samples(content: bytes, path: str, mapping: str = "") -> ReadResult:
    """All cells of one file of soil samples, in mg/kg; LAND_USE and ZONE are words, `part` is depth or sample number.

    A sample whose row, sheet, title, file name and folder name no time is kept with `date` and `moment` null and span
    `unknown`: surveys often give only points, and their values are judged all the same. A time that is named and wrong
    is `bad_time`. Raises Unreadable where the file can't be read as a whole.
    """
    return read_table(content, path, sample_format(SAMPLES), mapping)
