"""What stands beside the wheel of the year: where rooms further down take it to people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lagesbild.core.web import Here
from lagesbild.i18n import Message


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with the wheel: words and an address."""

    label: Message
    url: str


Acts = Callable[[Here], Sequence[Act]]
_acts: list[Acts] = []


def acts_from(source: Acts) -> None:
    """Say what can be done with the wheel by whoever looks; a room calls this in `AppConfig.ready`."""
    if source not in _acts:
        _acts.append(source)


def acts(here: Here) -> list[Act]:
    """What can be done with the wheel."""
    return [one for source in _acts for one in source(here)]
