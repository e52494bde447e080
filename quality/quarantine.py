"""What an operator reads about a value that was not believed: the rule in words, and what to do next. The words are
rows of `quality/quarantine_rules.csv`."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

import polars as pl


@dataclass(frozen=True)
class Words:
    """What is wrong and what to do next, in Chinese and English. What is wrong with a file as a whole its reader says
    in English, with what it found in both."""

    wrong_zh: str
    next_zh: str
    wrong_en: str = ""
    next_en: str = ""


UNKNOWN: Final = {
    "cell": Words("未被采信", "请检查文件", "was not accepted", "check the file"),
    "file": Words("无法读取", "请按英文说明处理"),
}
"""For a rule without words of its own."""


@cache
def words_of(of: Literal["cell", "file"]) -> dict[str, Words]:
    """Rule → words, of the rules that set aside a cell or a file as a whole."""
    text = resources.files("quality").joinpath("quarantine_rules.csv").read_text("utf-8")
    return {
        row["rule"]: Words(row["wrong_zh"], row["next_zh"], row["wrong_en"], row["next_en"])
        for row in csv.DictReader(text.splitlines())
        if row["of"] == of
    }


NOTHING: Final = pl.lit(None, pl.String)


def message(
    path: pl.Expr, row: pl.Expr, column: pl.Expr, raw: pl.Expr, rule: pl.Expr, context: pl.Expr = NOTHING
) -> pl.Expr:
    """One sentence in Chinese, and one in English: where, which value, which rule, what was done, what next.

    `context` is the text that breaks the rule where that is not the value itself: a time label, a name, a unit, the
    rival of a conflict.
    """
    raw, named = raw.fill_null(""), column != ""
    place_zh = pl.when(named).then(pl.format("“{}”列", column)).otherwise(pl.lit(""))
    place_en = pl.when(named).then(pl.format(", column {}", column)).otherwise(pl.lit(""))
    what_zh = pl.when(context.is_null()).then(pl.lit("")).otherwise(pl.format("（{}）", context))
    what_en = pl.when(context.is_null()).then(pl.lit("")).otherwise(pl.format(": {}", context))
    return pl.format(
        "第{}行{}“{}”{}{}；{} · "
        '{}, row {}{}: "{}" {}{} (rule: {}). Kept in quarantine; everything else goes on. Next: {}.',
        row, place_zh, raw, worded(rule, "wrong_zh"), what_zh, worded(rule, "next_zh"),
        path, row, place_en, raw, worded(rule, "wrong_en"), what_en, rule, worded(rule, "next_en"),
    )  # fmt: skip


def worded(rule: pl.Expr, part: str) -> pl.Expr:
    """One part of the words of a cell's rule."""
    words = {name: getattr(one, part) for name, one in words_of("cell").items()}
    return rule.replace_strict(words, default=getattr(UNKNOWN["cell"], part))


def unreadable_reason(rule: str, text: str, found_zh: str = "") -> tuple[str, str]:
    """Why a file can't be read and what to do next: in Chinese with what its reader `found`, and in English behind the
    `text` of its reader."""
    words = words_of("file").get(rule, UNKNOWN["file"])
    found = f"（{found_zh}）" if found_zh else ""
    return f"{words.wrong_zh}{found}；{words.next_zh}", f"{text} Next: {words.next_en}." if words.next_en else text


def unreadable_message(path: str, rule: str, text: str, found_zh: str = "") -> str:
    """What is told of a file that can't be read, in Chinese and in English."""
    zh, en = unreadable_reason(rule, text, found_zh)
    return f"{path}：{zh} · {path}: {en} No cell of it was taken in; all other files go on."
