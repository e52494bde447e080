"""The page `docs/gate.md`: what blocks and what warns, from the expectations and the table of checks."""

from assets.checks import table_of_checks
from quality.expectations import check_name, suites

HEAD = """# 发布门禁 / The gate before a publication

由 `make docs` 按 `quality/expectations/*.toml` 与 `quality/checks.csv` 生成。
Made by `make docs` from `quality/expectations/*.toml` and `quality/checks.csv`.

每次发布前，对尚未公开的文件逐项检查。不通过时：**publication** 整次发布暂缓，昨日发布保持不变；
**indicator** 只有失败行的区域、年份和指标不发布数值（总览显示“暂缓发布”，原因写入说明；数据表中状态为 `no_data`，
判定依据为 `withheld`），其余照常发布；
**nothing** 仅提示。检查本身出错一律按未通过处理，整次发布暂缓。
与上次发布比较的各项，比的是上次*采用*的数值：暂不发布的值每晚都会再报，直到改正或申报。

Before anything is published, the file is judged while it lies aside. A failure of **publication** holds all of it back
and yesterday's stays live; of **indicator** withholds the values of just the areas, years and indicators of the failing
rows (printed as withheld, with the reason in the note; in the tables the status is `no_data`, decided by `withheld`);
of **nothing** only warns. A check that crashes is broken and holds the publication back. What is compared with the last
publication is compared with what was last *accepted*: a value that is withheld is reported every night until it is put
right or declared.

申报 / To declare a change: `reference/declared_changes.csv`, columns `area_id, indicator_id, year, reason, who, since`.
逐项结果 / All results: `data_docs/index.html` beside the mart, and the checks of the asset `publication` in the UI.
"""


def gate_page() -> str:
    """The page as Markdown."""
    lines = [HEAD, "## 期望 / Expectations", "", row("检查 / check", "暂不发布 / withholds", "内容 / what must hold",
             "依据 / rule", "界限由谁改 / who may change it"), "| --- " * 5 + "|"]  # fmt: skip
    order = ["publication", "indicator", "nothing"]
    every = [(suite, one) for suite in suites() for one in suite.expectations]
    for suite, one in sorted(every, key=lambda pair: order.index(pair[1].withholds)):
        told = f"{one.description_zh}。{one.description_en}"
        withheld = f"{one.withholds}: {', '.join(one.indicators)}" if one.indicators else one.withholds
        lines.append(row(f"`{check_name(suite, one)}`", withheld, told, one.rule, suite.owner_of(one)))
    titles = row("检查 / check", "表 / table", "暂不发布 / withholds", "内容 / what must hold")
    lines += ["", "## 各表检查 / Checks of single tables", "", titles, "| --- " * 4 + "|"]
    for check in sorted(table_of_checks(), key=lambda one: order.index(one["withholds"])):
        told = f"{check['description_zh']}。{check['description_en']}"
        lines.append(row(f"`{check['check']}`", f"`{check['table']}`", check["withholds"], told))
    return "\n".join(lines) + "\n"


def row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
