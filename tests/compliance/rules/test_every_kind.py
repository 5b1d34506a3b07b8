"""What holds of every kind of commitment: a status is a function of the record and the day, and of nothing later."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.compliance import COMMITMENTS, RULES, invented
from lagesbild.compliance.rules import words
from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.judging import EVIDENCE, Status
from lagesbild.compliance.rules.kinds import Context, WrongParameters, kinds, plain
from lagesbild.compliance.rules.record import ARTEFACTS, Meeting, Record, Stretch
from lagesbild.i18n import translator

FIRST, LAST = dt.date(2023, 3, 8), dt.date(2026, 2, 20)
WITHIN = Period(dt.date(2023, 6, 1), dt.date(2026, 12, 31))
SEEDS = st.integers(0, 5)
DAYS = st.dates(WITHIN.first, LAST)
KINDS = sorted(kinds().values(), key=lambda one: one.name)


@cache
def town(seed: int) -> Record:
    return invented(seed, FIRST, LAST)


def known(day: dt.date | None, on: dt.date) -> dt.date | None:
    return day if day is not None and day <= on else None


def held(one: Stretch, on: dt.date) -> Stretch:
    return Stretch(one.since, known(one.until, on))


def planned(one: Meeting, on: dt.date) -> Meeting:
    return one if one.day <= on else replace(one, noted=None, handled=frozenset())


def as_known(record: Record, on: dt.date) -> Record:
    """The record as it was on the day: nothing that came later is in it."""
    return replace(
        record,
        bodies=tuple(replace(one, works=held(one.works, on)) for one in record.bodies if one.works.since <= on),
        offices=tuple(
            replace(one, works=held(one.works, on), held=tuple(held(s, on) for s in one.held if s.since <= on))
            for one in record.offices
        ),
        meetings=tuple(planned(one, on) for one in record.meetings if one.day <= on or (known(one.planned, on))),
        artefacts=tuple(replace(one, gone=known(one.gone, on)) for one in record.artefacts if one.day <= on),
        problems=tuple(
            replace(
                one,
                prioritised=held(one.prioritised, on) if one.prioritised and one.prioritised.since <= on else None,
                **{name: known(getattr(one, name), on) for name in ("caused", "pictured", "heard", "planned")},
            )
            for one in record.problems
        ),
        measures=tuple(replace(one, over=known(one.over, on)) for one in record.measures if one.made <= on),
        promises=tuple(
            replace(
                one,
                decided_by=tuple(row for row in one.decided_by if row[1] <= on),
                **{
                    name: known(getattr(one, name), on)
                    for name in ("joint", "bound", "signed", "published", "evaluated", "withdrawn")
                },
            )
            for one in record.promises
        ),
        services=tuple(
            replace(
                one,
                hours={day: hours for day, hours in one.hours.items() if day <= on},
                evaluated=known(one.evaluated, on),
            )
            for one in record.services
        ),
        policies=tuple(
            replace(
                one,
                decided=tuple(day for day in one.decided if day <= on),
                revise={day: by for day, by in one.revise.items() if day <= on},
            )
            for one in record.policies
        ),
        attestations=tuple(one for one in record.attestations if one.day <= on),
        efforts=tuple(one for one in record.efforts if one.day <= on),
    )


@settings(deadline=None, max_examples=60)
@given(SEEDS, DAYS)
def test_nothing_that_came_later_changes_what_is_said_of_a_day(seed: int, on: dt.date) -> None:
    whole, then = town(seed), as_known(town(seed), on)
    for rule, (kind, asked) in enumerate(COMMITMENTS, 1):
        of = Context(rule, WITHIN)
        assert kind.judge(asked, whole, on, of) == kind.judge(asked, then, on, of), kind.name


@settings(deadline=None, max_examples=40)
@given(SEEDS, DAYS)
def test_a_judgement_is_said_in_both_languages_on_no_more_evidence_than_can_be_read(seed: int, on: dt.date) -> None:
    for rule, (kind, asked) in enumerate(COMMITMENTS, 1):
        found = kind.judge(asked, town(seed), on, Context(rule, WITHIN))
        assert len(found.evidence) <= EVIDENCE
        assert len(set(found.evidence)) == len(found.evidence)
        for language in ("sv", "en"):
            said = translator(language).say(found.reason)
            assert said.endswith((".", "”", "?")), said
            assert said[0].isupper() or said[0].isdigit() or said[0] in "”“", said
            assert "{" not in said
        assert "None" not in translator("sv").say(found.reason)
        assert found.next is None or "None" not in translator("sv").say(found.next.what)


@settings(deadline=None, max_examples=20)
@given(SEEDS, DAYS)
def test_what_is_broken_or_at_risk_says_what_to_do_and_by_no_day_that_has_passed(seed: int, on: dt.date) -> None:
    for rule, (kind, asked) in enumerate(COMMITMENTS, 1):
        found = kind.judge(asked, town(seed), on, Context(rule, WITHIN))
        if found.next is not None and found.next.by is not None:
            assert found.next.by >= on, kind.name
        if found.status in (Status.BROKEN, Status.AT_RISK) and kind.name not in ("attestation", "promise_periods"):
            assert found.next is not None, kind.name


@pytest.mark.parametrize("kind", KINDS, ids=[one.name for one in KINDS])
def test_a_day_on_which_it_does_not_apply_is_not_judged(kind: object) -> None:
    for rule, (one, asked) in enumerate(COMMITMENTS, 1):
        if one is kind:
            for on in (WITHIN.first - DAY, WITHIN.last + DAY):
                assert one.judge(asked, town(0), on, Context(rule, WITHIN)).status is Status.CANNOT_TELL


@pytest.mark.parametrize(("name", "written"), RULES, ids=[f"{n}-{name}" for n, (name, _) in enumerate(RULES)])
def test_parameters_are_the_same_after_being_kept_as_json(name: str, written: dict[str, object]) -> None:
    kind = kinds()[name]
    asked = kind.read(written)
    assert kind.read(plain(asked)) == asked
    assert translator("sv").say(kind.says(asked, town(0))).endswith(".")
    with pytest.raises(WrongParameters):
        kind.read({**written, "nonsense": 1})


@pytest.mark.parametrize("kind", KINDS, ids=[one.name for one in KINDS])
def test_every_field_has_a_label(kind: object) -> None:
    assert all(one.metadata["label"] for one in fields(kind.parameters))  # type: ignore[attr-defined]


@settings(deadline=None, max_examples=20)
@given(SEEDS, st.dates(WITHIN.first, LAST - 400 * DAY))
def test_occasions_lie_in_the_stretch_that_is_asked_for(seed: int, first: dt.date) -> None:
    over = Period(first, first + 364 * DAY)
    for rule, (kind, asked) in enumerate(COMMITMENTS, 1):
        for one in kind.occasions(asked, town(seed), over, Context(rule, WITHIN)):
            assert one.day in over or (one.until is not None and one.until >= over.first), kind.name
            assert translator("sv").say(one.what)


def test_a_record_without_anything_is_judged_without_a_fault() -> None:
    empty = Record(FIRST)
    for rule, (kind, asked) in enumerate(COMMITMENTS, 1):
        for on in (FIRST, WITHIN.first, LAST, WITHIN.last):
            found = kind.judge(asked, empty, on, Context(rule, WITHIN))
            assert translator("sv").say(found.reason)
            # that an agreement is in force is known by the days on which its commitments apply
            assert found.status is not Status.KEPT or kind.name == "agreement"


def test_every_kind_is_tried_here() -> None:
    assert {name for name, _ in RULES} == set(kinds())


def made_good(record: Record) -> Record:
    """The same, with every promise evaluated and published at once and every office held without a gap."""
    return replace(
        record,
        offices=tuple(replace(one, held=(Stretch(FIRST),)) for one in record.offices),
        promises=tuple(
            replace(
                one,
                evaluated=one.period.last,
                # never later than it was: that would not be good
                published=min((day for day in (one.bound, one.published) if day), default=None),
            )
            for one in record.promises
        ),
        problems=tuple(
            replace(
                one,
                **{
                    name: min(getattr(one, name) or dt.date.max, one.prioritised.since)
                    for name in ("caused", "pictured", "heard", "planned")
                },
            )
            if one.prioritised
            else one
            for one in record.problems
        ),
    )


RANK = [Status.BROKEN, Status.AT_RISK, Status.CANNOT_TELL, Status.ON_TRACK, Status.KEPT]


@settings(deadline=None, max_examples=40)
@given(SEEDS, DAYS)
def test_what_is_made_good_is_never_judged_worse(seed: int, on: dt.date) -> None:
    better = made_good(town(seed))
    for rule, (kind, asked) in enumerate(COMMITMENTS, 1):
        of = Context(rule, WITHIN)
        before, after = kind.judge(asked, town(seed), on, of), kind.judge(asked, better, on, of)
        assert RANK.index(after.status) >= RANK.index(before.status), kind.name


def test_every_artefact_can_be_put_into_words() -> None:
    assert set(words.ARTEFACTS) == set(ARTEFACTS)
