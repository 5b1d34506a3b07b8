"""Under chance alone nothing is found more often than the bounds allow, and what is planted is found."""

from __future__ import annotations

import os

import pytest

from benchmarks.calibration import Case, cases, run

RUNS = 4000 if os.environ.get("LAGESBILD_CALIBRATION") == "full" else 40
HELD = [case for case in cases() if case.bound is not None or case.least]


@pytest.mark.parametrize("case", HELD, ids=lambda case: f"{case.what}, {case.under}")
def test_a_bound_is_kept(case: Case) -> None:
    found = run(case, RUNS)
    assert found.kept, f"{found.hits} of {found.tried}: {100 * found.share:.1f} %"


def test_the_usual_ways_are_wrong_as_often_as_they_are_said_to_be() -> None:
    """Else the calibration could not see an error where there is one."""
    usual = {(case.what, case.under): case for case in cases() if case.bound is None and not case.least}
    assert run(usual["(WDD as published)", "mean 15 a month, variance 3 x mean"], 400).share > 0.15
    assert run(usual["(EARS C1 as published)", "mean 2, Poisson"], 100).share > 0.05
    assert run(usual["(the usual z-map with FDR)", "0.05 per cell, 60 x 60"], 60).share > 0.5
