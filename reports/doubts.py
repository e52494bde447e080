"""What a run has brought that is believed and yet doubtful: findings of `marts.doubt`, and files that only repeat
others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from store import mart_file

SHOWN: Final = 5
"""How many are told in full; the rest is counted."""
LISTED: Final = "tzeco query --name doubts"

FINDINGS: Final = """
    SELECT concat_ws('|', dataset, rule, place_id, subject, first_day, source_file_id) AS finding, message
    FROM marts.doubt ORDER BY origin DESC, first_day DESC, path, finding
"""
FILES: Final = """
    -- Automatic stations stand for hours in snapshots that are taken oftener: these repeat each other rightly.
    SELECT source_file_id, path, accepted + superseded AS believed,
        accepted + superseded = copied AND format NOT LIKE 'water_automatic%' AS repeats
    FROM marts.row_ledger JOIN marts.source_file USING (source_file_id) ORDER BY path
"""


@dataclass(frozen=True)
class Doubts:
    """The doubts of a publication. `findings`: their sentences by key, real data and the latest first; `files`: all
    live files; `repeats`: path and number of values of those that give no value but what other files give too."""

    findings: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    repeats: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def load(marts_dir: Path) -> Doubts:
    """The doubts of the live publication; none where there is no publication that can be read."""
    if not mart_file.mart_file(marts_dir).exists():
        return Doubts()
    try:
        with mart_file.opened(marts_dir) as mart:
            findings, files = mart.execute(FINDINGS).fetchall(), mart.execute(FILES).fetchall()
    except duckdb.Error:
        return Doubts()
    repeats = {file: (path, believed) for file, path, believed, repeated in files if believed and repeated}
    return Doubts(dict(findings), frozenset(file for file, *_ in files), repeats)


def told(before: Doubts, now: Doubts) -> list[str]:
    """The lines about doubts of `now` that were not there `before`: the first in full, then how many more, and how many
    were told of on earlier nights. Nothing where there is none.

    A file that repeats others is told on the night on which it comes: of two files that say the same the one that was
    there first is right in being there.
    """
    new = [*(text for key, text in now.findings.items() if key not in before.findings), *came(before, now)]
    earlier = len(now.findings.keys() & before.findings.keys())
    return [
        *([f"存疑数据 {len(new)} 处，照常采用 · {len(new)} doubtful findings, their values are used"] if new else []),
        *(f"  {text}" for text in new[:SHOWN]),
        *([f"  … 另有 {len(new) - SHOWN} 处 · {len(new) - SHOWN} more: {LISTED}"] if len(new) > SHOWN else []),
        *([f"此前已告知的存疑数据 {earlier} 处 · {earlier} doubtful findings were told of before: {LISTED}"]
          if earlier else []),
    ]  # fmt: skip


def came(before: Doubts, now: Doubts) -> list[str]:
    """The files that came since and only repeat others; none where nothing was published before."""
    if not before.files:
        return []
    return [repeating(*now.repeats[file]) for file in now.repeats if file not in before.files]


def repeating(path: str, values: int) -> str:
    """What is told of a file that repeats others."""
    return (
        f"{path}：全部 {values} 个数值在其他文件中已有，没有新数据；请核对是否误放了旧月份的文件、漏改了日期 · "
        f"{path}: all of its {values} values stand in other files too. Next: see whether it is the file of an old "
        "month, or its dates were left as they were."
    )
