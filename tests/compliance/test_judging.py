"""How commitments stand is kept from day to day: changes alone, and what was said before stays."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import DatabaseError, transaction

from lagesbild.compliance import actions, standing
from lagesbild.compliance.actions import Told
from lagesbild.compliance.models import Judging, Standing
from lagesbild.compliance.rules.judging import Status
from lagesbild.core.actions import Denied
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.meetings import actions as meetings
from tests.compliance.desk import DAY, TODAY, Desk

pytestmark = pytest.mark.django_db


def month_before(day: dt.date, n: int = 1) -> dt.date:
    """The 15th of the month n months earlier."""
    for _ in range(n):
        day = day.replace(day=1) - DAY
    return day.replace(day=15)


def test_a_rule_that_is_new_is_judged_back_to_the_first_day_of_the_agreement(desk: Desk) -> None:
    rule = desk.rule()
    desk.met(month_before(TODAY, 3))
    desk.judge()
    lines = desk.lines(rule)
    assert lines[0][0] == TODAY - 365 * DAY
    assert lines[-1][1] is None
    statuses = [one[2] for one in lines]
    assert "broken" in statuses
    for (_, last, *_), (following, *_) in itertools.pairwise(lines):
        assert last is not None
        assert following == last + DAY


def test_only_changes_are_written(desk: Desk) -> None:
    rule = desk.rule()
    desk.met(month_before(TODAY))
    desk.judge()
    before = desk.lines(rule)
    again = desk.judge()
    assert again.changes == ()
    assert desk.lines(rule) == before


def test_days_that_were_missed_are_caught_up(desk: Desk) -> None:
    rule = desk.rule()
    desk.met(month_before(TODAY, 3))
    desk.judge(month_before(TODAY, 3) + DAY)
    assert [one[2] for one in desk.lines(rule)][-2:] == ["broken", "kept"]
    found = desk.judge(TODAY)
    firsts = [one.first for one in found.changes]
    assert firsts == sorted(firsts)
    assert firsts[0] == month_before(TODAY, 2).replace(day=1)


def test_a_past_that_changes_is_judged_anew_and_what_was_said_stays(desk: Desk) -> None:
    rule = desk.rule()
    desk.met(month_before(TODAY, 3))
    missed = month_before(TODAY, 2)
    desk.judge()
    assert any(one[2] == "broken" for one in desk.lines(rule))
    said = desk.lines(rule, also_revised=True)
    desk.met(missed)
    found = desk.judge()
    assert found.revised
    with scope(desk.house.carl.scope()):
        assert set(said) <= {
            (one.first, one.last, one.status, one.why) for one in Standing.objects.filter(rule=rule)
        } | {(one[0], None, one[2], one[3]) for one in said}
        kept = Standing.objects.filter(rule=rule).current().on(missed).get()
        old = [one for one in Standing.objects.filter(rule=rule).on(missed) if one.revised]
    assert (kept.status, kept.why) == ("kept", "record")
    assert [one.status for one in old] == [old[0].status]
    assert old[0].status != "kept"


def test_a_rule_that_is_changed_says_so_where_its_past_is_judged_anew(desk: Desk) -> None:
    rule = desk.rule()
    desk.met(month_before(TODAY, 3))
    desk.judge()
    actions.change_rule(
        actor=desk.house.carl,
        rule=rule.pk,
        told=Told(kind="cadence", parameters={"body": desk.body.pk, "times": 1, "every": "year"}),
    )
    assert desk.judge().revised
    assert {one[3] for one in desk.lines(rule)} & {"rule"}
    assert "record" not in {one[3] for one in desk.lines(rule)}


def test_a_meeting_that_is_cancelled_today_is_no_revision(desk: Desk) -> None:
    rule = desk.rule(parameters={"body": desk.body.pk, "times": 2, "every": "week"})
    desk.met(TODAY - 30 * DAY)
    desk.judge(TODAY - DAY)
    desk.judge()
    ahead = desk.planned(TODAY + DAY)
    desk.judge()
    meetings.cancel(actor=desk.house.carl, meeting=ahead.pk)
    desk.judge()
    assert all(one[3] == "" for one in desk.lines(rule))


def test_a_rule_that_is_removed_stands_no_longer_and_keeps_its_history(desk: Desk) -> None:
    rule = desk.rule()
    desk.met(month_before(TODAY))
    desk.judge()
    actions.remove_rule(actor=desk.house.carl, rule=rule.pk)
    desk.judge()
    lines = desk.lines(rule)
    assert lines
    assert lines[-1][1] is not None
    with scope(desk.house.carl.scope()):
        assert standing.judged(desk.house.partnership, TODAY) == []


def test_what_was_said_is_never_changed_or_removed(desk: Desk) -> None:
    desk.rule()
    desk.met(month_before(TODAY))
    desk.judge()
    system = worker(desk.house.partnership.pk)
    with scope(system.scope()):
        row = Standing.objects.earliest("first")
        for change in ({"status": "kept" if row.status != "kept" else "broken"}, {"first": TODAY}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Standing.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


def test_a_run_without_changes_leaves_no_trace_on_the_timeline(desk: Desk) -> None:
    desk.rule()
    desk.met(month_before(TODAY))
    desk.judge()
    with scope(desk.house.carl.scope()):
        before = TimelineEntry.objects.filter(verb="standing.judged").count()
    desk.judge()
    with scope(desk.house.carl.scope()):
        assert TimelineEntry.objects.filter(verb="standing.judged").count() == before == 1
        assert Judging.objects.get().day == TODAY


def test_only_the_system_judges(desk: Desk) -> None:
    with pytest.raises(Denied):
        actions.judge_partnership(actor=desk.house.carl)


def test_how_it_stands_is_the_same_whoever_asks(desk: Desk) -> None:
    desk.rule()
    desk.met(TODAY)
    found = set()
    for name, party, role in (("Vera", desk.house.police, "member"), ("Hugo", desk.house.housing, "auditor")):
        desk.house.person(name, party, role)  # type: ignore[arg-type]
        with scope(desk.house.actor(name).scope()):
            found.add(tuple(one.status for one in standing.judged(desk.house.partnership, TODAY)))
    assert found == {(Status.KEPT,)}
