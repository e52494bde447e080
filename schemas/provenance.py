"""Contracts of where numbers come from: files, the ledger of cells, quarantine, the publication itself."""

from typing import Final

from schemas.table import Field, Table, count, day, flag, key, moment, real, text

OUTCOMES: Final = ("accepted", "quarantined", "superseded", "replaced_by_real", "not_observation", "empty")

SOURCE_FILE: Final = Table(
    "source_file",
    "来源文件",
    "One row per live file of the landing zone.",
    (
        key("source_file_id", "文件编号", "text", "Digest of path and content."),
        text("dataset", "数据集", "Folder of the landing zone, such as air_hourly."),
        text("path", "路径", "Path below the landing zone."),
        text("origin", "数据来源", "real or demo, by folder."),
        text(
            "sha256",
            "内容摘要",
            "SHA-256 of the bytes, followed by those of the mapping file where one explains them.",
            nullable=True,
        ),
        count("size_bytes", "字节数", "Size.", unit="B"),
        text("format", "格式", "Recognised by its header; empty where none fits.", nullable=True),
        text("encoding", "编码", "UTF-8, GB18030 …", nullable=True),
        text("stage", "数据阶段", "realtime, audited or official, where the file as a whole has one.", nullable=True),
        day("issued", "发布日期", "Issue date from the name.", nullable=True),
        text("state", "状态", "read or unreadable."),
        text("message", "说明", "Why it could not be read.", nullable=True),
        count("cells", "单元格数", "Cells that could hold an observation."),
        moment("first_hour", "起始时间", "First observed hour.", nullable=True),
        moment("last_hour", "结束时间", "Last observed hour.", nullable=True),
    ),
)

ROW_LEDGER: Final = Table(
    "row_ledger",
    "单元格台账",
    "What became of every cell of a file: the six outcomes add up to its cells.",
    (
        key("source_file_id", "文件编号", "text", "Key of source_file."),
        text("dataset", "数据集", "Dataset of the landing zone."),
        count("cells", "单元格数", "Counted from the shape of the file."),
        count("accepted", "接受", "In the observations."),
        count("quarantined", "隔离", "Kept aside with a reason."),
        count("superseded", "被替代", "A better source has the same hour, or an equal duplicate."),
        count("replaced_by_real", "被真实数据替换", "Demonstration rows that real rows displaced."),
        count("not_observation", "非观测", "Published indices and moving means."),
        count("empty", "空值", "Blank cells and the format's words for missing."),
        flag("balanced", "平衡", "The outcomes add up to the cells."),
        count(
            "copied",
            "重复",
            "Of the accepted and superseded cells those whose value another file of no lesser stage "
            "gives for the same place and time.",
        ),
    ),
)

QUARANTINE: Final = Table(
    "quarantine",
    "隔离区",
    "Every value that was not believed, with the rule and what to do.",
    (
        key("source_file_id", "文件编号", "text", "Key of source_file."),
        key("source_row", "行", "int", "Line of the file; 0 is the file itself."),
        key("source_column", "列", "text", "Header of the column; empty is the whole row or file."),
        text("dataset", "数据集", "Dataset of the landing zone."),
        text("path", "路径", "Path below the landing zone."),
        text("raw_value", "原始值", "The text as it stands in the file.", nullable=True),
        count(
            "cells",
            "单元格数",
            "Cells of the ledger that this row stands for: more than one where a whole line is kept.",
        ),
        text("rule", "规则", "Short name of the rule."),
        text("message", "说明", "What, where, which value, which rule, what next."),
    ),
)

PUBLICATION: Final = Table(
    "publication",
    "发布",
    "What this file is: its version, when it was made, from which code and inputs.",
    (
        key("version", "版本", "text", "Digest of the published content."),
        moment("published_at", "发布时间", "Asia/Shanghai."),
        text("code_revision", "代码版本", "Digest of the rules, readers and contracts."),
        text("input_digest", "输入摘要", "Digest of the live files and reference tables."),
        count("files", "文件数", "Live files."),
        count("years", "年数", "Years with data."),
        flag("demonstration", "含演示数据", "Demonstration data shows in this publication."),
        text("withheld", "暂不采用的数据集", "Datasets withheld, with the reason.", nullable=True),
    ),
)

CORRECTION: Final = Table(
    "correction",
    "数据更正",
    "What became of every row of reference/corrections.csv: one row per value that it was applied to, or one that says "
    "why it was applied to none.",
    (
        key("line", "表行", "int", "Row of reference/corrections.csv; its header is row 1."),
        key("source_file_id", "来源文件", "text", "Key of source_file; empty where nothing was corrected."),
        key("source_row", "来源行", "int", "Row of the file; 0 where nothing was corrected."),
        key("source_column", "来源列", "text", "Header of the column; empty where nothing was corrected."),
        text("dataset", "数据集", "Dataset of the landing zone."),
        text("key", "键", "place|time or place|time|part."),
        text("field", "项目", "Pollutant, item code or field of a ledger."),
        text("action", "处理", "replace or drop, as entered."),
        text("entered", "更正值", "The right value as entered.", nullable=True),
        text("reason", "原因", "Why."),
        text("who", "责任人", "Who says so."),
        day("since", "生效日期", "First day of the runs that apply it.", nullable=True),
        text("state", "状态", "applied; waiting (its first day has not come); unmatched (no value read has this key); "
             "unusable (the row itself is wrong).", one_of=("applied", "waiting", "unmatched", "unusable")),
        text("path", "路径", "File of the corrected value.", nullable=True),
        text("raw_value", "原始值", "The text as it stands in the file.", nullable=True),
        real("old_value", "原数值", "As read, in the unit of the item."),
        real("new_value", "新数值", "What stands in its place; empty where it was dropped."),
        text("old_text", "原文字", "The same, of words.", nullable=True),
        text("new_text", "新文字", "The same, of words.", nullable=True),
        text("message", "说明", "What is wrong with the row, and what to do next.", nullable=True),
    ),
)  # fmt: skip

RESTATED_IN: Final = ("indicator_status", "air_daily", "water_section_watch", "water_section_item")
CAUSES: Final = ("input", "correction", "reference", "code", "other")
CAUSE_KINDS: Final = ("new", "changed", "gone", "replaced_demo", "returned_demo", "correction", "reference")


def _restated_key() -> tuple[Field, ...]:
    """What names a restated value, but for its column."""
    return (
        key("mart", "数据表", "text", "Mart that the value stands in.", one_of=RESTATED_IN),
        key("subject", "对象", "text", "indicator_id; station or area; item code: by the mart."),
        key("place_id", "地点编号", "text", "Area, station or section."),
        key("period", "时段", "text", "Year, month as 2024-03, or day as 2024-03-28."),
    )


RESTATEMENT: Final = Table(
    "restatement",
    "数值修订",
    "Every indicator value, status, daily value and monthly value of a section that is not what the publication before "
    "had; empty in the first one. New days are none; a value that is gone is one.",
    (
        *_restated_key(),
        key("measure", "字段", "text", "Column of the mart."),
        text("change", "变动", "restated; advanced: an indicator of a running period moved on with later days alone; "
             "gone: the row is not there any more.", one_of=("restated", "advanced", "gone")),
        real("old_value", "原数值", "In the publication before; empty where it had none."),
        real("new_value", "新数值", "In this one."),
        text("old_text", "原文字", "The same, of columns with words.", nullable=True),
        text("new_text", "新文字", "The same, of columns with words.", nullable=True),
        text("unit", "单位", "Unit of the numbers.", nullable=True),
        text("cause", "原因", "input: files that came, changed or left; correction: reference/corrections.csv; "
             "reference: another reference table; code: none of these, and the code or its limits are others (code or "
             "standard changed); other: none of all that (a setting, or the clock).", one_of=CAUSES),
        text("caused_by", "由何引起", "The first rows of restatement_cause, in words.", nullable=True),
        text("previous_version", "上一版本", "The publication that this one is held against."),
    ),
)  # fmt: skip

RESTATEMENT_CAUSE: Final = Table(
    "restatement_cause",
    "修订原因",
    "The files, corrections and reference tables that a restated value owes its change to, one per row.",
    (
        *_restated_key(),
        key("kind", "类别", "text", "new, changed (other bytes at the same path) or gone: a file; replaced_demo: a "
            "real file that took the place of demonstration data of its year; returned_demo: one that left, so that "
            "they stand again; correction; reference: a reference table.", one_of=CAUSE_KINDS),
        key("name", "名称", "text", "Path of the file below the landing zone, or name of the table."),
        text("source_file_id", "文件编号", "Key of source_file; of a file that is gone its former one.", nullable=True),
        text("rows", "行", "Rows of the file that hold changed observations of this place and time, as 2-25,30. Empty "
             "where only the file is known: of datasets whose single observations are not published, and of "
             "replaced_demo and returned_demo, whose changed observations lie in demonstration files, and of an "
             "indicator without a value whose row went with its year: the first files that left it.", nullable=True),
        count("cells", "单元格数", "How many observations of this place and time changed.", nullable=True),
    ),
)  # fmt: skip

DOUBT_RULES: Final = (
    "pollutants_exchanged", "stations_exchanged", "ozone_in_ppb", "items_exchanged", "sections_exchanged",
    "dates_outside_name",
)  # fmt: skip

DOUBT: Final = Table(
    "doubt",
    "存疑数据",
    "Data that are believed, used and yet doubtful: what may stand in another's column, row, unit or month. Nothing is "
    "changed by it.",
    (
        key("dataset", "数据集", "text", "Dataset of the landing zone."),
        key("rule", "规则", "text", "pollutants_exchanged, stations_exchanged, ozone_in_ppb: hours; items_exchanged, "
            "sections_exchanged: samples of sections taken by hand; dates_outside_name: a file.", one_of=DOUBT_RULES),
        key("place_id", "地点编号", "text", "Station or section; empty: all places of the file."),
        key("subject", "对象", "text", "The two pollutants or items, as NO2|O3; the other station or section; the "
            "pollutant; the span that the file's name says."),
        key("first_day", "起始日期", "date", "First day of the values; of months their first."),
        key("source_file_id", "文件编号", "text", "Key of source_file: the file, or the first of several."),
        day("last_day", "结束日期", "Last day."),
        real("score", "判据值", "How much better the values fit the other series than their own, as the logarithm of a "
             "likelihood ratio; of ozone_in_ppb the ratio to what the station was to its neighbours; of "
             "dates_outside_name the days between data and name."),
        real("threshold", "界限", "The score at which a finding is told; of ozone_in_ppb the highest one."),
        count("files", "文件数", "Files that hold the values."),
        text("path", "路径", "Path of the file below the landing zone, or of the first of several."),
        text("origin", "数据来源", "real or demo."),
        text("message", "说明", "File, place, days, what is doubtful, what next."),
    ),
)  # fmt: skip

MARTS: Final = (SOURCE_FILE, ROW_LEDGER, QUARANTINE, DOUBT, CORRECTION, RESTATEMENT, RESTATEMENT_CAUSE, PUBLICATION)
