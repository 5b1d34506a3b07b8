"""A moment becomes the day that it was where people are, and not the day in UTC that the database tells it in."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "lagesbild"
OF_A_ROW = re.compile(r"\b\w+\.\w+\.date\(\)")
"""`row.starts.date()`: between midnight and two in the morning that is the day before."""


def test_no_moment_of_a_row_is_cut_to_a_day_in_utc() -> None:
    found = [
        f"{path.relative_to(SOURCE)}: {one[0]}"
        for path in sorted(SOURCE.rglob("*.py"))
        for one in OF_A_ROW.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "use timezone.localdate(…)"
