"""Which columns of the frames below it each column of a mart comes from, as a parser (sqlglot) reads its SQL file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlglot import exp, parse_one
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope

DIALECT: Final = "duckdb"
Read = tuple[str, str]
"""A frame, by the name that the SQL gives it, and one of its columns."""


def columns_read(query: str, frames: Mapping[str, Sequence[str]]) -> dict[str, frozenset[Read]]:
    """For each column that a query selects, the columns of `frames` (name to columns) that its value rests on.

    A value that is taken from a joined relation rests on what the rows were joined by as well, and one that is
    aggregated on what its rows were chosen and grouped by: both decide which value it is. What merely decides whether
    a row is there at all is no part of a value. Raises sqlglot.errors.SqlglotError where the query can't be read, and
    ValueError where a column of it can't be told to be of one relation.
    """
    wrapped: dict[str, object] = {
        name: dict.fromkeys(columns, "VARCHAR") for name, columns in frames.items() if columns
    }
    qualified = qualify(
        parse_one(query, dialect=DIALECT), schema=wrapped, dialect=DIALECT, quote_identifiers=False,
        validate_qualify_columns=False,
    )  # fmt: skip
    scope = build_scope(qualified)
    if scope is None:
        raise ValueError("A mart is selected by one query.")
    return dict(of_scope(scope))


Selected = list[tuple[str, frozenset[Read]]]
"""The columns of a query in order: the name of each, and what it rests on."""


def of_scope(scope: Scope) -> Selected:
    """The columns of a select or of the branches of a union."""
    if isinstance(scope.expression, exp.SetOperation):
        return of_union(scope)
    selected = scope.expression.selects if isinstance(scope.expression, exp.Query) else []
    return [(one.alias_or_name, frozenset(reads_of(scope, one))) for one in selected]


def of_union(scope: Scope) -> Selected:
    """Branches by the names of their columns, or by position under the names of the first."""
    first, second = (of_scope(branch) for branch in scope.set_operation_scopes)
    if not scope.expression.args.get("by_name"):
        return [(name, reads | others) for (name, reads), (_, others) in zip(first, second, strict=True)]
    one, other = dict(first), dict(second)
    return [(name, one.get(name, frozenset()) | other.get(name, frozenset())) for name in {**one, **other}]


def reads_of(scope: Scope, expression: exp.Expr) -> Iterator[Read]:
    """What an expression of a scope rests on."""
    for column in expression.find_all(exp.Column):
        yield from column_reads(scope, column.table, column.name)
        yield from row_choice(scope, column.table)
    if any(True for _ in expression.find_all(exp.AggFunc)) and not expression.find(exp.Window):
        yield from chosen_by(scope)


def column_reads(scope: Scope, relation: str, name: str) -> Iterator[Read]:
    """One column of a relation of a scope: a frame's own, or what a query below rests on."""
    source = source_of(scope, relation)
    if isinstance(source, exp.Table):
        yield source.name, name
    elif isinstance(source, Scope):
        yield from dict(of_scope(source)).get(name, frozenset())
    elif len(tables := {one.name for one in scope.expression.find_all(exp.Table)}) == 1:
        yield tables.pop(), name  # a table that is turned from wide to long has no alias
    else:
        raise ValueError(f"{relation or 'No single relation'} has a column {name}: say which it is taken from.")


def source_of(scope: Scope, relation: str) -> exp.Expr | Scope | None:
    """The relation that an alias stands for, in a scope, its subqueries, or those around it."""
    if relation in scope.sources:
        return scope.sources[relation]
    inner = (source_of(one, relation) for one in scope.subquery_scopes)
    return next((found for found in inner if found is not None), None)


def row_choice(scope: Scope, relation: str) -> Iterator[Read]:
    """What decides which row of a joined relation stands beside a row."""
    for join in scope.expression.args.get("joins") or ():
        if join.alias_or_name == relation:
            for column in (join.args.get("on") or exp.true()).find_all(exp.Column):
                yield from column_reads(scope, column.table, column.name)


def chosen_by(scope: Scope) -> Iterator[Read]:
    """What decides which rows an aggregate is taken of."""
    for part in ("where", "group"):
        clause = scope.expression.args.get(part)
        for column in clause.find_all(exp.Column) if clause is not None else ():
            yield from column_reads(scope, column.table, column.name)
