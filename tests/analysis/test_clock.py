"""The week clock: aoristic weights, heaped hours, the busiest stretch."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import busiest_window, heaping, week_clock
from lagesbild.analysis.charts import chart
from lagesbild.analysis.report import sentences

MONDAY = np.datetime64("2024-01-01", "s")


@pytest.mark.shared
def test_aoristic_weights_are_the_published_ones(shared_references: Path) -> None:
    folder = shared_references / "aoristic_dc"
    with (folder / "dcburglaries.csv").open() as file:
        rows = list(csv.DictReader(file))
    start = np.array([row["StartDateTime"] for row in rows], "datetime64[s]")
    end = np.array([row["EndDateTime"].replace("NA", "") or "NaT" for row in rows], "datetime64[s]")
    with (folder / "expected_dcburgsum.csv").open() as file:
        expected = np.array([[float(value) for value in row[1:]] for row in list(csv.reader(file))[1:]])
    found = week_clock(start, end)
    assert np.abs(found.cells.T - expected).max() <= 0.0005
    assert found.cells.sum() == pytest.approx(1025)
    assert (found.used, found.without_end, found.longer) == (1025, 37, 28)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(-5000, 900_000)), max_size=30), st.integers(-200, 200))
def test_every_incident_counts_once_and_whole_weeks_change_nothing(events: list[tuple[int, int]], weeks: int) -> None:
    start = MONDAY + np.array([a for a, _ in events], dtype="timedelta64[s]")
    end = start + np.array([b for _, b in events], dtype="timedelta64[s]")
    before = start.copy()
    found = week_clock(start, end)
    moved = week_clock(start + np.timedelta64(7 * weeks, "D"), end + np.timedelta64(7 * weeks, "D"))
    assert found.cells.sum() == pytest.approx(len(events))
    assert found.cells.min() >= -1e-9
    np.testing.assert_allclose(moved.cells, found.cells, atol=1e-9)
    np.testing.assert_array_equal(start, before)


def test_a_window_over_midnight_on_sunday_is_shared_by_its_seconds() -> None:
    start, end = np.array(["2024-01-07T23:30"], "M8[s]"), np.array(["2024-01-08T01:00"], "M8[s]")
    cells = week_clock(start, end, weights=[3.0]).cells
    assert cells[6, 23] == pytest.approx(1)
    assert cells[0, 0] == pytest.approx(2)


def test_no_hour_holds_less_than_nothing_however_unlike_the_weights_are() -> None:
    start = np.array(["2024-01-01T03:30", "2024-01-02T03:30"], "M8[s]")
    found = week_clock(start, start + np.timedelta64(5, "h"), weights=[1e12, 1e-3])
    assert found.cells.min() == 0
    assert found.cells.sum() == pytest.approx(1e12)


def test_what_is_not_a_time_is_refused() -> None:
    good = np.array(["2024-01-01"], "M8[s]")
    with pytest.raises(ValueError, match="start is missing"):
        week_clock(np.array(["NaT"], "M8[s]"), good)
    with pytest.raises(ValueError, match="equally long"):
        week_clock(good, good[:0])
    with pytest.raises(ValueError, match="datetime64"):
        week_clock(np.array([1.0]), good)
    with pytest.raises(ValueError, match="weights"):
        week_clock(good, good, weights=[-1.0])


def test_heaped_midnight_and_noon_are_seen_and_true_times_are_not() -> None:
    rng = np.random.default_rng(4)
    true = MONDAY + rng.integers(0, 365 * 1440, 20_000) * np.timedelta64(60, "s")
    assert heaping(true, np.full(20_000, 3)).hours == ()
    days = true[:400].astype("M8[D]").astype("M8[s]")
    heaped = np.concatenate([true, days, days + np.timedelta64(12, "h")])
    found = heaping(heaped, np.full(len(heaped), 3))
    assert [hour.hour for hour in found.hours] == [0, 12]
    assert found.on_the_hour > 2 / 60
    assert heaping(heaped, np.full(len(heaped), 1)).used == 0


@pytest.mark.parametrize(("n", "said"), [(19, False), (20, True)])
def test_no_share_of_fewer_than_twenty_incidents_is_said_or_drawn(n: int, said: bool) -> None:
    cells = np.zeros((7, 24))
    cells[4, 21] = n
    found = busiest_window(cells)
    assert found.p <= 0.05
    assert any("100" in sentence for sentence in sentences(found, "sv")) is said
    assert (chart(found, "sv") is not None) is said


def test_the_busiest_stretch_is_the_planted_one_and_evenness_has_none() -> None:
    rng = np.random.default_rng(2)
    cells = rng.poisson(3, (7, 24)).astype(float)
    assert busiest_window(cells).p > 0.01
    cells[4:6, 22:] += 30
    cells[4:6, :2] += 30
    found = busiest_window(cells)
    assert found.weekdays == (4, 5)
    assert set(found.hours) == {22, 23, 0, 1}
    assert found.p == pytest.approx(0.005)
    assert found.share > 0.3 > found.uniform
    with pytest.raises(ValueError, match="empty clock"):
        busiest_window(np.zeros((7, 24)))
