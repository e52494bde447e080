"""Write schemas/lineage/marts.csv anew, after a change of the SQL of a mart or of what is declared below it."""

import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT))
    from assets.sql_marts_lineage import written_lineage

    (CHECKOUT / "schemas" / "lineage" / "marts.csv").write_text(written_lineage(), "utf-8")
