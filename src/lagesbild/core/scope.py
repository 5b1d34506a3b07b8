"""Who is reading and where may be written: the one context manager that opens the walls of the database.

Row-level security reads five settings of the transaction (see `walls`). Nothing else sets them: middleware, tasks,
commands and tests all enter `scope`. Outside it a tenant table cannot be read at all: the database raises, because a
silent empty answer would be a false number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person, or one task, may see and change.

    Parameters
    ----------
    person : int
        Whose scope it is; 0 for a task of the system.
    read : tuple of int
        Partnerships that may be read (a calendar spans several).
    write : int
        The one partnership that may be changed; 0 for none.
    parties : tuple of int
        Parties whose own rows may be seen.
    audiences : tuple of int
        Audiences whose rows may be seen.
    """

    person: int = 0
    read: tuple[int, ...] = ()
    write: int = 0
    parties: tuple[int, ...] = ()
    audiences: tuple[int, ...] = ()

    def settings(self) -> dict[str, str]:
        """The settings of the transaction, by name."""
        return {
            "app.person": str(self.person),
            "app.read": _array(self.read),
            "app.write": str(self.write),
            "app.parties": _array(self.parties),
            "app.audiences": _array(self.audiences),
        }


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(str(int(number)) for number in numbers) + "}"


NAMES = tuple(Scope().settings())


@contextmanager
def scope(opened: Scope) -> Iterator[None]:
    """Run in one transaction with the walls opened as `opened` says; an outer scope is restored afterwards."""
    with transaction.atomic():
        outer = _set(opened.settings())
        yield
        # a failure rolls the settings back with everything else
        _set(outer)


def written_in() -> int:
    """The partnership that may be changed now; 0 outside of any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.write', true)")
        return int(cursor.fetchone()[0] or 0)


def _set(settings: dict[str, str]) -> dict[str, str]:
    """Set them in one statement; what they were."""
    read = ", ".join(f"coalesce(current_setting(%s, true), '') AS before_{i}" for i in range(len(settings)))
    write = ", ".join(f"before_{i}, set_config(%s, %s, true)" for i in range(len(settings)))
    # materialised, so that all are read before the first is set
    statement = f"WITH known AS MATERIALIZED (SELECT {read}) SELECT {write} FROM known"  # noqa: S608 - placeholders only
    with connection.cursor() as cursor:
        cursor.execute(statement, [*settings, *(part for pair in settings.items() for part in pair)])
        return dict(zip(settings, cursor.fetchone()[::2], strict=True))
