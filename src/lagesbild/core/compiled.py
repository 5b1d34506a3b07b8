"""A question of the database that is written once: to write it takes Django longer than the database to answer it."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet, Value


class Compiled:
    """The statement of a `QuerySet` of values, with what its columns are turned into.

    Whoever is allowed to see what is for the walls of the database to say each time, as of any other question.

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
