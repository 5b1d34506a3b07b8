"""What the calibration tries: each method under chance alone, and with something planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy import stats

from lagesbild import analysis as a
from lagesbild.analysis.result import Floats, Ints
from lagesbild.demo.events.kinds import KINDS

Rng = np.random.Generator
Level = Callable[[Rng, int], Floats]


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of question under one kind of chance.

    Parameters
    ----------
    what, under : str
        The method, and what it was tried on.
    bound : float or None
        Largest share that may be wrong; None where something is planted and the share is one of finding it.
    once : callable
        One run: how many were wrong, or found.
    cost : float
        About how many milliseconds one run takes, which decides how many there are at most.
    least : float
        Where something is planted, the smallest share that has to be found.
    tries : int
        How many are tried in one run.
    """

    what: str
    under: str
    bound: float | None
    once: Callable[[Rng], int]
    cost: float = 1.0
    least: float = 0.0
    tries: int = 1


def counts(rng: Rng, mean: object, phi: float, shape: tuple[int, ...]) -> Ints:
    """Counts with variance phi times their mean."""
    mu = np.broadcast_to(np.asarray(mean, dtype=float), shape)
    drawn = rng.poisson(mu) if phi == 1 else rng.negative_binomial(mu / (phi - 1), 1 / phi)
    return drawn.astype(np.int64)


@cache
def cases() -> tuple[Case, ...]:
    """All cases, in the order of the table."""
    parts = (_maps, _scans, _changes, _alarms, _effects, _interaction, _others)
    return tuple(case for part in parts for case in part())


def _maps() -> Iterator[Case]:
    for density in (0.05, 0.2, 1.0, 5.0):

        def gi(rng: Rng, density: float = density) -> int:
            grid = rng.poisson(density, (60, 60))
            return int(np.nanmin(a.getis_ord(grid).q) <= 0.05)

        yield Case("Gi*, any discovery on a map", f"{density:g} per cell, 60 x 60", 0.05, gi, 0.6)

        def normal(rng: Rng, density: float = density) -> int:
            z = a.getis_ord(rng.poisson(density, (60, 60))).z
            q = a.benjamini_hochberg(stats.norm.sf(z))
            return int(np.nanmin(q) <= 0.05)

        yield Case("(the usual z-map with FDR)", f"{density:g} per cell, 60 x 60", None, normal)

        def wider(rng: Rng, density: float = density) -> int:
            return int(np.nanmin(a.getis_ord(rng.poisson(density, (60, 60)), 3.0, side="both").q) <= 0.05)

        yield Case("Gi* of 3 cells around, any high or low", f"{density:g} per cell, 60 x 60", 0.05, wider, 1)

    def few_planted(rng: Rng) -> int:
        mean = np.full((60, 60), 0.05)
        mean[20:23, 30:33] = 1.65
        return int(a.getis_ord(rng.poisson(mean)).q[21, 31] <= 0.05)

    yield Case("Gi*, 9 cells of 1.65 among cells of 0.05", "power", None, few_planted, 0.6, 0.9)

    def planted(rng: Rng) -> int:
        mean = np.full((60, 60), 1.0)
        mean[20:23, 30:33] = 5
        return int(a.getis_ord(rng.poisson(mean)).q[21, 31] <= 0.05)

    yield Case("Gi*, 9 cells of 5 among cells of 1", "power", None, planted, 0.6, 0.9)

    for density in (0.05, 1.0):

        def neighbours(rng: Rng, density: float = density) -> int:
            values = rng.poisson(density, 400).astype(float)
            return int(np.ptp(values) > 0 and a.moran(values, a.grid_weights((20, 20), "queen")).p <= 0.05)

        yield Case("Moran's I", f"{density:g} per cell, 20 x 20", 0.07, neighbours, 2)


def _scans() -> Iterator[Case]:
    for density in (0.05, 1.0, 5.0):

        def cube(rng: Rng, density: float = density) -> int:
            return int(a.emerging_hot_spots(rng.poisson(density, (12, 20, 20))).hot.any())

        yield Case("emerging hot spots, any hot", f"{density:g} per cell and week, 20 x 20 x 12", 0.05, cube, 2)

    for model in ("permutation", "poisson", "bernoulli"):
        for density in (0.1, 2.0):

            def scan(rng: Rng, model: str = model, density: float = density) -> int:
                x, y = rng.uniform(0, 1000, (2, 25))
                level = rng.gamma(2, 0.5, 25) if model == "permutation" else np.ones(25)
                cases = rng.poisson(density * np.outer(level, np.ones(12)))
                beside: dict[str, Any] = {"population": np.ones(25)} if model == "poisson" else {}
                if model == "bernoulli":
                    beside = {"controls": rng.poisson(2 * density, (25, 12))}
                beside |= {"model": model, "kind": "prospective", "seed": int(rng.integers(10**9))}
                found = a.space_time_scan(cases, x, y, replications=39, **beside)
                return int(bool(found.clusters) and found.clusters[0].p <= 0.05)

            yield Case(f"space-time scan, {model}", f"{density:g} per place and week, 25 x 12", 0.06, scan, 60)

    for phi in (1.5, 3.0):

        def bunched(rng: Rng, phi: float = phi) -> int:
            x, y = rng.uniform(0, 1000, (2, 25))
            cases = counts(rng, rng.gamma(2, 0.5, 25)[:, None], phi, (25, 12))
            found = a.space_time_scan(cases, x, y, kind="prospective", replications=39, seed=int(rng.integers(10**9)))
            return int(bool(found.clusters) and found.clusters[0].p <= 0.05)

        yield Case("(space-time scan, permutation)", f"variance {phi:g} x mean, 25 x 12", None, bunched, 60)

    def burst(rng: Rng) -> int:
        x, y = rng.uniform(0, 1000, (2, 25))
        cases = rng.poisson(1.0, (25, 12))
        cases[np.argsort(np.hypot(x - x[0], y - y[0]))[:3], -2:] += 4
        found = a.space_time_scan(cases, x, y, kind="prospective", replications=99, seed=int(rng.integers(10**9)))
        return int(bool(found.clusters) and found.clusters[0].p <= 0.05)

    yield Case("space-time scan, 4 more at 3 of 25 places in 2 weeks", "power", None, burst, 65, 0.9)


def _changes() -> Iterator[Case]:
    for density in (0.5, 5.0):

        def changed(rng: Rng, density: float = density) -> int:
            now, before = rng.poisson(density, 400), rng.poisson(3 * density, 400)
            found = a.changed_places(now, before, 1.0, 3.0)
            return int(np.nanmin(found.q) <= 0.05)

        yield Case("changed places, any discovery", f"{density:g} per place, 400 places", 0.05, changed, 5)

    for places in (6, 20):
        for phi in (1.0, 3.0):

            def few(rng: Rng, places: int = places, phi: float = phi) -> int:
                now, before = counts(rng, 8.0, phi, (places,)), counts(rng, 32.0, phi, (places,))
                found = a.changed_places(now, before, 1.0, 4.0)
                return int(np.nanmin([found.q, found.q_whole]) <= 0.05)

            yield Case(
                "changed places, any discovery", f"{places} places of 8, variance {phi:g} x mean", 0.05, few, 2.5
            )

    def alone(rng: Rng) -> int:
        now, before = rng.poisson(10, 12), rng.poisson(40, 12)
        now[2] = 45
        return int(a.changed_places(now, before, 1.0, 4.0).q[2] <= 0.05)

    yield Case("changed places, one of 12 grew from 10 to 45", "power", None, alone, 2.5, 0.9)


def _alarms() -> Iterator[Case]:  # noqa: C901 - a list of cases
    alpha = 0.025
    for mean in (0.5, 2.0, 20.0):
        for phi in (1.0, 3.0):
            under = f"mean {mean:g}, variance {phi:g} x mean"

            def flexible(rng: Rng, mean: float = mean, phi: float = phi) -> int:
                level = mean * np.exp(0.3 * np.sin(2 * np.pi * np.arange(264) / 52))
                found = a.farrington_flexible(counts(rng, level, phi, (100, 264)), recent=(0, 4))
                return int((found.count > found.high).sum())

            yield Case("Farrington, above the interval", f"{under}, season", 1.5 * alpha, flexible, 16, tries=100)

            def recent(rng: Rng, mean: float = mean, phi: float = phi) -> int:
                found = a.recent_baseline(counts(rng, mean, phi, (100, 27)), window=26)
                return int((found.count > found.high).sum())

            yield Case("recent weeks, above the interval", under, 1.5 * alpha, recent, 10, tries=100)
            for chart in ("C1", "C2", "C3"):

                def ears(rng: Rng, mean: float = mean, phi: float = phi, chart: str = chart) -> int:
                    found = a.ears(counts(rng, mean, phi, (100, 10)), chart, alpha=alpha)  # type: ignore[arg-type]
                    return int(found.alarm.sum())

                yield Case(f"EARS {chart}, alarm", under, 1.5 * alpha, ears, 13, tries=100)

            def total(rng: Rng, mean: float = mean, phi: float = phi) -> int:
                y = counts(rng, mean, phi, (20, 400))
                found = a.cusum(y, np.full(y.shape, mean), dispersion=phi, run_length=100, restart=True)
                return int(found.alarm.sum())

            yield Case("CUSUM, alarms per step", f"{under}, run length 100", 1.5 / 100, total, 5, tries=8000)
        if mean > 0.5:

            def published(rng: Rng, mean: float = mean) -> int:
                found = a.ears(rng.poisson(mean, (100, 10)), alpha=alpha, rule="normal")
                return int(found.alarm.sum())

            yield Case("(EARS C1 as published)", f"mean {mean:g}, Poisson", None, published, 0.5, tries=100)

    for phi in (1.0, 3.0):

        def any_week(rng: Rng, phi: float = phi) -> int:
            found = a.farrington_flexible(counts(rng, 4.0, phi, (60, 264)))
            return int(np.nanmin(found.q) <= 0.05)

        yield Case(
            "Farrington with FDR, any alarm", f"60 series of mean 4, variance {phi:g} x mean", 0.05, any_week, 12
        )

    yield from _totals()

    def rise(rng: Rng) -> int:
        y = rng.poisson(4.0, (100, 264))
        y[:10, -1] = rng.poisson(20.0, 10)
        return int(a.farrington_flexible(y).q[0] <= 0.05)

    yield Case("Farrington with FDR, 4 becomes 20 in 10 of 100", "power", None, rise, 14, 0.95)


def _totals() -> Iterator[Case]:
    """All that an invented town reports: each category has its season, weeks differ, two years bring a third more."""
    year = 365.2425 / 7

    def weeks(rng: Rng, weekly: float) -> Ints:
        last = rng.integers(52)
        week = np.arange(-103, 1)
        found = np.zeros(104, dtype=np.int64)
        for kind in KINDS:
            season = 1 - kind.summer * np.cos(2 * np.pi * (week + last - 3) / year)
            found += rng.poisson(weekly * kind.share * season * np.exp(0.003 * week) * rng.gamma(12, 1 / 12, 104))
        return found[None, :]

    for weekly in (11.0, 72.0, 150.0):

        def season(rng: Rng, weekly: float = weekly) -> int:
            return int(a.course_baseline(weeks(rng, weekly), window=103, period=year).p[0] <= 0.05)

        def trend(rng: Rng, weekly: float = weekly) -> int:
            return int(a.course_baseline(weeks(rng, weekly), window=13).p[0] <= 0.05)

        def flat(rng: Rng, weekly: float = weekly) -> int:
            return int(a.recent_baseline(weeks(rng, weekly), window=26).p[0] <= 0.05)

        under = f"a town of {weekly:g} a week that grows, with season"
        yield Case("course of two years, total called", under, 0.06, season, 4)
        yield Case("course of 13 weeks, total called", under, 0.06, trend, 4)
        yield Case("(the 26 weeks before, total called)", under, None, flat, 4)


def _effects() -> Iterator[Case]:  # noqa: C901 - a list of cases
    for mean in (4.0, 15.0):
        for phi in (1.0, 3.0):
            under = f"mean {mean:g} a month, variance {phi:g} x mean"

            def difference(rng: Rng, mean: float = mean, phi: float = phi) -> int:
                months = counts(rng, mean, phi, (4, 36))
                spread = a.count_dispersion(months[:, :24].ravel(), group=np.repeat(np.arange(4), 24))
                pairs = [(int(m[12:24].sum()), int(m[24:].sum())) for m in months]
                found = a.wdd(*pairs, dispersion=spread.value, freedom=spread.freedom)
                return int(found.p < 0.05)

            yield Case("WDD with dispersion", under, 0.07, difference)

            def plain(rng: Rng, mean: float = mean, phi: float = phi) -> int:
                months = counts(rng, mean, phi, (4, 24))
                return int(a.wdd(*((int(m[:12].sum()), int(m[12:].sum())) for m in months)).p < 0.05)

            yield Case("(WDD as published)", under, None, plain)

            def exact(rng: Rng, mean: float = mean, phi: float = phi) -> int:
                months = counts(rng, mean, phi, (30,))
                spread = a.uncertain_dispersion(a.count_dispersion(months[:24]))
                before, after = int(months[:24].sum()), int(months[24:].sum())
                return int(before + after > 0 and a.e_test(after, 6, before, 24, dispersion=spread).p < 0.05)

            yield Case("e-test with dispersion", under, 0.07, exact, 4)

            def both(rng: Rng, mean: float = mean, phi: float = phi) -> int:
                level = np.exp(0.4 * np.sin(2 * np.pi * np.arange(36) / 12))
                y, c = counts(rng, mean * level, phi, (36,)), counts(rng, 3 * mean * level, phi, (36,))
                return int(a.difference_in_differences(y, c, 24).p < 0.05)

            yield Case("difference in differences", f"{under}, season", 0.07, both, 1.6)
            for family in ("quasi", "negative_binomial"):

                def series(rng: Rng, mean: float = mean, phi: float = phi, family: str = family) -> int:
                    level = mean * np.exp(0.3 * np.sin(2 * np.pi * np.arange(48) / 12))
                    y = counts(rng, level, phi, (48,))
                    return int(a.interrupted_time_series(y, 36, family=family).p < 0.05)  # type: ignore[arg-type]

                yield Case(
                    f"interrupted series, {family}", f"{under}, season", 0.07, series, 3.5 if family == "quasi" else 15
                )

    def halved(rng: Rng) -> int:
        y = counts(rng, np.where(np.arange(36) < 24, 20.0, 10.0), 2.0, (36,))
        return int(a.difference_in_differences(y, counts(rng, 60.0, 2.0, (36,)), 24).p < 0.05)

    yield Case("difference in differences, 20 halved", "power", None, halved, 2, 0.95)

    def fallen(rng: Rng) -> int:
        places = rng.poisson(rng.gamma(2.0, 4.0, 300))
        found = a.regression_to_the_mean(int(places.max()), places, 1.0)
        shape, rate = 2.0 + places.max(), 1 / 4.0 + 1
        later = rng.poisson(rng.gamma(shape, 1 / rate))
        return int(not found.low <= later <= found.high)

    yield Case("regression to the mean, outside the interval", "the fullest of 300 places", 0.07, fallen, 0.6)


def _interaction() -> Iterator[Case]:
    for n in (60, 300):

        def pairs(rng: Rng, n: int = n) -> int:
            x, y, t = rng.uniform(0, 2000, n), rng.uniform(0, 2000, n), rng.uniform(0, 200, n)
            found = a.knox(x, y, t, distances=(0, 200), times=(0, 10), permutations=39, seed=int(rng.integers(10**9)))
            return int(found.p[0, 0] <= 0.05)

        yield Case("Knox", f"{n} incidents", 0.06, pairs, 2.5)

        def near(rng: Rng, n: int = n) -> int:
            x, y, t = rng.uniform(0, 2000, n), rng.uniform(0, 2000, n), rng.uniform(0, 200, n)
            return int(a.near_repeat(x, y, t, permutations=499, seed=int(rng.integers(10**9))).raised.any())

        yield Case("near repeats, any band raised", f"{n} incidents, 24 bands", 0.06, near, 10 + n / 6)

    def late(rng: Rng) -> int:
        x, y, t = rng.uniform(0, 2000, 100), rng.uniform(0, 2000, 100), rng.uniform(0, 200, 100)
        return int(a.jacquez(x, y, t, permutations=39, seed=int(rng.integers(10**9))).p <= 0.05)

    yield Case("Jacquez", "100 incidents", 0.06, late, 8)

    def followed(rng: Rng) -> int:
        x, y, t = rng.uniform(0, 4000, 300), rng.uniform(0, 4000, 300), rng.uniform(0, 300, 300)
        x, y, t = np.r_[x, x[:40] + 30], np.r_[y, y[:40]], np.r_[t, t[:40] + 3]
        return int(a.near_repeat(x, y, t, permutations=499, same_place=0).raised[0, 0])

    yield Case("near repeats, 40 of 300 followed", "power", None, followed, 30, 0.95)


def _like_the_one_before(rng: Rng, steps: int) -> Floats:
    wave = np.zeros(steps + 100)
    for k, moved in enumerate(rng.normal(0, 0.24, steps + 99), start=1):
        wave[k] = 0.8 * wave[k - 1] + moved
    return np.asarray(20 * np.exp(wave[100:]))


def _from_a_new_year(rng: Rng, steps: int) -> Floats:
    return np.where(np.arange(steps) >= 24, 60.0, 20.0)


def _seasons() -> Iterator[Case]:
    """Years that grow by a tenth each and have no season, and some that have one."""

    def found(rng: Rng, period: int, years: int, level: Floats, phi: float) -> a.Seasonality:
        drawn = counts(rng, level * np.exp(np.arange(years * period) / period / 10), phi, (years * period,))
        return a.seasonality(drawn, period=period, permutations=99, seed=int(rng.integers(10**9)))

    for period, years, mean in ((12, 3, 4.0), (12, 5, 40.0), (52, 4, 4.0)):
        for phi in (1.0, 3.0):

            def even(rng: Rng, period: int = period, years: int = years, mean: float = mean, phi: float = phi) -> int:
                return int(found(rng, period, years, np.full(period * years, mean), phi).p_season <= 0.05)

            under = f"{mean:g} a step, {years} years of {period}, variance {phi:g} x mean"
            yield Case("a season, any", under, 0.06, even, 4)

    for period, years, level, said in (
        (12, 5, _like_the_one_before, "each 0.8 like the one before, 5 years of 12"),
        (52, 3, _like_the_one_before, "each 0.8 like the one before, 3 years of 52"),
        (12, 5, _from_a_new_year, "threefold from the third year, 5 years of 12"),
    ):

        def uneven(rng: Rng, period: int = period, years: int = years, level: Level = level) -> int:
            return int(found(rng, period, years, level(rng, period * years), 1.0).p_season <= 0.05)

        yield Case("a season, any", said, 0.06, uneven, 4)

    def summer(rng: Rng) -> int:
        level = np.where(np.arange(60) % 12 == 6, 14.0, 7.0)
        return int(found(rng, 12, 5, level, 1.0).p[6] <= 0.05)

    yield Case("a season, July twice the others of 7", "power", None, summer, 3, 0.9)


def _others() -> Iterator[Case]:
    def twice(rng: Rng) -> int:
        places = np.bincount(rng.integers(2000, size=400), minlength=2000)
        return int(a.repeat_places(places, draws=99, seed=int(rng.integers(10**9))).p <= 0.05)

    yield Case("repeat places", "400 incidents, 2,000 places", 0.06, twice, 8)

    def again(rng: Rng) -> int:
        places = np.bincount(rng.integers(200, size=300), minlength=200)
        return int(a.gathering(places, 200, draws=99, seed=int(rng.integers(10**9))).p <= 0.05)

    yield Case("gathering", "300 incidents, 200 cells", 0.06, again, 4)

    def maps(rng: Rng) -> int:
        found = a.hindsight(rng.random(400), rng.poisson(1.0, 400), rng.poisson(1.0, 400))
        return int(found.better != "alike")

    yield Case("a map against simple counts", "both of chance", 0.07, maps)

    def week(rng: Rng) -> int:
        clock = rng.poisson(3.0, (7, 24))
        return int(a.busiest_window(clock, permutations=19, seed=int(rng.integers(10**9))).p <= 0.05)

    yield Case("busiest stretch of the week", "3 per hour", 0.06, week, 19)
    yield from _seasons()

    def covered(rng: Rng) -> int:
        table = a.HarmTable({"light": 2.0, "grave": 60.0}, "days", "invented", 2026)
        found = a.harm_of({"light": int(rng.poisson(40)), "grave": int(rng.poisson(1.5))}, table)
        return int(not found.low <= 170 <= found.high)

    yield Case("harm, outside the interval", "40 light, 1.5 grave", 0.06, covered, 0.3)
