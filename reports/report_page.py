"""The report as one HTML file that needs nothing else: no script, no font, no picture from outside."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from reports import report_air, report_climate, report_ecology, report_plan, report_soil, report_water
from reports.colours import scale
from reports.report_drawing import svg
from reports.report_figure import Figure
from reports.report_indicators import Indicator, indicators
from reports.report_reading import Report
from reports.report_words import word
from reports.scoreboard import Scoreboard, title
from reports.scoreboard_cells import HEADINGS
from schemas.status_words import PRINTED_STATUS, printed_status

Pictures = Callable[[Report, int], list[Figure]]
FIGURES: Final[dict[str, Pictures]] = {
    "air": report_air.figures,
    "water": report_water.figures,
    "soil": report_soil.figures,
    "climate": report_climate.figures,
    "ecology": report_ecology.figures,
}
"""The pictures of each medium, below its indicators, in the order of the page."""

LAST: Final[dict[str, tuple[tuple[str, str], Pictures]]] = {
    "left": (("全年余量", "Rest of the year"), report_plan.left),
    "official": (("公布值对照", "Published values"), report_plan.official),
    "tasks": (("计划任务", "Plan tasks"), report_plan.tasks),
}
"""What concerns all media, after them: by its place in the page, its heading and its pictures."""


@dataclass(frozen=True)
class Section:
    """A part of the page: heading, the indicators of its medium, its figures."""

    id: str
    heading: str
    indicators: list[Indicator]
    figures: list[Figure]


def page(report: Report, lang: str) -> str:
    """The report in one language (zh, en)."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pick = 0 if lang == "zh" else 1
    environment = Environment(
        loader=PackageLoader("reports", "templates/report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(say=lambda zh, en: (zh, en)[pick], drawn=drawn, scales=scales())
    return environment.get_template("page.html").render(**context(report, pick))


def context(report: Report, pick: int) -> dict[str, Any]:
    """What the templates are filled with."""
    shown = indicators(report, pick)
    board = Scoreboard(report.area, report.year, report.rows["status"], report.publication)
    return {
        "lang": ("zh-CN", "en")[pick],
        "title": title(board, pick),
        "report": report,
        "headings": {name: pair[pick] for name, pair in HEADINGS.items()},
        "indicators": shown,
        "counts": counts(report, pick),
        "fragile": any(row["fragile"] for row in report.rows["status"]),
        "sections": sections(report, shown, pick),
        "last": [Section(place, heading[pick], [], make(report, pick)) for place, (heading, make) in LAST.items()],
    }


def sections(report: Report, shown: list[Indicator], pick: int) -> list[Section]:
    """One section for each medium."""
    return [
        Section(medium, word("medium", medium, pick), [one for one in shown if one.medium == medium],
                make(report, pick))
        for medium, make in FIGURES.items()
    ]  # fmt: skip


def counts(report: Report, pick: int) -> list[tuple[str, str, int]]:
    """How many indicators stand where: sign, words, number; in the order of the statuses."""
    stands = Counter(printed_status(row) for row in report.rows["status"])
    found = [(status, stands[status]) for status in PRINTED_STATUS]
    told = [(scale("status")[status].sign, PRINTED_STATUS[status][pick], many) for status, many in found if many]
    beside = sum(bool(row["city_target_missed"]) for row in report.rows["status"])
    words = ("其中市下达的水污染物减排目标未完成", "of these, the city's reduction target for water pollutants missed")[
        pick
    ]
    return [*told, ("!", words, beside)] if beside else told


def drawn(figure: Figure) -> Markup:
    """The chart of a figure, ready to stand in the page."""
    return svg(figure.chart, figure.key, figure.title, figure.said) if figure.chart is not None else Markup()


def scales() -> dict[str, dict[str, Any]]:
    """The colours that the page's sheet gives styles to."""
    return {name: dict(scale(name)) for name in ("aqi_grade", "water_class", "status")}
