"""Every sentence of the five texts and of the statute that can be checked has its checks, of kinds that exist."""

from __future__ import annotations

import dataclasses

import pytest

from lagesbild.agreements import library as texts
from lagesbild.compliance import library
from lagesbild.compliance.library import Check
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.rules.kinds import Asks
from lagesbild.compliance.rules.record import ARTEFACTS
from tests.compliance import checks_table

A_QUARTER = 0.25
WORDS = {Asks.BODY: {"leadership", "steering", "project", "est", "focus", "county"}, Asks.PARTY: {"kommun", "polis"}}


def every_check() -> list[Check]:
    agreed = [check for name in library.names() for one in library.readings(name) for check in one.checks]
    return [*agreed, *(check for one in library.statute().paragraphs for check in one.checks)]


@pytest.mark.parametrize("name", texts.names())
def test_every_commitment_of_a_text_has_one_reading_in_its_order(name: str) -> None:
    undertakings = texts.entry(name).undertakings
    readings = library.readings(name)
    assert len(undertakings) == len(readings)
    for undertaking, reading in zip(undertakings, readings, strict=True):
        assert undertaking.text.startswith(reading.begins)
        assert reading.checks
        assert library.reading_of(undertaking.text) == reading


@pytest.mark.parametrize("check", every_check(), ids=lambda one: one.key)
def test_a_check_is_of_a_kind_that_exists_with_parameters_that_it_takes(check: Check) -> None:
    kind = kinds.kinds()[check.kind]
    among = {one.name: one.metadata.get("among") for one in dataclasses.fields(kind.parameters)}
    numbers = {}
    for name, value in check.parameters.items():
        words = value if isinstance(value, list) else [value]
        if among[name] in WORDS:
            assert set(words) <= WORDS[among[name]]
        if among[name] is Asks.ARTEFACT:
            assert set(words) <= set(ARTEFACTS)
        numbered = among[name] in (Asks.BODY, Asks.PARTY, Asks.SERVICE)
        numbers[name] = (([1] * len(words)) if isinstance(value, list) else 1) if numbered else value
    kind.read(numbers)


def test_at_most_a_quarter_of_the_commitments_rest_on_somebodys_word_alone() -> None:
    readings = [one for name in library.names() for one in library.readings(name)]
    attested = [one for one in readings if all(check.kind == "attestation" for check in one.checks)]
    assert attested
    assert len(attested) <= A_QUARTER * len(readings)


def test_the_statute_is_read_paragraph_by_paragraph_and_what_lays_no_duty_says_why() -> None:
    read = library.statute()
    assert [one.number for one in read.paragraphs] == [one.number for one in texts.statute().paragraphs]
    for one in read.paragraphs:
        assert bool(one.checks) == one.duty
        assert one.duty or one.note


def test_keys_are_their_own_and_lead_back() -> None:
    keys = [check.key for check in every_check()]
    assert len(keys) == len(set(keys))
    assert library.reading("koping-2024/3").begins.startswith("att upprättad genomförandeplan")


def test_the_table_of_the_documentation_says_what_the_library_says() -> None:
    assert checks_table.FILE.read_text(encoding="utf-8") == checks_table.table()
