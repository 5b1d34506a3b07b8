"""A question of the database that is written once: to write it takes Django longer than the database to answer it."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet


class Compiled:
    """The statement of a `QuerySet` of values, with what its columns are turned into.

    Whoever is allowed to see what is for the walls of the database to say each time, as of any other question.

    Parameters
    ----------
    rows : QuerySet
        Of `values_list`.
    """

    def __init__(self, rows: QuerySet[Any, tuple[Any, ...]]) -> None:
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._parameters = self._compiler.as_sql()
        columns = [one[0] for one in self._compiler.select[: self._compiler.col_count]]
        self._converters = self._compiler.get_converters(columns)

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
        return tuple(next(iter(self._compiler.apply_converters([row], self._converters))))
