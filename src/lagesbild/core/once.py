"""A form that is sent twice does what it does once.

Every form carries a mark (`core.web.once`). The first action that a request takes remembers it in its own transaction,
so that it is remembered exactly when something was done: what was refused can be sent again, and two presses at the
same moment wait for each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from lagesbild.core.models import Sent

KEPT = dt.timedelta(days=7)
"""How long a mark is remembered."""


REMEMBER = """
INSERT INTO core_sent (partnership_id, person_id, key, answer) VALUES (%s, %s, %s, '')
ON CONFLICT DO NOTHING RETURNING id
"""


class SentBefore(Exception):
    """The same form has been sent before; `answer` is where it led, empty if it led to no other page."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


@dataclass(slots=True)
class _Sending:
    key: bytes
    row: int | None = None


_sending: ContextVar[_Sending | None] = ContextVar("sending", default=None)


@contextmanager
def sending(*, partnership: int, person: int, key: bytes | None) -> Iterator[None]:
    """Answer a request whose form has the mark `key`, or none; inside the person's scope.

    Raises
    ------
    SentBefore
        Here, or from the first action.

    """
    if key is not None:
        before = Sent.objects.filter(partnership=partnership, person_id=person, key=key).first()
        if before is not None:
            raise SentBefore(before.answer)
    token = _sending.set(None if key is None else _Sending(key))
    try:
        yield
    finally:
        _sending.reset(token)


def answered(answer: str) -> None:
    """Remember where the form led, if anything was done."""
    now = _sending.get()
    if now is not None and now.row is not None:
        Sent.objects.filter(pk=now.row).update(answer=answer)


@contextmanager
def taken(*, partnership: int, person: int) -> Iterator[None]:
    """What the first action of a request that carries a mark runs in.

    Raises
    ------
    SentBefore
        Someone was faster.

    """
    now = _sending.get()
    if now is None or now.row is not None:
        yield
        return
    with connection.cursor() as cursor:
        # one statement: it waits for whoever sends the same at the same moment, and tells who was first
        cursor.execute(REMEMBER, [partnership, person, now.key])
        first = cursor.fetchone()
    if first is None:
        raise SentBefore(Sent.objects.get(partnership=partnership, person_id=person, key=now.key).answer)
    now.row = first[0]
    try:
        yield
    except BaseException:
        # taken back with the action
        now.row = None
        raise


def forget() -> None:
    """Forget what was sent long ago, in every partnership."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_forget_sent(%s)", [timezone.now() - KEPT])
