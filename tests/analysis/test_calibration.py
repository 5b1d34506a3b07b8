"""Under chance alone nothing is found more often than the bounds allow, and what is planted is found."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from benchmarks import calibration
from benchmarks.calibration import Case, cases, run

RUNS = 4000 if os.environ.get("LAGESBILD_CALIBRATION") == "full" else 40
HELD = [case for case in cases() if case.bound is not None or case.least]


@pytest.mark.parametrize("case", HELD, ids=lambda case: f"{case.what}, {case.under}")
def test_a_bound_is_kept(case: Case) -> None:
    found = run(case, RUNS)
    assert found.kept, f"{found.hits} of {found.tried}: {100 * found.share:.1f} %"


@pytest.mark.parametrize(
    ("usual", "under", "ours", "runs"),
    [
        ("(the usual z-map with FDR)", "0.05 per cell, 60 x 60", "Gi*, any discovery on a map", 90),
        ("(EARS C1 as published)", "mean 2, Poisson", "EARS C1, alarm", 40),
        ("(WDD as published)", "mean 15 a month, variance 3 x mean", "WDD with dispersion", 120),
    ],
)
def test_a_method_that_is_wrong_too_often_breaks_its_bound(
    usual: str, under: str, ours: str, runs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The usual method in the place of ours: the table says so, and the command fails."""
    every = list(cases())
    wrong = next(case for case in every if (case.what, case.under) == (usual, under))
    bound = next(case.bound for case in every if case.what == ours)
    _, broken = calibration.table([replace(wrong, bound=bound)], runs)
    assert broken == 1
    assert "| BROKEN |" in capsys.readouterr().out


def test_a_method_that_finds_too_little_breaks_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = next(replace(case, once=lambda rng: (int(rng.random() < 0.5), 1)) for case in cases() if case.least)
    monkeypatch.setattr(calibration, "cases", lambda: [blind])
    monkeypatch.setattr("sys.argv", ["calibration.py", "60"])
    with pytest.raises(SystemExit) as stopped:
        calibration.main()
    assert stopped.value.code == 1


def test_the_usual_ways_are_wrong_as_often_as_they_are_said_to_be() -> None:
    """Else the calibration could not see an error where there is one."""
    usual = {(case.what, case.under): case for case in cases() if case.bound is None and not case.least}
    assert run(usual["(WDD as published)", "mean 15 a month, variance 3 x mean"], 400).share > 0.15
    assert run(usual["(EARS C1 as published)", "mean 2, Poisson"], 100).share > 0.05
    assert run(usual["(the usual z-map with FDR)", "0.05 per cell, 60 x 60"], 60).share > 0.5
