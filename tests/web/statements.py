"""How often a page asks the database, and that it does not ask more often where there is more to show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

OF_WALLS = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SELECT set_config")
OF_SIGNING_IN = re.compile(r'SELECT 1 AS "a" FROM "mfa_authenticator"')
"""Asked of those who signed in without a second factor, as tests do and those who decide do not."""
FEW, MANY = 3, 12


def statements(client: Client, page: str) -> list[str]:
    """What a page asks for, frame and all, once it has been opened; the walls' own statements are not counted."""
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        answer = client.get(page)
    assert answer.status_code == 200, page
    return [
        one["sql"]
        for one in found.captured_queries
        if not (OF_WALLS.match(one["sql"]) or OF_SIGNING_IN.match(one["sql"]))
    ]


def asks_the_same(client: Client, pages: Iterable[str], add: Callable[[int], object], *, most: int = 20) -> None:
    """Pages ask as often of twelve rows as of three, and within the budget; `add` makes the row with a number."""
    opened = list(pages)
    for n in range(FEW):
        add(n)
    few = {page: len(statements(client, page)) for page in opened}
    for n in range(FEW, MANY):
        add(n)
    many = {page: len(statements(client, page)) for page in opened}
    assert many == few
    assert max(many.values()) <= most, many
