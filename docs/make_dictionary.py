"""Write docs/dictionary.md and docs/marts anew, after a change of the registry or of docs/samples.json."""

import json
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent


def written() -> dict[str, str]:
    """Every page by its path below docs/."""
    from assets.marts import ALL_TABLES
    from reports.dictionary_pages import Dictionary, pages

    samples = json.loads((DOCS / "samples.json").read_text("utf-8"))
    return pages(Dictionary(ALL_TABLES, samples["rows"], samples["standards"]))


if __name__ == "__main__":
    sys.path.insert(0, str(DOCS.parent))
    (DOCS / "marts").mkdir(exist_ok=True)
    for path, content in written().items():
        (DOCS / path).write_text(content, "utf-8")
