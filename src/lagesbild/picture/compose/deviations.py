"""What deviates: the series that survive correction, most surprising first, with where, when and doubts."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.boards import Board, Keyed
from lagesbild.picture.compose.checks import CHECKED, checked
from lagesbild.picture.compose.counts import Judged
from lagesbild.picture.compose.gathering import Background, doubt, gathered
from lagesbild.picture.compose.setting import Setting
from lagesbild.picture.model import Break, CountRow, Deviation, Period, Verdict

EVIDENCE = 200
"""Incidents named behind one deviation."""
KINDS = ("category", "area", "category in area")
NEAR_BREAK = dt.timedelta(weeks=8)
SMALLEST = 1e-9
"""Probabilities below this say no more than that chance is ruled out."""


def deviations(
    judged: tuple[Judged, ...],
    rows: dict[str, dict[int, CountRow]],
    keys: Keyed,
    back: Background,
    setting: Setting,
) -> tuple[Deviation, ...]:
    """Every series of `KINDS` above or below, those that look like reporting last.

    `rows` holds the row of the table for each series, by kind and number, so that table and deviation are one.
    """
    by_checks = checked(back.events, setting.found_by_checks)
    found = [
        _deviation(
            row,
            one.board.kind,
            members(one.board, i, keys),
            by_checks=by_checks,
            judged=judged,
            back=back,
            setting=setting,
        )
        for one in judged
        if one.board.kind in KINDS
        for i, row in rows[one.board.kind].items()
        if row.verdict in (Verdict.ABOVE, Verdict.BELOW)
    ]
    found.sort(key=lambda one: (one.doubt is not None, -one.one_in, one.kind, one.row.name, one.row.group))
    return tuple(found)


def _deviation(
    row: CountRow,
    kind: str,
    mine: NDArray[np.bool_],
    *,
    by_checks: NDArray[np.bool_],
    judged: tuple[Judged, ...],
    back: Background,
    setting: Setting,
) -> Deviation:
    here = np.flatnonzero(mine & back.now)
    before = np.flatnonzero(mine & back.history)
    above = row.verdict is Verdict.ABOVE
    return Deviation(
        row=row,
        kind=kind,
        one_in=1.0 / max(row.p if row.p is not None else 1.0, SMALLEST),
        gathered=(
            *(gathered(back, here, before, in_area=kind != "category") if above else ()),
            # an area that holds other kinds too is not of them
            *((CHECKED,) if by_checks[mine].all() else ()),
        ),
        doubt=doubt(back, judged, row, here, before) or _near_break(setting.breaks, setting.period),
        evidence=back.events.refs(here, EVIDENCE),
    )


def members(board: Board, i: int, keys: Keyed) -> NDArray[np.bool_]:
    """Which incidents a series counts."""
    category, area = board.key[i]
    mine = np.ones(len(keys.category), np.bool_)
    if category >= 0:
        mine &= keys.category == category
    if area >= 0:
        mine &= keys.area == area
    return mine


def _near_break(breaks: tuple[Break, ...], period: Period) -> Message | None:
    """A change of coverage shortly before the period, of which the rise or fall may be the tail."""
    near = [
        one for one in breaks if not one.small and period.start - NEAR_BREAK <= (one.until or one.at) <= period.start
    ]
    if not near:
        return None
    return Message(
        N_("The coverage changed on {day}, shortly before the period."),
        {"day": max(one.until or one.at for one in near)},
    )
