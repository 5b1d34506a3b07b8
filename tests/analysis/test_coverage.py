"""Breaks in coverage: planted ones found, chance, season and single categories left alone, real ones named."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from lagesbild.analysis import coverage_breaks

RUNS = 300 if os.environ.get("LAGESBILD_CALIBRATION") == "full" else 40


def stationary(seed: int, steps: int, rows: int, *, mean: float, dispersion: float, period: int) -> NDArray[np.int64]:
    rng = np.random.default_rng(seed)
    time = np.arange(steps) / period
    share = rng.dirichlet(np.ones(rows))[:, None]
    swing, slope = rng.choice([0, 0.2, 0.4]), rng.choice([-0.1, 0, 0.1])
    mu = np.maximum(mean * share * np.exp(swing * np.sin(2 * np.pi * (time + rng.random())) + slope * time), 1e-9)
    drawn = rng.poisson(mu) if dispersion == 1 else rng.negative_binomial(mu / (dispersion - 1), 1 / dispersion)
    return drawn.astype(np.int64)


@pytest.mark.parametrize(("steps", "period"), [(260, 52), (60, 12)])
@pytest.mark.parametrize("mean", [1.0, 20.0, 300.0])
def test_stationary_series_with_season_and_trend_have_no_breaks(steps: int, period: int, mean: float) -> None:
    false = sum(
        bool(
            coverage_breaks(stationary(seed, steps, 10, mean=mean, dispersion=phi, period=period), period=period).breaks
        )
        for seed in range(RUNS)
        for phi in (1.0, 3.0)
    )
    assert false <= max(1, 0.02 * 2 * RUNS)


@pytest.mark.parametrize("seed", range(5))
def test_start_gap_and_end_are_found_where_they_are(seed: int) -> None:
    counts = stationary(seed, 200, 6, mean=60.0, dispersion=2.0, period=52)
    counts[:, :20] = 0
    counts[:, 100:103] = 0
    counts[:, 180:] = 0
    before = counts.copy()
    found = coverage_breaks(counts).breaks
    assert [(b.kind, b.at, b.until) for b in found] == [("start", 20, None), ("gap", 100, 103), ("end", 180, None)]
    np.testing.assert_array_equal(counts, before)


@pytest.mark.parametrize("seed", range(5))
def test_a_step_of_all_series_is_found_and_one_of_a_single_series_is_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    level = np.array([40, 30, 20, 20, 15, 15])[:, None] * np.ones((6, 200))
    alone = level.copy()
    alone[0, 120:] *= 4
    assert coverage_breaks(rng.poisson(alone)).breaks == ()
    level[:, 120:] *= 2.2
    (found,) = coverage_breaks(rng.poisson(level)).breaks
    assert found.kind == "step"
    assert abs(found.at - 120) <= 1
    assert found.ratio is not None
    assert found.ratio[0] < 2.2 < found.ratio[2]
    assert found.agreeing == 1


def test_sources_are_looked_at_by_themselves() -> None:
    counts = np.random.default_rng(1).poisson(50, (4, 60))
    counts[2:, 30:32] = 0
    found = coverage_breaks(counts, source=[3, 3, 8, 8], period=12).breaks
    assert [(b.kind, b.source, b.at, b.until) for b in found] == [("gap", 8, 30, 32)]


def test_a_gap_takes_the_steps_that_are_covered_in_part_with_it() -> None:
    counts = np.random.default_rng(5).poisson(60, (4, 120))
    counts[:, 60:75] = 0
    counts[:, [59, 75]] = 20
    assert [(b.kind, b.at, b.until) for b in coverage_breaks(counts).breaks] == [("gap", 59, 76)]


def test_a_source_that_dies_down_has_not_ended() -> None:
    fading = [
        8,
        12,
        8,
        9,
        8,
        11,
        9,
        8,
        9,
        14,
        5,
        8,
        8,
        4,
        10,
        8,
        15,
        10,
        11,
        11,
        11,
        15,
        6,
        13,
        4,
        1,
        4,
        1,
        6,
        2,
        2,
        2,
        1,
    ]
    assert coverage_breaks([fading + [0] * 8]).breaks == ()


def test_a_source_that_builds_up_for_long_has_begun_where_it_began_to() -> None:
    counts = np.random.default_rng(5).poisson(6, (4, 120))
    counts[:, :40] = 0
    counts[:, 40:60] //= 3
    assert [(b.kind, b.at) for b in coverage_breaks(counts).breaks] == [("start", 40), ("step", 60)]


@pytest.mark.parametrize(("times", "kinds"), [(3, []), (8, ["step"])])
def test_of_too_few_series_to_agree_only_a_large_step_is_told(times: int, kinds: list[str]) -> None:
    counts = np.full((2, 120), 6)
    counts[:, 60:] *= times
    assert [b.kind for b in coverage_breaks(np.random.default_rng(5).poisson(counts)).breaks] == kinds


@pytest.mark.parametrize("shape", [(0, 0), (0, 50), (3, 0), (3, 1), (3, 2), (3, 50)])
def test_nothing_and_next_to_nothing_have_no_breaks(shape: tuple[int, int]) -> None:
    assert coverage_breaks(np.zeros(shape, dtype=int)).breaks == ()
    assert coverage_breaks(np.full(shape, 7)).breaks == ()


def test_arguments_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="source"):
        coverage_breaks(np.ones((2, 5), dtype=int), source=[1])
    with pytest.raises(ValueError, match="smallest_ratio"):
        coverage_breaks(np.ones((2, 5), dtype=int), smallest_ratio=1)


def table(frame: pl.DataFrame, by: list[str]) -> tuple[NDArray[np.int64], list[tuple[object, ...]], list[str]]:
    """Counts per `by` and month, the keys, and the months as YYYY-MM."""
    first, last = frame["month"].min(), frame["month"].max()
    months = pl.date_range(first, last, "1mo", eager=True).dt.strftime("%Y-%m").to_list()  # type: ignore[arg-type]
    counted = frame.group_by([*by, pl.col("month").dt.strftime("%Y-%m")]).len().rows()
    keys = sorted({row[:-2] for row in counted}, key=str)
    counts = np.zeros((len(keys), len(months)), dtype=np.int64)
    for *key, month, n in counted:
        counts[keys.index(tuple(key)), months.index(month)] = n
    return counts, keys, months


@pytest.mark.shared
def test_reported_crimes_begin_in_july_2019(shared_data: Path) -> None:
    files = (shared_data / "anmalda_brott_deso").glob("*_brott.csv.gz")
    frame = pl.concat(
        pl.read_csv(file, columns=["Brottsdatum"], infer_schema=False).select(
            kind=pl.lit(file.name), month=pl.col("Brottsdatum").str.slice(0, 7).str.to_date("%Y-%m", strict=False)
        )
        for file in files
    ).drop_nulls()
    counts, _, months = table(frame, ["kind"])
    (found,) = coverage_breaks(counts, period=12).breaks
    assert (found.kind, months[found.at]) == ("start", "2019-07")


@pytest.mark.shared
def test_lancashire_is_absent_for_three_months_and_leicestershires_rise_is_no_break(shared_data: Path) -> None:
    file = shared_data / "uk_police_leics_lancs" / "street_crimes.parquet"
    frame = pl.read_parquet(file, columns=["Month", "Reported by", "Crime type"]).select(
        pl.col("Reported by").cast(pl.String),
        pl.col("Crime type").cast(pl.String),
        month=pl.col("Month").cast(pl.String).str.to_date("%Y-%m"),
    )
    counts, keys, months = table(frame, ["Reported by", "Crime type"])
    forces = sorted({str(key[0]) for key in keys})
    found = coverage_breaks(counts, source=[forces.index(str(key[0])) for key in keys], period=12).breaks
    told = [(b.kind, forces[b.source], months[b.at], months[b.until or 0]) for b in found]
    assert told == [
        ("gap", "Lancashire Constabulary", "2020-06", "2020-07"),
        ("gap", "Lancashire Constabulary", "2020-08", "2020-10"),
    ]


@pytest.mark.shared
def test_police_notices_begin_in_earnest_in_the_week_of_20_march_2023(shared_data: Path) -> None:
    frame = pl.read_csv(
        shared_data / "polisen_handelser" / "handelser.csv.gz", columns=["datetime", "type"], infer_schema=False
    ).select("type", day=pl.col("datetime").str.slice(0, 10).str.to_date())
    week = (frame["day"] - pl.Series([frame["day"].min()]).dt.truncate("1w")[0]).dt.total_days() // 7
    types = frame["type"].rank("dense").to_numpy() - 1
    counts = np.zeros((int(types.max()) + 1, int(week.max()) + 1), dtype=np.int64)  # type: ignore[arg-type]
    np.add.at(counts, (types.astype(int), week.to_numpy()), 1)
    (found,) = coverage_breaks(counts).breaks
    assert (found.kind, found.at) == ("start", 25)


def test_a_source_that_builds_up_for_some_months_begins_when_it_leaps():
    rng = np.random.default_rng(4)
    building = [13, 17, 15, 24, 32, 71]
    total = np.concatenate([rng.poisson(0.4, 100), building, rng.poisson(260, 57)])
    found = coverage_breaks(total[None, :], period=12).breaks
    assert [(one.kind, one.at) for one in found] == [("start", 106)]
