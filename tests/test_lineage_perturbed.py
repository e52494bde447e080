"""Column lineage, proven by perturbation: another raw field of any medium moves what is declared to rest on it, and
nothing else, and what is declared to rest on a value is seen to move. One zone, one first night, four more."""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pytest
from conftest import Installation, copy_demo_days
from lineage_air import land_air
from lineage_beside import edit_beside
from lineage_changes import Change, below, change_between, marts_of, name_of
from lineage_edits import edit_below, edit_named, edit_rows
from lineage_fields import POLLUTANTS, cells_of, fields_between, raw_fields
from lineage_lake import lake_tables
from lineage_owners import INDICATORS
from lineage_zone import TODAY, land_all_media
from vector_files import vectors

from assets.lineage import lineage
from readers.datasets import SAMPLED
from schemas.lineage import Column
from standards import ecology_green_view
from standards.limits import rows as rows_of
from store.reference import References

Row = Mapping[str, str]
READ = {one.name for one in SAMPLED}
NIGHTS: dict[str, list[Row]] = {
    name: list(rows) for name, rows in groupby(vectors("lineage_nights.csv"), lambda row: row["night"])
}
"""Before each night these fields are edited: one of a dataset, of datasets that have no row of a mart in common."""


def edit(installation: Installation, row: Row) -> None:
    """Make one field of a dataset or reference table another one."""
    if row["edited"] == "beside":
        edit_beside(installation.raw)
        return
    if row["edited"].startswith("reference/"):
        edit_reference(installation, row)
        return
    paths = sorted(path for path in installation.raw.glob(row["files"]) if is_table(path))
    where = edit_rows if row["edited"] == "air_hourly" else edit_below
    assert sum(where(path, row["header"], edit_named(row["edit"], int(row["every"]))) for path in paths) > 0


def edited(row: Row) -> set[str]:
    """The datasets of samples and ledgers whose field a row edits."""
    return READ if row["edited"] == "beside" else {row["edited"]} & READ


def is_table(path: Path) -> bool:
    """Not the empty and the broken ones among the demonstration's files."""
    return path.suffix in (".csv", ".xlsx") and path.stat().st_size > 0 and "补报" not in path.name


def edit_reference(installation: Installation, row: Row) -> None:
    """Edit a column of a reference table; of targets, those of the indicators of one dataset."""
    head, *rows = csv.reader(io.StringIO(References(installation.raw).text(row["files"]), newline=""))
    change, place = edit_named(row["edit"], int(row["every"])), head.index(row["header"])
    after = [
        [
            change(cell) if at == place and cell and concerns(head, line, row["of"]) else cell
            for at, cell in enumerate(line)
        ]
        for line in rows
    ]
    assert after != rows
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *after])
    installation.reference(row["files"], text.getvalue())


def concerns(head: list[str], line: list[str], dataset: str) -> bool:
    return "indicator_id" not in head or INDICATORS[line[head.index("indicator_id")]] == dataset


@pytest.fixture(scope="module")
def nights(all_media: Installation) -> dict[str, tuple[dict[str, set[str]], Change]]:
    """One night after each of the edits: the fields of cells that are others, and what changed."""
    return dict(perturbed(all_media))


@pytest.fixture(scope="module")
def all_media(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A first night on all media."""
    installation = Installation(tmp_path_factory.mktemp("all-media"))
    land_all_media(installation)
    copy_demo_days(installation)
    land_air(installation)
    installation.lake.mkdir()
    assert installation.run(TODAY, publish=False).success
    return installation


@pytest.fixture(scope="module", autouse=True)
def target_of_roads() -> Iterator[None]:
    """A target of a scene, as `limits/ecology_scenes.csv` has room for: none is known."""
    entered = [{**row, "target_percent": "20"} if row["scene"] == "road" else row for row in rows_of("ecology_scenes")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ecology_green_view, "rows", {"ecology_scenes": entered}.__getitem__)
        yield


def perturbed(installation: Installation) -> Iterator[tuple[str, tuple[dict[str, set[str]], Change]]]:
    before, cells = marts_of(installation), cells_of(installation)
    for name, rows in NIGHTS.items():
        for row in rows:
            edit(installation, row)
        assert installation.run(TODAY, publish=False).success
        after, cells_after = marts_of(installation), cells_of(installation)
        fields = fields_between(cells, cells_after)
        raw = {dataset: set(found) for dataset, found in fields.items()}
        for row in rows:
            if row["edited"] == "air_hourly":
                raw["air_hourly"] = set(row["field"].split())
            elif row["edited"].startswith("reference/"):
                raw.setdefault(row["of"], set()).add(f"{row['edited']}.{row['field']}")
        yield name, (fields, change_between(before, after, raw_fields(raw)))
        before, cells = after, cells_after


def test_the_declared_columns_of_lake_tables_are_those_that_a_night_writes(all_media: Installation) -> None:
    found = dict(lake_tables(all_media.lake))
    assert len(found) > 40
    for (asset, table), columns in found.items():
        said = {name for name in lineage().columns(asset, table) if ":" not in name}
        assert said == columns, (asset, table)


@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_changes_one_field_of_each_dataset_that_is_edited(
    nights: dict[str, tuple[dict[str, set[str]], Change]], night: str
) -> None:
    fields, _ = nights[night]
    asked = {name: {row["field"]} for row in NIGHTS[night] for name in edited(row)}
    assert fields == asked


@pytest.mark.parametrize("night", NIGHTS)
def test_what_a_raw_field_changes_is_declared_to_rest_on_it(
    nights: dict[str, tuple[dict[str, set[str]], Change]], night: str
) -> None:
    _, change = nights[night]
    assert change.changed
    assert change.unexplained == set()


Pair = tuple[str, str]
"""A dataset, and a column of a mart as `mart.column`, that is declared to rest on its values."""

VALUES = {
    row["edited"]: frozenset({Column(f"{row['edited']}_files", "", "value")})
    for row in vectors("lineage_nights.csv")
    if row["field"] == "value"
} | {"air_hourly": frozenset(Column("air_hourly_files", "", f"value:{one}") for one in POLLUTANTS)}
"""The raw fields that hold the values of each dataset."""


def declared_pairs() -> set[Pair]:
    return {(dataset, name_of(one)) for dataset, fields in VALUES.items() for one in below(fields)}


def shown_pairs(nights: dict[str, tuple[dict[str, set[str]], Change]]) -> set[Pair]:
    """What is seen to move on the nights that change the values of a dataset and nothing else of it."""
    return {
        (dataset, name_of(one))
        for fields, change in nights.values()
        for dataset in VALUES
        if dataset == "air_hourly" or fields.get(dataset) == {"value"}
        for one in change.shown(dataset)
    }


def test_each_column_declared_to_rest_on_the_values_of_a_dataset_is_shown_by_a_change(
    nights: dict[str, tuple[dict[str, set[str]], Change]],
) -> None:
    assert declared_pairs() - shown_pairs(nights) == set()
