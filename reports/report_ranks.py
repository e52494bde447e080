"""The report's tables of ranks: the area among its city's districts, its streets and towns among each other."""

from reports.report_figure import DASH, Figure, Grid, Row, demo_in, marked, number, plain
from reports.report_reading import Report
from reports.report_words import word


def district_ranks(report: Report, pick: int) -> Figure:
    rows = report.rows["district_ranks"]
    heads = (
        ("指标", "时段", "数值", "公布位次", "计算位次", "与前一名差", "同比", "核对"),
        ("Measure", "Period", "Value", "Published rank", "Our rank", "To the next", "Change", "Check"),
    )
    lines = [
        [
            word("measure", row["measure"], pick),
            row["period_id"],
            marked(plain(row["value"]), row),
            plain(row["rank_published"]),
            f"{plain(row['rank'])} / {row['members']}",
            plain(row["gap_next"]),
            DASH if row["change"] is None else f"{number(row['change'], 1, sign=True)}%",
            word("rank_check", row["rank_check"], pick),
        ]
        for row in rows
    ]
    title = ("全市各区排名中的位次（最近一期）", "Rank among the city's districts (latest lists)")[pick]
    return Figure(
        "air-district-ranks",
        title,
        grid=Grid(heads[pick], lines, frozenset(range(2, 7))),
        demo=demo_in(rows),
        wide=True,
    )


def town_ranks(report: Report, pick: int) -> Figure:
    """One line a town, one pair of columns a measure; a town that a list leaves out has a dash."""
    rows = report.rows["town_ranks"]
    measures = {row["measure"]: row["period_id"] for row in rows}
    towns: dict[str, dict[str, Row]] = {}
    for row in rows:
        towns.setdefault(row["town_id"], {})[row["measure"]] = row
    ordered = sorted(towns.values(), key=lambda of: min(row["rank"] or 999 for row in of.values()))
    lines = [
        [
            next(iter(of.values()))["name_zh" if pick == 0 else "name_en"] or DASH,
            *(rank_text(of.get(measure)) for measure in measures),
        ]
        for of in ordered
    ]
    heads = [("街道（乡镇）", "Street, town")[pick], *(f"{word('measure', m, pick)} {p}" for m, p in measures.items())]
    note = ("位次（数值）；— 表示不在榜，不代表好坏。", "Rank (value); — is not listed, which says nothing good.")[pick]
    title = ("街道（乡镇）排名（最近一期）", "Ranks of streets and towns (latest lists)")[pick]
    return Figure(
        "air-town-ranks",
        title,
        grid=Grid(heads, lines, frozenset(range(1, len(heads)))),
        note=note,
        demo=demo_in(rows),
        wide=True,
    )


def rank_text(row: Row | None) -> str:
    if row is None or row["rank"] is None:
        return DASH
    return marked(f"{row['rank']} ({plain(row['value'])})", row)
