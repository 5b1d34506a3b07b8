"""What doing and waiting can do, whatever the kind: doing what is asked for harms nothing, waiting mends nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from lagesbild.compliance.rules.calendar import DAY, period_of
from lagesbild.compliance.rules.judging import WORST_FIRST, Status
from lagesbild.compliance.rules.kinds import kinds
from lagesbild.compliance.rules.record import Record
from tests.compliance.rules.anything import ASKINGS, DAYS, Asking
from tests.compliance.rules.doing import DOING, EVER
from tests.compliance.rules.making import as_known


def same_year(_: Any, __: Record, on: dt.date, later: dt.date) -> bool:
    return on.year == later.year


def same_period(asked: Any, _: Record, on: dt.date, later: dt.date) -> bool:
    return later in period_of(asked.every, on)


def nothing_ended(_: Any, record: Record, on: dt.date, later: dt.date) -> bool:
    return not any(on <= one.period.last < later for one in record.promises)


ASKED_UNTIL: Mapping[str, Callable[[Any, Record, dt.date, dt.date], bool]] = {
    "decided_in": same_year,
    "promise_periods": same_period,
    "provenance": nothing_ended,
}
"""Kinds that look at what runs: what was broken is asked for no longer once that is over."""


COUNTED = frozenset({"attestation", "cadence", "recurring", "service"})
"""Kinds of which each period begins at nothing: waiting alone keeps none of them."""


def test_every_kind_says_what_doing_is() -> None:
    assert DOING.keys() == kinds().keys()


@given(ASKINGS, DAYS)
def test_doing_what_is_asked_for_is_never_judged_worse(one: Asking, day: dt.date) -> None:
    before = one.judged()
    for kind, asked in one.asked:
        done = DOING[kind.name](asked, one.record, min(day, one.on) if kind.name in EVER else one.on)
        after = kind.judge(asked, done, one.on, one.of)
        was = before[kind.name].status
        assert was is Status.CANNOT_TELL or WORST_FIRST.index(after.status) >= WORST_FIRST.index(was), kind.name


@given(ASKINGS, st.integers(1, 800))
def test_what_is_broken_is_never_kept_by_waiting(one: Asking, days: int) -> None:
    then, later = as_known(one.record, one.on), one.on + days * DAY
    assume(later in one.of.within)
    then = replace(then, bodies=tuple(body for body in then.bodies if body.works.since <= one.on))
    before, after = one.judged(then), one.judged(then, later)
    for kind, asked in one.asked:
        asked_still = kind.name not in ASKED_UNTIL or ASKED_UNTIL[kind.name](asked, then, one.on, later)
        if before[kind.name].status is Status.BROKEN and asked_still:
            assert after[kind.name].status is not Status.KEPT, kind.name
        if kind.name in COUNTED and one.on in one.of.within and before[kind.name].status is not Status.KEPT:
            assert after[kind.name].status is not Status.KEPT, kind.name
