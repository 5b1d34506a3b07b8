"""The figure of an evaluation in pixels: earlier seasons as open dots, the expected as a field, this one as a dot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lagesbild.evaluation import wording
from lagesbild.i18n import Message
from lagesbild.picture.charts.scales import axis

WIDTH, LEFT, RIGHT = 350, 8, 44
"""Pixels: as wide as a phone shows; the name of a season stands above its dot."""
PITCH, TOP, DOWN = 50, 4, 34


@dataclass(frozen=True, slots=True)
class Row:
    """A season: its name, where it is drawn, its count, and whether it is compared."""

    name: Message
    y: int
    x: float
    count: int
    broken: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """All that the template draws."""

    width: int
    height: int
    rows: tuple[Row, ...]
    ticks: tuple[tuple[int, float], ...]
    field: tuple[float, float] | None
    """Left edge and width of what was expected."""
    span: tuple[int, int] | None
    foot: int


def figure(effect: Mapping[str, Any]) -> Figure | None:
    """The figure of what was counted; None where nothing was."""
    if effect["now"] is None or not effect["before"]:
        return None
    pulled = effect["regression"]
    seasons = [*effect["before"], effect["now"]]
    values = [one["count"] for one in seasons] + ([pulled["high"]] if pulled else [])
    scale = axis([float(value) for value in values], LEFT, WIDTH - RIGHT)
    rows = tuple(
        Row(
            wording.season(one),
            TOP + PITCH * i + DOWN,
            round(scale.at(one["count"]), 1),
            one["count"],
            one["broken"],
            i == len(seasons) - 1,
        )
        for i, one in enumerate(seasons)
    )
    foot = TOP + PITCH * len(seasons)
    left, right = (scale.at(pulled["low"]), scale.at(pulled["high"])) if pulled else (0.0, 0.0)
    return Figure(
        WIDTH,
        foot + 22,
        rows,
        tuple((int(tick), round(scale.at(tick), 1)) for tick in scale.ticks),
        (round(left, 1), round(max(right - left, 4.0), 1)) if pulled else None,
        (round(pulled["low"]), round(pulled["high"])) if pulled else None,
        foot,
    )
