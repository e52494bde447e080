"""Samples of sections taken by hand as a test writes them, and when they were read to be taken."""

from sample_tables import csv_bytes, sound

from readers.result import ReadResult
from readers.water import read_sections

HEADER = "断面名称,采样日期,pH(无量纲),溶解氧(mg/L),氨氮(mg/L),总磷(mg/L)"
ROW = "王家摆,2024-07-03,8,6.2,0.34,0.148"
NAME = "water/sections/manual.csv"


def read(*lines: str, path: str = NAME, mapping: str = "") -> ReadResult:
    return read_sections(csv_bytes(*lines), path, mapping)


def times(result: ReadResult) -> set[tuple[object, ...]]:
    return set(sound(result).select("date", "span").rows())
