"""What became of the table of corrections, in the words of an operator."""

from pathlib import Path

from store import mart_file


def told(marts_dir: Path) -> tuple[str, list[str]]:
    """A sentence in both languages about the corrections of the live publication (empty where there are none), and the
    messages about rows that fit nothing or are wrong."""
    with mart_file.opened(marts_dir) as mart:
        found = mart_file.rows(
            mart, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts' AND table_name = 'correction'"
        )
        rows = mart_file.rows(mart, "FROM marts.correction ORDER BY line") if found else []
    if not rows:
        return "", []
    applied = sum(row["state"] == "applied" for row in rows)
    waiting = len({row["line"] for row in rows if row["state"] == "waiting"})
    wrong = {str(row["line"]): str(row["message"]) for row in rows if row["state"] in ("unmatched", "unusable")}
    sentence = (
        f"更正表：已更正 {applied} 个数值，{waiting} 行未到生效日期，{len(wrong)} 行有误。"
        f"Corrections: applied to {applied} values, {waiting} rows wait for their day, {len(wrong)} rows are wrong."
    )
    return sentence, list(wrong.values())
