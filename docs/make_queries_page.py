"""Write docs/queries.md anew, after a change of `reports/queries`."""

from pathlib import Path

from reports.named_queries import markdown, named_queries

if __name__ == "__main__":
    (Path(__file__).parent / "queries.md").write_text(markdown(named_queries().values()), "utf-8")
