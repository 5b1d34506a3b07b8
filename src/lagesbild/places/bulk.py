"""Many rows at once into a table behind the walls, where COPY itself is not allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, models
from psycopg import sql


def numbers(model: type[models.Model], n: int) -> list[int]:
    """New primary keys for `n` rows of `model`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [model._meta.db_table, n]
        )
        return [row[0] for row in cursor.fetchall()]


def insert(model: type[models.Model], columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
    """Put rows into the table of `model`; `columns` are names with their types. Inside a transaction."""
    table = sql.Identifier(model._meta.db_table)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    typed = sql.SQL(", ").join(sql.SQL("{} {}").format(sql.Identifier(n), sql.SQL(t)) for n, t in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMPORARY TABLE incoming_rows ({}) ON COMMIT DROP").format(typed))
        with cursor.copy(sql.SQL("COPY incoming_rows ({}) FROM STDIN").format(names)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM incoming_rows").format(table, names, names))
        cursor.execute("DROP TABLE incoming_rows")
