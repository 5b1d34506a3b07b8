"""Worlds that many tests begin with: made once by each worker, and put back row by row for the tests that come after.

What is put back is what was made, by the same actions as a user's: every row of every table as the server gave it out.
A world speaks of now (a meeting that is held, the last whole week), so it is made again when it has become old.
"""

from __future__ import annotations

import copy
import datetime as dt
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from psycopg import sql

OLD_SECONDS = 20 * 60
SOMEBODYS = frozenset({"core_partnership", "accounts_person"})
"""Where these have rows a world is not the first that is made, and is not kept: the rows are not its own alone."""

T = TypeVar("T")


@dataclass(frozen=True)
class _World:
    made: Any
    rows: dict[str, bytes]
    day: dt.date
    at: float

    @property
    def old(self) -> bool:
        return self.day != dt.date.today() or time.monotonic() - self.at > OLD_SECONDS  # noqa: DTZ011


@dataclass
class Shelf:
    """The tables of a worker's database, as a superuser sees them, and the worlds that have been made in it."""

    superuser: psycopg.Connection
    tables: list[str]
    worlds: dict[Hashable, _World] = field(default_factory=dict)

    @classmethod
    def of(cls, superuser: psycopg.Connection) -> Shelf:
        """All tables but the one that says which migrations have been run."""
        found = superuser.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        )
        return cls(superuser, [str(name) for (name,) in found])

    def filled(self) -> list[str]:
        """The few tables that have any rows."""
        asked = [sql.SQL("EXISTS (SELECT FROM {})").format(sql.Identifier(table)) for table in self.tables]
        row = self.superuser.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(asked))).fetchone() or ()
        return [table for table, has in zip(self.tables, row, strict=True) if has]

    def empty(self) -> None:
        """Delete the rows of the tables that have any: truncating all of them makes new files for each."""
        filled = self.filled()
        with self.superuser.transaction():
            self._without_rules()
            for table in filled:
                self.superuser.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes in an empty database: made the first time, and put back from then on."""
        before = set(self.filled())
        if before & SOMEBODYS:
            return make()
        world = self.worlds.get(key)
        if world is None or world.old:
            made = make()
            rows = {table: self._out(table) for table in self.filled() if table not in before}
            self.worlds[key] = _World(copy.deepcopy(made), rows, dt.date.today(), time.monotonic())  # noqa: DTZ011
            return made
        with self.superuser.transaction():
            self._without_rules()
            for table, rows in world.rows.items():
                if table not in before:
                    self._into(table, rows)
        made: T = copy.deepcopy(world.made)
        return made

    def _without_rules(self) -> None:
        # no keys, no rules: all of it comes and goes
        self.superuser.execute("SET LOCAL session_replication_role = replica")

    def _out(self, table: str) -> bytes:
        statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
        with self.superuser.cursor().copy(statement) as copied:
            return b"".join(bytes(block) for block in copied)

    def _into(self, table: str, rows: bytes) -> None:
        statement = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
        with self.superuser.cursor().copy(statement) as copied:
            copied.write(rows)


_shelves: list[Shelf] = []


def opened(shelf: Shelf) -> None:
    """From here on worlds are kept on this shelf."""
    _shelves[:] = [shelf]


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` makes in this worker's empty database: made the first time, and put back from then on."""
    return _shelves[0].kept(key, make)
