"""`tzeco fetch`: bring files into the landing zone from the addresses of `sources.toml`; off unless that is named."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import requests
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipelines.download import Limits, Passing, Refused, Remembered, download
from pipelines.settings import Settings
from readers.datasets import DATASETS
from store.atomic import replace_file
from store.digest import digest_of

FOLDERS: Final = {dataset.name: dataset.folder for dataset in DATASETS}
AGENT: Final = "tzeco"


class BadSources(ValueError):
    """`sources.toml` can't be used; the message says what to correct."""


class Source(BaseModel):
    """One entry of `sources.toml`. `{date:%Y%m%d}` in `url` and `file` stands for the day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[A-Za-z0-9_-]+$")
    dataset: str
    url: str
    file: str
    days_back: int = Field(default=3, ge=0, le=400)
    max_bytes: int = Field(default=50_000_000, gt=0)
    read_seconds: float = Field(default=30.0, gt=0)
    total_seconds: float = Field(default=300.0, gt=0)

    @field_validator("dataset")
    @classmethod
    def known_dataset(cls, name: str) -> str:
        if name not in FOLDERS:
            raise ValueError(f"no such dataset; there are {', '.join(FOLDERS)}")
        return name

    @field_validator("url")
    @classmethod
    def web_address(cls, url: str) -> str:
        if urlsplit(url).scheme not in ("http", "https"):
            raise ValueError("only http and https are fetched")
        return url

    @field_validator("url", "file")
    @classmethod
    def names_the_day(cls, text: str) -> str:
        try:
            text.format(date=date(2024, 12, 31))
        except (LookupError, ValueError, AttributeError) as error:
            raise ValueError("only {date:…} can stand in braces, as {date:%Y%m%d}") from error
        return text

    @field_validator("file")
    @classmethod
    def plain_path(cls, file: str) -> str:
        """As it is written and as it is on a day: `{date:..}` gives `..`."""
        for path in (Path(file), Path(file.format(date=date(2024, 12, 31)))):
            outward = path.is_absolute() or not path.name or any(part.startswith((".", "~")) for part in path.parts)
            if outward or "\0" in file:
                raise ValueError("a path below the dataset's folder, without hidden or upper folders")
        return file

    @property
    def limits(self) -> Limits:
        return Limits(self.max_bytes, self.read_seconds, self.total_seconds)


State = Literal["landed", "unchanged", "refused", "failed"]


@dataclass(frozen=True)
class Fetched:
    """What became of one file; `told` says why where it did not land."""

    source: str
    day: date
    path: str
    state: State
    told: str = ""


def sources_of(path: Path) -> list[Source]:
    """The entries of a `sources.toml`. Raises BadSources with what to correct."""
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("source", [])
        found = [Source.model_validate(entry) for entry in entries]
    except OSError as error:
        raise BadSources(f"{path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSources(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise BadSources(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    names = [one.name for one in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadSources(f"{path}: name: {', '.join(twice)} is there twice")
    return found


def fetch(settings: Settings, sources: list[Source], last: date) -> Iterator[Fetched]:
    """Fetch every file of the days up to a last one; one that fails stops no other."""
    with requests.Session() as session:
        session.headers["User-Agent"] = AGENT
        for source in sources:
            for back in reversed(range(source.days_back + 1)):
                yield fetched(session, settings, source, last - timedelta(days=back))


def fetched(session: requests.Session, settings: Settings, source: Source, day: date) -> Fetched:
    """Fetch one file."""
    folder = settings.raw_dir / FOLDERS[source.dataset]
    url, target = source.url.format(date=day), folder / source.file.format(date=day)
    memory = settings.lake_dir / "fetched" / f"{digest_of([source.name, url])[:16]}.json"
    told = str(target.relative_to(settings.raw_dir))
    if not target.resolve().is_relative_to(folder.resolve()):
        return Fetched(source.name, day, told, "refused", "outside the dataset's folder")
    try:
        remembered = download(session, url, target, known_of(memory, target), source.limits)
    except Refused as error:
        return Fetched(source.name, day, told, "refused", str(error))
    except (Passing, OSError) as error:
        return Fetched(source.name, day, told, "failed", str(error))
    if remembered is None:
        return Fetched(source.name, day, told, "unchanged")
    replace_file(memory, lambda to: keep(to, remembered))
    return Fetched(source.name, day, told, "landed")


def known_of(memory: Path, target: Path) -> Remembered:
    """What the server said of a file that is there; nothing where it is gone from the landing zone."""
    if not (memory.exists() and target.exists()):
        return Remembered()
    return Remembered(**json.loads(memory.read_text("utf-8")))


def keep(to: Path, remembered: Remembered) -> None:
    to.write_text(json.dumps(asdict(remembered)), "utf-8")
