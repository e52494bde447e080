"""Manual water samples: sections, drinking-water sources, groundwater wells. Shapes: `readers/sample_table.py`."""

from typing import Final

from readers.result import ReadResult
from readers.sample_format import sample_format
from readers.sample_table import read_samples

SECTIONS: Final = "water_sections"
SOURCES: Final = "water_sources"
WELLS: Final = "water_wells"


def read_sections(content: bytes, path: str, mapping: str = "") -> ReadResult:
    """All cells of one file of section samples: of automatic stations (`readers/water_automatic.py`), else manual.

    Place is the section (its code where it has no name), values are nano of the item's unit in
    `formats/water_items.toml`. `path` may bring the year; `mapping` is the text of a mapping file and, where given,
    says that the file is a manual table. Raises Unreadable where the file can't be read as a whole.
    """
    if not mapping:
        from readers import water_automatic

        automatic = water_automatic.read(content, path)
        if automatic is not None:
            return automatic
    return read_samples(content, path, sample_format(SECTIONS), mapping)


def read_sources(content: bytes, path: str, mapping: str = "") -> ReadResult:
    """All cells of one file of drinking-water sources; WATER_TYPE is 地表水 or 地下水, INTAKE in 万吨 (0 is empty)."""
    return read_samples(content, path, sample_format(SOURCES), mapping)


def read_wells(content: bytes, path: str, mapping: str = "") -> ReadResult:
    """All cells of one file of groundwater wells; ODOR and VISIBLE are 无 or 有. Place is the well's number, or where
    it has none its name."""
    return read_samples(content, path, sample_format(WELLS), mapping)
