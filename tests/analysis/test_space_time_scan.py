"""The scan statistic: New Mexico to the printed digits, every window counted by hand, the same whoever computes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.analysis import SpaceTimeScan, space_time_scan
from lagesbild.analysis.result import Floats
from lagesbild.analysis.scanning.model import Likelihood, bounds


def new_mexico(folder: Path) -> tuple[list[str], dict[str, Any]]:
    """Cases and population of 32 counties and 19 years in 36 strata of age and sex, people linear between counts."""
    geo = [line.split() for line in (folder / "nm.geo").read_text().splitlines()]
    index = {row[0]: k for k, row in enumerate(geo)}
    people, cases = np.zeros((32, 3, 18, 2)), np.zeros((32, 19, 18, 2), dtype=int)
    for line in (folder / "nm.pop").read_text().splitlines():
        row = line.split()
        people[index[row[0]], (int(row[1]) - 73) // 9, int(row[3]) - 1, int(row[4]) - 1] += float(row[2])
    for line in (folder / "nm.cas").read_text().splitlines():
        row = line.split()
        cases[index[row[0]], int(row[2]) - 1973, int(row[3]) - 1, int(row[4]) - 1] += int(row[1])
    # counts of people hold at the middle of their year; each year weighs by its days
    days = np.arange("1973-01-01", "1992-01-01", dtype="M8[D]")
    counted = np.array([f"{year}-07-01" for year in (1973, 1982, 1991)], dtype="M8[D]").astype(int) - 0.5
    year = days.astype("M8[Y]").astype(int) - 3
    share = [np.bincount(year, np.interp(days.astype(int), counted, one)) for one in np.eye(3)]
    population = np.einsum("pkas,ky->pyas", people, np.array(share)) / len(days)
    return [row[0] for row in geo], {
        "cases": cases.reshape(32, 19, 36),
        "population": population.reshape(32, 19, 36),
        "x": [float(row[2]) for row in geo],
        "y": [float(row[1]) for row in geo],
        "model": "poisson",
        "metric": "great-circle",
    }


@pytest.mark.shared
@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_new_mexico_to_the_printed_digits(shared_references: Path, engine: str) -> None:
    names, given_ = new_mexico(shared_references / "satscan_newmexico")
    found = space_time_scan(**given_, replications=999 if engine == "numba" else 0, engine=engine, seed=1)  # type: ignore[arg-type]
    first, second, third = found.clusters[:3]
    around = "Torrance Bernalillo Valencia SantaFe Guadelupe Socorro Sandoval SanMiguel LosAlamos"
    assert " ".join(sorted(names[k] for k in first.members)) == " ".join(sorted(around.split(" ")))
    assert names[first.centre] == "Torrance"
    assert (1973 + first.start, 1972 + first.stop, first.observed) == (1985, 1989, 236)
    assert first.expected == pytest.approx(176.22, abs=0.005)
    assert first.ratio == pytest.approx(1.34, abs=0.005)
    assert first.relative_risk == pytest.approx(1.42, abs=0.005)
    assert first.llr == pytest.approx(10.979758, abs=5e-7)
    # printed on a sphere of 6367 km
    assert first.radius * 6367 / 6371.0088 == pytest.approx(125.60, abs=0.005)
    assert [names[k] for k in second.members] == ["Chaves"]
    assert (1973 + second.start, 1972 + second.stop, second.observed) == (1988, 1989, 16)
    assert second.expected == pytest.approx(6.03, abs=0.005)
    assert second.llr == pytest.approx(5.684828, abs=5e-7)
    assert {names[k] for k in third.members} == {"Curry", "Roosevelt"}
    assert (1973 + third.start, 1972 + third.stop, third.observed) == (1982, 1983, 13)
    assert third.llr == pytest.approx(3.884186, abs=5e-7)
    assert (round(third.expected, 2), round(third.ratio, 2)) == (5.37, 2.42)
    if engine == "numba":
        assert first.p == pytest.approx(0.0118, abs=0.009)
        assert first.p_gumbel == pytest.approx(0.0118, abs=0.008)
        assert second.p == pytest.approx(0.70, abs=0.06)
        assert third.p == pytest.approx(0.996, abs=0.01)


def by_hand(cases: Any, base: Floats, x: Floats, y: Floats, *, bernoulli: bool, high: bool, alive: bool) -> float:
    """Largest ratio of all windows, written from the definition."""
    model = Likelihood(float(cases.sum()), float(base.sum()), bernoulli)
    periods, largest = cases.shape[1], 0.0
    for centre in range(len(x)):
        apart = np.hypot(x - x[centre], y - y[centre])
        for radius in np.unique(np.round(apart, 9)):
            inside = apart <= radius + 1e-8
            if base[inside].sum() > 0.5 * base.sum() * (1 + 1e-9):
                continue
            for start in range(periods):
                for stop in range(start + 1, min(periods, start + max(1, periods // 2)) + 1):
                    c, m = cases[inside, start:stop].sum(), base[inside, start:stop].sum()
                    expected = float(model.expected(m))
                    wanted = c > expected and c >= 2 if high else c < expected
                    if wanted and (stop == periods or not alive):
                        largest = max(largest, float(model.ratio(c, m)))
    return largest


@settings(max_examples=25)
@given(
    st.integers(0, 2**32 - 1), st.sampled_from(["permutation", "poisson", "bernoulli"]),
    st.sampled_from(["high", "low"]), st.sampled_from(["retrospective", "prospective"]), st.booleans(),
)  # fmt: skip
def test_every_window_is_searched(seed: int, model: str, rates: str, kind: str, lattice: bool) -> None:
    rng = np.random.default_rng(seed)
    n, periods = int(rng.integers(2, 12)), int(rng.integers(1, 9))
    x, y = rng.integers(0, 4, (2, n)).astype(float) if lattice else rng.uniform(0, 1, (2, n))
    cases = rng.poisson(rng.gamma(1, rng.choice([0.4, 3]), (n, periods)))
    more: dict[str, Any] = {}
    base = np.outer(cases.sum(axis=1), cases.sum(axis=0)) / max(cases.sum(), 1)
    if model == "poisson":
        more["population"] = people = rng.uniform(0.5, 2, (n, periods))
        base = people * cases.sum() / people.sum()
    elif model == "bernoulli":
        more["controls"] = controls = rng.poisson(2, (n, periods)) + 1
        base = (cases + controls).astype(float)
    if not cases.sum():
        return
    kept = cases.copy()
    largest = by_hand(
        cases, base, x, y, bernoulli=model == "bernoulli", high=rates == "high", alive=kind == "prospective"
    )
    order = rng.permutation(n)
    moved = {name: value[order] for name, value in more.items()}
    one, other, turned = (
        space_time_scan(c, px, py, model=model, rates=rates, kind=kind, replications=9, seed=1, engine=e, **kw)  # type: ignore[arg-type]
        for c, px, py, e, kw in (
            (cases, x, y, "numpy", more),
            (cases, x, y, "numba", more),
            (cases[order], x[order] * 2 + 8, y[order] * 2, "numba", moved),
        )
    )
    for found in (one, other):
        assert max((c.llr for c in found.clusters), default=0.0) == pytest.approx(largest, rel=1e-9, abs=1e-9)
    same(one, other)
    if not lattice:
        same(other, turned)
    np.testing.assert_array_equal(cases, kept)
    places = [k for c in one.clusters for k in c.members]
    assert len(places) == len(set(places))


def same(one: SpaceTimeScan, other: SpaceTimeScan) -> None:
    np.testing.assert_allclose(one.replicas, other.replicas, rtol=1e-9, atol=1e-9)
    assert [c.p for c in one.clusters] == [c.p for c in other.clusters]
    np.testing.assert_allclose([c.llr for c in one.clusters], [c.llr for c in other.clusters], rtol=1e-9, atol=1e-9)


def town(rng: np.random.Generator, n: int = 60, periods: int = 20) -> tuple[Any, Floats, Floats]:
    x, y = rng.uniform(0, 10_000, (2, n))
    return rng.poisson(np.outer(rng.gamma(1, 2, n), np.ones(periods))), x, y


@pytest.mark.parametrize("kind", ["retrospective", "prospective"])
def test_the_number_of_workers_changes_nothing_and_engines_agree(kind: str) -> None:
    cases, x, y = town(np.random.default_rng(3))
    alone = space_time_scan(cases, x, y, kind=kind, replications=150, seed=5)  # type: ignore[arg-type]
    seen: list[tuple[int, int]] = []
    for workers in (2, 3):
        with ThreadPoolExecutor(workers) as pool:
            other = space_time_scan(
                cases, x, y, kind=kind, replications=150, seed=5, executor=pool,  # type: ignore[arg-type]
                progress=lambda done, of: seen.append((done, of)),
            )  # fmt: skip
        np.testing.assert_array_equal(alone.replicas, other.replicas)
    assert seen[-1][0] == seen[-1][1]
    same(alone, space_time_scan(cases, x, y, kind=kind, replications=150, seed=5, engine="numpy"))  # type: ignore[arg-type]
    assert not np.array_equal(
        alone.replicas, space_time_scan(cases, x, y, kind=kind, replications=150, seed=6).replicas  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_planted_cluster_is_found_and_work_ends_early_or_on_demand() -> None:
    cases, x, y = town(np.random.default_rng(4))
    near = np.argsort(np.hypot(x - x[7], y - y[7]))[:4]
    cases[np.ix_(near, np.arange(16, 20))] += 6
    found = space_time_scan(cases, x, y, kind="prospective", replications=199)
    first = found.clusters[0]
    assert set(near) & set(first.members)
    assert (first.start, first.stop, first.p) == (16, 20, 1 / 200)
    assert first.recurrence == pytest.approx(200)
    assert first.p_gumbel < 0.005
    quiet = town(np.random.default_rng(5))
    early = space_time_scan(*quiet, replications=999, stop_after=10, seed=2)
    whole = space_time_scan(*quiet, replications=999, seed=2)
    assert early.stopped
    many = len(early.replicas)
    np.testing.assert_array_equal(early.replicas, whole.replicas[:many])
    assert early.clusters[0].p == 10 / many
    assert early.clusters[0].p == pytest.approx(whole.clusters[0].p, abs=0.2)

    def enough(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        space_time_scan(*quiet, replications=999, progress=enough)


@pytest.mark.parametrize("kind", ["retrospective", "prospective"])
@pytest.mark.parametrize("most", [700, 3000, 6000, 9000, 40_000])
def test_counts_that_outgrow_sixteen_bits_are_told_apart(kind: str, most: int) -> None:
    rng = np.random.default_rng(most)
    x, y = rng.uniform(0, 1000, (2, 9))
    cases = rng.poisson(3, (9, 16))
    # running sums of a circle pass 16,384, 32,767 and 65,535 on the way
    cases[4, 6:] += rng.poisson(most, 10)
    cases[2, 1:4] += most // 2
    poisson: dict[str, Any] = {"model": "poisson", "population": np.ones(9), "max_share": 0.6}
    for how in ({}, poisson):
        found = [
            space_time_scan(cases, x, y, kind=kind, rates="both", replications=9, engine=engine, **how)  # type: ignore[arg-type]
            for engine in ("numpy", "numba")
        ]
        same(*found)
        assert [(c.start, c.stop, c.observed) for c in found[0].clusters] == [
            (c.start, c.stop, c.observed) for c in found[1].clusters
        ]


def test_limits_are_kept() -> None:
    cases, x, y = town(np.random.default_rng(6))
    kept = space_time_scan(
        cases, x, y, max_share=0.2, max_radius=1500, max_periods=3, min_periods=2, min_cases=9, replications=0
    )
    by_place = cases.sum(axis=1)
    assert kept.clusters
    for cluster in kept.clusters:
        assert cluster.radius <= 1500
        assert by_place[cluster.members].sum() <= 0.2 * cases.sum()
        assert cluster.stop - cluster.start in (2, 3)
        assert cluster.observed >= 9
        assert np.isnan(cluster.p)
    assert space_time_scan(cases, x, y, kind="spatial", model="poisson", population=np.ones(60)).clusters[0].p < 0.05


def test_bounds_lie_on_the_safe_side() -> None:
    for bernoulli in (False, True):
        model = Likelihood(300.0, 1000.0 if bernoulli else 300.0, bernoulli)
        for high in (True, False):
            found = bounds(model, 0.5, high)
            m = np.exp(np.linspace(np.log(0.5), np.log(model.base * 0.9), 57))
            knots = np.append(0.0, np.exp(found.first + found.step * np.arange(len(found.table[0]) - 1)))
            for level in (1, 60, 130):
                c = np.interp(m, knots, found.table[level])
                expected = model.expected(m)
                assert np.all(model.ratio(c, m) <= 0.05 * 1.035 ** (level - 1) * (1 + 1e-6) + 1e-9)
                assert np.all(c >= expected - 1e-6 if high else c <= expected + 1e-6)


def test_nothing_one_huge_and_bad() -> None:
    assert space_time_scan(np.zeros((0, 3), int), [], []).clusters == ()
    assert space_time_scan([[3, 4]], [0], [0]).clusters == ()
    assert space_time_scan(np.zeros((4, 3), int), range(4), range(4)).clusters == ()
    flat = space_time_scan(np.full((9, 6), 4), np.arange(9) % 3, np.arange(9) // 3, replications=19)
    assert flat.clusters == ()
    tied = space_time_scan(np.eye(5, 6, dtype=int) * 300, np.zeros(5), np.zeros(5), replications=19)
    assert tied.clusters == ()
    many = np.full((6, 4), 30_000)
    many[2, 3] += 3000
    assert space_time_scan(many, range(6), range(6), replications=19).clusters[0].p == 0.05
    bad: list[tuple[str, dict[str, Any]]] = [
        ("population", {"model": "poisson"}),
        ("controls", {"controls": [[1], [1]]}),
        ("as many as", {"x": [1]}),
        ("not numbers", {"x": [1, np.nan]}),
        ("negative", {"cases": [[-1], [2]]}),
        ("kind must be", {"kind": "daily"}),
        ("max_share", {"max_share": 0}),
        ("min_periods is 3", {"min_periods": 3}),
        ("no population", {"model": "poisson", "population": [[0.0], [1.0]]}),
        ("degrees", {"metric": "great-circle", "y": [100, 0]}),
        ("stop_after", {"stop_after": 0}),
        ("max_radius", {"max_radius": -1}),
        ("more than", {"cases": [[2**24], [1]]}),
        ("strata", {"cases": np.ones((2, 1, 2), int)}),
    ]
    for message, change in bad:
        with pytest.raises(ValueError, match=message):
            space_time_scan(**{"cases": [[1], [2]], "x": [0, 1], "y": [0, 1], **change})
