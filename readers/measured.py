"""A measured cell as a laboratory writes it: a number, `0.025L`, `<0.01`, 未检出, or nothing; exact, without floats."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

NANO: Final = 1_000_000_000
CACHED: Final = 65536
DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−─━－ー﹣"), "-")
SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
MOST_DIGITS: Final = 40
"""A longer text is no number; it also keeps powers of ten small."""

PLAIN: Final = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,2}))?")
POWER: Final = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)[×xX*·]10\^?([⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=\^)[+-]?\d{1,2})")
BELOW: Final = re.compile(r"(?:<=?|≤|小于|低于)(.+?)[lL]?|(.+?)(?:\([lL]\)|[lL])")
ABOVE: Final = re.compile(r"[>≥]=?.+|.+以上")
BETWEEN_DIGITS: Final = re.compile(r"\d\s+\d")
"""Two numbers in one cell, or blanks between thousands: neither is guessed at."""

MARKS: Final = "No"
"""The Unicode category of numbers that are no digits: ² and ①."""

NOT_DETECTED: Final = re.compile(r"(.*?)[(:]<?(.+?)[lL]?\)?")


@dataclass(frozen=True)
class Measured:
    """What a cell says: `amount` in the unit of its column, half the detection limit where `below_limit`, or the
    `rule` that it breaks."""

    amount: Fraction | None = None
    below_limit: bool = False
    rule: str | None = None


@dataclass(frozen=True)
class MeasureWords:
    """Words for "nothing measured" and for "not detected", as `compact` writes them."""

    missing: frozenset[str]
    not_detected: frozenset[str]


@lru_cache(maxsize=CACHED)
def compact(raw: str) -> str:
    """A cell as it is compared: without blanks, full-width letters narrow, every dash the same; superscripts and
    circled numbers stay, lest a footnote become a digit (0.34①)."""
    kept = "".join(
        letter if unicodedata.category(letter) == MARKS or letter in "⁻⁺" else unicodedata.normalize("NFKC", letter)
        for letter in raw
        if letter != "\ufeff"
    )
    return "".join(kept.split()).translate(DASHES)


@lru_cache(maxsize=CACHED)
def is_missing(raw: str, words: MeasureWords) -> bool:
    """Whether a cell holds nothing: blank, dashes, or a word or number for it (closing zeros as in -1.0 aside)."""
    text = compact(raw).lower()
    without_zeros = re.sub(r"\.0+$", "", text) if text.startswith("-") else text
    return text.strip("-") == "" or text in words.missing or without_zeros in words.missing


@lru_cache(maxsize=CACHED)
def measured(raw: str, words: MeasureWords, limit: str = "", *, signed: bool = False) -> Measured:
    """The amount that a cell with content gives; `limit` is the detection limit that its column or row states.

    Half the limit stands for a value below it (环办监测函〔2020〕82号 item 7; HJ/T 166-2004 11.3; SL 219-2013 12.2.5).
    `signed` items (temperatures) may lie below zero.
    Rules: `no_detection_limit` (not detected, no limit known), `only_a_bound` (`>24000`), `negative`, `not_a_number`.
    """
    if BETWEEN_DIGITS.search(raw):
        return Measured(rule="not_a_number")
    text = compact(raw)
    if text.lower() in words.not_detected:
        return half_of(amount(bound(limit)))
    if (value := amount(text)) is not None:
        return Measured(rule="negative") if value < 0 and not signed else Measured(value)
    named = NOT_DETECTED.fullmatch(text)
    if named and named[1].lower() in words.not_detected and (stated := amount(named[2])) is not None:
        return half_of(stated)
    if (stated := amount(bound(text))) is not None:
        return Measured(rule="negative") if stated < 0 else half_of(stated)
    return Measured(rule="only_a_bound" if ABOVE.fullmatch(text) and re.search(r"\d", text) else "not_a_number")


def bound(text: str) -> str:
    """The number in `<0.01`, `0.01L` or `0.01(L)`; a bare number (a limit in a column of its own) stays as it is."""
    found = BELOW.fullmatch(compact(text))
    return (found[1] or found[2]) if found else compact(text)


def half_of(limit: Fraction | None) -> Measured:
    """Half a detection limit; a limit of nothing is none."""
    if not limit or limit < 0:
        return Measured(rule="no_detection_limit")
    return Measured(limit / 2, below_limit=True)


def amount(text: str) -> Fraction | None:
    """A decimal number, also `1.2E4` and `1.2×10⁴`; None for anything else, a decimal comma among it."""
    if len(text) > MOST_DIGITS:
        return None
    found = PLAIN.fullmatch(text) or POWER.fullmatch(text)
    if not found:
        return None
    sign, digits, power = found.groups()
    size = Fraction(digits.rstrip(".") or "0") * Fraction(10) ** int((power or "0").translate(SUPERSCRIPTS))
    return -size if sign == "-" else size


def nano(value: Fraction, factor: Fraction = Fraction(1)) -> int:
    """Steps of 1e-9 of the canonical unit, half to even; `factor` is canonical units per unit of the value."""
    return round(value * factor * NANO)
