"""The work is told of: there is a communication plan, promises are published soon, and news comes again and again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import cases, kinds, words
from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.cases import Case, Said
from lagesbild.compliance.rules.dues import Rhythm
from lagesbild.compliance.rules.judging import Judgement, Occasion, worst
from lagesbild.compliance.rules.kinds import Context, asked, deadline, document
from lagesbild.compliance.rules.record import Record
from lagesbild.i18n import N_, Message

SAID = Said(
    (
        N_("{n} decided promise is not published: {names}. It was due {due}, {days} ago."),
        N_("{n} decided promises are not published: {names}. The first was due {due}, {days} ago."),
    ),
    (
        N_("{n} decided promise is to be published by {due}: {names} – {left}."),
        N_("{n} decided promises are to be published: {names}. The first by {due}; {left}."),
    ),
    (
        N_("{n} decided promise is to be published by {due}: {names}."),
        N_("{n} decided promises are to be published: {names}. The first by {due}."),
    ),
    (
        N_("The {n} promise that was decided is published."),
        N_("All {n} promises that were decided are published."),
    ),
    N_("No promise has been decided this year, so there is none to publish."),
    N_("Publish the promise {name}"),
)
DOCUMENT, DEADLINE = document.Document(), deadline.Deadline()


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """Which of the three is agreed; a field left empty is not asked for."""

    plan: bool = asked(N_("There is a communication plan"), default=False)
    plan_by: dt.date | None = asked(N_("The plan is to be there by"), default=None)
    days: int | None = asked(N_("Promises are published within so many days of being decided"), default=14)
    months: int | None = asked(N_("News of the work at least every so many months"), default=None)


class Communication(kinds.Kind[Parameters]):
    """The worst of the three decides."""

    name = "communication"
    label = N_("The work is told of")
    about = N_("Looks for the communication plan, for promises that are not published, and for how old the news is.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """At least one of the three."""
        if not asked.plan and asked.days is None and asked.months is None:
            return {"days": Message(N_("Choose at least one."))}
        wrong: dict[str, Message] = {}
        if asked.days is not None and asked.days < 0:
            wrong["days"] = Message(N_("None, or more."))
        if asked.months is not None and asked.months < 1:
            wrong["months"] = Message(N_("Say how many months: at least one."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """Which of the three is agreed."""
        said: list[Message] = []
        if asked.plan:
            said.append(Message(N_("There is a communication plan.")))
        if asked.days is not None:
            said.append(Message(N_("Every promise is published within {days}."), {"days": words.days(asked.days)}))
        if asked.months is not None:
            said.append(DEADLINE.says(_news(asked), record))
        return words.then(*said)

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the worst of what is agreed."""
        found: list[Judgement] = []
        if asked.plan:
            found.append(DOCUMENT.status(_plan(asked), record, on, of))
        if asked.days is not None:
            found.append(cases.judge(_promises(asked.days, record, on, of), SAID, on, of.within))
        if asked.months is not None:
            found.append(DEADLINE.status(_news(asked), record, on, of))
        return worst(found)

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """The days by which the plan is to be there or revised, and news to be published."""
        if asked.plan:
            yield from DOCUMENT.occasions(_plan(asked), record, over, of)
        if asked.months is not None:
            yield from DEADLINE.occasions(_news(asked), record, over, of)


def _plan(asked: Parameters) -> document.Parameters:
    return document.Parameters(sort="communication", by=asked.plan_by)


def _news(asked: Parameters) -> deadline.Parameters:
    return deadline.Parameters("news", Rhythm.CONTINUOUSLY, months=asked.months)


def _promises(days: int, record: Record, on: dt.date, of: Context) -> Iterable[Case]:
    for one in record.promises:
        bound = min((day for day in (one.bound, one.signed) if day), default=None)
        if bound is None or bound not in of.within or (one.withdrawn is not None and one.withdrawn <= on):
            continue
        published = one.published if one.published and one.published <= on else None
        yield Case(words.quoted(one.name), one.source, bound, bound + days * DAY, published)
