"""Where and when the incidents of a deviation gather, and why it may be reporting rather than events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.clock import part_of_week, week_cells
from lagesbild.picture.compose.counts import Judged
from lagesbild.picture.compose.events import Events
from lagesbild.picture.model import CountRow, Verdict

LEAST = 4
"""Incidents that must be in one place before they are said to gather there."""
SHARE = 0.4
"""Share of a deviation's incidents that must be in one place."""
WIDE_DEGREES = 0.02
"""Latitude (about 2 km) between the quarters of the incidents that name a place, beyond which it is no place."""
SURE = 0.01
"""Largest probability, after correction for the number of places looked at, that as many gather by chance."""
ONE_SOURCE = 0.75
"""Share of a rise that is one reporter's which makes it doubtful, unless the reporter usually stands for most."""
USUAL_SOURCE = 0.6
GATHERED = N_("{n} of {total} at {place}, where {usual} of {past} have been before.")
GATHERED_SHARED = N_("{n} of the {total} that are shared at {place}, where {usual} of {past} have been before.")
ALIKE = 0.8
"""Share of categories that must move the same way before all are said to move at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """What gathering is judged against.

    Parameters
    ----------
    now, history : (n,) bool
        Incidents of the period, and of the comparable stretch before it.
    area : (n,) int32
    areas : tuple of str
    dumps : (n,) bool
        Incidents on points where a source puts what it cannot place.
    """

    events: Events
    now: NDArray[np.bool_]
    history: NDArray[np.bool_]
    area: NDArray[np.int32]
    areas: tuple[str, ...]
    dumps: NDArray[np.bool_]


def gathered(
    back: Background, now: NDArray[np.intp], before: NDArray[np.intp], *, in_area: bool
) -> tuple[Message, ...]:
    """Where (by named place, else by area unless it is one) and when in the week the incidents `now` gather.

    `before` are the incidents of the same kind in the history, whose shares are what chance is reckoned from.
    """
    events = back.events
    found = []
    labels, shared = events.records.place, events.records.shared
    open_now, open_before = now[shared[now]], before[shared[before]]
    where = _where(
        labels.codes[open_now],
        labels.codes[open_before],
        labels.names,
        lambda code: _wide(events, code),
        GATHERED if len(open_now) == len(now) else GATHERED_SHARED,
    )
    if where is None and not in_area:
        where = _where(back.area[now], back.area[before], back.areas, lambda code: False, GATHERED)
    if where is not None:
        found.append(where)
    when = _when(events, now, before)
    if when is not None:
        found.append(when)
    return tuple(found)


def _wide(events: Events, code: int) -> bool:
    """Whether incidents that name a place lie so far apart that the name is none ("on or near", "unknown")."""
    rows = np.flatnonzero((events.records.place.codes == code) & events.point())
    if rows.size == 0:
        return False
    low, high = np.percentile(events.records.lat[rows], (25, 75))
    return bool(high - low > WIDE_DEGREES)


def _where(
    now: NDArray[np.int32],
    before: NDArray[np.int32],
    names: tuple[str, ...],
    wide: Callable[[int], bool],
    words: str,
) -> Message | None:
    known = now[now >= 0]
    if known.size < LEAST:
        return None
    codes, counts = np.unique(known, return_counts=True)
    best = int(np.argmax(counts))
    count, total = int(counts[best]), len(now)
    past = before[before >= 0]
    # One is added on either side so that a place never seen before has a share of its own.
    usual = ((past == codes[best]).sum() + 1) / (past.size + max(len(names), 2))
    places = max(len(np.unique(past)), len(codes))
    p = float(scipy.stats.binom.sf(count - 1, known.size, usual)) * places
    if count < LEAST or count < SHARE * total or p > SURE or wide(int(codes[best])):
        return None
    return Message(
        words,
        {
            "n": count,
            "total": total,
            "place": names[codes[best]],
            "usual": int((past == codes[best]).sum()),
            "past": len(before),
        },
    )


def _when(events: Events, now: NDArray[np.intp], before: NDArray[np.intp]) -> Message | None:
    """The part of the week (three hours of one to three days) in which most gather, against their own history."""
    hours = events.hour_known()
    timed, past = now[hours[now]], before[hours[before]]
    if timed.size < LEAST or past.size < 30:
        return None
    cells, usual = week_cells(events, timed), week_cells(events, past) + 1 / 168
    # (One incident spread over the week, so that no part of it has a share of 0.)
    part = part_of_week(cells, usual)
    if part is None or part.count < max(LEAST, SHARE * len(now)) or part.p > SURE:
        return None
    return Message(N_("{n} of {total} {when}."), {"n": part.count, "total": len(now), "when": part.words})


def doubt(
    back: Background,
    judged: tuple[Judged, ...],
    row: CountRow,
    now: NDArray[np.intp],
    before: NDArray[np.intp],
) -> Message | None:
    """Why the change of `row` looks like reporting, or None."""
    above = row.verdict is Verdict.ABOVE
    if above and before.size == 0:
        return Message(N_("It does not occur before the period, and may be a new name or code for something old."))
    return (
        _one_source(back.events, row, now, before)
        or _dumped(back, now)
        or _entered_at_once(back.events, now, before)
        or _all_at_once(judged, row.name, above)
    )


def _one_source(events: Events, row: CountRow, now: NDArray[np.intp], before: NDArray[np.intp]) -> Message | None:
    """A rise that is all one reporter's, who does not usually stand for most."""
    labels = events.source
    if row.expected is None or not events.parallel or now.size < LEAST or before.size < LEAST:
        return None
    counts = np.bincount(labels.codes[now][labels.codes[now] >= 0], minlength=len(labels.names))
    best = int(counts.argmax())
    usual = int((labels.codes[before] == best).sum())
    share, rise = usual / before.size, row.count - row.expected.middle
    if rise <= 0 or share > USUAL_SOURCE or counts[best] - share * row.expected.middle < ONE_SOURCE * rise:
        return None
    return Message(
        N_("{n} of {total} come from {source}, who stood for {usual} of {past} before."),
        {
            "n": int(counts[best]),
            "total": int(now.size),
            "source": labels.names[best],
            "usual": usual,
            "past": int(before.size),
        },
    )


def _dumped(back: Background, now: NDArray[np.intp]) -> Message | None:
    dumped = int(back.dumps[now].sum())
    if dumped < max(LEAST, now.size / 2):
        return None
    return Message(
        N_("{n} of {total} lie on a point where a source puts what it cannot place."),
        {"n": dumped, "total": int(now.size)},
    )


def _entered_at_once(events: Events, now: NDArray[np.intp], before: NDArray[np.intp]) -> Message | None:
    """Far more incidents than usual with exactly the same time: entered together, or a default hour."""
    start = events.records.start
    timed = now[events.hour_known()[now]]
    if timed.size < LEAST or before.size < 30:
        return None
    moments, counts = np.unique(start[timed], return_counts=True)
    most = int(counts.max())
    _, past = np.unique(start[before], return_counts=True)
    if most < max(LEAST, now.size / 2) or most <= 2 * int(past.max()):
        return None
    return Message(
        N_("{n} of {total} have exactly the same time, {time}: probably entered together."),
        {"n": most, "total": int(now.size), "time": moments[int(counts.argmax())].item()},
    )


def _all_at_once(judged: tuple[Judged, ...], name: str, above: bool) -> Message | None:
    """The other categories move the same way, more of them than chance gives, and the total with them."""
    by_kind = {one.board.kind: one for one in judged}
    total, categories = by_kind["total"], by_kind["category"]
    if total.verdicts[0] is not (Verdict.ABOVE if above else Verdict.BELOW):
        return None
    middle = categories.expectation.middle[:, -1]
    others = np.array([one != name for one in categories.board.names]) & (middle >= 2)
    difference = categories.board.counts[others, -1] - middle[others]
    alike, n = int((difference > 0).sum() if above else (difference < 0).sum()), int(others.sum())
    if n == 0 or alike < ALIKE * n or scipy.stats.binom.sf(alike - 1, n, 0.5) > SURE:
        return None
    return Message(
        N_(
            "{n} of {total} other categories moved the same way at once, which is more like reporting than like events."
        ),
        {"n": alike, "total": n},
    )
