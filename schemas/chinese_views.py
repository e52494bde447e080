"""A view in Chinese beside every table of the mart: the same rows, named as the registry names them in Chinese."""

from schemas.emit import literal, quoted
from schemas.table import Field, Table


def view_statements(table: Table, schema: str = "marts") -> list[str]:
    """CREATE VIEW and COMMENT statements, schema-qualified only: a view that named the catalog would break under
    another file name. The Chinese names of all tables of a mart, and of all columns of a table, must differ."""
    name = f"{schema}.{quoted(table.name_zh)}"
    columns = ", ".join(f"{quoted(f.name)} AS {quoted(f.name_zh)}" for f in table.fields)
    comments = [
        f"COMMENT ON COLUMN {name}.{quoted(f.name_zh)} IS {literal(view_column_comment(table, f))}"
        for f in table.fields
    ]
    return [
        f"CREATE VIEW {name} AS SELECT {columns} FROM {schema}.{table.name}",
        f"COMMENT ON VIEW {name} IS {literal(f'{schema}.{table.name} 的中文视图。{table.description}')}",
        *comments,
    ]


def view_column_comment(table: Table, field: Field) -> str:
    """The English column that stands behind a Chinese one, its unit and meaning."""
    unit = f" [{field.unit}]" if field.unit else ""
    return f"{table.name}.{field.name}{unit}。{field.description}"
