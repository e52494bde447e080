"""Data Docs of the gate: the library's page of each expectation, behind a first page in the words of an operator."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader

from pipelines.data_docs import placed
from pipelines.gate_checkpoint import write_pages
from pipelines.gate_outcomes import Outcome

LOG: Final = logging.getLogger(__name__)
STATES: Final = {"held": "通过 / held", "failed": "未通过 / failed", "broken": "检查出错 / check broken"}
WITHHOLDS: Final = {
    "publication": "整次发布 / publication",
    "indicator": "有关指标 / indicator",
    "nothing": "仅提示 / nothing, warns",
}


def show_pages(outcomes: Sequence[Outcome], context: Any, marts: Path) -> None:
    """Put the pages of a judgement in the place of the last ones. The verdict does not hang on them: where they can't
    be written, the log says so and the old ones stay."""
    try:
        with placed(marts) as folder:
            if context is not None:
                write_pages(context, folder)
            (folder / "index.html").write_text(first_page(outcomes, folder), "utf-8")
    except Exception:
        LOG.exception("The pages of the gate could not be written; its verdict stands, and the old pages stay.")


def first_page(outcomes: Sequence[Outcome], folder: Path) -> str:
    """All expectations: what failed first, with what it withholds, who may change it, and a link to its page."""
    order = ["broken", "failed", "held"]
    rows = [row(one, folder) for one in sorted(outcomes, key=lambda one: order.index(one.state))]
    environment = Environment(loader=PackageLoader("pipelines"), autoescape=True)
    return environment.get_template("gate.html").render(rows=rows, counts=counts(outcomes))


def row(one: Outcome, folder: Path) -> dict[str, str]:
    expectation = one.prepared.expectation
    page = next(iter(sorted(folder.glob(f"validations/{one.prepared.name}/**/*.html"))), None)
    return {
        "name": one.prepared.name, "page": page.relative_to(folder).as_posix() if page else "", "state": one.state,
        "told_state": STATES[one.state], "withholds": WITHHOLDS[one.withholds], "rule": expectation.rule,
        "zh": expectation.description_zh, "en": expectation.description_en, "told": one.told,
        "owner": one.prepared.suite.owner_of(expectation), "withheld": "; ".join(str(part) for part in one.withheld),
    }  # fmt: skip


def counts(outcomes: Sequence[Outcome]) -> str:
    """How many there are of each outcome."""
    return "，".join(f"{word}: {sum(one.state == state for one in outcomes)}" for state, word in STATES.items())
