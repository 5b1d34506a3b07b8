"""Who is reading and where may be written: the one context manager that opens the walls of the database.

Row-level security reads five settings of the transaction (see `walls`). Nothing else sets them: middleware, tasks,
commands and tests all enter `scope`, or `walls_for`. Outside of them a tenant table cannot be read at all: the database
raises, because a silent empty answer would be a false number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg.pq import TransactionStatus


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
_CLOSED = dict.fromkeys(NAMES, "")
_OPENED = "lagesbild_opened"
"""Where a connection keeps which scope is open on it: what the database was told last, and no rollback took back."""


@contextmanager
def scope(opened: Scope) -> Iterator[None]:
    """Run in one transaction with the walls opened as `opened` says; an outer scope is restored afterwards."""
    own = not connection.in_atomic_block
    with transaction.atomic(), _walls_for(opened, own=own):
        yield


@contextmanager
def walls_for(opened: Scope) -> Iterator[Callable[[Scope], None]]:
    """As `scope`, without a point of its own to go back to: for what reads, or fails with all that is around it.

    The transaction is the one that is open; where there is none, its own. What is given opens the walls in another way
    until the end.
    """
    own = not connection.in_atomic_block
    with transaction.atomic() if own else nullcontext(), _walls_for(opened, own=own) as turn:
        yield turn


@contextmanager
def _walls_for(opened: Scope, *, own: bool) -> Iterator[Callable[[Scope], None]]:
    outer = _open_now()
    _turn(opened)
    try:
        yield _turn
    finally:
        # the settings end with a transaction of one's own, and with one that has failed, which is to be rolled back
        if not own and _alive():
            _turn(outer)
        _remember(outer)


def written_in() -> int:
    """The partnership that may be changed now; 0 outside of any."""
    now = _open_now()
    return now.write if now else 0


def read_in() -> tuple[int, ...]:
    """The partnerships that may be read now; none outside of any."""
    now = _open_now()
    return now.read if now else ()


def _turn(wanted: Scope | None) -> None:
    """Set what differs from what is open, in one statement."""
    before = _open_now()
    if wanted == before:
        return
    settings = wanted.settings() if wanted else _CLOSED
    write = ", ".join("set_config(%s, %s, true)" for _ in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {write}", [part for pair in settings.items() for part in pair])
    _remember(wanted)


def _open_now() -> Scope | None:
    found: Scope | None = getattr(connection, _OPENED, None)
    return found if connection.in_atomic_block else None


def _remember(opened: Scope | None) -> None:
    setattr(connection, _OPENED, opened)


def _alive() -> bool:
    """Whether the transaction takes another statement."""
    if not connection.in_atomic_block or connection.needs_rollback or connection.connection is None:
        return False
    return bool(connection.connection.info.transaction_status == TransactionStatus.INTRANS)
