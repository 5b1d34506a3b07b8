"""The week by the wall clock: published weights, days of 23 and 25 hours, exposure, holidays."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import aoristic, swedish_holidays, week_clock
from lagesbild.analysis.compiled import has_numba

ENGINES = ["numpy", "numba"] if has_numba() else ["numpy"]


def times(*said: str) -> np.ndarray:
    return np.array(said, "datetime64[s]")


@pytest.mark.shared
@pytest.mark.parametrize("engine", ENGINES)
def test_the_weights_are_the_published_ones_and_another_zone_is_seen(engine: str, shared_references: Path) -> None:
    folder = shared_references / "aoristic_dc"
    with (folder / "dcburglaries.csv").open() as file:
        rows = list(csv.DictReader(file))
    start = times(*(row["StartDateTime"] for row in rows))
    end = times(*(row["EndDateTime"].replace("NA", "") or "NaT" for row in rows))
    with (folder / "expected_dcburgsum.csv").open() as file:
        expected = np.array([[float(value) for value in row[1:]] for row in list(csv.reader(file))[1:]])
    found = aoristic(start, end, zone="UTC", engine=engine)  # type: ignore[arg-type]
    assert np.abs(found.cells.T - expected).max() <= 0.0005
    assert (found.used, found.without_end, found.longer) == (1025, 37, 28)
    # Instants that are taken for wall-clock times lie hours off: what they give is another week.
    wrong = aoristic(start, end, zone="America/New_York", utc=True, engine=engine)  # type: ignore[arg-type]
    assert np.abs(wrong.cells.T - expected).max() > 5


windows = st.lists(st.tuples(st.integers(0, 2 * 10**7), st.integers(-5000, 900_000), st.integers(0, 3)), max_size=30)


@given(windows)
def test_every_incident_counts_once_whoever_computes_and_inputs_stay(events: list[tuple[int, int, int]]) -> None:
    start = np.datetime64("2024-01-01", "s") + np.array([a for a, _, _ in events], dtype="timedelta64[s]")
    end = start + np.array([b for _, b, _ in events], dtype="timedelta64[s]")
    weights = np.array([w for _, _, w in events], dtype=float)
    before = start.copy(), end.copy()
    found = [aoristic(start, end, weights=weights, engine=engine) for engine in ENGINES]  # type: ignore[arg-type]
    for one in found:
        assert one.cells.sum() == pytest.approx(weights.sum())
        assert one.cells.min() >= -1e-9
        np.testing.assert_allclose(one.cells, found[0].cells, atol=1e-9)
        assert (one.without_end, one.longer) == (found[0].without_end, found[0].longer)
    np.testing.assert_array_equal(start, before[0])
    np.testing.assert_array_equal(end, before[1])
    plain = aoristic(start, end, weights=weights, zone="UTC")
    np.testing.assert_allclose(plain.cells, week_clock(start, end, weights).cells, atol=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_night_of_23_hours_has_no_hour_between_two_and_three(engine: str) -> None:
    found = aoristic(times("2024-03-31T01:00"), times("2024-03-31T04:00"), engine=engine)  # type: ignore[arg-type]
    assert found.cells[6, 1:4].tolist() == pytest.approx([0.5, 0, 0.5])
    moved = aoristic(times("2024-03-31T02:30"), times("NaT"), engine=engine)  # type: ignore[arg-type]
    assert moved.cells[6, 3] == 1
    assert (moved.skipped, moved.doubled) == (1, 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_night_of_25_hours_has_the_hour_between_two_and_three_twice(engine: str) -> None:
    found = aoristic(times("2024-10-27T01:00"), times("2024-10-27T04:00"), engine=engine)  # type: ignore[arg-type]
    assert found.cells[6, 1:4].tolist() == pytest.approx([0.25, 0.5, 0.25])
    whole = aoristic(times("2024-10-27T02:00"), times("2024-10-27T02:59:59"), engine=engine)  # type: ignore[arg-type]
    assert whole.cells[6, 2] == pytest.approx(1)
    assert whole.doubled == 2


def test_instants_are_read_on_the_clock_of_the_place_in_winter_and_in_summer() -> None:
    found = aoristic(times("2024-01-01T00:30", "2024-07-01T00:30"), times("NaT", "NaT"), utc=True)
    assert (found.cells[0, 1], found.cells[0, 2]) == (1, 1)


def test_exposure_counts_the_hours_there_were_and_holidays_are_a_row_of_their_own() -> None:
    year = ("2024-01-01", "2025-01-01")
    found = aoristic(times("2024-06-21T22:00"), times("NaT"), period=year, holidays=swedish_holidays((2024,)))
    assert found.exposure is not None
    assert found.rate is not None
    assert found.exposure.sum() == 366 * 24
    assert found.exposure[7, 12] == 16
    assert (found.exposure[6, 2], found.exposure[6, 12], found.exposure[7, 2]) == (51, 50, 15)
    assert found.cells[7, 22] == 1
    assert found.rate[7, 22] == pytest.approx(1 / 16)
    spring = aoristic(times(), times(), period=("2024-03-25", "2024-04-01"))
    assert spring.exposure is not None
    assert (spring.exposure[6, 2], spring.exposure[6, 3], spring.exposure.sum()) == (0, 1, 167)
    assert aoristic(times(), times()).rate is None


def test_holidays_are_those_of_the_almanac() -> None:
    days = set(swedish_holidays((2024, 2026)).astype(str).tolist())
    assert {"2024-03-29", "2024-04-01", "2024-05-09", "2024-05-19", "2024-06-22", "2024-11-02"} <= days
    assert {"2026-04-03", "2026-04-06", "2026-05-14", "2026-06-19", "2026-10-31", "2026-12-24"} <= days
    assert "2026-06-19" not in swedish_holidays((2026,), eves=False).astype(str)
    with pytest.raises(ValueError, match="2005"):
        swedish_holidays((1999,))


def test_what_cannot_be_read_is_refused() -> None:
    one = times("2024-01-01")
    with pytest.raises(ValueError, match="a start is missing"):
        aoristic(times("NaT"), one)
    with pytest.raises(ValueError, match="equally long"):
        aoristic(one, times())
    with pytest.raises(ValueError, match="no time zone"):
        aoristic(one, one, zone="Europe/Atlantis")
    with pytest.raises(ValueError, match="whole hours"):
        aoristic(one, one, zone="Asia/Kolkata")
    with pytest.raises(ValueError, match="1900 to 2200"):
        aoristic(times("0024-01-01"), one)
    with pytest.raises(ValueError, match="end after it begins"):
        aoristic(one, one, period=("2024-02-01", "2024-02-01"))
    with pytest.raises(ValueError, match="weights"):
        aoristic(one, one, weights=[-1])


@pytest.mark.parametrize("years", [2, 40])
def test_many_incidents_over_few_and_over_many_changes_of_the_clock_are_as_the_loop_has_them(years: int) -> None:
    rng = np.random.default_rng(years)
    start = np.datetime64("1980-01-01", "s") + rng.integers(0, years * 365 * 86400, 70_000).astype("m8[s]")
    end = start + rng.integers(-3600, 9 * 86400, 70_000).astype("m8[s]")
    plain, fast = (aoristic(start, end, engine=engine) for engine in ("numpy", "numba"))
    np.testing.assert_allclose(plain.cells, fast.cells, rtol=1e-9)
    counted = [(one.used, one.without_end, one.longer, one.skipped, one.doubled) for one in (plain, fast)]
    assert counted[0] == counted[1]
    assert counted[0][3] > 0


def test_two_centuries_out_of_order_are_counted_as_in_order() -> None:
    """More changes of the clock than a small number counts, with incidents before, among and after them."""
    rng = np.random.default_rng(3)
    start = np.datetime64("1905-01-01", "s") + rng.integers(0, 290 * 365 * 86_400, 3000).astype("m8[s]")
    end = start + rng.integers(0, 9 * 86_400, 3000).astype("m8[s]")
    order = np.argsort(start)
    mixed = aoristic(start, end, engine="numpy")
    np.testing.assert_allclose(mixed.cells, aoristic(start[order], end[order], engine="numpy").cells, rtol=1e-9)
    alone = sum(aoristic(start[[k]], end[[k]], engine="numpy").cells for k in range(3000))
    np.testing.assert_allclose(mixed.cells, alone, rtol=1e-9)
    assert mixed.cells.sum() == pytest.approx(3000)
