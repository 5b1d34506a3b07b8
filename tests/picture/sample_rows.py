"""Rows of the invented picture: counts per category and area, and the incidents behind them."""

from __future__ import annotations

import datetime as dt

import numpy as np
from scipy import stats

from lagesbild.picture.model import CountRow, Earlier, Interval, Period, RecordRef, Series, Unit, Verdict

START = dt.date(2026, 3, 16)
WEEK = Period(START, START + dt.timedelta(7), Unit.WEEK)
YEARS = tuple(
    Period(dt.date.fromisocalendar(y, 12, 1), dt.date.fromisocalendar(y, 13, 1), Unit.WEEK) for y in (2025, 2024, 2023)
)
HALF_YEAR = Period(dt.date(2025, 9, 22), dt.date(2026, 3, 23), Unit.SPAN)
FILE = "handelser_asfors_2023-2026.csv"

CATEGORIES: dict[str, tuple[int, float]] = {
    "Skadegörelse": (31, 17.0),
    "Nedskräpning": (38, 33.0),
    "Störande ungdomar": (27, 24.0),
    "Klotter": (24, 22.0),
    "Cykelstöld": (14, 6.2),
    "Bilinbrott": (13, 12.0),
    "Trasig belysning": (4, 12.0),
    "Trafikstörning, buskörning med moped eller A-traktor": (17, 15.0),
    "Narkotikaanvändning på allmän plats": (11, 9.5),
    "Otrygg plats": (12, 13.0),
    "Brand i papperskorg eller container": (7, 4.0),
    "Olaga intrång": (5, 5.5),
    "Misshandel, utomhus": (3, 2.6),
    "Hot mot tjänsteperson": (1, 0.7),
}


def poisson_interval(count: float) -> Interval:
    low = float(stats.gamma.ppf(0.025, count)) if count else 0.0
    return Interval(round(low, 2), round(float(stats.gamma.ppf(0.975, count + 1)), 2), float(count))


def series(last: int, mean: float, seed: int, *, unit: Unit = Unit.WEEK, n: int = 26) -> Series:
    """`n` steps that end with the period's count, with a band around a slow wave."""
    rng = np.random.default_rng(seed)
    wave = mean * (1 + 0.15 * np.sin(np.arange(n) / 5 + seed))
    counts = rng.poisson(wave)
    counts[-1] = last
    starts = (
        tuple(START - dt.timedelta(7 * (n - 1 - i)) for i in range(n))
        if unit is Unit.WEEK
        else tuple(dt.date(2026 + (2 - (n - 1 - i)) // 12, (2 - (n - 1 - i)) % 12 + 1, 1) for i in range(n))
    )
    low, high = stats.poisson.ppf(0.05, wave), stats.poisson.ppf(0.95, wave)
    return Series(unit, starts, tuple(map(int, counts)), tuple(map(float, low)), tuple(map(float, high)))


def count_row(name: str, count: int, mean: float, *, seed: int, group: str = "", people: int | None = None) -> CountRow:
    rng = np.random.default_rng(1000 + seed)
    low, high = float(stats.poisson.ppf(0.1, mean)), float(stats.poisson.ppf(0.9, mean))
    if mean < 1.5:
        verdict = Verdict.FEW
    elif count > high + 3:
        verdict = Verdict.ABOVE
    elif count < low - 3:
        verdict = Verdict.BELOW
    else:
        verdict = Verdict.INSIDE
    p = float(min(1.0, 2 * min(stats.poisson.sf(count - 1, mean), stats.poisson.cdf(count, mean))))
    few = verdict is Verdict.FEW
    interval = poisson_interval(count)
    return CountRow(
        name=name,
        group=group,
        count=count,
        interval=interval,
        expected=None if few else Interval(low, high, mean),
        verdict=verdict,
        before=Earlier(Period(START - dt.timedelta(7), START, Unit.WEEK), int(rng.poisson(mean))),
        earlier=tuple(Earlier(year, None if year.start.year == 2023 else int(rng.poisson(mean))) for year in YEARS),
        series=series(count, mean, seed),
        p=None if few else p,
        q=None if few else min(1.0, p * 6),
        rate=None if people is None else Interval(*(1000 * v / people for v in (interval.low, interval.high, count))),
    )


def refs(n: int, category: str, place: str, seed: int) -> tuple[RecordRef, ...]:
    rng = np.random.default_rng(2000 + seed)
    minutes = np.sort(rng.integers(0, 7 * 24 * 60, n))
    found = []
    for i, minute in enumerate(minutes):
        begun = dt.datetime.combine(START, dt.time()) + dt.timedelta(minutes=int(minute))
        precision = ("minute", "minute", "hour", "day")[i % 4]
        if precision == "day":
            begun = dt.datetime.combine(begun.date(), dt.time())
        elif precision == "hour":
            begun = begun.replace(minute=0)
        end = (
            begun
            + {"minute": dt.timedelta(minutes=1), "hour": dt.timedelta(hours=1), "day": dt.timedelta(1)}[precision]
        )
        found.append(RecordRef(FILE, 48_112 + int(minute) % 900 + i, begun, end, precision, category, place))
    return tuple(found)
