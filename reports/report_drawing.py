"""Charts as SVG that stands in a page by itself: one look, no script, no outside request."""

import re
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from reports.colours import fills
from reports.report_figure import Row

if TYPE_CHECKING:
    import altair as alt

WIDTH: Final = 290
"""Of the plot; with its axis it fits a telephone without being shrunk."""

HEIGHT: Final = 150
FONT: Final = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
INK: Final = "#1B2430"
QUIET: Final = "#4A5560"
LINES: Final = "#D9DEE4"
LOOK: Final[dict[str, Any]] = {
    "aria": False,
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None, "continuousWidth": WIDTH, "continuousHeight": HEIGHT, "discreteWidth": WIDTH},
    "axis": {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "labelColor": INK,
             "titleColor": QUIET, "gridColor": LINES, "domainColor": QUIET, "tickColor": QUIET, "labelLimit": 150},
    "axisX": {"labelAngle": 0, "grid": False},
    "axisXQuantitative": {"tickCount": 5},
    "legend": {"orient": "bottom", "labelFontSize": 11, "labelColor": INK, "title": None, "columns": 3,
               "labelLimit": 180, "symbolSize": 70},
    "text": {"fontSize": 11, "fill": INK},
    "line": {"strokeWidth": 2},
}  # fmt: skip

SIZE: Final = re.compile(r'^<svg [^>]*?viewBox="([^"]+)"[^>]*>')
NAMED: Final = re.compile(r'(\bid="|url\(#|href="#)')


def values(rows: list[Row]) -> "alt.InlineData":
    """Rows as the data of a chart."""
    import altair as alt

    return alt.InlineData(values=rows)


def colours(scale: str, keys: dict[str, str]) -> "alt.Scale":
    """A scale of colours: words of the legend by key of the scale."""
    import altair as alt

    known = fills(scale)
    return alt.Scale(domain=list(keys.values()), range=[known[key] for key in keys])


def svg(chart: "alt.Chart | alt.LayerChart", name: str, title: str, said: str) -> Markup:
    """A chart as an SVG element with title and description, whose names clash with no other one's of the page."""
    import vl_convert

    made = vl_convert.vegalite_to_svg(chart.configure(**LOOK).to_json(validate=False))
    found = SIZE.match(made)
    if found is None:
        raise ValueError(f"{name}: the chart was not drawn as SVG.")
    width = float(found[1].split()[2])
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{}" style="max-width:{:.0f}px" '
        'aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
    ).format(found[1], width, name, name, name, title, name, said)
    body = NAMED.sub(lambda part: f"{part[1]}{escape(name)}-", made[found.end() :])
    return head + Markup(body)
