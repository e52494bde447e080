"""The gate: nothing is published before the finished build holds what `quality/expectations/*.toml` expects of it.

`Gate.judge` is handed the mart file while it still lies aside. What a failure withholds follows from the file of the
expectation: the publication (nothing is published, the live one stays), an indicator (it is published as `no_data` with
the reason) or nothing (it is told). An expectation that could not be judged is broken and withholds the publication: it
never counts as held.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import polars as pl

from assets.workspace import Workspace
from pipelines.data_docs import index_page
from pipelines.gate_frames import keep_memory, prepare
from pipelines.gate_outcomes import Outcome, outcome_of, outcomes_frame
from pipelines.gate_told import blocked_paragraph
from pipelines.gate_withheld import Withheld, withhold
from quality.expectations import Suite, check_name, suites
from store.digest import code_digest, digest_of
from store.mart_file import mart_file

OUTCOMES = "gate/outcomes"
DECLARED = "declared_changes"
JUDGES = tuple(f"pipelines/gate{part}.py" for part in ("", "_checkpoint", "_frames", "_outcomes", "_withheld"))
"""The code that judges; what is expected stands in quality."""

SHOWN = ("state", "judged", "failing", "withholds", "withheld", "owner")


class PublicationBlocked(RuntimeError):
    """The build is not published; the message is the paragraph that an operator reads."""


def gate_specs() -> list[dg.AssetCheckSpec]:
    """Every expectation as a check of the publication."""
    return [
        dg.AssetCheckSpec(
            check_name(suite, one),
            asset="publication",
            description=f"{one.description_zh}。{one.description_en} Withholds: {one.withholds}. "
            f"依据 / rule: {one.rule}. 界限由谁改 / who may change it: {suite.owner_of(one)}.",
        )
        for suite in suites()
        for one in suite.expectations
    ]


def gate_state(workspace: Workspace) -> str:
    """Digest of what the gate goes by besides the build: whether it is on, how it judges, what is declared."""
    return digest_of([str(workspace.gate), code_digest(*JUDGES), *(str(row) for row in declared(workspace).rows())])


def declared(workspace: Workspace) -> pl.DataFrame:
    """The changes of indicators for which somebody gave a reason, as far as they are in force."""
    rows = workspace.references.table(DECLARED)
    return rows.filter(pl.col("since").is_null() | (pl.col("since") <= workspace.current_day()))


@dataclass
class Gate:
    """The judgement of the build of one version."""

    workspace: Workspace
    version: str
    suites: tuple[Suite, ...] = field(default_factory=suites)
    outcomes: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed_before(self) -> bool:
        """Whether the lake keeps the judgement of just this version; without a gate there is none to keep."""
        return not self.workspace.gate or self.workspace.lake.digest(OUTCOMES) == self.version

    @property
    def withheld(self) -> list[Withheld]:
        """What is published without its value."""
        return [part for one in self.outcomes for part in one.withheld]

    def judge(self, build: Path) -> None:
        """Hold the build against all expectations, and take out of it what they withhold.

        Raises PublicationBlocked where it must not be published.
        """
        if not self.workspace.gate:
            return
        workspace, start = self.workspace, time.perf_counter()
        from pipelines.gate_checkpoint import run_checkpoint
        from pipelines.gate_pages import show_pages

        with tempfile.TemporaryDirectory(prefix="tzeco-gate-") as folder:
            live, today = mart_file(workspace.marts), workspace.current_day()
            prepared = prepare(self.suites, build, live, workspace.lake, declared(workspace), today, Path(folder))
            judged = run_checkpoint(prepared)
            self.outcomes = [outcome_of(one, judged.findings) for one in prepared]
            show_pages(self.outcomes, judged.context, workspace.marts)
        self.seconds = time.perf_counter() - start
        workspace.lake.write(OUTCOMES, outcomes_frame(self.outcomes), digest=self.version)
        blocking = [one for one in self.outcomes if one.blocks_publication]
        if blocking:
            raise PublicationBlocked(blocked_paragraph(blocking, workspace.marts))
        withhold(build, self.withheld)

    def accepted(self) -> None:
        """Remember what was published for the next comparison; of what failed, what was accepted before."""
        for one in self.outcomes:
            keep_memory(self.workspace.lake, one.prepared, one.failing, self.version)

    @property
    def pages(self) -> str:
        """Where the pages of the gate are; what is said where it is off."""
        return str(index_page(self.workspace.marts)) if self.workspace.gate else "off (TZECO_GATE)"

    def results(self) -> Iterator[dg.AssetCheckResult]:
        """The outcome of every expectation for the UI; on a night without change, that of the last judgement."""
        if not self.workspace.gate:
            return
        since = "" if self.outcomes else "（此后未变 / unchanged since）"
        for row in self.workspace.lake.read(OUTCOMES).iter_rows(named=True):
            severity = dg.AssetCheckSeverity.ERROR if row["blocks_publication"] else dg.AssetCheckSeverity.WARN
            yield dg.AssetCheckResult(
                asset_key=dg.AssetKey("publication"),
                check_name=row["check"],
                passed=row["state"] == "held",
                severity=severity,
                description=row["told"] + since,
                metadata={name: row[name] for name in SHOWN},
            )
