"""Contracts of where numbers come from: files, the ledger of cells, quarantine, the publication itself."""

from typing import Final

from schemas.table import Table, count, day, flag, key, moment, text

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

MARTS: Final = (SOURCE_FILE, ROW_LEDGER, QUARANTINE, PUBLICATION)
