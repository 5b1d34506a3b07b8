"""A question of the database that is written once: to write it takes Django longer than the database to answer it.

Whoever is allowed to see what is for the walls of the database to say each time, as of any other question.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import Expression, QuerySet, Value, prefetch_related_objects
from django.utils import timezone

P = ParamSpec("P")
Row = TypeVar("Row", bound=models.Model)
KEPT = 64
"""Ways to write a question that are kept: zones, and numbers of values."""
SEVERAL = 50
"""Values of a list for which a question is written once; one of more is written anew."""


class Compiled:
    """The statement of a `QuerySet` of values, with what its columns are turned into.

    Parameters
    ----------
    rows : QuerySet
        Of `values_list`.
    """

    def __init__(self, rows: QuerySet[Any, tuple[Any, ...]]) -> None:
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._parameters = compiler.as_sql()
        converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        # an expression keeps whole queries in memory, half a megabyte of them; what it turns into is all that is asked
        self._turned = [
            (at, turns, Value(None, output_field=expression.output_field))
            for at, (turns, expression) in converters.items()
        ]

    def one(self) -> tuple[Any, ...]:
        """The only row.

        Raises
        ------
        LookupError
            There is none, or the walls hide it.

        """
        with connection.cursor() as cursor:
            cursor.execute(self._sql, self._parameters)
            row = cursor.fetchone()
        if row is None:
            raise LookupError
        values = list(row)
        for at, turns, kind in self._turned:
            for turn in turns:
                values[at] = turn(values[at], kind, connection)
        return tuple(values)


class Asked(Expression):
    """Stands in a statement for a value that is told each time it is put, or for one of several (`at`)."""

    def __init__(self, name: str, at: int | None = None) -> None:
        super().__init__()
        self.name, self.at = name, at

    def as_sql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list[Asked]]:  # type: ignore[override]
        """A place for the value, and this as what is to be put there."""
        return "%s", [self]

    def among(self, told: Mapping[str, Any]) -> object:
        """The value among those told."""
        value = told[self.name]
        return value if self.at is None else value[self.at]


class WrittenOnce(Generic[P, Row]):
    """A question that is written the first time it is asked, and after that only asked; made by `written_once`."""

    def __init__(self, rows: Callable[P, QuerySet[Row]]) -> None:
        self._rows = rows
        self._names = rows.__code__.co_varnames[: rows.__code__.co_argcount]
        self._written = lru_cache(maxsize=KEPT)(self._write)
        update_wrapper(self, rows)

    def __call__(self, *values: P.args, **named: P.kwargs) -> list[Row]:
        """The rows, in order, each with what hangs on it."""
        told: dict[str, Any] = dict(zip(self._names, values, strict=False)) | named
        told |= {name: tuple(one) for name, one in told.items() if isinstance(one, (list, tuple, set, frozenset))}
        lengths = tuple((name, len(one)) for name, one in told.items() if isinstance(one, tuple))
        if any(n > SEVERAL for _, n in lengths):
            return list(self._rows(**told))  # type: ignore[call-arg]
        try:
            # days are cut out of moments in the zone of whoever asks, which stands in the statement
            statement = self._written(lengths, timezone.get_current_timezone_name())
        except EmptyResultSet:
            return []
        return statement.rows(told)

    def get(self, *values: P.args, **named: P.kwargs) -> Row:
        """The only row.

        Raises
        ------
        DoesNotExist
            Of the model: there is none, or the walls hide it.

        """
        found = self(*values, **named)
        if not found:
            raise self._written((), timezone.get_current_timezone_name()).none
        (row,) = found
        return row

    def _write(self, lengths: tuple[tuple[str, int], ...], _zone: str) -> _Statement[Row]:
        places: dict[str, Any] = {name: Asked(name) for name in self._names}
        places |= {name: [Asked(name, i) for i in range(n)] for name, n in lengths}
        return _Statement(self._rows(**places))  # type: ignore[call-arg]


def written_once(rows: Callable[P, QuerySet[Row]]) -> WrittenOnce[P, Row]:
    """Make a question that is written once out of a function that writes it.

    What the function is given may only be compared with: it stands for values of any call. Of several values their
    number is known, and the question is written once for each; rows of another table among several are named as
    `cause__pk__in`, for Django looks at the values of `cause__in`. Nothing else that differs between calls may decide
    what is written: no time of day, nobody who asks, no words of a language.
    """
    return WrittenOnce(rows)


class _Said(SQLCompiler):
    """Says what has been written instead of writing it."""

    said: tuple[str, tuple[Any, ...]]

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        return self.said


class _Statement(Generic[Row]):
    """The statement of a `QuerySet` of rows, with how rows of a table are made of its columns."""

    def __init__(self, rows: QuerySet[Row]) -> None:
        self.model = rows.model
        self.none: type[Exception] = rows.model.DoesNotExist  # type: ignore[attr-defined]
        self._beside: Sequence[Any] = rows._prefetch_related_lookups  # type: ignore[attr-defined]
        self._compiler = _Said(rows.query.chain(), connections[DEFAULT_DB_ALIAS], DEFAULT_DB_ALIAS)
        sql, parameters = super(_Said, self._compiler).as_sql()
        self._sql, self._parameters = sql, cast("Sequence[object]", parameters)

    def rows(self, values: Mapping[str, Any]) -> list[Row]:
        told = (one.among(values) if isinstance(one, Asked) else one for one in self._parameters)
        put: Any = _Put(self._compiler, (self._sql, tuple(told)))
        found: list[Row] = list(QuerySet(self.model, query=put))
        prefetch_related_objects(found, *self._beside)
        return found


class _Put:
    """In the place of a query, for what makes rows of answers."""

    def __init__(self, written: _Said, said: tuple[str, tuple[Any, ...]]) -> None:
        self._written, self._said = written, said

    def get_compiler(self, using: str) -> _Said:
        compiler = copy.copy(self._written)
        compiler.connection, compiler.said = connections[using], self._said
        return compiler
