"""Promises: what they rest on, when they run, that they are published, and evaluated when they have ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lagesbild.compliance.rules.calendar import Every, Period
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import WrongParameters, kinds
from lagesbild.compliance.rules.kinds.communication import Parameters as Told
from lagesbild.compliance.rules.kinds.evaluation import Of
from lagesbild.compliance.rules.kinds.evaluation import Parameters as Evaluated
from lagesbild.compliance.rules.kinds.promise_periods import Parameters as Run
from lagesbild.compliance.rules.kinds.provenance import Parameters as Grounds
from lagesbild.compliance.rules.record import Policy, Problem, Promise, Record, Stretch
from lagesbild.i18n import translator
from tests.compliance.rules.making import BRA, EST, MUNICIPALITY, day, judged, made, record, within

EVALUATION, PROVENANCE = kinds()["evaluation"], kinds()["provenance"]
PERIODS, TOLD = kinds()["promise_periods"], kinds()["communication"]
SUMMER = Period(day("2026-04-01"), day("2026-09-30"))
WINTER = Period(day("2026-10-01"), day("2027-03-31"))


def promise(number: int = 1, name: str = "Vi syns mer i centrum", period: Period = SUMMER, **days: str) -> Promise:
    problems = (1,)
    return Promise(number, name, period, problems=problems, **{what: day(one) for what, one in days.items()})  # type: ignore[arg-type]


def promises(*each: Promise, begins: str = "2015-01-01") -> Record:
    return record(begins, promises=each)


ENDED = promises(
    promise(joint="2026-03-01", bound="2026-03-20", evaluated="2026-12-11"),
    promise(2, "Draft that nobody decided"),
    promise(3, "Withdrawn", joint="2026-03-01", withdrawn="2026-05-01"),
)


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-09-30", "on_track", "Inget löfte har avslutats i år, så det finns inget att utvärdera ännu."),
        (
            "2026-10-01",
            "on_track",
            "Löftet ”Vi syns mer i centrum” har avslutats och ska utvärderas senast 2026-11-29.",
        ),
        (
            "2026-11-29",
            "at_risk",
            "Löftet ”Vi syns mer i centrum” har avslutats och ska utvärderas senast 2026-11-29; i dag är sista dagen.",
        ),
        (
            "2026-11-30",
            "broken",
            "Löftet ”Vi syns mer i centrum” har avslutats utan att utvärderas. "
            "Det skulle ha skett senast 2026-11-29, för 1 dag sedan.",
        ),
        (
            "2026-12-11",
            "kept",
            "Det löfte som avslutats är utvärderat. För ”Vi syns mer i centrum” kom det 12 dagar för sent.",
        ),
        ("2027-01-01", "on_track", "Inget löfte har avslutats i år, så det finns inget att utvärdera ännu."),
    ],
)
def test_a_promise_that_has_ended_is_evaluated_within_two_months(on: str, status: str, reason: str) -> None:
    assert judged(EVALUATION, Evaluated(), ENDED, on, within("2026-01-01")) == (status, reason)


def test_that_it_came_late_is_remembered() -> None:
    assert EVALUATION.judge(Evaluated(), ENDED, day("2026-12-11"), within("2026-01-01")).before is Status.BROKEN


def test_a_promise_that_ended_before_the_agreement_is_not_its_own() -> None:
    assert judged(EVALUATION, Evaluated(), ENDED, "2026-11-30", within("2026-10-01"))[0] == "on_track"


WORK = record(
    artefacts=made("picture.yearly", "2024-12-20", "2025-12-15", "2026-12-16")
    + made("work.evaluated", "2025-11-30", "2027-01-20")
)


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2025-12-15", "kept", "Föregående års arbete var utvärderat när årets strategiska lägesbild fastställdes."),
        (
            "2026-06-01",
            "on_track",
            "Ingen strategisk lägesbild har fastställts i år; arbetet ska utvärderas innan nästa fastställs.",
        ),
        (
            "2026-12-16",
            "at_risk",
            "I dag fastställs den strategiska lägesbilden 2026-12-16, men föregående års arbete är inte utvärderat.",
        ),
        (
            "2026-12-17",
            "broken",
            "Föregående års arbete var inte utvärderat när den strategiska lägesbilden 2026-12-16 fastställdes, "
            "och är det inte ännu.",
        ),
        (
            "2027-01-20",
            "kept",
            "Föregående års arbete var utvärderat när årets strategiska lägesbild fastställdes. "
            "För den strategiska lägesbilden 2026-12-16 kom det 35 dagar för sent.",
        ),
    ],
)
def test_the_work_of_a_year_is_evaluated_before_the_next_picture(on: str, status: str, reason: str) -> None:
    assert judged(EVALUATION, Evaluated(Of.WORK), WORK, on, within("2025-01-01")) == (status, reason)


def resting(problem: Problem | None = None, **days: str) -> Record:
    one = promise(**({"joint": "2026-03-01", "bound": "2026-03-20"} | days))
    return record(promises=(one,), problems=(problem,) if problem else ())


WHOLE = Problem(
    1, "Bilbränder", Stretch(day("2026-01-10")), day("2026-01-20"), day("2026-01-05"), day("2025-11-01"), None
)


@pytest.mark.parametrize(
    ("problem", "asked", "on", "status", "reason"),
    [
        (WHOLE, Grounds(dialogue=True), "2026-04-01", "kept", "Det löfte som löper har allt sitt underlag."),
        (
            replace(WHOLE, heard=None),
            Grounds(dialogue=True),
            "2026-04-01",
            "broken",
            "Löftet ”Vi syns mer i centrum” är beslutat men vilar inte på en dialog där problemet kommit fram.",
        ),
        (replace(WHOLE, heard=None), Grounds(), "2026-04-01", "kept", "Det löfte som löper har allt sitt underlag."),
        (
            replace(WHOLE, caused=None, pictured=None),
            Grounds(),
            "2026-03-19",
            "at_risk",
            "Löftet ”Vi syns mer i centrum” är på väg att beslutas men vilar inte på en orsaksanalys av problemet "
            "och en fastställd lägesbild som visar problemet.",
        ),
        (
            None,
            Grounds(cause=False, picture=False),
            "2026-04-01",
            "broken",
            "Löftet ”Vi syns mer i centrum” är beslutat men vilar inte på ett prioriterat problem.",
        ),
        (
            replace(WHOLE, caused=day("2026-05-02")),
            Grounds(),
            "2026-05-02",
            "kept",
            "Det löfte som löper har allt sitt underlag. "
            "”Vi syns mer i centrum” fick det först 43 dagar efter beslutet.",
        ),
        (
            WHOLE,
            Grounds(),
            "2026-10-01",
            "on_track",
            "Inget löfte löper, så det finns inget som behöver underlag.",
        ),
    ],
)
def test_a_promise_rests_on_what_was_agreed(
    problem: Problem | None, asked: Grounds, on: str, status: str, reason: str
) -> None:
    assert judged(PROVENANCE, asked, resting(problem), on, within("2026-01-01")) == (status, reason)


def test_a_problem_that_had_lost_its_priority_when_the_promise_was_decided_is_no_ground() -> None:
    lost = replace(WHOLE, prioritised=Stretch(day("2026-01-10"), day("2026-02-20")))
    assert judged(PROVENANCE, Grounds(), resting(lost), "2026-04-01", within("2026-01-01"))[0] == "broken"
    later = replace(WHOLE, prioritised=Stretch(day("2026-01-10"), day("2026-08-20")))
    assert judged(PROVENANCE, Grounds(), resting(later), "2026-09-01", within("2026-01-01"))[0] == "kept"


def test_it_says_what_promises_rest_on() -> None:
    assert translator("sv").say(PROVENANCE.says(Grounds(dialogue=True), record())) == (
        "Varje löfte vilar på ett prioriterat problem, en orsaksanalys av problemet, en fastställd lägesbild som visar "
        "problemet och en dialog där problemet kommit fram."
    )
    with pytest.raises(WrongParameters):
        PROVENANCE.read({"problem": False, "cause": False, "picture": False})


HALF = Run(Every.HALF)
MUST = Run(Every.HALF, must=True)
ONE = promises(promise(joint="2026-03-20"))


@pytest.mark.parametrize(
    ("asked", "on", "status", "reason"),
    [
        (HALF, "2026-04-01", "kept", "1 löfte löper under april–september 2026."),
        (HALF, "2026-09-08", "kept", "1 löfte löper under april–september 2026."),
        (
            HALF,
            "2026-09-09",
            "at_risk",
            "Inga löften är ännu beslutade som löper under oktober 2026–mars 2027. De ska börja 2026-10-01.",
        ),
        (HALF, "2026-10-02", "at_risk", "Inget beslutat löfte löper just under oktober 2026–mars 2027."),
        (MUST, "2026-10-01", "at_risk", "Inget beslutat löfte löper just under oktober 2026–mars 2027."),
        (MUST, "2026-10-02", "broken", "Inget beslutat löfte löper just under oktober 2026–mars 2027."),
        (
            MUST,
            "2026-03-15",
            "at_risk",
            "Inga löften är ännu beslutade som löper under april–september 2026. De ska börja 2026-04-01.",
        ),
        (
            Run(Every.YEAR),
            "2026-05-01",
            "at_risk",
            "Inget beslutat löfte löper just under 2026. Andra perioder har ”Vi syns mer i centrum”.",
        ),
    ],
)
def test_promises_run_by_the_half_year(asked: Run, on: str, status: str, reason: str) -> None:
    assert judged(PERIODS, asked, ONE, on, within("2025-11-01")) == (status, reason)


def test_of_a_half_year_that_had_begun_no_promises_are_asked_for() -> None:
    assert judged(PERIODS, MUST, promises(), "2025-12-01", within("2025-11-01")) == (
        "on_track",
        "Inga löften krävs under oktober 2025–mars 2026: perioden hade börjat innan åtagandet gällde.",
    )


def test_promises_that_the_record_does_not_reach_back_to_cannot_be_told() -> None:
    assert judged(PERIODS, MUST, promises(begins="2026-06-01"), "2026-06-02", within("2025-11-01"))[0] == "cannot_tell"


def test_the_year_has_two_periods_of_promises() -> None:
    year = Period(day("2026-01-01"), day("2026-12-31"))
    asked = PERIODS.occasions(HALF, record(), year, within())
    assert [(str(one.day), str(one.until)) for one in asked] == [
        ("2026-04-01", "2026-09-30"),
        ("2026-10-01", "2027-03-31"),
    ]


PUBLISHED = promises(promise(joint="2026-03-01", bound="2026-03-20", published="2026-04-10"))


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-03-19", "on_track", "Inget löfte har beslutats i år, så det finns inget att publicera."),
        (
            "2026-03-20",
            "on_track",
            "Löftet ”Vi syns mer i centrum” är beslutat och ska publiceras senast 2026-04-03.",
        ),
        (
            "2026-04-04",
            "broken",
            "Löftet ”Vi syns mer i centrum” är beslutat men inte publicerat. "
            "Det skulle ha skett senast 2026-04-03, för 1 dag sedan.",
        ),
        (
            "2026-04-10",
            "kept",
            "Det löfte som beslutats i år är publicerat. För ”Vi syns mer i centrum” kom det 7 dagar för sent.",
        ),
    ],
)
def test_a_promise_is_published_within_two_weeks_of_being_binding(on: str, status: str, reason: str) -> None:
    assert judged(TOLD, Told(), PUBLISHED, on, within("2026-01-01")) == (status, reason)


def test_of_plan_promises_and_news_the_worst_decides() -> None:
    asked = Told(plan=True, days=14, months=3)
    plan = Policy(1, "Kommunikationsplanen", "communication", "kommunikatören", (day("2026-02-01"),))
    rec = replace(PUBLISHED, policies=(plan,), artefacts=made("news", "2026-02-10"))
    assert judged(TOLD, asked, rec, "2026-03-01", within("2026-01-01"))[0] == "on_track"
    assert judged(TOLD, asked, rec, "2026-05-11", within("2026-01-01")) == (
        "broken",
        "En nyhet om arbetet publicerades 2026-02-10, och inte sedan dess. "
        "Det skulle ha skett igen senast 2026-05-10, för 1 dag sedan.",
    )
    assert judged(TOLD, Told(plan=True, days=None), PUBLISHED, "2027-01-02", within("2026-01-01")) == (
        "broken",
        "Kommunikationsplanen är inte beslutad. Det skulle ha skett senast 2027-01-01, för 1 dag sedan.",
    )
    assert translator("sv").say(TOLD.says(asked, rec)) == (
        "Det finns en kommunikationsplan. Varje löfte publiceras inom 14 dagar. "
        "Nyheter om arbetet publiceras med högst tre månaders mellanrum."
    )
    with pytest.raises(WrongParameters):
        TOLD.read({"days": None})


DECIDED_IN = kinds()["decided_in"]


@pytest.mark.parametrize(
    ("one", "on", "status", "reason"),
    [
        (promise(), "2026-03-20", "on_track", "Inget löfte har beslutats i år."),
        (
            replace(promise(joint="2026-03-10"), joint_body=BRA),
            "2026-03-20",
            "kept",
            "Årets löfte är beslutat där det ska beslutas.",
        ),
        (
            replace(promise(joint="2026-03-10"), joint_body=EST),
            "2026-03-20",
            "broken",
            "Löftet ”Vi syns mer i centrum” är beslutat någon annanstans än i BRÅ.",
        ),
        (
            replace(promise(joint="2026-03-10"), joint_body=EST, decided_by=((MUNICIPALITY, day("2026-03-21")),)),
            "2026-03-20",
            "broken",
            "Löftet ”Vi syns mer i centrum” är beslutat någon annanstans än i BRÅ.",
        ),
        (
            replace(promise(joint="2026-03-10"), joint_body=EST, decided_by=((MUNICIPALITY, day("2026-03-21")),)),
            "2026-03-21",
            "kept",
            "Årets löfte är beslutat där det ska beslutas.",
        ),
    ],
)
def test_a_promise_is_decided_in_the_council_or_by_the_board(one: Promise, on: str, status: str, reason: str) -> None:
    asked = DECIDED_IN.read({"sort": "project", "party": MUNICIPALITY})
    assert judged(DECIDED_IN, asked, promises(one), on, within("2026-01-01")) == (status, reason)
