"""What every meeting takes up, and how it is reported upwards: the latest meeting decides, reports catch up."""

from __future__ import annotations

import pytest

from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import WrongParameters, kinds
from lagesbild.compliance.rules.kinds.reporting_line import Parameters as Line
from lagesbild.compliance.rules.kinds.standing_item import Parameters as Item
from lagesbild.compliance.rules.record import Meeting
from lagesbild.i18n import translator
from tests.compliance.rules.making import BRA, EST, STEERING, day, judged, made, met, planned, record, within

ITEM, LINE = kinds()["standing_item"], kinds()["reporting_line"]
PLAN = "plans.measures"
ASKED = Item(BRA, PLAN, "genomförandeplanen")


def meetings(*each: tuple[str, bool]) -> tuple[Meeting, ...]:
    return tuple(met(BRA, one, handled={PLAN} if took else (), listed={PLAN})[0] for one, took in each)


REC = record(meetings=meetings(("2025-12-01", True), ("2026-02-03", True), ("2026-05-05", False), ("2026-09-01", True)))


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-01-31", "on_track", "BRÅ har ännu inte träffats under 2026, så det fanns inget att ta upp."),
        ("2026-02-03", "kept", "BRÅ tog upp genomförandeplanen på sitt enda möte hittills under 2026."),
        ("2026-05-05", "at_risk", "BRÅ möts i dag, 2026-05-05, och har inte gått igenom genomförandeplanen."),
        (
            "2026-05-06",
            "broken",
            "BRÅ hade genomförandeplanen på dagordningen 2026-05-05 men gick inte igenom punkten.",
        ),
        (
            "2026-08-31",
            "broken",
            "BRÅ hade genomförandeplanen på dagordningen 2026-05-05 men gick inte igenom punkten.",
        ),
        (
            "2026-09-01",
            "kept",
            "BRÅ tog upp genomförandeplanen på två av tre möten under 2026, men inte 2026-05-05.",
        ),
    ],
)
def test_a_meeting_that_left_the_point_out_is_made_good_by_the_next(on: str, status: str, reason: str) -> None:
    assert judged(ITEM, ASKED, REC, on) == (status, reason)


def test_that_a_meeting_left_it_out_is_remembered_for_the_year() -> None:
    assert ITEM.judge(ASKED, REC, day("2026-09-01"), within()).before is Status.BROKEN
    assert ITEM.judge(ASKED, REC, day("2027-01-01"), within()).before is None


def test_an_agenda_without_the_point_is_at_risk_in_the_week_before() -> None:
    rec = record(meetings=meetings(("2026-02-03", True)) + planned(BRA, "2026-05-05"))
    assert judged(ITEM, ASKED, rec, "2026-04-27")[0] == "kept"
    assert judged(ITEM, ASKED, rec, "2026-04-28") == (
        "at_risk",
        "Mötet 2026-05-05 har inte genomförandeplanen på dagordningen.",
    )
    listed = record(meetings=meetings(("2026-02-03", True)) + planned(BRA, "2026-05-05", listed={PLAN}))
    assert judged(ITEM, ASKED, listed, "2026-04-28")[0] == "kept"


def test_meetings_before_the_agreement_do_not_count() -> None:
    rec = record(meetings=meetings(("2026-05-05", False)))
    assert judged(ITEM, ASKED, rec, "2026-05-07", within("2026-05-06"))[0] == "on_track"


REPORTED = record(
    meetings=(
        *met(EST, "2026-01-12", "2026-03-02", "2026-05-11"),
        *met(BRA, "2026-03-30", handled={"meetings.reports"}),
        *met(STEERING, "2026-04-20", handled={"meetings.reports"}),
    ),
    artefacts=made("report.leadership", "2026-06-15"),
)
UP = Line((EST, BRA, STEERING), 60)


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-01-11", "on_track", "Ingen av grupperna har träffats i år, så det finns inget att rapportera."),
        ("2026-03-06", "at_risk", "Mötet EST 2026-01-12 ska rapporteras vidare senast 2026-03-13; 7 dagar återstår."),
        (
            "2026-03-14",
            "broken",
            "Mötet EST 2026-01-12 är inte rapporterat vidare. Det skulle ha skett senast 2026-03-13, för 1 dag sedan.",
        ),
        (
            "2026-03-30",
            "on_track",
            "Mötet BRÅ 2026-03-30 ska rapporteras vidare senast 2026-05-29. "
            "För EST 2026-01-12 kom det 17 dagar för sent.",
        ),
        (
            "2026-04-20",
            "kept",
            "Årets 3 möten är rapporterade vidare. För EST 2026-01-12 kom det 17 dagar för sent.",
        ),
        (
            "2026-05-11",
            "on_track",
            "Mötet EST 2026-05-11 ska rapporteras vidare senast 2026-07-10. "
            "För EST 2026-01-12 kom det 17 dagar för sent.",
        ),
    ],
)
def test_a_report_answers_for_every_meeting_before_it(on: str, status: str, reason: str) -> None:
    assert judged(LINE, UP, REPORTED, on, within("2026-01-01")) == (status, reason)


def test_the_line_ends_with_the_leaderships() -> None:
    asked = Line((STEERING,), 60, artefact="report.leadership")
    assert judged(LINE, asked, REPORTED, "2026-06-14", within("2026-01-01"))[0] == "at_risk"
    assert judged(LINE, asked, REPORTED, "2026-06-15", within("2026-01-01")) == (
        "kept",
        "Årets enda möte hittills är rapporterat vidare.",
    )
    assert translator("sv").say(LINE.says(asked, REPORTED)) == (
        "Rapporteringen går Styrgruppen → Rapport till polis- och kommunledningen, inom 60 dagar."
    )


def test_who_answers_for_a_report_is_the_body_above() -> None:
    found = LINE.judge(UP, REPORTED, day("2026-03-06"), within("2026-01-01"))
    assert found.next is not None
    assert (found.next.body, found.next.by) == (BRA, day("2026-03-13"))
    assert translator("sv").say(found.next.what) == "Rapportera EST 2026-01-12"


def test_a_line_needs_somebody_to_report_to() -> None:
    with pytest.raises(WrongParameters) as refused:
        LINE.read({"bodies": [EST]})
    assert set(refused.value.objections) == {"bodies"}
    assert LINE.read({"bodies": [EST], "artefact": "report.leadership"}) == Line((EST,), artefact="report.leadership")
