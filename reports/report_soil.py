"""The report's pictures of soil: samples above their limits, farmland by category, parcels of construction land."""

from reports.report_figure import DASH, Figure, Grid, demo_in, marked, number
from reports.report_reading import Report
from reports.report_words import word


def figures(report: Report, pick: int) -> list[Figure]:
    return [exceedance(report, pick), farmland(report, pick), parcels(report, pick)]


def exceedance(report: Report, pick: int) -> Figure:
    rows = report.rows["soil"]
    heads = (
        ("项目", "样品数", "超筛选值", "超管制值", "超标率"),
        ("Item", "Samples", "Above screening", "Above intervention", "Share"),
    )
    lines = [
        [
            row["item_zh"] if pick == 0 else row["item"],
            str(row["samples"]),
            str(row["above_screening"]),
            str(row["above_intervention"]),
            DASH if row["share"] is None else f"{row['share']:.1f}%",
        ]
        for row in rows
    ]
    title = ("土壤样品超标情况（GB 15618-2018）", "Soil samples above limits (GB 15618-2018)")[pick]
    demo = any(row["origin"] == "demo" for row in report.of("status", indicator_id="soil_environment_quality"))
    return Figure(
        "soil-exceedance",
        title,
        grid=Grid(heads[pick], lines, frozenset(range(1, 5)), "narrow"),
        demo=demo and bool(rows),
    )


def farmland(report: Report, pick: int) -> Figure:
    rows = report.rows["farmland"]
    heads = (
        ("类别", "单元数", "面积（亩）", "安全利用单元", "安全利用面积（亩）"),
        ("Category", "Units", "Area (mu)", "Units in safe use", "Area in safe use (mu)"),
    )
    lines = [
        [
            word("category", row["category"], pick) or DASH,
            str(row["units"]),
            marked(number(row["area_mu"], 0), row),
            str(row["safe"]),
            number(row["safe_mu"], 0),
        ]
        for row in rows
    ]
    title = ("农用地分类与安全利用", "Farmland by category and safe use")[pick]
    note = ("安全利用按十四五核算方法。", "Safe use by the method of the 14th plan.")[pick]
    return Figure(
        "soil-farmland",
        title,
        grid=Grid(heads[pick], lines, frozenset(range(1, 5))),
        note=note,
        demo=demo_in(rows),
    )


def parcels(report: Report, pick: int) -> Figure:
    rows = report.rows["parcels"]
    heads = (
        ("乡镇", "地块数", "纳入核算", "其中合规"),
        ("Town", "Parcels", "Counted", "Compliant"),
    )
    lines = [
        [
            row["town" if pick == 0 else "town_en"],
            marked(str(row["parcels"]), row),
            str(row["counted"]),
            str(row["compliant"]),
        ]
        for row in rows
    ]
    title = ("建设用地地块", "Parcels of construction land")[pick]
    return Figure("soil-parcels", title, grid=Grid(heads[pick], lines, frozenset({1, 2, 3})), demo=demo_in(rows))
