"""Write docs/gate.md anew, after a change of the expectations or of the table of checks."""

from pathlib import Path

from pipelines.gate_table import gate_page

if __name__ == "__main__":
    (Path(__file__).parent / "gate.md").write_text(gate_page(), "utf-8")
