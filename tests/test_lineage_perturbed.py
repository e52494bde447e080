"""Column lineage, proven by perturbation: another raw field of any medium moves what is declared to rest on it, and
nothing else. Hourly air: test_lineage.py."""

import csv
import io
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path

import pytest
from conftest import Installation, copy_demo_days
from lineage_changes import Change, below, change_between, marts_of, name_of
from lineage_edits import edit_below, edit_named
from lineage_fields import cells_of, fields_between, raw_fields
from lineage_zone import TODAY, land_all_media
from vector_files import vectors

from schemas.lineage import Column
from store.reference import References

Row = Mapping[str, str]
NIGHTS: dict[str, list[Row]] = {
    name: list(rows) for name, rows in groupby(vectors("lineage_nights.csv"), lambda row: row["night"])
}
"""Before each night these fields are edited: one of a dataset, of datasets that have no row of a mart in common."""


def edit(installation: Installation, row: Row) -> None:
    """Make one field of a dataset or reference table another one."""
    if row["edited"].startswith("reference/"):
        edit_reference(installation, row)
        return
    paths = sorted(path for path in installation.raw.glob(row["files"]) if is_table(path))
    assert sum(edit_below(path, row["header"], edit_named(row["edit"], int(row["every"]))) for path in paths) > 0


def is_table(path: Path) -> bool:
    """Not the empty and the broken ones among the demonstration's files."""
    return path.suffix in (".csv", ".xlsx") and path.stat().st_size > 0 and "补报" not in path.name


def edit_reference(installation: Installation, row: Row) -> None:
    head, *rows = csv.reader(io.StringIO(References(installation.raw).text(row["files"]), newline=""))
    change, place = edit_named(row["edit"], int(row["every"])), head.index(row["header"])
    after = [[change(cell) if at == place and cell else cell for at, cell in enumerate(line)] for line in rows]
    assert after != rows
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *after])
    installation.reference(row["files"], text.getvalue())


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, set[str]], Change]]:
    """A night on all media, and one after each of the edits: the fields of cells that are others, and what changed."""
    installation = Installation(tmp_path_factory.mktemp("all-media"))
    land_all_media(installation)
    copy_demo_days(installation)
    installation.lake.mkdir()
    assert installation.run(TODAY).success
    return dict(perturbed(installation))


def perturbed(installation: Installation) -> Iterator[tuple[str, tuple[dict[str, set[str]], Change]]]:
    before, cells = marts_of(installation), cells_of(installation)
    for name, rows in NIGHTS.items():
        for row in rows:
            edit(installation, row)
        assert installation.run(TODAY).success
        after, cells_after = marts_of(installation), cells_of(installation)
        fields = fields_between(cells, cells_after)
        kept = {row["edited"]: {row["field"]} for row in rows if row["edited"].startswith("reference/")}
        yield name, (fields, change_between(before, after, raw_fields(fields | kept)))
        before, cells = after, cells_after


@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_changes_one_field_of_each_dataset_that_is_edited(
    nights: dict[str, tuple[dict[str, set[str]], Change]], night: str
) -> None:
    fields, _ = nights[night]
    asked = {row["edited"]: {row["field"]} for row in NIGHTS[night] if not row["edited"].startswith("reference/")}
    assert fields == asked


@pytest.mark.parametrize("night", NIGHTS)
def test_what_a_raw_field_changes_is_declared_to_rest_on_it(
    nights: dict[str, tuple[dict[str, set[str]], Change]], night: str
) -> None:
    _, change = nights[night]
    assert change.changed
    assert change.unexplained == set()


VALUES = sorted({row["edited"] for row in vectors("lineage_nights.csv") if row["field"] == "value"})
OF_ALL_DATASETS = ("correction", "row_ledger", "quarantine", "release_calendar", "official_comparison")
NOT_SHOWN = [row["columns"] for row in vectors("lineage_not_shown.csv")]


def test_each_declared_column_of_marts_of_all_datasets_is_shown_by_a_change_or_says_why_not(
    nights: dict[str, tuple[dict[str, set[str]], Change]],
) -> None:
    """Of what is declared to rest on the values of a dataset, in the marts that tell of all datasets; each reason is
    needed."""
    silent = set[str]()
    for dataset in VALUES:
        declared = {one for one in below([Column(f"{dataset}_files", "", "value")]) if mart_of(one) in OF_ALL_DATASETS}
        shown = {
            one
            for fields, change in nights.values()
            if fields.get(dataset) == {"value"}
            for one in change.shown(dataset, ())
        }
        silent |= {name_of(one) for one in declared - shown}
    assert {name for name in silent if not any(fnmatchcase(name, pattern) for pattern in NOT_SHOWN)} == set()
    assert [one for one in NOT_SHOWN if not any(fnmatchcase(name, one) for name in silent)] == []


def mart_of(column: Column) -> str:
    return column.asset.partition("/")[2]
