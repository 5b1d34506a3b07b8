"""What stands in the way of undoing the decision on a picture. Rooms further down say so in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable

from lagesbild.i18n import Message

Holds = Callable[[int], Message | None]
_holds: list[Holds] = []


def held_by(holds: Holds) -> None:
    """Register what answers, for an edition by its number, why it stays decided; None where it need not."""
    _holds.append(holds)


def why_not(edition: int) -> Message | None:
    """The first reason why an edition stays decided."""
    return next((why for holds in _holds if (why := holds(edition)) is not None), None)
