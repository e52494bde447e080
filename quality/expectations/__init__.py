"""What is expected of a finished publication, as data: one TOML file per mart says what must hold, what a failure
withholds, who may change the bound, and what an operator reads. `pipelines/gate.py` holds the build against it."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

Withholds = Literal["publication", "indicator", "nothing"]
SUFFIX: Final = ".toml"


class FaultyExpectations(ValueError):
    """A file of expectations that can't be used; the message names the file and what is wrong."""


class Expectation(BaseModel):
    """One row of a suite.

    `type` and `parameters` are those of Great Expectations. `frame`: SQL over the build for what is judged, where that
    is not the mart itself; it sees `before` and `tonight` (what `remembers` gave of the last accepted publication and
    of this build), `days` (one row, `today`: the night's day), `datasets` (`indicator_id`, `dataset`: what each
    indicator rests on) and `bounds` (the rows of that name). `key`: columns of `remembers` that identify a row.
    `indicators`: what a failure withholds, in the `area_id` and `year` of the failing rows where the frame has those
    columns; a frame with `indicator_id` names them itself.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    type: str
    parameters: dict[str, Any] = {}
    frame: str = ""
    remembers: str = ""
    key: tuple[str, ...] = ()
    bounds: tuple[dict[str, Any], ...] = ()
    withholds: Withholds
    indicators: tuple[str, ...] = ()
    owner: str = ""
    rule: str
    description_zh: str
    description_en: str
    next_zh: str
    next_en: str

    @model_validator(mode="after")
    def agrees(self) -> "Expectation":
        """What can't be told from one field alone. Raises ValueError."""
        if bool(self.remembers) != bool(self.key):
            raise ValueError("remembers and key go together")
        if self.withholds == "indicator" and not self.indicators and "indicator_id" not in self.frame:
            raise ValueError("withholds an indicator, but neither indicators nor the frame names one")
        return self

    @property
    def blocks(self) -> bool:
        """Whether a failure keeps anything from being published; else it warns."""
        return self.withholds != "nothing"


class Suite(BaseModel):
    """The expectations of a mart. `owner` may change what they expect, unless an expectation names somebody else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mart: str
    owner: str
    expectations: tuple[Expectation, ...]

    def owner_of(self, expectation: Expectation) -> str:
        """Who may change a bound."""
        return expectation.owner or self.owner


@cache
def suites() -> tuple[Suite, ...]:
    """All files, by mart. Raises FaultyExpectations."""
    files = sorted(file.name for file in resources.files(__package__).iterdir() if file.name.endswith(SUFFIX))
    return tuple(suite(name, resources.files(__package__).joinpath(name).read_text("utf-8")) for name in files)


def suite(name: str, text: str) -> Suite:
    """One file. Raises FaultyExpectations."""
    try:
        found = Suite.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise FaultyExpectations(f"quality/expectations/{name}: {error}") from error
    if name != f"{found.mart}{SUFFIX}":
        raise FaultyExpectations(f"quality/expectations/{name}: mart is {found.mart}; file and mart bear one name.")
    names = [one.name for one in found.expectations]
    if len(set(names)) != len(names):
        raise FaultyExpectations(f"quality/expectations/{name}: a name stands twice.")
    return found


def check_name(found: Suite, expectation: Expectation) -> str:
    """The name under which the UI, the tables and the messages know an expectation."""
    return f"{found.mart}__{expectation.name}"
