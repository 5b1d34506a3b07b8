"""Effect: did it help? Counts before and after, what would have come anyway, and the verdict by fixed rules.

The verdict is yes, no or "cannot be told", never by hand:

* yes: fewer than before by more than chance (e-test, 5 %), below what regression to the mean lets one expect, where
  enough is reported elsewhere fallen more than elsewhere, and not risen around the place meanwhile.
* no: more than before by more than chance and above what was to be expected; or so many counted that a fall of a fifth
  or more can be ruled out.
* cannot be told: everything else, with the count that would have told a fall.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from lagesbild.analysis import (
    conditional_binomial,
    e_test,
    minimum_detectable_effect,
    poisson_interval,
    regression_to_the_mean,
)
from lagesbild.evaluation.models import Evaluation
from lagesbild.picture.model import ARRIVING
from lagesbild.promises import counting
from lagesbild.promises.counting import Season
from lagesbild.promises.foreseeing import LEVEL, Why, dispersion_of, placed
from lagesbild.promises.models import Promise

RELEVANT = 0.2
"""Fall that, if it can be ruled out, lets one say no."""
CONTROL = 50
"""Reports elsewhere, before and after, from which the place is compared with elsewhere."""
SURROUNDINGS = 20
"""Reports around the place, before and after together, from which it is said whether something moved there."""
Verdict = Evaluation.Verdict


class Because(StrEnum):
    """What the verdict rests on."""

    FELL = "fell"
    """Fewer than before by more than chance."""
    BELOW = "below"
    """Below what was to be expected anyway."""
    NOT_BELOW = "not_below"
    MORE_THAN_ELSEWHERE = "more_than_elsewhere"
    """Fallen more than elsewhere, by more than chance."""
    AS_ELSEWHERE = "as_elsewhere"
    """Not fallen more than elsewhere by more than chance."""
    NO_ELSEWHERE = "no_elsewhere"
    """Too little is reported elsewhere to compare with."""
    ARRIVING = "arriving"
    """Reports of the period may still arrive, and nothing to compare with lacks as many."""
    MOVED = "moved"
    """Risen around the place, beyond elsewhere, by more than chance."""
    SPREAD = "spread"
    """Fallen around the place too, beyond elsewhere, by more than chance."""
    NOT_MOVED = "not_moved"
    """Neither fallen nor risen around the place by more than chance."""
    FEW_AROUND = "few_around"
    """Too little is reported around the place to tell whether something moved there."""
    ROSE = "rose"
    """More than before by more than chance, and above what was to be expected."""
    RULED_OUT = "ruled_out"
    """A fall of a fifth can be ruled out."""
    CHANCE = "chance"
    """Chance could have made the difference."""


AROUND = frozenset({Because.MOVED, Because.SPREAD, Because.NOT_MOVED, Because.FEW_AROUND})
"""What is said of the surroundings, once it fell at the place."""


def effect_of(promise: Promise, on: dt.date) -> dict[str, Any]:
    """Counts, intervals and tests of a promise whose period is over, and the verdict.

    Parameters
    ----------
    promise : Promise
        Whose period is over.
    on : date
        The day it is.

    Returns
    -------
    dict
        ``why``: why nothing can be counted, or None. ``verdict`` and ``because``: see `Because`. ``before``, ``now``:
        seasons with count, interval of 95 % (Garwood), reports elsewhere, around the place and without a place.
        ``tests``: p of the e-test, of those against elsewhere and around, ratio and its limits. ``regression``: what
        was to be expected.
        ``critical``: the largest count that would have told a fall. ``where``: what was counted in. ``ended``: days
        since its period ended, while reports of it may still arrive; else None.
    """
    where = {
        "lon": promise.lon,
        "lat": promise.lat,
        "radius": promise.radius,
        "area": promise.area_id,
        "around": promise.radius and counting.AROUND * promise.radius,
        "categories": list(promise.categories),
    }
    why = placed(promise)
    if why is not None:
        return _nothing(why, where)
    counted = counting.count(promise, on=on, now=True)
    before = [_season(one) for one in counted.before]
    seasons, now = counted.comparable, counted.now
    told = {"where": where, "before": before, "now": _season(now) if now else None}
    if now is None or not seasons:
        return _nothing(Why.BROKEN if before and now else Why.NO_HISTORY, where) | told
    if sum(one.count for one in seasons) + now.count == 0:
        return _nothing(Why.NOTHING, where) | told
    ended = on - promise.ends
    still = ended.days if ended <= ARRIVING else None
    return {"why": None, **told, **judged(seasons, now, counted.others, whole=still is None), "ended": still}


def judged(seasons: Sequence[Season], now: Season, others: Any, *, whole: bool = True) -> dict[str, Any]:
    """Tests and verdict of comparable seasons before and the one now; `whole` when no more reports are awaited."""
    k1, t1 = sum(one.count for one in seasons), sum(one.period.days for one in seasons)
    k2, t2 = now.count, now.period.days
    phi = dispersion_of(tuple(seasons))
    pulled = regression_to_the_mean(k1, others, t2 / t1, dispersion=phi, level=1 - LEVEL)
    test = e_test(k2, t2, k1, t1, dispersion=phi)
    elsewhere = (sum(one.elsewhere for one in seasons), now.elsewhere)
    compared = min(elsewhere) >= CONTROL
    beside = e_test(k2, elsewhere[1], k1, elsewhere[0], dispersion=phi) if compared else None
    around, p_around = _displaced(seasons, now, phi)
    # limits of the ratio: as if so many fewer had been counted as they vary more than chance
    fewer = conditional_binomial(round(k2 / phi), t2, round(k1 / phi), t1) if round(k1 / phi) else None
    low = fewer.low if fewer else math.nan
    shown = minimum_detectable_effect(k1, t1, t2, level=LEVEL, dispersion=phi, at_most=math.ceil(pulled.low) - 1)
    falls = k2 / t2 < k1 / t1
    because: list[Because] = []
    verdict = Verdict.CANNOT_TELL
    if test.p < LEVEL and falls:
        because.append(Because.FELL)
        below = k2 < pulled.low
        because.append(Because.BELOW if below else Because.NOT_BELOW)
        if beside is None:
            because.append(Because.NO_ELSEWHERE)
            because += [] if whole else [Because.ARRIVING]
            verdict = Verdict.YES if below and whole else verdict
        else:
            more = beside.p < LEVEL and k2 * elsewhere[0] < k1 * elsewhere[1]
            because.append(Because.MORE_THAN_ELSEWHERE if more else Because.AS_ELSEWHERE)
            verdict = Verdict.YES if below and more else verdict
        because.append(around)
        verdict = Verdict.CANNOT_TELL if around == Because.MOVED else verdict
    elif test.p < LEVEL and k2 > pulled.high:
        because.append(Because.ROSE)
        verdict = Verdict.NO
    elif low >= 1 - RELEVANT:
        because.append(Because.RULED_OUT)
        verdict = Verdict.NO
    else:
        because.append(Because.CHANCE)
    return {
        "verdict": verdict.value,
        "because": [one.value for one in because],
        "tests": {
            "p": test.p,
            "p_elsewhere": beside.p if beside else None,
            "p_around": p_around,
            "ratio": test.to_dict()["ratio"],
            "low": None if math.isnan(low) else low,
            "high": fewer.to_dict()["high"] if fewer else None,
            "dispersion": phi,
            "days_before": t1,
            "days_now": t2,
            "count_before": k1,
        },
        "regression": {
            "unadjusted": pulled.unadjusted,
            "expected": pulled.expected,
            "low": pulled.low,
            "high": pulled.high,
            "weight": pulled.weight,
            "places": pulled.places if pulled.enough else 0,
        },
        "critical": shown.critical,
    }


def _displaced(seasons: Sequence[Season], now: Season, dispersion: float) -> tuple[Because, float | None]:
    """Whether reports rose or fell around the place (diffusion of benefits), and the p of it; None where too few.

    Measured by what is reported farther off, or by days where that is too little. Beside the place rather than
    anywhere: offenders who are hindered move a short way if they move at all (Weisburd, Wyckoff, Ready, Eck, Hinkle &
    Gajewski 2006, Criminology 44, 549–592).
    """
    before, after = sum(one.around for one in seasons), now.around
    if before + after < SURROUNDINGS:
        return Because.FEW_AROUND, None
    level = sum(one.elsewhere for one in seasons) - before, now.elsewhere - after
    if min(level) < CONTROL:
        level = sum(one.period.days for one in seasons), now.period.days
    p = float(e_test(after, level[1], before, level[0], dispersion=dispersion).p)
    if p >= LEVEL:
        return Because.NOT_MOVED, p
    return (Because.MOVED if after * level[0] > before * level[1] else Because.SPREAD), p


def _season(one: Season) -> dict[str, Any]:
    interval = poisson_interval(one.count, 1 - LEVEL)
    return {
        "starts": one.period.starts.isoformat(),
        "ends": one.period.ends.isoformat(),
        "count": one.count,
        "low": float(interval.low),
        "high": float(interval.high),
        "elsewhere": one.elsewhere,
        "around": one.around,
        "unplaced": one.unplaced,
        "broken": one.broken,
    }


def _nothing(why: Why, where: dict[str, Any]) -> dict[str, Any]:
    return {
        "why": why.value,
        "verdict": Verdict.CANNOT_TELL.value,
        "because": [],
        "where": where,
        "before": [],
        "now": None,
        "tests": None,
        "regression": None,
        "critical": None,
    }
