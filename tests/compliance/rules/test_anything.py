"""What holds of every kind, whatever it asks for and whatever the record has: a new kind is tried by itself."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import fields, replace
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.compliance.rules.calendar import Period
from lagesbild.compliance.rules.judging import EVIDENCE
from lagesbild.compliance.rules.kinds import MOST, Context, Kind, WrongParameters, kinds, plain
from lagesbild.compliance.rules.record import Record
from lagesbild.i18n import translator
from tests.compliance.rules.anything import ASKINGS, DAYS, FIRST, LAST, RULE, Asking, parameters
from tests.compliance.rules.making import as_known

ROWS = [one.name for one in fields(Record) if one.name != "begins"]
NAMED = ("bodies", "offices", "problems", "measures", "promises", "services", "policies", "parties")


@given(ASKINGS, st.integers(0, 999), DAYS)
def test_the_order_of_rows_and_what_was_asked_before_change_nothing(one: Asking, seed: int, other: dt.date) -> None:
    chance, turned = random.Random(seed), {}
    for name in ROWS:
        rows = getattr(one.record, name)
        turned[name] = tuple(chance.sample(rows, len(rows)))
    record = replace(one.record, **turned)
    one.judged(record, other)
    assert one.judged(record) == one.judged()


@given(ASKINGS)
def test_what_came_later_changes_nothing(one: Asking) -> None:
    assert one.judged(as_known(one.record, one.on)) == one.judged()


@given(ASKINGS)
def test_what_was_said_of_another_commitment_changes_nothing(one: Asking) -> None:
    ours = {
        name: tuple(row for row in getattr(one.record, name) if row.rule == RULE)
        for name in ("attestations", "efforts")
    }
    assert one.judged(replace(one.record, **ours)) == one.judged()


@given(ASKINGS)
def test_another_name_of_something_changes_only_the_words(one: Asking) -> None:
    renamed = {
        name: tuple(replace(row, name=f"{row.name} {row.number}") for row in getattr(one.record, name))
        for name in NAMED
    }
    before, after = one.judged(), one.judged(replace(one.record, **renamed))
    for name, found in before.items():
        wordless = {"reason": found.reason, "next": found.next}
        assert replace(after[name], **wordless) == found, name
        assert (after[name].next and after[name].next.by) == (found.next and found.next.by), name


@given(ASKINGS)
def test_a_judgement_can_be_read_and_its_next_day_has_not_passed(one: Asking) -> None:
    found = one.judged()
    for kind, asked in one.asked:
        judged = found[kind.name]
        assert len(judged.evidence) == len(set(judged.evidence)) <= EVIDENCE, kind.name
        assert judged.next is None or judged.next.by is None or judged.next.by >= one.on, kind.name
        assert judged.period is None or judged.period.first <= judged.period.last, kind.name
        assert kind.read(plain(asked)) == asked
        for language in ("sv", "en"):
            for message in (judged.reason, kind.says(asked, one.record), *([judged.next.what] if judged.next else ())):
                said = translator(language).say(message)
                assert said, kind.name
                assert "{" not in said, kind.name
                assert language == "en" or "None" not in said, kind.name


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_a_number_that_no_calendar_reaches_is_refused_beside_its_field_and_the_greatest_one_is_judged(
    kind: Kind[Any],
) -> None:
    """One such rule would otherwise stop every page on which the commitments are judged."""
    asked, of = parameters(kind, random.Random(1)), Context(RULE, Period(FIRST, dt.date.max))
    for one in fields(kind.parameters):
        if one.metadata["among"] or get_type_hints(kind.parameters)[one.name] not in (int, float, int | None):
            continue
        for odd in (-1, MOST + 1, 10**9, 10**19, float("nan"), float("inf")):
            with pytest.raises(WrongParameters) as refused:
                kind.read({**plain(asked), one.name: odd})
            assert one.name in refused.value.objections
        most = replace(asked, **{one.name: one.metadata["most"]})
        if not kind.objections(most):
            for on in (FIRST, LAST):
                translator("sv").say(kind.judge(kind.read(plain(most)), Record(FIRST), on, of).reason)
                list(kind.occasions(most, Record(FIRST), Period(on, on + dt.timedelta(366)), of))


@given(ASKINGS, st.integers(0, 800))
def test_what_the_wheel_of_the_year_is_told_lies_in_the_stretch_that_was_asked_for(one: Asking, days: int) -> None:
    over = Period(one.on, one.on + dt.timedelta(days))
    for kind, asked in one.asked:
        for found in kind.occasions(asked, one.record, over, one.of):
            assert Period(found.day, max(found.day, found.until or found.day)).within(over), kind.name
            assert translator("sv").say(found.what), kind.name
