"""What a row of a sample table is: a note, a total, or a sample with its place, its time and its state of water."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from quality.precedence import STAGE_WORDS
from readers.measured import compact, is_missing, measured
from readers.sample_format import SampleFormat, plain
from readers.sample_layout import TIME_ROLES, Layout
from readers.sample_mapping import Mapping
from readers.sample_time import Period, When, completed, joined, mentioned, named, of_path, of_sheet, parsed

LONG_NOTE: Final = 24
"""A line of one text longer than this is no place."""

NUMBERED_NOTE: Final = re.compile(r"\d+[、.)](?!\d)")
FEWEST_NUMBERS: Final = 3
NO_TIME: Final = "no time in row, sheet, title or file name"
CLASSES: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5,
                  **{str(number): number for number in range(1, 7)}}  # fmt: skip
CLASS: Final = re.compile(r"(劣于?)?(VI|IV|V|I{1,3}|[1-6]|[一二三四五])(?:类|级)?(?:水质|水体|水)?")
STATE_BEGINS: Final = re.compile(r"^(?:本月|全月|当月|本期|河道|河流|断面|监测井|井内|因)+")
STATE_ENDS: Final = re.compile(r"[,;、/(]*(?:未采样|未监测|无法采样|不能采样|未测|期|状态|无水|断流|河道干涸)*\)?$")


@dataclass(frozen=True)
class Row:
    """One row of samples: where, when, and what it says of all its cells. `state` is 断流 or 冰封, found in the column
    `state_at`; `period` is None without a time that can be, `time_label` what stands there instead."""

    index: int
    number: int
    place: str
    period: Period | None
    time_label: str
    scope: str
    river: str
    part: str
    stage: str | None
    issued: date | None
    published_class: int | None
    state: str
    state_at: int | None


class Rows:
    """The rows of one table, read from top to bottom: merged cells carry down what they say."""

    def __init__(self, layout: Layout, form: SampleFormat, mapping: Mapping, path: str) -> None:
        self.layout = layout
        self.grid = layout.grid
        self.form = form
        self.mapping = mapping
        self.told = [When(mapping.year)] if mapping.year else []
        self.above: list[When] = []
        self.around = context_of(layout, form, path)
        self.carried: dict[str, str] = {}
        self.states: dict[str, str] = {}

    def texts(self, index: int) -> dict[int, str]:
        """The cells of a row that hold something, by column."""
        row = self.grid.rows[index]
        right = min(self.layout.right, len(row)) if self.grid.even else len(row)
        return {at: text for at in range(self.layout.left, right) if (text := self.grid.text(index, at))}

    def own(self, texts: dict[int, str]) -> dict[int, str]:
        """The cells that belong to this table: all, but where others stand beside it under one header."""
        return {at: text for at, text in texts.items() if not self.layout.group or at in self.layout.shown}

    def missing(self, text: str) -> bool:
        """Whether a cell holds a word or sign for nothing."""
        return is_missing(text, self.form.measure_words)

    # kinds of rows

    def kind(self, index: int, texts: dict[int, str]) -> str:
        """What a row with content is: note, time (of the rows below it), ragged, total, or sample."""
        if self.is_note(texts) or (index == self.layout.below and self.is_numbering(texts)):
            return "note"
        if self.banner(index, texts):
            return "time"
        if self.is_ragged(index):
            return "ragged"
        return "total" if self.is_total(texts) else "sample"

    def banner(self, index: int, texts: dict[int, str]) -> When | None:
        """The time of a line that says no more (5月 over a block of rows); None for a cell in a column of time."""
        if len(set(texts.values())) > 1:
            return None
        at, text = next(iter(texts.items()))
        is_wide = len(texts) > 1 or self.grid.merged.get((index, at + 1)) == text or self.is_ragged(index)
        times = {self.layout.roles[role] for role in TIME_ROLES if role in self.layout.roles}
        is_number = text.isdigit() and (not is_wide or at in {column.at for column in self.layout.columns})
        return named(text) if (is_wide or at not in times) and not is_number else None

    def begin(self, when: When) -> None:
        """Rows from here on are of the time that a line above them names; nothing carries on from before it."""
        self.above = [when]
        self.carried.clear()

    @property
    def context(self) -> list[When]:
        """Where a row may find its year or month, the likeliest first."""
        return [*self.told, *self.above, *self.around]

    def is_note(self, texts: dict[int, str]) -> bool:
        """A footnote or a line of signatures: it begins with such a word and holds no number, or is one long text."""
        lines = set(texts.values())
        first = compact(next(iter(texts.values())))
        if self.form.is_noted.match(first):
            cells = [texts[column.at] for column in self.layout.columns if column.at in texts]
            return len(lines) == 1 or not any(
                measured(text, self.form.measure_words).amount is not None for text in cells
            )
        starred = first.startswith(("*", "※")) and len(first) > 1
        return len(lines) == 1 and (starred or len(first) > LONG_NOTE or bool(NUMBERED_NOTE.match(first)))

    def is_numbering(self, texts: dict[int, str]) -> bool:
        """A row that only numbers the columns: 甲, 乙, 1, 2, 3."""
        numbers = [
            bare for text in texts.values() if (bare := compact(text).strip("()")) not in ("甲", "乙", "丙", "丁")
        ]
        return len(numbers) >= FEWEST_NUMBERS and numbers == [str(k) for k in range(1, len(numbers) + 1)]

    def is_ragged(self, index: int) -> bool:
        """Another number of cells than the header, blank ones at the end aside."""
        wanted = max(len(self.grid.rows[self.layout.first]), self.layout.right)
        row = self.grid.rows[index]
        return not self.grid.even and (len(row) < wanted or any(cell.strip() for cell in row[wanted:]))

    def is_total(self, texts: dict[int, str]) -> bool:
        """A row of sums, means, limits or units, as a column of place or time says."""
        roles = self.layout.roles
        keys = [roles[role] for role in ("place", "code", "river", "scope", *TIME_ROLES) if role in roles]
        labels = [plain(texts[at]) for at in [*keys, *self.layout.parts, self.layout.left] if at in texts]
        others = self.form.words["limits"] | self.form.words["units"] | self.form.words["wholes"]
        return any(label in others or self.form.is_total.fullmatch(label) for label in labels)

    def is_limits(self, index: int) -> bool:
        """A row of detection limits."""
        labels = {plain(self.grid.text(index, at)) for at in {self.layout.left, *self.layout.roles.values()}}
        return bool(labels & self.form.words["limits"])

    # samples

    def row(self, index: int, texts: dict[int, str]) -> Row:
        """Place, time and whatever else holds for all cells of a row."""
        place = tidy(self.place(index))
        river = self.label(index, "river")
        state, state_at = self.state(index, texts)
        period, time_label = self.time(index, state_at)
        class_at = next((column.at for column in self.layout.columns if column.kind == "class"), None)
        issued = parsed(self.text(index, "issued"), "date")
        issued_on = issued.period() if issued else None
        return Row(
            index=index,
            number=self.grid.numbers[index],
            place=place,
            period=period,
            time_label=time_label,
            scope=tidy(self.label(index, "scope")),
            river=tidy(river),
            part="/".join(tidy(texts[at]) for at in self.layout.parts if not self.missing(texts.get(at, ""))),
            stage=STAGE_WORDS.get(self.text(index, "stage").lower()),
            issued=issued_on.date if issued_on else None,
            published_class=water_class(texts.get(class_at, "")) if class_at is not None else None,
            state=state,
            state_at=state_at,
        )

    def text(self, index: int, role: str) -> str:
        """The cell of a role, blank where it holds a word for nothing."""
        at = self.layout.roles.get(role)
        text = self.grid.text(index, at) if at is not None else ""
        return "" if self.missing(text) else text

    def merged(self, index: int, role: str) -> str:
        """What a merged range says in the column of a role."""
        at = self.layout.roles.get(role)
        return self.grid.merged.get((index, at), "") if at is not None else ""

    def label(self, index: int, role: str) -> str:
        """A cell that may be merged with those above: where nothing tells, a blank one carries on what they say."""
        text = self.text(index, role) or self.merged(index, role) or self.carried.get(role, "")
        self.carried[role] = text
        return text

    def place(self, index: int) -> str:
        """The place of a row: its name, else its code, else what merged cells carry down, else what a mapping says."""
        own = self.text(index, "place") or self.text(index, "code")
        merged = self.merged(index, "place") or self.merged(index, "code")
        self.carried["place"] = own or merged or self.mapping.place or self.carried.get("place", "")
        return self.carried["place"]

    def item(self, index: int) -> str:
        """The item that a row of a long table names; where a file can't tell merged cells, a blank one carries on."""
        text = self.grid.filled(index, self.layout.roles["item"])
        text = text or ("" if self.grid.merged else self.carried.get("item", ""))
        self.carried["item"] = text
        return text

    def time(self, index: int, state_at: int | None) -> tuple[Period | None, str]:
        """The period that a row names, with its label; what stands above its columns and its block, sheet, title and
        file name fill what the row does not say."""
        roles = [role for role in TIME_ROLES if role in self.layout.roles and self.layout.roles[role] != state_at]
        labels = {role: text for role in roles if (text := self.time_label(index, role))}
        parts = [(role, parsed(text, role)) for role, text in labels.items()]
        label = " ".join([*labels.values(), self.layout.group]).strip()
        if any(part is None for role, part in parts if role != "clock"):
            return None, label
        whole = joined([*(part for _, part in parts if part), self.layout.group_time])
        if whole is None:
            return None, label
        when = completed(whole, self.context)
        return when.period(), label or (str(when.year) if when.year else NO_TIME)

    def time_label(self, index: int, role: str) -> str:
        """A time cell; a blank one carries on what stands above. A day carries on to another place only where a merged
        range says so or no title names the month, and a clock time never: they would be guesses."""
        text = self.text(index, role)
        if text and not self.state_in(text):
            self.carried[role] = text
            return text
        if merged := self.merged(index, role):
            return merged
        own_place = self.text(index, "place") or self.text(index, "code")
        is_guess = role in ("date", "day") and own_place and any(source.has_part for source in self.context)
        return "" if is_guess or role == "clock" else self.carried.get(role, "")

    def state(self, index: int, texts: dict[int, str]) -> tuple[str, int | None]:
        """Whether a row says that there was no water, and in which column; also in a merged range over its items."""
        keys = {self.layout.roles[role] for role in ("place", "code", "river", "scope") if role in self.layout.roles}
        words = {column.at for column in self.layout.columns if column.item and column.item.words}
        items = [column.at for column in self.layout.columns if column.kind in ("item", "long")]
        merged = {at: text for at in items if at not in texts and (text := self.grid.merged.get((index, at), ""))}
        for at, text in {**texts, **merged}.items():
            if at not in keys | words and (found := self.state_in(text)):
                return found, at
        return "", None

    def state_in(self, text: str) -> str:
        """断流 or 冰封 where a cell says no more than that."""
        if text not in self.states:
            self.states[text] = state_named(text, self.form)
        return self.states[text]


def state_named(text: str, form: SampleFormat) -> str:
    """断流 or 冰封 where a text says no more than that; blank else."""
    whole = STATE_BEGINS.sub("", plain(text).strip("()。.!"))
    bare = STATE_ENDS.sub("", whole) or whole
    return next((state for state, words in form.states.items() if bare in words), "")


def context_of(layout: Layout, form: SampleFormat, path: str) -> list[When]:
    """Where a table may tell its year or month: sheet, titles (the nearest first), file name, folders."""
    lines = [line for line in reversed(layout.titles) if not any(word in plain(line) for word in form.not_the_time)]
    return [of_sheet(layout.grid.sheet), *map(mentioned, lines), *of_path(path)]


def water_class(text: str) -> int | None:
    """A class of water as a feed writes it: Ⅲ, III, 3类, 劣Ⅴ, 劣五类; 6 is worse than V."""
    found = CLASS.fullmatch(compact(text).upper())
    if not found:
        return None
    return 6 if found[1] else CLASSES[found[2]]


def tidy(text: str) -> str:
    """A label on one line; the closing zero that a workbook's number brings goes."""
    return re.sub(r"^(\d+)\.0+$", r"\1", " ".join(text.split()))
