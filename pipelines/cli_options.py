"""Options that several commands of `tzeco` have, with their help in Chinese and English."""

from typing import Annotated, Literal

import typer

Lang = Annotated[Literal["zh", "en"], typer.Option(help="显示语言\n\nLanguage of what is printed.")]
Area = Annotated[
    str | None,
    typer.Option(help="区域编号（dim_area），默认为有目标的区域\n\nArea of dim_area; default: the one with targets."),
]
Year = Annotated[
    int | None, typer.Option(help="年份，默认为最近有数值的一年\n\nCalendar year; default: the latest with a value.")
]
AsJson = Annotated[bool, typer.Option("--json", help="输出JSON，不显示表格\n\nPrint JSON instead of a table.")]
