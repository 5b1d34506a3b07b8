"""What stands in the way of the last day of a body. Rooms above say what of theirs would lie after it.

ending.asks(fn(body, last day) -> message or None)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from lagesbild.errors import InputError
from lagesbild.i18n import Message

Asked = Callable[[int, dt.date], Message | None]
_asked: dict[Asked, None] = {}


def asks(of: Asked) -> None:
    """Say who is asked before a body ends; called in `AppConfig.ready`."""
    _asked[of] = None


def allowed(body: int, last: dt.date) -> None:
    """Go on only if nothing lies after the last day of the body."""
    for of in _asked:
        against = of(body, last)
        if against is not None:
            raise InputError(against)
