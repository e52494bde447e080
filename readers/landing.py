"""The landing zone as it stands: which files a dataset has there, and their bytes."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from store.links import led_out

if TYPE_CHECKING:
    from readers.ingest import Dataset

HIDDEN: Final = (".", "~$")
DATA_NAMES: Final = (".csv", ".gz", ".xlsx", ".xls", ".parquet", ".json")

MAPPING: Final = "mapping.toml"
"""A file of this name explains an odd form: beside a file as `<file>.mapping.toml`, or for its whole folder."""


def landing_files(raw_dir: Path, dataset: "Dataset") -> list[str]:
    """Paths, from the landing zone on, of everything below the dataset's folder that stands for a file, hidden names
    and mapping files aside; a folder named like a data file counts, so that it is told."""
    found = []
    for folder, folders, names in os.walk(raw_dir / dataset.folder):
        folders[:] = [name for name in folders if not name.startswith(HIDDEN)]
        within = Path(folder).relative_to(raw_dir).as_posix()
        told = [name for name in folders if name.lower().endswith(DATA_NAMES)]
        files = [name for name in names if not name.startswith(HIDDEN) and not name.endswith(MAPPING)]
        found += [f"{within}/{name}" for name in (*told, *files)]
    return sorted(found)


def mapping_of(path: Path, folder: Path) -> Path | None:
    """The mapping file that explains a file: its own, else the nearest one in its folder or above, else none."""
    own = path.with_name(f"{path.name}.{MAPPING}")
    above = [parent / MAPPING for parent in path.parents if parent == folder or folder in parent.parents]
    return next((found for found in (own, *above) if found.is_file()), None)


def status_of(path: Path, dataset: "Dataset", raw_dir: Path) -> tuple[int, int]:
    """Size in bytes and modification time in ns of a file, those of its mapping added on, so that a change of either
    shows; zeros where the file can't be looked at (a link to nowhere)."""
    mapping = mapping_of(path, raw_dir / dataset.folder) if dataset.mapped else None
    try:
        found = [one.stat() for one in (path, mapping) if one]
    except OSError:
        return 0, 0
    return sum(one.st_size for one in found), sum(one.st_mtime_ns for one in found)


def contents(path: Path, dataset: "Dataset", raw_dir: Path) -> tuple[bytes, str]:
    """The bytes of a file, and the text of the mapping file that explains it."""
    mapping = mapping_of(path, raw_dir / dataset.folder) if dataset.mapped else None
    return once_more(path.read_bytes), once_more(mapping.read_bytes).decode(errors="replace") if mapping else ""


def leads_out(path: Path, dataset: "Dataset", raw_dir: Path) -> bool:
    """Whether a file, or the mapping that explains it, is reached by somebody's link to somebody else's file outside
    the landing zone and its dataset's folder (which may lie on a mount of its own)."""
    mapping = mapping_of(path, raw_dir / dataset.folder) if dataset.mapped else None
    homes = (raw_dir.resolve(), (raw_dir / dataset.folder).resolve())
    return any(led_out(one, raw_dir, homes) for one in (path, mapping) if one and one.exists())


LASTING: Final = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)
"""What another attempt at reading does not mend."""


def once_more(read_bytes: Callable[[], bytes]) -> bytes:
    """The bytes of a file on a mount that may stumble: three attempts, unless the error is one that lasts."""
    attempts = Retrying(
        stop=stop_after_attempt(3),
        wait=wait_exponential(0.5),
        retry=retry_if_exception(lambda error: isinstance(error, OSError) and not isinstance(error, LASTING)),
        reraise=True,
    )
    return attempts(read_bytes)
