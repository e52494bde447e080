"""`tzeco inspect`: what would be read from a file, and why not."""

from pathlib import Path

import polars as pl
from rich.console import Console

from pipelines import inspecting_air, inspecting_samples
from pipelines.inspecting_datasets import OF_HEADER, Outcome, dataset_named, located, outcome, placed_as, recognising
from pipelines.inspecting_print import say
from pipelines.settings import Settings
from quality.quarantine import message, unreadable_reason
from readers.datasets import AIR_HOURLY, DATASETS
from readers.result import ReadResult

SENTENCES = 3
LATER = {
    True: "读取时没有需要隔离的单元格；未到的小时和相互矛盾的数值由运行判定 · "
    "nothing to quarantine at reading; hours to come and conflicts are told by a run",
    False: "读取时没有需要隔离的单元格；未到的时间、相互矛盾的数值和未登记的地点由运行判定 · "
    "nothing to quarantine at reading; times to come, conflicts and unknown places are told by a run",
}


def inspect_file(path: Path, dataset: str | None = None) -> int:
    """Print format, encoding, ledger, first values and every fault of a file; gives an exit code.

    Below a dataset's folder the folder decides which reader is used, elsewhere `dataset` does, and without either all
    are tried. Exit codes: 0 read, 1 not readable, 2 no such file or dataset.
    """
    console = Console()
    if dataset is not None and dataset_named(dataset) is None:
        names = ", ".join(one.name for one in DATASETS)
        say(
            console, f"--dataset {dataset}：没有这个数据集，可用 · there is no such dataset; there are: {names}.", "red"
        )
        return 2
    if path.is_dir():
        say(console, f"{path}：是目录，不是文件 · is a folder, not a file", "red")
        return 2
    if not path.is_file():
        say(console, f"{path}：没有这个文件 · no such file", "red")
        return 2
    outcomes = outcomes_of(console, path, dataset)
    if outcomes[0].result is None:
        return show_failures(console, path, outcomes)
    show(console, path, outcomes[0], outcomes[0].result)
    show_rivals(console, outcomes[1:])
    return 0


def outcomes_of(console: Console, path: Path, dataset: str | None) -> list[Outcome]:
    """What the reader of the file's dataset makes of it, or all that recognise it, best first."""
    content = path.read_bytes()
    placed = located(path, Settings().raw_dir)
    if placed is None:
        chosen = dataset_named(dataset) if dataset else None
        return [outcome(placed_as(path, chosen), content)] if chosen else recognising(path, content)
    if dataset not in (None, placed.dataset.name):
        folder, name = placed.dataset.folder, placed.dataset.name
        told = f"{folder}/ 下的文件按 {name} 读取，不按 {dataset}"
        say(console, f"{told} · below {folder}/ a run reads it as {name}, not {dataset}", "yellow")
    return [outcome(placed, content)]


def show_failures(console: Console, path: Path, outcomes: list[Outcome]) -> int:
    """Why the file is not read, by each dataset that it may have been meant for; gives the exit code."""
    for one in outcomes:
        if one.problem:
            known = one.problem.rule not in OF_HEADER
            name = one.placed.dataset.name
            meant_zh, meant = ("", "") if known else (f"不能按 {name} 读取，", f" as {name}")
            zh, en = unreadable_reason(one.problem.rule, str(one.problem), one.problem.found_zh)
            say(
                console,
                f"{path.name}：{meant_zh}{zh} · {path.name}: not read{meant} (rule: {one.problem.rule}). {en}",
                "red",
            )
            if one.placed.mapping:
                say(console, f"  对照文件 mapping {one.placed.mapping}")
    if len(outcomes) > 1:
        say(console, "  用 --dataset 指明所属数据集 · --dataset names the dataset that it is meant for")
    return 1


def show_rivals(console: Console, others: list[Outcome]) -> None:
    """Which other datasets would take in cells of the file, each with how many."""
    names = ", ".join(f"{one.placed.dataset.name} ({one.sound})" for one in others if one.sound)
    if names:
        say(
            console,
            f"  也可按 {names} 读取，由所在目录或 --dataset 决定 · "
            "it would also be read as these: its folder or --dataset decides",
        )


def show(console: Console, path: Path, one: Outcome, result: ReadResult) -> None:
    """Everything about a file that was read."""
    dataset, is_air = one.placed.dataset, one.placed.dataset is AIR_HOURLY
    sound = result.rows.filter(pl.col("rule").is_null())
    form = inspecting_air.form_of(result).name if is_air else inspecting_samples.form_name(dataset, result)
    say(console, f"{path.name}: {form}, {result.encoding}", "bold")
    where = f"{dataset.folder}/"
    say(console, f"  按 {dataset.name} 读取，目录为 {where} · read as {dataset.name}, which lies in {where}")
    if is_air:
        inspecting_air.show_clock(console, result)
    elif one.placed.mapping:
        say(console, f"  对照文件 mapping {one.placed.mapping}")
    show_ledger(console, result)
    if sound.height and is_air:
        inspecting_air.show_extent(console, sound)
        inspecting_air.show_values(console, sound)
    elif sound.height:
        inspecting_samples.show_extent(console, sound)
        inspecting_samples.show_values(console, dataset, sound)
    inspecting_samples.show_notes(console, result.notes)
    show_faults(console, path, result, is_air=is_air)


def show_ledger(console: Console, result: ReadResult) -> None:
    """What becomes of every cell."""
    rule, cells = result.rows.get_column("rule"), result.rows.get_column("cells")
    sound, aside = cells.filter(rule.is_null()).sum(), cells.filter(rule.is_not_null()).sum()
    other, empty = result.not_observation, result.empty
    say(
        console,
        f"  单元格 {result.cells} = 可接受 {sound} + 隔离 {aside} + 非观测 {other} + 空值 {empty} · "
        f"cells {result.cells} = to take in {sound} + quarantine {aside} + not observation {other} + empty {empty}",
    )


def show_faults(console: Console, path: Path, result: ReadResult, *, is_air: bool) -> None:
    """Every kind of fault with its count and first sentences."""
    faulty = result.rows.filter(pl.col("rule").is_not_null())
    if faulty.is_empty():
        say(console, f"  {LATER[is_air]}")
        return
    columns = [pl.col(name) for name in ("source_row", "source_column", "raw", "rule", "context")]
    told = faulty.with_columns(text=message(pl.lit(path.name), *columns))
    for (rule,), group in told.group_by(["rule"], maintain_order=True):
        say(console, f"{rule}: {group.height}", "yellow")
        for text in group.get_column("text").head(SENTENCES):
            say(console, f"  {text}")
