"""Something by a day: early counts, late is kept but remembered, not done is broken from the day after."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.dues import Rhythm
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import WrongParameters, kinds
from lagesbild.compliance.rules.kinds.deadline import Parameters
from lagesbild.i18n import translator
from tests.compliance.rules.making import MUNICIPALITY, POLICE, day, judged, made, record, within

KIND = kinds()["deadline"]
PICTURE = Parameters("picture.yearly", Rhythm.YEARLY, 1, 1)
TIMETABLE = Parameters("timetable", Rhythm.YEARLY, 6, 1)
PLAN = Parameters("plan.own_decision", Rhythm.ONCE, by=day("2024-07-01"), party=MUNICIPALITY)
TWO_YEARS = Parameters("picture.yearly", Rhythm.CONTINUOUSLY, months=24)
IN_TIME = record(artefacts=made("picture.yearly", "2024-12-10", "2025-12-18"))
LATE = record(artefacts=made("picture.yearly", "2024-12-10", "2026-01-13"))
LACKS = "Den strategiska lägesbilden är inte fastställd"


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2025-12-17", "at_risk", f"{LACKS}. Det ska ske senast 2026-01-01; 15 dagar återstår."),
        ("2025-12-18", "kept", "Den strategiska lägesbilden fastställdes 2025-12-18, i tid till 2026-01-01."),
        ("2026-07-02", "kept", "Den strategiska lägesbilden fastställdes 2025-12-18, i tid till 2026-01-01."),
        ("2026-07-03", "on_track", f"{LACKS} ännu. Det ska ske senast 2027-01-01."),
        ("2026-11-16", "on_track", f"{LACKS} ännu. Det ska ske senast 2027-01-01."),
        ("2026-11-17", "at_risk", f"{LACKS}. Det ska ske senast 2027-01-01; 45 dagar återstår."),
        ("2027-01-01", "at_risk", f"{LACKS}. Det ska ske senast i dag, 2027-01-01."),
        ("2027-01-02", "broken", f"{LACKS}. Det skulle ha skett senast 2027-01-01, för 1 dag sedan."),
        (
            "2028-06-01",
            "broken",
            f"{LACKS}. Det skulle ha skett senast 2028-01-01, för 152 dagar sedan. Det gjordes inte till 2027-01-01.",
        ),
    ],
)
def test_a_picture_by_the_first_of_january(on: str, status: str, reason: str) -> None:
    assert judged(KIND, PICTURE, IN_TIME, on, within("2024-06-01")) == (status, reason)


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-01-12", "broken", f"{LACKS}. Det skulle ha skett senast 2026-01-01, för 11 dagar sedan."),
        (
            "2026-01-13",
            "kept",
            "Den strategiska lägesbilden fastställdes 2026-01-13, 12 dagar för sent: "
            "det skulle ha skett senast 2026-01-01.",
        ),
        (
            "2026-09-01",
            "on_track",
            f"{LACKS} ännu. Det ska ske senast 2027-01-01. Gången före skedde det 2026-01-13, 12 dagar för sent.",
        ),
    ],
)
def test_what_comes_late_is_kept_from_then_on_and_says_how_late_it_was(on: str, status: str, reason: str) -> None:
    assert judged(KIND, PICTURE, LATE, on, within("2024-06-01")) == (status, reason)


def test_a_missed_day_is_remembered_beside_the_status() -> None:
    found = KIND.judge(PICTURE, LATE, day("2026-01-13"), within("2024-06-01"))
    assert (found.status, found.before) == (Status.KEPT, Status.BROKEN)
    assert [one.number for one in found.evidence] == [2]


def test_a_day_of_a_leap_year_comes_a_day_earlier_in_other_years() -> None:
    leap = Parameters("statistics", Rhythm.YEARLY, 2, 29)
    assert judged(KIND, leap, record(), "2027-02-28", within("2026-06-01"))[0] == "at_risk"
    assert judged(KIND, leap, record(), "2027-03-01", within("2026-06-01"))[0] == "broken"
    assert judged(KIND, leap, record(), "2028-02-29", within("2027-06-01"))[0] == "at_risk"


def test_an_agreement_that_begins_after_the_day_asks_for_the_next_year() -> None:
    assert judged(KIND, TIMETABLE, record(), "2019-11-06", within("2019-11-06", "2023-03-01")) == (
        "on_track",
        "Tidsplanen för kommande år är inte upprättad ännu. Det ska ske senast 2020-06-01.",
    )
    assert judged(KIND, TIMETABLE, record(), "2019-12-31", within("2019-11-06", "2020-05-31")) == (
        "on_track",
        "Det ska inte göras under den tid som det här gäller.",
    )


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        (
            "2024-04-30",
            "on_track",
            "Parten har inte fattat något eget beslut om handlingsplanen ännu. Det ska ske senast 2024-07-01.",
        ),
        (
            "2024-07-01",
            "at_risk",
            "Parten har inte fattat något eget beslut om handlingsplanen. Det ska ske senast i dag, 2024-07-01.",
        ),
        (
            "2024-07-02",
            "broken",
            "Parten har inte fattat något eget beslut om handlingsplanen. "
            "Det skulle ha skett senast 2024-07-01, för 1 dag sedan.",
        ),
        (
            "2024-08-01",
            "kept",
            "Partens eget beslut om handlingsplanen fattades 2024-08-01, 31 dagar för sent: "
            "det skulle ha skett senast 2024-07-01.",
        ),
    ],
)
def test_a_partys_own_decision_once_by_a_day(on: str, status: str, reason: str) -> None:
    rec = record(
        artefacts=made("plan.own_decision", "2024-05-01", party=POLICE)
        + made("plan.own_decision", "2024-08-01", party=MUNICIPALITY)
    )
    assert judged(KIND, PLAN, rec, on, within("2023-07-01")) == (status, reason)


def test_of_what_the_record_cannot_know_it_says_how_it_can_be_told() -> None:
    assert judged(KIND, PLAN, record("2026-01-01"), "2026-11-21", within("2023-07-01")) == (
        "cannot_tell",
        "Underlaget börjar 2026-01-01 och känner inte till det. Lägg in det med sitt datum om det finns.",
    )
    assert judged(KIND, PICTURE, record("2026-03-01"), "2026-03-10", within("2024-06-01")) == (
        "cannot_tell",
        "Underlaget börjar 2026-03-01, och om det gjordes dessförinnan är inte känt. "
        "Det går att bedöma från 2026-07-03.",
    )
    assert judged(KIND, PICTURE, record("2026-03-01"), "2026-07-03", within("2024-06-01"))[0] == "on_track"
    assert judged(KIND, TWO_YEARS, record("2026-03-01"), "2026-03-10", within("2023-07-01"))[0] == "cannot_tell"
    assert judged(KIND, TWO_YEARS, record("2026-03-01"), "2028-03-02", within("2023-07-01"))[0] == "broken"


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2024-01-10", "on_track", f"{LACKS} ännu. Det ska ske senast 2025-07-01."),
        ("2025-06-01", "at_risk", f"{LACKS}. Det ska ske senast 2025-07-01; 30 dagar återstår."),
        ("2025-07-02", "broken", f"{LACKS}. Det skulle ha skett senast 2025-07-01, för 1 dag sedan."),
        (
            "2025-08-01",
            "kept",
            "Den strategiska lägesbilden fastställdes 2025-08-01. Det ska ske igen senast 2027-08-01. "
            "Dessförinnan hade det gått för lång tid.",
        ),
        (
            "2027-07-30",
            "at_risk",
            "Den strategiska lägesbilden fastställdes 2025-08-01. "
            "Det ska ske igen senast 2027-08-01; 2 dagar återstår.",
        ),
        (
            "2027-08-02",
            "broken",
            "Den strategiska lägesbilden fastställdes 2025-08-01, och inte sedan dess. "
            "Det skulle ha skett igen senast 2027-08-01, för 1 dag sedan.",
        ),
    ],
)
def test_at_least_every_second_year(on: str, status: str, reason: str) -> None:
    rec = record(artefacts=made("picture.yearly", "2025-08-01"))
    assert judged(KIND, TWO_YEARS, rec, on, within("2023-07-01")) == (status, reason)


def test_by_a_day_of_every_second_year() -> None:
    asked = Parameters("plan.followed_up", Rhythm.SECOND_YEAR, 7, 1, first_year=2025)
    assert judged(KIND, asked, record(), "2024-07-02", within("2023-07-01"))[0] == "on_track"
    assert judged(KIND, asked, record(), "2025-07-02", within("2023-07-01"))[0] == "broken"
    rec = record(artefacts=made("plan.followed_up", "2025-06-30"))
    assert judged(KIND, asked, rec, "2026-06-30", within("2023-07-01"))[0] == "kept"


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({"artefact": "picture.yearly"}, {"day"}),
        ({"artefact": "picture.yearly", "month": 2, "day": 30}, {"day"}),
        ({"artefact": "nothing", "rhythm": "once"}, {"artefact", "by"}),
        ({"artefact": "news", "rhythm": "continuously", "months": 0}, {"months"}),
        ({"artefact": "news", "rhythm": "second_year", "month": 1, "day": 1}, {"first_year"}),
        ({"artefact": "news", "rhythm": "sometimes"}, {"rhythm"}),
        ({"artefact": "news", "rhythm": "once", "by": "in May"}, {"by"}),
    ],
)
def test_parameters_that_cannot_be_are_refused_field_by_field(written: dict[str, object], wrong: set[str]) -> None:
    with pytest.raises(WrongParameters) as refused:
        KIND.read(written)
    assert set(refused.value.objections) == wrong


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (PICTURE, "Den strategiska lägesbilden fastställs senast den 1 januari varje år."),
        (TIMETABLE, "Tidsplanen för kommande år upprättas senast den 1 juni varje år."),
        (PLAN, "Parten fattar ett eget beslut om handlingsplanen senast 2024-07-01."),
        (TWO_YEARS, "Den strategiska lägesbilden fastställs med högst 24 månaders mellanrum."),
        (
            Parameters("news", Rhythm.CONTINUOUSLY, months=1),
            "Nyheter om arbetet publiceras med högst en månads mellanrum.",
        ),
    ],
)
def test_it_says_what_is_checked(asked: Parameters, said: str) -> None:
    assert translator("sv").say(KIND.says(asked, record())) == said


def test_the_wheel_of_the_year_has_its_days() -> None:
    year = Period(day("2026-01-01"), day("2026-12-31"))
    for asked, days in ((TIMETABLE, ["2026-06-01"]), (PICTURE, ["2026-01-01"]), (PLAN, [])):
        assert [str(one.day) for one in KIND.occasions(asked, record(), year, within("2023-07-01"))] == days


RANK = [Status.BROKEN, Status.AT_RISK, Status.CANNOT_TELL, Status.ON_TRACK, Status.KEPT]
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2027, 12, 31))
ASKED = st.one_of(
    st.builds(Parameters, st.just("news"), st.just(Rhythm.YEARLY), st.integers(1, 12), st.integers(1, 28)),
    st.builds(Parameters, st.just("news"), st.just(Rhythm.CONTINUOUSLY), months=st.integers(1, 30)),
    st.builds(Parameters, st.just("news"), st.just(Rhythm.ONCE), by=DAYS),
)


@given(st.sets(DAYS, max_size=12), DAYS, DAYS, ASKED, st.dates(dt.date(2020, 1, 1), dt.date(2023, 1, 1)))
def test_one_more_never_makes_it_worse(
    days: set[dt.date], extra: dt.date, on: dt.date, asked: Parameters, first: dt.date
) -> None:
    few = record(artefacts=made("news", *map(str, sorted(days))))
    more = record(artefacts=made("news", *map(str, sorted([*days, extra]))))
    if on >= first:
        before = KIND.judge(asked, few, on, within(str(first))).status
        after = KIND.judge(asked, more, on, within(str(first))).status
        assert RANK.index(after) >= RANK.index(before)


@given(st.sets(DAYS, max_size=6), ASKED, st.dates(dt.date(2022, 1, 1), dt.date(2026, 1, 1)))
def test_while_nothing_happens_it_only_gets_worse_until_a_new_period_begins(
    days: set[dt.date], asked: Parameters, first: dt.date
) -> None:
    """From one day to the next a status may fall; it rises only where something came about, or a window opens."""
    rec = record(artefacts=made("news", *map(str, sorted(days))))
    of = within("2020-01-01")
    last = KIND.judge(asked, rec, first, of)
    for n in range(1, 400):
        on = first + n * DAY
        found = KIND.judge(asked, rec, on, of)
        if on not in days and found.period == last.period:
            assert RANK.index(found.status) <= RANK.index(last.status)
        last = found


@pytest.mark.parametrize(
    ("on", "status"), [("2026-05-31", "at_risk"), ("2026-06-01", "at_risk"), ("2026-06-02", "broken")]
)
def test_a_deadline_soon_after_the_agreement_began_is_missed_where_the_record_begins_with_it(
    on: str, status: str
) -> None:
    asked = Parameters("timetable", Rhythm.YEARLY, 6, 1)
    assert judged(KIND, asked, record("2026-01-01"), on, within("2026-01-01"))[0] == status


def test_what_is_due_on_the_first_day_of_the_agreement_is_asked_for_a_year_later() -> None:
    found = KIND.judge(PICTURE, record("2026-01-01"), day("2026-01-01"), within("2026-01-01"))
    assert found.status is Status.ON_TRACK
    assert found.next is not None
    assert found.next.by == day("2027-01-01")
