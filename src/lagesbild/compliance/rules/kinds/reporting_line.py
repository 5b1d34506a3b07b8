"""What groups do is reported upwards: from one body to the next within so many days, and at last to the leaderships."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lagesbild.compliance.rules import cases, kinds, words
from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.cases import Case, Said, year_of
from lagesbild.compliance.rules.judging import Judgement, Status
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Meeting, Record
from lagesbild.i18n import N_, Message

REPORTS = "meetings.reports"
SAID = Said(
    (
        N_("{n} meeting has not been reported upwards: {names}. It was due {due}, {days} ago."),
        N_("{n} meetings have not been reported upwards: {names}. The first was due {due}, {days} ago."),
    ),
    (
        N_("{n} meeting is to be reported upwards by {due}: {names} – {left}."),
        N_("{n} meetings are to be reported upwards: {names}. The first by {due}; {left}."),
    ),
    (
        N_("{n} meeting is to be reported upwards by {due}: {names}."),
        N_("{n} meetings are to be reported upwards: {names}. The first by {due}."),
    ),
    (
        N_("The {n} meeting of this year has been reported upwards."),
        N_("All {n} meetings of this year have been reported upwards."),
    ),
    N_("None of the groups has met this year, so there is nothing to report."),
    N_("Report {name}"),
)


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """The bodies from below upwards, the point that reports, how soon, and whether the leaderships are told at last."""

    bodies: tuple[int, ...] = asked(N_("Bodies, from below upwards"), Asks.BODY)
    days: int = asked(N_("Within so many days of each meeting"), default=60)
    item: str = asked(N_("Point by which it is reported"), Asks.ITEM, default=REPORTS)
    artefact: str = asked(
        N_("And from the last of them, by"),
        Asks.ARTEFACT,
        N_("Left empty, the line ends with the last body."),
        default="",
    )


class ReportingLine(kinds.Kind[Parameters]):
    """Every meeting of a lower body is a case; a report taken up by the higher answers for all meetings before it."""

    name = "reporting_line"
    label = N_("Groups report upwards")
    about = N_("Looks at whether each meeting of a group was followed by a report to the body above it.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """Somebody to report, and somebody to report to."""
        wrong: dict[str, Message] = {}
        if len(asked.bodies) + bool(asked.artefact) < 2 or not asked.bodies:
            wrong["bodies"] = Message(N_("Choose who reports, and to whom."))
        if asked.artefact and asked.artefact not in words.ARTEFACTS:
            wrong["artefact"] = Message(N_("Nothing of that name is known to come about."))
        if asked.days < 0:
            wrong["days"] = Message(N_("None, or more."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """Who reports to whom, and how soon."""
        names = [record.body[one].name if one in record.body else "?" for one in asked.bodies]
        values: dict[str, object] = {"line": " → ".join(names), "days": words.days(asked.days)}
        if asked.artefact:
            label = Message(words.ARTEFACTS[asked.artefact].label)
            return Message(N_("Reports go {line} → {last}, within {days}."), {**values, "last": label})
        return Message(N_("Reports go {line}, within {days}."), values)

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the meetings that have not been reported."""
        if any(one not in record.body for one in asked.bodies):
            return Judgement(Status.CANNOT_TELL, Message(N_("The body is not there any more: choose another.")))
        return cases.judge(_cases(asked, record, on, of), SAID, on, of.within)


def _cases(asked: Parameters, record: Record, on: dt.date, of: Context) -> Iterator[Case]:
    over = Period(of.within.first, on)
    for lower, upper in pairwise(asked.bodies):
        reported = [one.day for one in record.held(upper, over, on) if asked.item in one.handled]
        for one in _meetings(record, lower, reported, over, year_of(on, of.within)):
            yield _case(asked, record, one, reported, upper)
    if asked.artefact:
        last = asked.bodies[-1]
        reported = [one.day for one in record.came_about(asked.artefact, over, on)]
        for one in _meetings(record, last, reported, over, year_of(on, of.within)):
            yield _case(asked, record, one, reported, last)


def _meetings(record: Record, body: int, reported: list[dt.date], over: Period, year: Period) -> Iterable[Meeting]:
    """The meetings of the year, and those since the last report."""
    since = min(year.first, reported[-1] if reported else over.first)
    return record.held(body, Period(since, over.last), over.last)


def _case(asked: Parameters, record: Record, one: Meeting, reported: list[dt.date], answers: int) -> Case:
    """A meeting with the first report on its day or after it."""
    at = bisect_left(reported, one.day)
    name = Message(N_("{body} {day}"), {"body": record.body[one.body].name, "day": one.day})
    done = reported[at] if at < len(reported) else None
    return Case(name, one.source, one.day, one.day + asked.days * DAY, done, body=answers)
