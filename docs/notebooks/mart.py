"""数据集市的交互笔记本 · A notebook on the published mart: status, days, where a number comes from.

`make notebook` opens it; it reads the live publication, read-only (`TZECO_MARTS_DIR`, else `data/marts`).
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="通州区生态环境指标")


@app.cell(hide_code=True)
def _():
    import os
    from pathlib import Path

    import altair as alt
    import duckdb
    import marimo as mo

    from schemas.status_words import PRINTED_STATUS

    checkout = Path(__file__).resolve().parent.parent.parent
    file = Path(os.environ.get("TZECO_MARTS_DIR") or checkout / "data" / "marts") / "tongzhou.duckdb"
    mo.stop(not file.exists(), mo.md(f"没有发布 / no publication in `{file.parent}`; `tzeco run`"))
    mart = duckdb.connect(str(file), read_only=True)
    verdicts = {status: chinese for status, (chinese, _) in PRINTED_STATUS.items()}
    return alt, mart, mo, verdicts


@app.cell(hide_code=True)
def _(mart, mo):
    version, published_at, demonstration = mart.execute(
        "SELECT version, published_at, demonstration FROM marts.publication"
    ).fetchone()
    banner = "\n\n**含演示数据，不是监测结果。Demonstration data: no monitoring results.**" if demonstration else ""
    mo.md(f"# 通州区生态环境指标\n\n发布版本 / publication `{version}`, {published_at}{banner}")


@app.cell(hide_code=True)
def _(mart, mo):
    areas = dict(
        mart.execute(
            "SELECT name_zh, area_id FROM marts.dim_area "
            "WHERE area_id IN (SELECT area_id FROM marts.indicator_status) ORDER BY area_id"
        ).fetchall()
    )
    years = [
        str(year)
        for (year,) in mart.execute(
            "SELECT DISTINCT year FROM marts.indicator_status WHERE value IS NOT NULL ORDER BY year DESC"
        ).fetchall()
    ]
    district = next(iter(areas))
    area = mo.ui.dropdown(areas, value=district, label="区域 area")
    year = mo.ui.dropdown(years, value=years[0], label="年份 year")
    mo.hstack([area, year], justify="start")
    return area, year


@app.cell(hide_code=True)
def _(area, mart, mo, verdicts, year):
    status = mart.sql(
        "SELECT s.中文名称, s.显示值, s.单位, s.比较符, s.目标值, "
        "if(s.数据来源 = 'demo', '演示：', '') || map(?, ?)[if(s.判定依据 = 'withheld', 'withheld', s.状态)] AS 状态, "
        "round(s.同比, 2) AS 同比, s.同比单位 FROM marts.指标状态 AS s JOIN marts.指标 AS i USING (指标编号) "
        "WHERE s.区域编号 = ? AND s.年份 = ? ORDER BY i.次序",
        params=[list(verdicts), list(verdicts.values()), area.value, int(year.value)],
    ).pl()
    mo.vstack([mo.md("## 指标状态 · Status"), mo.ui.table(status, selection=None)])
    return (status,)


@app.cell(hide_code=True)
def _(alt, area, mart, mo, year):
    days = mart.sql(
        "SELECT date, pm25, category FROM marts.air_daily "
        "WHERE level = 'area' AND place_id = ? AND year = ? ORDER BY date",
        params=[area.value, int(year.value)],
    ).pl()
    chart = (
        alt.Chart(days)
        .mark_line()
        .encode(
            x=alt.X("date:T", title=None, axis=alt.Axis(format="%-m月")),
            y=alt.Y("pm25:Q", title="PM2.5 µg/m³"),
            tooltip=["date", "pm25", "category"],
        )
        .properties(width="container", height=220)
    )
    mo.vstack([mo.md("## PM2.5 日值 · Daily values"), chart])
    return (days,)


@app.cell(hide_code=True)
def _(area, mart, mo, year):
    steps = mart.sql(
        "SELECT level_zh AS 层级, level_en AS level, count(*) AS 行数, count(*) FILTER (used) AS 采用, "
        "any_value(standard) AS 标准 "
        "FROM explain('air_pm25_annual_mean', ?, area := ?) GROUP BY ALL ORDER BY min(step)",
        params=[int(year.value), area.value],
    ).pl()
    mo.vstack([mo.md("## PM2.5 年均浓度的由来 · Where the annual mean comes from"), mo.ui.table(steps, selection=None)])
    return (steps,)


if __name__ == "__main__":
    app.run()
