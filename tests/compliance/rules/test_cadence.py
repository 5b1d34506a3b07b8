"""A body that is to meet so many times: counted by the period, at risk by what is left, broken until it meets again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.compliance.rules.calendar import DAY, Every, Period
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import WrongParameters, kinds
from lagesbild.compliance.rules.kinds.cadence import Parameters
from lagesbild.compliance.rules.record import Meeting
from lagesbild.i18n import translator
from tests.compliance.rules.making import BRA, EST, day, judged, met, planned, record, swedish, within

KIND = kinds()["cadence"]
FOUR = Parameters(BRA, 4)
WEEKLY = Parameters(EST, 1, Every.WEEK, (*range(27, 33), 52, 1))

YEAR_2025 = met(BRA, "2025-02-03", "2025-05-05", "2025-09-01", "2025-12-01")
YEAR_2026 = met(BRA, "2026-02-03", "2026-05-05", "2026-09-01")
MET_FOUR_TIMES = record(meetings=YEAR_2025 + YEAR_2026 + planned(BRA, "2026-12-03"))


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-01-01", "on_track", "Inget av fyra möten hållet under 2026. Nästa är planerat till 2026-12-03."),
        ("2026-02-03", "on_track", "Ett av fyra möten hållet under 2026. Nästa är planerat till 2026-12-03."),
        ("2026-09-01", "on_track", "Tre av fyra möten hållna under 2026. Nästa är planerat till 2026-12-03."),
        ("2026-12-02", "on_track", "Tre av fyra möten hållna under 2026. Nästa är planerat till 2026-12-03."),
        ("2025-12-01", "kept", "Alla fyra möten hållna under 2025."),
        ("2025-12-31", "kept", "Alla fyra möten hållna under 2025."),
    ],
)
def test_meetings_of_the_year_are_counted(on: str, status: str, reason: str) -> None:
    known = tuple(one for one in MET_FOUR_TIMES.meetings if one.noted is None or one.day <= day(on))
    assert judged(KIND, FOUR, record(meetings=known), on, within("2025-01-01")) == (status, reason)


THREE_OF_FOUR = record(meetings=YEAR_2025 + YEAR_2026 + met(BRA, "2027-01-20"))


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-11-15", "on_track", "Tre av fyra möten hållna under 2026."),
        (
            "2026-11-16",
            "at_risk",
            "Tre av fyra möten hållna under 2026. Ytterligare ett möte behöver planeras och hållas senast 2026-12-31.",
        ),
        (
            "2026-12-31",
            "at_risk",
            "Tre av fyra möten hållna under 2026. Ytterligare ett möte behöver planeras och hållas senast 2026-12-31.",
        ),
        ("2027-01-01", "broken", "BRÅ skulle ha träffats fyra gånger under 2026 men gjorde det bara tre gånger."),
        (
            "2027-01-20",
            "on_track",
            "Ett av fyra möten hållet under 2027. Det blev bara tre av fyra möten under 2026.",
        ),
    ],
)
def test_a_meeting_too_few_is_at_risk_while_it_can_be_held_and_broken_from_the_day_after(
    on: str, status: str, reason: str
) -> None:
    meetings = tuple(one for one in THREE_OF_FOUR.meetings if one.day <= day(on))
    assert judged(KIND, FOUR, record(meetings=meetings), on) == (status, reason)


def test_what_came_before_is_told_beside_the_status() -> None:
    found = KIND.judge(FOUR, THREE_OF_FOUR, day("2027-01-20"), within())
    assert (found.status, found.before) == (Status.ON_TRACK, Status.BROKEN)
    latest = max(THREE_OF_FOUR.meetings, key=lambda one: one.day)
    assert [one.number for one in found.evidence][:2] == [latest.number, YEAR_2026[-1].number]


def test_what_must_happen_next_names_the_planned_meeting_or_asks_for_one() -> None:
    sure = KIND.judge(FOUR, MET_FOUR_TIMES, day("2026-11-30"), within())
    assert sure.next is not None
    assert (sure.next.by, sure.next.body, sure.next.party) == (day("2026-12-03"), BRA, 1)
    unsure = KIND.judge(FOUR, record(meetings=YEAR_2026), day("2026-11-30"), within())
    assert unsure.next is not None
    assert unsure.next.by == day("2026-12-31")
    assert translator("sv").say(unsure.next.what) == "Planera ett möte och håll det"


WEEKS = record(meetings=met(EST, "2026-05-04", "2026-05-20", "2026-05-27"))


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-05-04", "kept", "EST har träffats vecka 19."),
        ("2026-05-10", "kept", "EST har träffats vecka 19."),
        ("2026-05-11", "on_track", "EST har ännu inte träffats vecka 20."),
        ("2026-05-13", "on_track", "EST har ännu inte träffats vecka 20."),
        (
            "2026-05-14",
            "at_risk",
            "EST har ännu inte träffats vecka 20. Ytterligare ett möte behöver planeras och hållas senast 2026-05-17.",
        ),
        (
            "2026-05-17",
            "at_risk",
            "EST har ännu inte träffats vecka 20. Ytterligare ett möte behöver planeras och hållas senast 2026-05-17.",
        ),
        ("2026-05-18", "broken", "EST skulle ha träffats vecka 20 men gjorde det inte."),
        ("2026-05-19", "broken", "EST skulle ha träffats vecka 20 men gjorde det inte."),
        ("2026-05-20", "kept", "EST har träffats vecka 21. Det blev inget möte vecka 20."),
        ("2026-05-25", "on_track", "EST har ännu inte träffats vecka 22."),
        ("2026-06-08", "broken", "EST skulle ha träffats vecka 23 men gjorde det inte."),
        ("2026-06-15", "broken", "EST skulle ha träffats vecka 24 men gjorde det inte. Det är två veckor i rad."),
    ],
)
def test_a_week_without_a_meeting_is_broken_from_monday_until_the_next_meeting(
    on: str, status: str, reason: str
) -> None:
    known = record(meetings=tuple(one for one in WEEKS.meetings if one.day <= day(on)))
    assert judged(KIND, WEEKLY, known, on, within("2026-05-04")) == (status, reason)


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-06-29", "on_track", "Inget möte krävs vecka 27."),
        ("2026-08-09", "on_track", "Inget möte krävs vecka 32."),
        ("2026-08-10", "on_track", "EST har ännu inte träffats vecka 33."),
        ("2026-08-17", "broken", "EST skulle ha träffats vecka 33 men gjorde det inte."),
        ("2026-12-21", "on_track", "Inget möte krävs vecka 52."),
        ("2027-01-04", "on_track", "Inget möte krävs vecka 1."),
    ],
)
def test_weeks_of_holiday_do_not_count(on: str, status: str, reason: str) -> None:
    held = met(EST, *(str(day("2026-05-04") + 7 * n * DAY) for n in range(8)))
    autumn = met(EST, *(str(day("2026-08-24") + 7 * n * DAY) for n in range(17)))
    later = met(EST, "2026-12-30")
    rec = record(meetings=held + autumn + later)
    assert judged(KIND, WEEKLY, rec, on, within("2026-05-04")) == (status, reason)


def test_a_year_of_53_weeks_asks_for_a_meeting_in_the_last() -> None:
    held = met(EST, "2026-12-18")
    found = judged(KIND, WEEKLY, record(meetings=held), "2026-12-28", within("2026-12-14"))
    assert found == ("on_track", "EST har ännu inte träffats vecka 53.")
    on_new_year = judged(KIND, WEEKLY, record(meetings=held), "2027-01-03", within("2026-12-14"))
    assert on_new_year[0] == "at_risk"
    assert judged(KIND, WEEKLY, record(meetings=held), "2027-01-04", within("2026-12-14")) == (
        "broken",
        "EST skulle ha träffats vecka 53 2026 men gjorde det inte.",
    )


@pytest.mark.parametrize(
    ("first", "on", "status", "reason"),
    [
        (
            "2026-11-14",
            "2026-12-31",
            "on_track",
            "Inget möte krävs under 2026: åtagandet gäller bara 2026-11-14 till 2026-12-31.",
        ),
        ("2026-06-01", "2026-12-31", "kept", "Båda mötena hållna under 2026."),
        ("2026-06-01", "2026-05-31", "cannot_tell", "Gäller först från 2026-06-01."),
    ],
)
def test_of_a_year_that_it_holds_a_part_of_it_asks_in_proportion(first: str, on: str, status: str, reason: str) -> None:
    rec = record(meetings=met(BRA, "2026-02-01", "2026-09-01", "2026-12-01"))
    assert judged(KIND, FOUR, rec, on, within(first)) == (status, reason)


def test_after_its_last_day_it_is_not_judged() -> None:
    rec = record(meetings=YEAR_2026)
    assert judged(KIND, FOUR, rec, "2027-01-01", within("2026-01-01", "2026-12-31")) == (
        "cannot_tell",
        "Gällde till och med 2026-12-31.",
    )


def test_a_year_that_the_record_does_not_reach_back_through_is_judged_only_where_it_is_enough() -> None:
    some = record("2026-03-01", meetings=YEAR_2026)
    assert judged(KIND, FOUR, some, "2026-12-20") == (
        "cannot_tell",
        "Underlaget börjar 2026-03-01, och möten före den dagen är inte kända. Det går att bedöma från 2027-01-01.",
    )
    enough = record("2026-03-01", meetings=YEAR_2026 + met(BRA, "2026-12-19"))
    assert judged(KIND, FOUR, enough, "2026-12-20")[0] == "kept"
    assert judged(KIND, FOUR, some, "2027-01-01") == ("on_track", "Inget av fyra möten hållet under 2027.")


def test_a_meeting_was_waited_for_until_the_day_on_which_it_was_called_off() -> None:
    cancelled = (Meeting(1, BRA, day("2026-12-03"), cancelled=True, called_off=day("2026-11-20")),)
    found = record(meetings=YEAR_2026 + cancelled)
    assert judged(KIND, FOUR, found, "2026-11-19") == judged(
        KIND, FOUR, record(meetings=(*YEAR_2026, replace(cancelled[0], cancelled=False))), "2026-11-19"
    )
    assert judged(KIND, FOUR, found, "2026-12-01")[0] == "at_risk"


def test_a_cancelled_meeting_is_not_counted_and_not_waited_for() -> None:
    cancelled = (Meeting(1, BRA, day("2026-12-03"), cancelled=True),)
    assert judged(KIND, FOUR, record(meetings=YEAR_2026 + cancelled), "2026-12-01")[0] == "at_risk"


def test_a_meeting_is_known_ahead_from_the_day_it_was_planned() -> None:
    rec = record(meetings=YEAR_2026 + planned(BRA, "2026-12-15", since="2026-12-02"))
    assert judged(KIND, FOUR, rec, "2026-12-01")[0] == "at_risk"
    assert judged(KIND, FOUR, rec, "2026-12-02")[0] == "on_track"


def test_meetings_may_count_only_where_something_was_taken_up() -> None:
    feedback = Parameters(EST, 4, Every.YEAR, item="meetings.reports", called="återkopplingen från arbetsgrupperna")
    rec = record(meetings=met(EST, "2026-03-02", "2026-06-01", handled={"meetings.reports"}) + met(EST, "2026-09-07"))
    assert judged(KIND, feedback, rec, "2026-07-30", within("2026-01-01")) == (
        "on_track",
        "EST har tagit upp återkopplingen från arbetsgrupperna två gånger under 2026; fyra gånger är avtalat. "
        "Nästa är planerat till 2026-09-07.",
    )


def test_it_says_what_is_checked() -> None:
    assert translator("sv").say(KIND.says(FOUR, MET_FOUR_TIMES)) == "BRÅ träffas minst fyra gånger om året."
    assert translator("sv").say(KIND.says(WEEKLY, MET_FOUR_TIMES)) == "EST träffas minst en gång i veckan."


def test_parameters_that_cannot_be_are_refused_field_by_field() -> None:
    assert KIND.read({"body": BRA, "times": 4, "every": "quarter"}) == Parameters(BRA, 4, Every.QUARTER)
    with pytest.raises(WrongParameters) as refused:
        KIND.read({"times": 0, "weeks_off": "27-32"})
    assert set(refused.value.objections) == {"body", "weeks_off"}
    with pytest.raises(WrongParameters) as refused:
        KIND.read({"body": BRA, "times": 0, "weeks_off": [27]})
    assert set(refused.value.objections) == {"times", "weeks_off"}


def test_the_year_asks_for_each_week_but_those_of_holiday() -> None:
    year = Period(day("2026-01-01"), day("2026-12-31"))
    asked = list(KIND.occasions(WEEKLY, WEEKS, year, within()))
    weeks = [one.day.isocalendar().week for one in asked]
    assert weeks == [n for n in range(1, 54) if n not in WEEKLY.weeks_off]


RANK = [Status.BROKEN, Status.AT_RISK, Status.CANNOT_TELL, Status.ON_TRACK, Status.KEPT]
DAYS = st.dates(dt.date(2023, 12, 1), dt.date(2027, 2, 1))


ASKED = st.builds(Parameters, st.just(BRA), st.integers(1, 6), st.sampled_from(list(Every)))


@given(st.sets(DAYS, max_size=40), DAYS, DAYS, ASKED, st.dates(dt.date(2023, 6, 1), dt.date(2025, 6, 1)))
def test_a_held_meeting_more_never_makes_it_worse(
    days: set[dt.date], extra: dt.date, on: dt.date, asked: Parameters, first: dt.date
) -> None:
    few = record(meetings=met(BRA, *map(str, sorted(days))))
    more = record(meetings=met(BRA, *map(str, sorted([*days, extra]))))
    of = within(str(first))
    before, after = KIND.judge(asked, few, on, of), KIND.judge(asked, more, on, of)
    assert RANK.index(after.status) >= RANK.index(before.status)
    known = record(meetings=met(BRA, *(str(one) for one in sorted(days) if one <= on)))
    only_past = KIND.judge(asked, known, on, of)
    assert RANK.index(before.status) >= RANK.index(only_past.status)
    assert swedish(KIND.judge(asked, few, on, of)) == swedish(before)
