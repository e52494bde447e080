"""What `tzeco fetch` prints, its exit code, and the schedule that does the same before the night."""

from datetime import date
from typing import Final

import dagster as dg
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.exits import Exit
from pipelines.fetching import BadSources, Fetched, fetch, sources_of
from pipelines.places import current_day
from pipelines.settings import Settings

STATES: Final = {
    "landed": ("已落地", "landed", "green"), "unchanged": ("无变化", "unchanged", "dim"),
    "refused": ("已拒收", "refused", "bold red"), "failed": ("未取到", "failed", "red"),
}  # fmt: skip


def tell(last: date | None, lang: str) -> Exit:
    """Fetch and print what became of each file."""
    settings, console = Settings(), Console()
    if settings.sources_file is None:
        console.print("未设置 TZECO_SOURCES_FILE，不取数据。 TZECO_SOURCES_FILE is not set: nothing is fetched.")
        return Exit.USAGE
    try:
        found = list(fetch(settings, sources_of(settings.sources_file), last or current_day()))
    except BadSources as problem:
        console.print(str(problem), style="red", markup=False, soft_wrap=True)
        return Exit.USAGE
    console.print(rendered(found, lang))
    return Exit.FAILED if any(one.state in ("refused", "failed") for one in found) else Exit.OK


def rendered(found: list[Fetched], lang: str) -> Table:
    """A row per file."""
    english = lang == "en"
    heads = ("Source", "Day", "File", "State", "Why") if english else ("来源", "日期", "文件", "结果", "原因")
    table = Table(*heads, box=None, pad_edge=False)
    for one in found:
        zh, en, style = STATES[one.state]
        table.add_row(one.source, str(one.day), one.path, Text(en if english else zh, style), Text(one.told))
    return table


@dg.op
def fetch_files(context: dg.OpExecutionContext) -> None:
    """Fetch the days of every source; raises where a file was refused or did not come, the others landed all the
    same."""
    settings = Settings()
    if settings.sources_file is None:
        context.log.info("TZECO_SOURCES_FILE is not set: nothing is fetched.")
        return
    found = list(fetch(settings, sources_of(settings.sources_file), current_day()))
    wrong = [one for one in found if one.state in ("refused", "failed")]
    context.log.info(f"{sum(one.state == 'landed' for one in found)} of {len(found)} files landed.")
    if wrong:
        told = "; ".join(f"{one.path}: {one.told}" for one in wrong)
        raise dg.Failure(f"{len(wrong)} files did not land: {told}")


@dg.job(executor_def=dg.in_process_executor, description="Bring files into the landing zone. 取数据到落地区。")
def fetching() -> None:
    fetch_files()


@dg.schedule(
    job=fetching, cron_schedule="30 1 * * *", execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="01:30, Asia/Shanghai, before the night. Off until you switch it on and name TZECO_SOURCES_FILE.",
)  # fmt: skip
def fetch_before_the_night() -> dg.RunRequest:
    return dg.RunRequest()
