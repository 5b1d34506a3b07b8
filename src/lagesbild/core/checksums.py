"""A checksum for each table that does not depend on the order of its rows or the version of the server.

Each row is hashed as text (SHA-256 of its columns in order) and the hashes are added, so that two databases with the
same rows have the same sum however they are stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

SETTINGS = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL row_security = off",
)
"""What a value looks like as text depends on these; and nothing is to be hidden from the sum."""
TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname COLLATE "C"
"""
QUERY = """
    SELECT count(*), coalesce(sum(('x' || encode(substr(hashed.h, 1, 8), 'hex'))::bit(64)::bigint::numeric), 0)::text
        || '/' || coalesce(sum(('x' || encode(substr(hashed.h, 9, 8), 'hex'))::bit(64)::bigint::numeric), 0)::text
    {into} FROM (SELECT sha256(convert_to({row}::text, 'UTF8')) AS h FROM {table} AS source) AS hashed
"""


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows of a table and what they add up to."""

    rows: int
    digest: str


def statement(table: str, columns: list[str], *, into: bool = False) -> sql.Composed:
    """The query for one table: how many rows, and the two halves of the sum as one text; `into` variables n, total."""
    row = sql.SQL("ROW({})").format(sql.SQL(", ").join(sql.Identifier("source", each) for each in columns))
    name = sql.Identifier("public", table)
    return sql.SQL(QUERY).format(row=row, table=name, into=sql.SQL("INTO n, total" if into else ""))


def tables(server: psycopg.Connection[Any]) -> dict[str, list[str]]:
    """Tables of the application with their columns by name; call it with `SETTINGS` made."""
    found = {}
    for (table,) in server.execute(TABLES).fetchall():
        columns = server.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            'ORDER BY attname COLLATE "C"',
            (sql.Identifier("public", table).as_string(server),),
        ).fetchall()
        found[table] = [name for (name,) in columns]
    return found


def sums(server: psycopg.Connection[Any]) -> dict[str, Sum]:
    """The sum of each table, as one transaction sees them; the caller has begun it."""
    for setting in SETTINGS:
        server.execute(setting)
    made = {}
    for table, columns in tables(server).items():
        row = server.execute(statement(table, columns)).fetchone()
        assert row is not None
        made[table] = Sum(row[0], row[1])
    return made
