"""Under chance alone nothing is found more often than the bounds allow, and what is planted is found."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import calibration
from benchmarks.calibration import FIRST, LONGEST, LOOKS, Outcome, outcomes, row, run
from benchmarks.calibration_cases import Case, Rng, cases

MOST = 1.0 if os.environ.get("LAGESBILD_CALIBRATION") == "full" else 0.002
HELD = [case for case in cases() if case.bound is not None or case.least]
USUAL = {(case.what, case.under): case for case in cases() if case.bound is None and not case.least}


@pytest.mark.parametrize("case", HELD, ids=lambda case: f"{case.what}, {case.under}")
def test_no_bound_is_broken(case: Case) -> None:
    found = run(case, MOST)
    assert found.verdict != "BROKEN", row(found)


@pytest.mark.parametrize(
    ("usual", "under", "ours", "most"),
    [
        ("(the usual z-map with FDR)", "0.05 per cell, 60 x 60", "Gi*, any discovery on a map", 0.005),
        ("(EARS C1 as published)", "mean 2, Poisson", "EARS C1, alarm", 0.005),
        ("(WDD as published)", "mean 15 a month, variance 3 x mean", "WDD with dispersion", 0.008),
    ],
)
def test_a_method_that_is_wrong_too_often_breaks_its_bound(usual: str, under: str, ours: str, most: float) -> None:
    """The usual method in the place of ours: the table says so."""
    bound = next(case.bound for case in cases() if case.what == ours)
    found = run(replace(USUAL[usual, under], bound=bound), most)
    assert row(found).endswith("| BROKEN |")


def test_a_method_that_finds_too_little_breaks_its_bound(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blind = next(replace(case, once=lambda rng: int(rng.random() < 0.5)) for case in cases() if case.least)
    monkeypatch.setattr(calibration, "cases", lambda: (blind,))
    with pytest.raises(SystemExit) as stopped:
        calibration.main(["--workers", "1"])
    assert stopped.value.code == 1
    assert "0 bounds kept, 0 not told apart from their bound, 1 broken" in capsys.readouterr().out


def wrong_in(share: float, bound: float = 0.05) -> Case:
    def once(rng: Rng) -> int:
        return int(rng.random() < share)

    return Case("a coin", f"{share:g}", bound, once)


def test_what_an_interval_decides_is_tried_no_longer() -> None:
    first = max(FIRST, LONGEST // 2 ** (LOOKS - 2))
    assert run(wrong_in(0.001)).tried == first
    assert run(wrong_in(0.5)).tried == first
    assert run(wrong_in(0.05)).tried == LONGEST


def test_what_lies_at_its_bound_is_said_not_to_be_told() -> None:
    found = run(wrong_in(0.05))
    assert found.verdict == "not told"
    low, high = found.interval
    assert low < 0.05 < high


def test_the_interval_holds_the_share_however_often_it_is_looked_at() -> None:
    """A coin at its bound is called kept or broken in 1 of 100 cases at most, though it is looked at seven times."""
    called = [run(replace(wrong_in(0.05), under=str(k), cost=20.0)).verdict for k in range(20)]
    assert called.count("not told") >= 19


def test_intervals_reach_from_none_to_all() -> None:
    case = wrong_in(0.5)
    assert Outcome(case, 0, 10).interval[0] == 0.0
    assert Outcome(case, 10, 10).interval[1] == 1.0
    assert np.allclose(Outcome(case, 500, 1000).interval, (0.449, 0.551), atol=0.001)


def test_the_table_is_the_same_with_one_worker_and_two() -> None:
    some = [k for k, case in enumerate(cases()) if case.what == "WDD with dispersion"]
    alone = [(one.hits, one.tried) for one in outcomes(some, 0.002, 1)]
    assert [(one.hits, one.tried) for one in outcomes(some, 0.002, 2)] == alone


def test_the_usual_ways_are_wrong_as_often_as_they_are_said_to_be() -> None:
    """Else the calibration could not see an error where there is one."""
    assert run(USUAL["(WDD as published)", "mean 15 a month, variance 3 x mean"], 0.02).share > 0.15
    assert run(USUAL["(EARS C1 as published)", "mean 2, Poisson"], 0.005).share > 0.05
    assert run(USUAL["(the usual z-map with FDR)", "0.05 per cell, 60 x 60"], 0.003).share > 0.5
