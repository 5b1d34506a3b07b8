"""A year of each of five partnerships, day by day: what is said, on which day, why, and what is to be done by whom.

The books beside this file (`books/`) are read by people: each line is a day on which a status became another. What was
said on a day is never said otherwise afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

from lagesbild.compliance.models import Standing
from lagesbild.compliance.rules.judging import Status
from lagesbild.core.scope import scope
from tests.clock import moved
from tests.compliance.year.stage import DAY, FIRST, Stage, raised
from tests.compliance.year.stories import STORIES, story

pytestmark = pytest.mark.django_db
BOOKS = Path(__file__).parent / "books"
LAST = dt.date(2027, 1, 12)
"""Far enough into the next year to see what became of the last one."""
FINE = {Status.ON_TRACK, Status.KEPT}
WEEK, QUARTER = 7 * DAY, 91 * DAY


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def play(stage: Stage) -> dict[dt.date, list[str]]:
    """Do all that happens; what was said on each day on which something did, and once a week, when that day was."""
    steps = {day: [step for _, step in rows] for day, rows in groupby(story(stage.slug), key=lambda one: one[0])}
    looked: dict[dt.date, list[str]] = {}
    judged = FIRST + QUARTER
    for day in days(min(steps), LAST):
        happens = steps.get(day, [])
        for step in happens:
            stage.clock.to(day, 12)
            step(stage)
        if day < FIRST or not (happens or (day - FIRST) % WEEK == DAY or day == LAST):
            continue
        stage.clock.to(day, 20)
        looked[day] = said(stage, day)
        if day >= judged or day == LAST:
            assert stage.judge(day).revised == 0, f"{day}: what had been said was said otherwise afterwards"
            judged = day + QUARTER
    return looked


def said(stage: Stage, day: dt.date) -> list[str]:
    record = stage.record()
    found = zip(stage.rules, stage.judged(record, day), strict=True)
    return [stage.line(rule, judgement, record, day) for rule, judgement in found]


@dataclass
class Book:
    """Every day judged afterwards.

    Parameters
    ----------
    turns : list of str
        Lines of the days on which a status became another. That what is asked for every week is done in one week and
        not yet in the next is counted and not written.
    whole : mapping
        All that is said of each day.
    """

    turns: list[str]
    whole: dict[dt.date, list[str]]
    changes: Counter[int]


def written(stage: Stage) -> Book:
    record = stage.record()
    turns: list[tuple[dt.date, int, str]] = []
    changes: Counter[int] = Counter()
    whole: dict[dt.date, list[str]] = {day: [] for day in days(FIRST, LAST)}
    for n, rule in enumerate(stage.rules):
        before = None
        weekly = rule.parameters.get("every") == "week" or rule.kind == "service"
        for day, said_then in whole.items():
            judgement = stage.judged_rule(record, rule, day)
            line = stage.line(rule, judgement, record, day)
            said_then.append(line)
            if judgement.status is not before:
                changes[rule.pk] += 1
                if not (weekly and {before, judgement.status} == FINE):
                    turns.append((day, n, line))
            before = judgement.status
    return Book([line for *_, line in sorted(turns)], whole, changes)


@pytest.mark.parametrize("slug", STORIES)
def test_every_status_changes_on_its_day_with_its_reason_and_what_is_next(
    slug: str, two: tuple[int, int], owner_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with moved(owner_url, monkeypatch) as clock:
        stage = raised(slug, two[0], clock)
        looked = play(stage)
        book = written(stage)
        for day, lines in looked.items():
            assert lines == book.whole[day], f"{day}: what was said then is not what is said of it now"
        with scope(stage.house.carl.scope()):
            kept = Counter(Standing.objects.current().values_list("rule_id", flat=True))
    assert kept == book.changes
    file = tmp_path / f"{slug}.txt"
    file.write_text("\n".join(book.turns) + "\n", encoding="utf-8")
    assert book.turns == (BOOKS / file.name).read_text(encoding="utf-8").splitlines(), f"read {file}"
