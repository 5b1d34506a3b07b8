"""What happens in each partnership from the signing to the first days of the next year, in order of day.

Where something is left out (a meeting, an evaluation, a revision) a comment says so: it is what the book of the year
has to find.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from tests.compliance.year.stage import BEFORE, DAY, FIRST, Stage

Step = tuple[dt.date, Callable[[Stage], object]]
RECEPTION = "Polisens mottagning i kommunhuset"
HOLIDAYS = frozenset({1, 28, 29, 30, 31, 52})


def on(text: str) -> dt.date:
    """A day of the year, as month and day; the next year's with its year."""
    return dt.date.fromisoformat(text if len(text) > len("01-01") else f"2026-{text}")


def _meetings(key: str, *days: str, also: str = "", without: tuple[str, str] = ("", "")) -> list[Step]:
    """Meetings put on the calendar at the beginning of the year, and held.

    All but that of the day in `without` have a point of the kind `also` besides; that one does not go through the kind
    it names.
    """
    missed, point = on(without[0]) if without[0] else None, without[1]
    steps: list[Step] = [(FIRST + 4 * DAY, partial(Stage.plan, key=key, days=[*map(on, days)], also=also, but=missed))]
    for day in map(on, days):
        left_out = point if day == missed else ""
        steps.append((day, partial(Stage.meet, key=key, day=day, without=left_out)))
    return steps


def _alvhamra() -> list[Step]:
    project = ("02-10", "05-12", "09-15", "12-08")
    return [
        # in May the plan does not stand on the agenda
        *_meetings("project", *project, also="plans.measures", without=("05-12", "plans.measures")),
        *_meetings("est", "01-26", "04-13", "08-24"),
        # the fourth meeting is called off and never held
        (FIRST + 4 * DAY, lambda stage: stage.plan("est", [on("11-16")])),
        (on("11-12"), lambda stage: stage.call_off("est", on("11-16"))),
        # no picture in February, none after March
        (on("01-20"), lambda stage: stage.picture(on("01-12"))),
        (on("03-10"), lambda stage: stage.picture(on("03-02"))),
        (on("03-31"), lambda stage: stage.leave("Samordnande funktion hos polisen", on("03-31"))),
        (on("06-22"), lambda stage: stage.fill("Samordnande funktion hos polisen", on("06-22"))),
    ]


def _ronnmora() -> list[Step]:
    evenings = ("01-16", "02-13", "03-13", "04-17", "05-15", "07-03", "08-14", "09-11", "10-16", "11-13", "12-11")
    return [
        *_meetings("project", "02-12", "05-21", "09-17", "12-10"),
        *_meetings("est", "01-27", "03-24", "06-09", "09-22", "11-24"),
        # nobody is out in June
        (on(evenings[0]), lambda stage: stage.presence("Vuxna på torget", "est", on(evenings[0]))),
        *((on(one), partial(Stage.held, title="Vuxna på torget", day=on(one))) for one in evenings[1:]),
        # news in February and then not before September
        (on("02-16"), lambda stage: stage.tell("Vintern på torget", on("02-16"))),
        (on("09-01"), lambda stage: stage.tell("Sommaren på torget", on("09-01"))),
        (on("08-31"), lambda stage: stage.leave("Samordnare på säkerhetsavdelningen", on("08-31"))),
    ]


def _kungsfjarda() -> list[Step]:
    mondays = [dt.date(2025, 12, 29) + n * 7 * DAY for n in range(53)]
    # week 20 has no meeting, and neither has week 53, which no holiday excuses
    weekly: list[Step] = [
        (monday + DAY, partial(Stage.meet, key="est", day=monday + DAY))
        for monday in mondays
        if monday.isocalendar().week not in HOLIDAYS | {20, 53}
    ]
    title, lofte = "Otryggt vid stationen", "Vuxna vid stationen varje fredag."
    return [
        *weekly,
        (on("02-03"), lambda stage: stage.document("Gemensam kommunikationsplan", "communication")),
        (on("02-03"), lambda stage: stage.edition("Gemensam kommunikationsplan", on("02-03"), on("11-30"))),
        (on("02-10"), lambda stage: stage.ask_staff(on("02-10"), on("02-20"))),
        (on("03-02"), lambda stage: stage.problem(title)),
        (
            on("03-05"),
            lambda stage: stage.meet(
                "steering", on("03-05"), acts=[("problems.problem", stage.known[title], "problems.prioritise")]
            ),
        ),
        # the causes are written in time, the plan too late
        (on("04-20"), lambda stage: stage.cause(title)),
        (on("06-15"), lambda stage: stage.measure(title, "steering", on("06-15"), on("12-31"), on("09-30"))),
        (on("06-16"), lambda stage: stage.promise(lofte, title, on("06-20"), on("08-31"))),
        (
            on("06-18"),
            lambda stage: stage.meet(
                "steering", on("06-18"), acts=[("promises.promise", stage.known[lofte], "promises.adopt")]
            ),
        ),
        (on("06-19"), lambda stage: stage.bind(lofte, on("06-19"))),
        # the timetable is three days late; the promise ends in August and is evaluated long after
        (on("06-04"), lambda stage: stage.note("timetable", on("06-04"))),
        (on("11-20"), lambda stage: stage.evaluate(lofte)),
        # the communication plan is not revised by the last of November
    ]


def _tranmora() -> list[Step]:
    thursdays = [dt.date(2026, 1, 8) + n * 7 * DAY for n in range(52)]
    # closed without reason in the weeks 17 and 18
    opened: list[Step] = [
        (one, partial(Stage.open_for, name=RECEPTION, day=one, hours=2.0))
        for one in thursdays
        if one.isocalendar().week not in (17, 18)
    ]
    policy, young = "Policy mot våldsbejakande extremism", "Handlingsplan mot våldsbejakande extremism"
    return [
        # in September the follow-up is forgotten, and with it the measures
        *_meetings(
            "project",
            *("02-18", "05-20", "09-16", "12-09"),
            also="plans.measures",
            without=("09-16", "meetings.actions"),
        ),
        *opened,
        (BEFORE, lambda stage: stage.document(policy, "policy")),
        (BEFORE, lambda stage: stage.document(young, "action_plan")),
        # the policy is to be revised in the summer and is not before October
        (BEFORE, lambda stage: stage.edition(policy, on("2025-12-01"), on("06-30"))),
        (BEFORE, lambda stage: stage.edition(young, on("2025-12-01"), on("2027-12-01"))),
        (on("10-14"), lambda stage: stage.edition(policy, on("10-13"), on("2028-10-13"))),
        (on("04-30"), lambda stage: stage.leave("ANDT-samordnare", on("04-30"))),
        (on("05-18"), lambda stage: stage.evaluated(RECEPTION, on("05-18"))),
        (
            on("11-02"),
            lambda stage: stage.attest(
                "17", kept=True, first=FIRST, last=on("10-31"), reason="Skola och socialtjänst har mötts varje månad."
            ),
        ),
    ]


def _malmfjarda() -> list[Step]:
    return [
        # no meeting of the steering group in the second quarter
        *_meetings("steering", "02-05", "08-27", "11-19"),
        *_meetings("youth", "03-10", "06-02", "10-06"),
        (on("03-20"), lambda stage: stage.note("report.leadership", on("03-20"))),
        (on("05-31"), lambda stage: stage.leave("Trygghetssamordnare", on("05-31"))),
    ]


STORIES: dict[str, Callable[[], list[Step]]] = {
    "alvhamra": _alvhamra,
    "ronnmora": _ronnmora,
    "kungsfjarda": _kungsfjarda,
    "tranmora": _tranmora,
    "malmfjarda": _malmfjarda,
}


def story(slug: str) -> list[Step]:
    """Everything that happens in the partnership, the signing first."""
    before: list[Step] = [(BEFORE, Stage.agree)]
    if slug == "tranmora":
        before.insert(0, (BEFORE, lambda stage: stage.service(RECEPTION, FIRST)))
    return sorted([*before, *STORIES[slug]()], key=lambda step: step[0])
