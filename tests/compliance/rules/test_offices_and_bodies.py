"""What is to be filled and to be there: at risk at once when it is not, broken after the days that are allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import WrongParameters, kinds
from lagesbild.compliance.rules.kinds.existing_body import Parameters as There
from lagesbild.compliance.rules.kinds.filled_function import Parameters as Filled
from lagesbild.compliance.rules.record import Body, Office, Record, Source, Stretch
from lagesbild.i18n import translator
from tests.compliance.rules.making import (
    BODIES,
    BRA,
    LONG_AGO,
    MUNICIPALITY,
    POLICE,
    day,
    judged,
    office,
    record,
    swedish,
    within,
)

FILLED, THERE = kinds()["filled_function"], kinds()["existing_body"]
POLICEMAN = record(offices=(office(1, ("2024-01-01", "2026-04-30"), ("2026-07-14", None)),))


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-04-30", "kept", "Kommunpolis är tillsatt sedan 2024-01-01."),
        (
            "2026-05-01",
            "at_risk",
            "Kommunpolis är vakant sedan 2026-05-01, i 1 dag. Funktionen behöver tillsättas senast 2026-05-30.",
        ),
        (
            "2026-05-30",
            "at_risk",
            "Kommunpolis är vakant sedan 2026-05-01, i 30 dagar. Funktionen behöver tillsättas senast 2026-05-30.",
        ),
        ("2026-05-31", "broken", "Kommunpolis är vakant sedan 2026-05-01, i 31 dagar: längre än 30 dagar."),
        ("2026-07-13", "broken", "Kommunpolis är vakant sedan 2026-05-01, i 74 dagar: längre än 30 dagar."),
        (
            "2026-07-14",
            "kept",
            "Kommunpolis är tillsatt sedan 2026-07-14. Från 2026-05-01 till 2026-07-13 var den vakant, i 74 dagar.",
        ),
        ("2027-01-01", "kept", "Kommunpolis är tillsatt sedan 2026-07-14."),
    ],
)
def test_a_vacant_function_is_at_risk_at_once_and_broken_after_a_month(on: str, status: str, reason: str) -> None:
    assert judged(FILLED, Filled(1), POLICEMAN, on, within("2024-01-01")) == (status, reason)


def test_a_long_vacancy_is_remembered_for_the_year_in_which_it_ended() -> None:
    assert FILLED.judge(Filled(1), POLICEMAN, day("2026-07-14"), within("2024-01-01")).before is Status.BROKEN
    assert FILLED.judge(Filled(1), POLICEMAN, day("2027-01-01"), within("2024-01-01")).before is None


def test_whoever_is_to_fill_it_is_told_by_when() -> None:
    found = FILLED.judge(Filled(1), POLICEMAN, day("2026-05-02"), within("2024-01-01"))
    assert found.next is not None
    assert (found.next.by, found.next.party) == (day("2026-05-30"), POLICE)


def test_holders_that_follow_on_each_other_leave_no_vacancy() -> None:
    rec = record(offices=(office(1, ("2024-01-01", "2025-06-30"), ("2025-07-01", "2026-12-31")),))
    assert judged(FILLED, Filled(1), rec, "2026-01-10", within("2024-01-01")) == (
        "kept",
        "Kommunpolis är tillsatt sedan 2024-01-01.",
    )


def test_any_function_of_the_sort_fills_it_and_none_at_all_is_told() -> None:
    asked = Filled(sort="coordinator", party=MUNICIPALITY)
    other = Office(
        7, "Trygghetssamordnare", "coordinator", MUNICIPALITY, Stretch(LONG_AGO), (Stretch(day("2024-01-01")),)
    )
    assert judged(FILLED, asked, record(offices=(other,)), "2026-01-10", within("2024-01-01")) == (
        "kept",
        "Samordnare är tillsatt sedan 2024-01-01.",
    )
    assert judged(FILLED, asked, record(), "2024-02-10", within("2024-01-01")) == (
        "broken",
        "Samordnare: någon sådan funktion finns inte. Lägg upp den och ange vem som har den.",
    )
    assert translator("sv").say(FILLED.says(asked, record())) == "Samordnare är tillsatt hos Kommunen."


def test_a_function_that_is_gone_cannot_be_judged() -> None:
    assert judged(FILLED, Filled(9), POLICEMAN, "2026-01-01") == (
        "cannot_tell",
        "Funktionen finns inte längre: välj en annan.",
    )


def test_a_vacancy_is_counted_from_where_the_record_begins() -> None:
    rec = record("2026-04-20", offices=(office(1, ("2024-01-01", "2024-12-31")),))
    assert judged(FILLED, Filled(1), rec, "2026-04-21", within("2024-01-01"))[0] == "at_risk"
    assert judged(FILLED, Filled(1), rec, "2026-04-19", within("2024-01-01")) == (
        "cannot_tell",
        "Underlaget börjar 2026-04-20.",
    )


def seat(number: int, party: int, *held: tuple[str, str | None], title: str = "Kommundirektör") -> Office:
    return replace(office(number, *held, name=title), kind="", party=party, seat_of=BRA)


def council(*seats: Office) -> Record:
    return record(offices=seats)


FULL = council(seat(1, MUNICIPALITY, ("2024-01-01", None)), seat(2, POLICE, ("2024-01-01", "2026-03-31")))


@pytest.mark.parametrize(
    ("asked", "on", "status", "reason"),
    [
        (There(BRA, parties=(1, 2)), "2026-03-31", "kept", "BRÅ finns sedan 2015-01-01, med 2 poster."),
        (
            There(BRA, parties=(1, 2)),
            "2026-04-01",
            "at_risk",
            "Polisen har ingen besatt post i BRÅ sedan 2026-04-01. Det behöver vara åtgärdat senast 2026-05-30.",
        ),
        (
            There(BRA, parties=(1, 2)),
            "2026-05-31",
            "broken",
            "Polisen har ingen besatt post i BRÅ sedan 2026-04-01: i 61 dagar, längre än 60 dagar.",
        ),
        (
            There(BRA, every_seat=True),
            "2026-04-01",
            "at_risk",
            "BRÅ saknar innehavare av en av de 2 posterna Kommundirektör sedan 2026-04-01. "
            "Det behöver vara åtgärdat senast 2026-05-30.",
        ),
        (
            There(BRA, convener=POLICE),
            "2026-01-01",
            "broken",
            "BRÅ sammankallas inte av Polisen sedan 2024-01-01: i 732 dagar, längre än 60 dagar.",
        ),
        (There(sort="project"), "2026-01-01", "kept", "BRÅ finns sedan 2015-01-01, med 2 poster."),
        (
            There(sort="county"),
            "2024-01-10",
            "at_risk",
            "Länsbrå saknas sedan 2024-01-01. Det behöver vara åtgärdat senast 2024-02-29.",
        ),
        (
            There(sort="county"),
            "2024-03-01",
            "broken",
            "Länsbrå saknas sedan 2024-01-01: i 61 dagar, längre än 60 dagar.",
        ),
    ],
)
def test_a_body_is_there_with_those_who_were_agreed(asked: There, on: str, status: str, reason: str) -> None:
    assert judged(THERE, asked, FULL, on, within("2024-01-01")) == (status, reason)


def test_of_several_seats_of_one_name_it_is_said_that_one_is_vacant_and_which_it_is() -> None:
    rec = council(seat(1, 1, ("2024-01-01", None), title="Ledamot"), seat(2, 2, title="Ledamot"))
    found = THERE.status(There(BRA, every_seat=True), rec, day("2026-01-31"), within("2026-01-01"))
    assert swedish(found).startswith("BRÅ saknar innehavare av en av de 2 posterna Ledamot sedan 2026-01-01.")
    assert found.next is not None
    assert translator("sv").say(found.next.what) == "Tillsätt den vakanta posten Ledamot"
    assert found.next.at == Source("organisation.seat", 2)


def test_a_body_that_ended_is_missing_from_the_day_after() -> None:
    ended = Body(BRA, "BRÅ", "project", Stretch(LONG_AGO, day("2026-01-31")))
    rec = replace(record(), bodies=(ended, *BODIES[1:]))
    assert judged(THERE, There(BRA), rec, "2026-01-31", within("2024-01-01"))[0] == "kept"
    assert judged(THERE, There(BRA), rec, "2026-02-01", within("2024-01-01"))[0] == "at_risk"


def test_parameters_that_cannot_be_are_refused_field_by_field() -> None:
    for kind, written, wrong in (
        (FILLED, {}, {"function"}),
        (FILLED, {"sort": "clown", "vacant_days": -1}, {"function", "vacant_days"}),
        (THERE, {}, {"body"}),
        (THERE, {"body": BRA, "parties": ["polisen"]}, {"parties"}),
    ):
        with pytest.raises(WrongParameters) as refused:
            kind.read(written)
        assert set(refused.value.objections) == wrong
