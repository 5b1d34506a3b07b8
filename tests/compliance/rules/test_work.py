"""Problems with plans, measures with somebody responsible, and what comes about so often, or after something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lagesbild.compliance.rules.calendar import Every
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import WrongParameters, kinds
from lagesbild.compliance.rules.kinds.basis import Parameters as Rests
from lagesbild.compliance.rules.kinds.coverage import Parameters as Has
from lagesbild.compliance.rules.kinds.coverage import What
from lagesbild.compliance.rules.kinds.following import Parameters as Follows
from lagesbild.compliance.rules.kinds.recurring import Parameters as Often
from lagesbild.compliance.rules.record import Measure, Problem, Stretch
from lagesbild.i18n import translator
from tests.compliance.rules.making import POLICE, day, judged, made, record, within

COVERAGE, RECURRING, BASIS, FOLLOWING = (kinds()[name] for name in ("coverage", "recurring", "basis", "following"))
CARS = Problem(1, "Bilbränder", Stretch(day("2026-01-10")), caused=day("2026-02-01"), planned=day("2026-04-20"))
PARK = Problem(2, "Oro i parken", Stretch(day("2026-03-01"), day("2026-08-31")))
PROBLEMS = record(problems=(CARS, PARK))


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-01-09", "on_track", "Inget problem är prioriterat, så det finns inget att planera för."),
        (
            "2026-01-10",
            "on_track",
            "Problemet ”Bilbränder” är prioriterat och ska ha en åtgärd i en plan senast 2026-04-10.",
        ),
        (
            "2026-04-10",
            "at_risk",
            "Problemet ”Bilbränder” är prioriterat och ska ha en åtgärd i en plan senast 2026-04-10; "
            "i dag är sista dagen.",
        ),
        (
            "2026-04-11",
            "broken",
            "Problemet ”Bilbränder” är prioriterat men saknar åtgärd i en plan. "
            "Det skulle ha haft en senast 2026-04-10, för 1 dag sedan.",
        ),
        (
            "2026-04-20",
            "on_track",
            "Problemet ”Oro i parken” är prioriterat och ska ha en åtgärd i en plan senast 2026-05-30. "
            "För ”Bilbränder” kom det 10 dagar för sent.",
        ),
        (
            "2026-08-31",
            "broken",
            "Problemet ”Oro i parken” är prioriterat men saknar åtgärd i en plan. "
            "Det skulle ha haft en senast 2026-05-30, för 93 dagar sedan.",
        ),
        (
            "2026-09-01",
            "kept",
            "Det prioriterade problemet har en åtgärd i en plan. För ”Bilbränder” kom det 10 dagar för sent.",
        ),
        ("2027-01-01", "kept", "Det prioriterade problemet har en åtgärd i en plan."),
    ],
)
def test_a_prioritised_problem_has_a_measure_in_a_plan_within_three_months(on: str, status: str, reason: str) -> None:
    assert judged(COVERAGE, Has(), PROBLEMS, on, within("2026-01-01")) == (status, reason)


def test_a_problem_that_was_prioritised_before_the_agreement_has_its_days_from_then() -> None:
    assert judged(COVERAGE, Has(), PROBLEMS, "2026-06-01", within("2026-05-01"))[0] == "on_track"


def test_causes_are_asked_for_on_their_own() -> None:
    assert judged(COVERAGE, Has(What.CAUSED, 30), PROBLEMS, "2026-02-01", within("2026-01-01")) == (
        "kept",
        "Det prioriterade problemet är orsaksanalyserat.",
    )
    assert judged(COVERAGE, Has(What.CAUSED, 30), PROBLEMS, "2026-04-01", within("2026-01-01"))[0] == "broken"


LAMPS = Measure(1, "Bättre belysning", day("2026-02-01"), POLICE, True, day("2026-06-01"), 1)
NOBODY = Measure(2, "Städdag", day("2026-02-01"), None, False, None, None)


def test_a_measure_has_somebody_responsible_and_a_date_and_a_problem() -> None:
    rec = record(measures=(LAMPS, NOBODY), problems=(CARS,))
    assert judged(COVERAGE, Has(What.RESPONSIBLE, 30), rec, "2026-03-04", within("2026-01-01")) == (
        "broken",
        "Åtgärden ”Städdag” saknar ansvarig eller datum. Det skulle ha funnits senast 2026-03-03, för 1 dag sedan.",
    )
    assert judged(COVERAGE, Has(What.AIMED, 30), rec, "2026-03-04", within("2026-01-01"))[0] == "broken"
    over = record(measures=(LAMPS, replace(NOBODY, over=day("2026-03-04"))), problems=(CARS,))
    assert judged(COVERAGE, Has(What.RESPONSIBLE, 30), over, "2026-03-04", within("2026-01-01")) == (
        "kept",
        "Den åtgärd som pågår har en ansvarig och ett datum.",
    )
    assert judged(COVERAGE, Has(What.AIMED, 30), over, "2026-03-04", within("2026-01-01"))[0] == "kept"


DIALOGUES = record(artefacts=made("dialogue.citizens", "2025-05-01", "2026-03-01", "2026-09-01"))


@pytest.mark.parametrize(
    ("asked", "on", "status", "reason"),
    [
        (
            Often("dialogue.citizens"),
            "2026-02-28",
            "on_track",
            "Hittills 0 medborgardialoger under 2026; minst 1 krävs.",
        ),
        (Often("dialogue.citizens"), "2026-03-01", "kept", "1 medborgardialog under 2026; minst 1 krävs."),
        (
            Often("dialogue.citizens", 2),
            "2026-01-01",
            "broken",
            "Det blev 1 medborgardialog under 2025; det skulle ha varit minst 2.",
        ),
        (
            Often("dialogue.citizens", 2),
            "2026-03-01",
            "on_track",
            "Hittills 1 medborgardialog under 2026; minst 2 krävs. "
            "Det blev 1 medborgardialog under 2025; det skulle ha varit minst 2.",
        ),
        (
            Often("dialogue.citizens", 4),
            "2026-10-10",
            "at_risk",
            "Hittills 2 medborgardialoger under 2026; minst 4 krävs senast 2026-12-31. "
            "Det blev 1 medborgardialog under 2025; det skulle ha varit minst 4.",
        ),
        (
            Often("dialogue.citizens", 1, Every.HALF),
            "2026-10-01",
            "on_track",
            "Hittills 0 medborgardialoger under oktober 2026–mars 2027; minst 1 krävs.",
        ),
    ],
)
def test_dialogues_of_the_year_are_counted(asked: Often, on: str, status: str, reason: str) -> None:
    assert judged(RECURRING, asked, DIALOGUES, on, within("2025-01-01")) == (status, reason)


def test_it_says_how_often() -> None:
    said = translator("sv").say(RECURRING.says(Often("picture.yearly", 4), record()))
    assert said == "Den strategiska lägesbilden fastställs minst fyra gånger om året."


PICTURE = Rests("picture.yearly", ("dialogue.citizens", "statistics"))


@pytest.mark.parametrize(
    ("artefacts", "on", "status", "reason"),
    [
        ((), "2026-01-01", "on_track", "Den strategiska lägesbilden är inte fastställd ännu, så inget underlag krävs."),
        (
            (*made("dialogue.citizens", "2025-05-01"), *made("statistics", "2025-10-01")),
            "2025-12-18",
            "kept",
            "Den strategiska lägesbilden fastställdes 2025-12-18, med allt det underlag som krävs.",
        ),
        (
            (*made("dialogue.citizens", "2024-12-17"), *made("statistics", "2025-10-01")),
            "2025-12-19",
            "broken",
            "Den strategiska lägesbilden fastställdes 2025-12-18. Ingen medborgardialog har hållits sedan 2024-12-18.",
        ),
        (
            (*made("dialogue.citizens", "2026-02-01"), *made("statistics", "2025-10-01")),
            "2026-02-01",
            "kept",
            "Den strategiska lägesbilden fastställdes 2025-12-18; underlaget var komplett först 45 dagar senare.",
        ),
    ],
)
def test_a_picture_rests_on_dialogues_and_statistics(
    artefacts: tuple[object, ...], on: str, status: str, reason: str
) -> None:
    pictures = made("picture.yearly", "2025-12-18") if artefacts else ()
    assert judged(BASIS, PICTURE, record(artefacts=(*artefacts, *pictures)), on, within("2025-01-01")) == (
        status,
        reason,
    )


def test_what_a_picture_rested_on_before_the_record_began_cannot_be_told() -> None:
    rec = record("2025-06-01", artefacts=made("picture.yearly", "2025-12-18"))
    assert judged(BASIS, PICTURE, rec, "2026-01-10", within("2025-01-01")) == (
        "cannot_tell",
        "Den strategiska lägesbilden fastställdes 2025-12-18. "
        "Registret börjar 2025-06-01, så vilket underlag som fanns är inte känt.",
    )


PRIORITIES = record(artefacts=made("picture.yearly", "2025-12-18") + made("problems.prioritised", "2026-03-02"))


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        (
            "2025-12-17",
            "on_track",
            "Den strategiska lägesbilden är inte fastställd ännu, så det finns inget att följa upp med.",
        ),
        (
            "2025-12-18",
            "on_track",
            "Den strategiska lägesbilden fastställdes 2025-12-18. Inga problem har prioriterats sedan dess. "
            "Det ska ske senast 2026-02-16; 60 dagar återstår.",
        ),
        (
            "2026-02-17",
            "broken",
            "Den strategiska lägesbilden fastställdes 2025-12-18. Inga problem har prioriterats sedan dess. "
            "Det skulle ha skett senast 2026-02-16, för 1 dag sedan.",
        ),
        (
            "2026-03-02",
            "kept",
            "Den strategiska lägesbilden fastställdes 2025-12-18. Problem prioriterades 2026-03-02. "
            "Det var 14 dagar för sent.",
        ),
    ],
)
def test_after_the_picture_problems_are_prioritised(on: str, status: str, reason: str) -> None:
    assert judged(
        FOLLOWING, Follows("picture.yearly", "problems.prioritised"), PRIORITIES, on, within("2025-06-01")
    ) == (
        status,
        reason,
    )


def test_lateness_is_remembered() -> None:
    asked = Follows("picture.yearly", "problems.prioritised")
    assert FOLLOWING.judge(asked, PRIORITIES, day("2026-03-02"), within("2025-06-01")).before is Status.BROKEN


def test_parameters_that_cannot_be_are_refused_field_by_field() -> None:
    for kind, written, wrong in (
        (COVERAGE, {"what": "everything"}, {"what"}),
        (COVERAGE, {"days": -1}, {"days"}),
        (RECURRING, {"artefact": "cake", "times": 0}, {"artefact", "times"}),
        (BASIS, {"artefact": "picture.yearly", "needs": []}, {"needs"}),
        (FOLLOWING, {"artefact": "picture.yearly", "then": "cake"}, {"then"}),
    ):
        with pytest.raises(WrongParameters) as refused:
            kind.read(written)
        assert set(refused.value.objections) == wrong
