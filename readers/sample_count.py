"""How many cells a sample table has by its shape alone: what the outcomes of its cells must add up to."""

from readers.sample_layout import Layout
from readers.sample_rows import Rows


def cells_by_shape(layout: Layout, rows: Rows) -> int:
    """Rows with content times columns that count, and the cells that say 断流 outside those columns.

    Nothing here asks what became of a cell: one that is lost on the way leaves the sum of outcomes short of this.
    """
    lines = [index for index in range(layout.below, layout.end) if has_content(layout, index)]
    return len(lines) * layout.width + sum(says_state_beside(layout, rows, index) for index in lines)


def has_content(layout: Layout, index: int) -> bool:
    """Whether any cell of a row holds more than blanks; where rows differ in length, also behind the last column."""
    cells = layout.grid.rows[index][layout.left :]
    inside = cells[: layout.right - layout.left] if layout.grid.even else cells
    return any(cell.strip() for cell in inside)


def says_state_beside(layout: Layout, rows: Rows, index: int) -> bool:
    """Whether a row of samples says in a column that does not count (a remark, the date) that there was no water."""
    texts = rows.texts(index)
    if rows.kind(index, texts) != "sample":
        return False
    at = rows.state(index, rows.own(texts))[1]
    return at is not None and at not in {column.at for column in layout.columns}
