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
from lagesbild.compliance.rules.record import ARTEFACTS, Record
from lagesbild.i18n import translator
from tests.compliance.rules.making import BRA, EST, as_known, judged, met, record

FIRST, LAST = dt.date(2023, 3, 8), dt.date(2026, 2, 20)
WITHIN = Period(dt.date(2023, 6, 1), dt.date(2026, 12, 31))
SEEDS = st.integers(0, 5)
DAYS = st.dates(WITHIN.first, LAST)
KINDS = sorted(kinds().values(), key=lambda one: one.name)


@cache
def town(seed: int) -> Record:
    return invented(seed, FIRST, LAST)


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


def test_every_artefact_can_be_put_into_words() -> None:
    assert set(words.ARTEFACTS) == set(ARTEFACTS)


def test_of_two_meetings_on_one_day_the_same_decides_in_whatever_order_they_are_read() -> None:
    kind, first, second = (
        kinds()["standing_item"],
        met(BRA, "2026-03-02", handled={"plans.plan"}),
        met(EST, "2026-03-02"),
    )
    rows = (*first, *(replace(one, body=BRA) for one in second))
    asked = kind.read({"body": BRA, "item": "plans.plan"})
    said = [judged(kind, asked, record(meetings=order), "2026-03-03") for order in (rows, rows[::-1])]
    assert said[0] == said[1]
