"""What became of every expectation: held, failed or broken; which rows failed; what that withholds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from pipelines.gate_frames import Prepared
from pipelines.gate_withheld import Withheld

State = Literal["held", "failed", "broken"]
SHOWN_ROWS: Final = 3


@dataclass(frozen=True)
class Finding:
    """What the checkpoint found of an expectation: the positions of the failing rows, None where it names none."""

    state: State
    positions: list[int] | None = None
    message: str = ""


@dataclass(frozen=True)
class Outcome:
    """An expectation after it was judged. `failing`: the rows that broke it; None where none can be named."""

    prepared: Prepared
    state: State
    failing: pl.DataFrame | None
    message: str = ""

    @property
    def blocks_publication(self) -> bool:
        """A failure of what withholds the publication, and whatever could not be judged."""
        return self.state == "broken" or (self.state == "failed" and self.withholds == "publication")

    @property
    def withholds(self) -> str:
        return self.prepared.expectation.withholds

    @property
    def withheld(self) -> list[Withheld]:
        """The indicators that are published without a value because of this, with area and year where known."""
        if self.state != "failed" or self.withholds != "indicator":
            return []
        one, failing = self.prepared.expectation, self.failing
        if failing is None:
            return [Withheld(None, indicator, None, self.reason(self.message)) for indicator in one.indicators]
        places = [name for name in ("area_id", "indicator_id", "year") if name in failing.columns]
        groups = failing.group_by(places, maintain_order=True) if places else [((), failing)]
        found = []
        for values, rows in groups:
            place = dict(zip(places, values, strict=True))
            named = (place["indicator_id"],) if "indicator_id" in place else one.indicators
            why = self.reason(examples(rows))
            found += [Withheld(place.get("area_id"), str(name), place.get("year"), why) for name in named]
        return found

    def reason(self, why: str) -> str:
        """What the note of a withheld indicator says."""
        one = self.prepared.expectation
        return (
            f"门禁“{one.description_zh}”未通过，暂不发布：{why}；{one.next_zh} / withheld by the gate "
            f"({self.prepared.name}); {one.next_en}"
        )

    @property
    def examples(self) -> str:
        """The first failing rows, as `column=value`."""
        return "" if self.failing is None else examples(self.failing)

    @property
    def told(self) -> str:
        """One sentence: what was expected, what was found, what next."""
        one = self.prepared.expectation
        judged = self.prepared.rows.height
        if self.state == "held":
            return f"{judged} 行均符合 / rows hold。"
        if self.state == "broken":
            return f"检查本身出错，不能算通过 / check broken, which is never data fine — {self.message}"
        count = "" if self.failing is None else f"{self.failing.height} / {judged} 行不符 / rows fail — "
        return f"{count}{self.examples or self.message}。{one.next_zh}。Next — {one.next_en}."


def examples(failing: pl.DataFrame) -> str:
    """The first rows, as `column=value`; empty cells are left out."""
    rows = [
        "，".join(f"{name}={shown(value)}" for name, value in row.items() if value is not None)
        for row in failing.head(SHOWN_ROWS).iter_rows(named=True)
    ]
    return "；".join(rows) + (" …" if failing.height > SHOWN_ROWS else "")


def shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def outcome_of(prepared: Prepared, found: Mapping[str, Finding]) -> Outcome:
    """An expectation with what was found of it; what nothing was found of is broken."""
    if prepared.broken:
        return Outcome(prepared, "broken", None, prepared.broken)
    finding = found.get(prepared.name, Finding("broken", message="the checkpoint gave no result for it"))
    if finding.state != "failed":
        empty = prepared.rows.clear() if finding.state == "held" else None
        return Outcome(prepared, finding.state, empty, finding.message)
    rows = None if finding.positions is None else prepared.rows[finding.positions]
    return Outcome(prepared, "failed", rows, finding.message)


def outcomes_frame(outcomes: list[Outcome]) -> pl.DataFrame:
    """The outcomes as a table of the lake: one row per expectation."""
    return pl.DataFrame(
        [
            {
                "check": one.prepared.name,
                "state": one.state,
                "blocks_publication": one.withholds == "publication" or one.state == "broken",
                "withholds": one.withholds,
                "judged": one.prepared.rows.height,
                "failing": 0 if one.failing is None else one.failing.height,
                "withheld": "; ".join(str(part) for part in one.withheld),
                "owner": one.prepared.suite.owner_of(one.prepared.expectation),
                "told": one.told,
            }
            for one in outcomes
        ]
    )
