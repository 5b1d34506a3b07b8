"""What rooms below put beside a series on its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lagesbild.core.web import Here
from lagesbild.i18n import Message
from lagesbild.indicators.models import Series


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with a series, or that came of it: what it is called, and where."""

    label: Message
    url: str


Acts = Callable[[Here, Series], Sequence[Act]]
_sources: list[Acts] = []


def acts_from(source: Acts) -> None:
    """Let a room say what stands beside a series."""
    if source not in _sources:
        _sources.append(source)


def acts(here: Here, series: Series) -> list[Act]:
    """All of it."""
    return [act for source in _sources for act in source(here, series)]
