"""`tzeco doctor`: whether this installation can do its night, looked at piece by piece, with what to do."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rich.table import Table
from rich.text import Text

from pipelines.settings import Settings, prepare_environment
from readers.datasets import DATASETS
from readers.landing import landing_files
from store import lock, mart_file

State = Literal["ok", "warn", "fail"]
Looked = tuple[State, str, str]
"""State, and a sentence in Chinese and in English that names the next action where there is one."""

NIGHT: Final = timedelta(hours=26)
"""A publication or heartbeat of the last night is younger than this."""

ROOM: Final = 3
"""A night needs a copy of the mart and of what it rewrites: this many times their size is comfortable."""

LEAST_ROOM: Final = 1_000_000_000
PYTHON: Final = (3, 11)
ZONE: Final = "Asia/Shanghai"
FAMILY: Final = ("dagster", "dagster-webserver")
NEEDED: Final = (*FAMILY, "duckdb", "polars", "pandera", "narwhals")
SIGNS: Final = {"ok": "✓", "warn": "!", "fail": "✗"}
STYLES: Final = {"ok": "green", "warn": "yellow", "fail": "bold red"}


@dataclass(frozen=True)
class Finding:
    """What one look found."""

    look: str
    state: State
    zh: str
    en: str


def environment(_settings: Settings) -> Looked:
    """Interpreter and packages."""
    if sys.version_info < PYTHON:
        return "fail", "需要 Python 3.11 或更高版本。", "Python 3.11 or newer is needed."
    found, missing = {}, []
    for name in NEEDED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        names = ", ".join(missing)
        return "fail", f"缺少软件包：{names}。请再运行 make run。", f"Packages are missing: {names}. Run `make run`."
    if len({found[name] for name in FAMILY}) > 1:
        told = ", ".join(f"{name} {found[name]}" for name in FAMILY)
        return "fail", f"版本不一致：{told}。", f"Versions differ: {told}. Install from requirements.lock."
    told = ", ".join(f"{name} {one}" for name, one in found.items() if name != "dagster-webserver")
    return "ok", f"Python {sys.version.split()[0]}；{told}。", f"Python {sys.version.split()[0]}; {told}."


def landing_zone(settings: Settings) -> Looked:
    """Whether there is something to read, and whether all of it can be."""
    raw = settings.raw_dir
    if not raw.is_dir():
        return "fail", f"没有落地目录 {raw}。请设置 TZECO_RAW_DIR。", f"No landing zone {raw}. Set TZECO_RAW_DIR."
    files = {dataset.name: landing_files(raw, dataset) for dataset in DATASETS}
    shut = [path for paths in files.values() for path in paths if not os.access(raw / path, os.R_OK)]
    if shut:
        told = f"{len(shut)}: {shut[0]}"
        return "fail", f"有文件不可读（{told}）。请改权限。", f"Files can't be read ({told}). Change their permissions."
    empty = [name for name, paths in files.items() if not paths]
    counted = sum(map(len, files.values()))
    if not counted:
        return "fail", f"{raw} 内没有数据文件。", f"There is no data file below {raw}."
    if empty:
        names = ", ".join(empty)
        return (
            "warn",
            f"{counted} 个文件；没有文件的数据集：{names}。",
            f"{counted} files; datasets without any: {names}.",
        )
    return "ok", f"{len(files)} 个数据集，{counted} 个文件。", f"{len(files)} datasets, {counted} files."


def lake(settings: Settings) -> Looked:
    """Whether the lake can be written, and whether a run holds it."""
    folder = settings.lake_dir
    standing = nearest(folder)
    if not os.access(standing, os.W_OK):
        return "fail", f"不能写入 {standing}。请改权限。", f"{standing} can't be written. Change its permissions."
    held = lock.holder(folder / lock.HOLDER)
    if held and not alive(int(held.get("pid", 0))):
        told = f"{held.get('pid')}, {held.get('run_id')}"
        return (
            "warn",
            f"上次运行（{told}）未正常结束；下次运行会重新开始，数据不丢。",
            (f"The last run ({told}) did not end by itself; the next one starts over, nothing is lost."),
        )
    if held:
        told = f"{held.get('pid')}, {held.get('run_id')}"
        return "ok", f"正在运行（{told}）。", f"A run is at work ({told})."
    if not folder.exists():
        return "warn", f"{folder} 尚不存在；首次运行时建立。", f"{folder} is not there yet; the first run makes it."
    size = tree_bytes(folder) / 1e6
    return "ok", f"{folder}，{size:,.0f} MB。", f"{folder}, {size:,.0f} MB."


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def tree_bytes(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def alive(pid: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def mart(settings: Settings) -> Looked:
    """Whether the live mart opens, and how old it is."""
    path = mart_file.mart_file(settings.marts_dir)
    if not path.exists():
        return "warn", f"{path} 尚不存在。请运行 tzeco run。", f"{path} is not there yet. Run `tzeco run`."
    try:
        with mart_file.opened(settings.marts_dir) as connection:
            row = mart_file.rows(connection, "SELECT version, published_at, withheld FROM marts.publication")[0]
    except Exception as error:  # whatever the library raises on a file that is none of its own
        return (
            "fail",
            f"{path} 打不开：{error}。请移开后再运行。",
            f"{path} does not open: {error}. Move it away, run again.",
        )
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone(ZoneInfo(ZONE))
    told = f"{row['version']}, {changed:%Y-%m-%d %H:%M}"
    if row["withheld"]:
        return (
            "warn",
            f"发布 {told}；未予采用：{row['withheld']}。",
            f"Publication {told}; withheld: {row['withheld']}.",
        )
    return "ok", f"发布 {told}。", f"Publication {told}."


def daemon(_settings: Settings) -> Looked:
    """Whether the daemon that starts the nights has given a sign of life, and whether the schedule is on."""
    from dagster import DagsterInstance

    prepare_environment()
    with DagsterInstance.get() as instance:
        beats = instance.get_daemon_heartbeats()
        last_runs = instance.get_run_records(limit=1)
    beat = max((one.timestamp for one in beats.values()), default=None)
    if beat is None:
        return (
            "warn",
            "调度进程从未启动；用 make ui 启动，或由其他调度程序执行 tzeco run。",
            ("The daemon never ran: start it with `make ui`, or let another scheduler call `tzeco run`."),
        )
    since = datetime.now(UTC) - datetime.fromtimestamp(beat, UTC)
    failing = sorted(name for name, one in beats.items() if one.errors)
    if failing:
        names = ", ".join(failing)
        return (
            "fail",
            f"调度进程报错：{names}。请看界面“Deployment”页。",
            f"The daemon reports errors: {names}. See the UI.",
        )
    if since > timedelta(minutes=5):
        told = f"{beat_of(beat):%Y-%m-%d %H:%M}"
        return (
            "warn",
            f"调度进程自 {told} 起无心跳；请重新启动。",
            f"No heartbeat of the daemon since {told}; start it again.",
        )
    ended = beat_of(last_runs[0].end_time) if last_runs and last_runs[0].end_time else None
    if ended and datetime.now(ZoneInfo(ZONE)) - ended > NIGHT:
        return "warn", f"上次运行结束于 {ended:%Y-%m-%d %H:%M}。", f"The last run ended {ended:%Y-%m-%d %H:%M}."
    return "ok", f"{since.seconds} 秒前有心跳。", f"Heartbeat {since.seconds} s ago."


def beat_of(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, ZoneInfo(ZONE))


def disk(settings: Settings) -> Looked:
    """Whether the next night has room."""
    used = sum(tree_bytes(folder) for folder in (settings.lake_dir, settings.marts_dir) if folder.exists())
    needed = max(ROOM * used, LEAST_ROOM)
    places = {}
    for folder in (settings.lake_dir, settings.marts_dir, prepare_environment()):
        standing = nearest(folder)
        places[standing.stat().st_dev] = (standing, shutil.disk_usage(standing).free)
    short = [(path, free) for path, free in places.values() if free < needed]
    if short:
        path, free = short[0]
        zh = f"{path} 仅余 {free / 1e9:.1f} GB，一夜宜有 {needed / 1e9:.1f} GB。请清理。"
        return (
            "fail" if free < used else "warn",
            zh,
            (f"{path} has {free / 1e9:.1f} GB left; a night should have {needed / 1e9:.1f} GB. Make room."),
        )
    free = min(free for _, free in places.values())
    return "ok", f"可用 {free / 1e9:.1f} GB。", f"{free / 1e9:.1f} GB free."


def clock(settings: Settings) -> Looked:
    """Whether the machine knows the time: nothing of the landing zone and no publication may come from the future."""
    try:
        now = datetime.now(ZoneInfo(ZONE))
    except ZoneInfoNotFoundError:
        return "fail", "系统没有时区数据。请安装 tzdata。", "No time zone data. Install the package tzdata."
    if settings.today:
        return "warn", f"TZECO_TODAY 把今天定为 {settings.today}。", f"TZECO_TODAY sets today to {settings.today}."
    times = [path.stat().st_mtime for path in recent(settings)]
    newest = datetime.fromtimestamp(max(times), ZoneInfo(ZONE)) if times else now
    if newest > now + timedelta(minutes=5):
        told = f"{now:%Y-%m-%d %H:%M} / {newest:%Y-%m-%d %H:%M}"
        return "fail", f"时钟落后于已有文件（{told}）。请对时。", f"The clock is behind files ({told}). Set the clock."
    return "ok", f"{now:%Y-%m-%d %H:%M}，{ZONE}。", f"{now:%Y-%m-%d %H:%M}, {ZONE}."


def recent(settings: Settings) -> Iterator[Path]:
    """Files that the system itself has written: their time can't be ahead of the clock."""
    folders = (settings.marts_dir, settings.lake_dir / "manifest")
    yield from (path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file())


LOOKS: Final[tuple[tuple[str, str, Callable[[Settings], Looked]], ...]] = (
    ("运行环境", "Environment", environment),
    ("落地区", "Landing zone", landing_zone),
    ("数据湖", "Lake", lake),
    ("数据集市", "Mart", mart),
    ("调度进程", "Daemon", daemon),
    ("磁盘", "Disk", disk),
    ("时钟与时区", "Clock and time zone", clock),
)


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; a look that fails itself is a finding too."""
    found = []
    for zh, en, look in LOOKS:
        try:
            state, told_zh, told_en = look(settings)
        except OSError as error:
            state, told_zh, told_en = "fail", f"无法查看：{error}。", f"Could not be looked at: {error}."
        found.append(Finding(f"{zh} {en}", state, told_zh, told_en))
    return found


def rendered(findings: list[Finding], lang: str) -> Table:
    """The findings as a table for the terminal."""
    table = Table("", "检查 look", "结果 finding", box=None, pad_edge=False)
    for one in findings:
        table.add_row(Text(SIGNS[one.state], STYLES[one.state]), one.look, Text(one.zh if lang == "zh" else one.en))
    return table


def as_json(findings: list[Finding]) -> str:
    return json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=2)
