"""Every prioritised problem has a cause and a measure in a plan; every measure somebody responsible and a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lagesbild.compliance.rules import cases, kinds, words
from lagesbild.compliance.rules.calendar import DAY
from lagesbild.compliance.rules.cases import Case, Said
from lagesbild.compliance.rules.judging import Judgement
from lagesbild.compliance.rules.kinds import Context, asked
from lagesbild.compliance.rules.record import Measure, Problem, Record
from lagesbild.i18n import N_, Message


class What(StrEnum):
    """What has what."""

    PLANNED = "planned"
    CAUSED = "caused"
    RESPONSIBLE = "responsible"
    AIMED = "aimed"


WHAT = {
    What.PLANNED: N_("every prioritised problem has a measure in a plan"),
    What.CAUSED: N_("every prioritised problem has its causes analysed"),
    What.RESPONSIBLE: N_("every measure has somebody responsible and a date"),
    What.AIMED: N_("every measure is against a prioritised problem"),
}
SAYS = {
    What.PLANNED: N_("Every prioritised problem has a measure in an action plan within {days}."),
    What.CAUSED: N_("Every prioritised problem has its causes analysed within {days}."),
    What.RESPONSIBLE: N_("Every measure has somebody responsible and a date within {days}."),
    What.AIMED: N_("Every measure is against a prioritised problem, within {days}."),
}
SAID = {
    What.PLANNED: Said(
        (
            N_("{n} prioritised problem has no measure in a plan: {names}. It was due {due}, {days} ago."),
            N_("{n} prioritised problems have no measure in a plan: {names}. The first was due {due}, {days} ago."),
        ),
        (
            N_("{n} prioritised problem is to have a measure in a plan by {due}: {names} – {left}."),
            N_("{n} prioritised problems are to have a measure in a plan: {names}. First by {due}; {left}."),
        ),
        (
            N_("{n} prioritised problem is to have a measure in a plan by {due}: {names}."),
            N_("{n} prioritised problems are to have a measure in a plan: {names}. The first by {due}."),
        ),
        (
            N_("The {n} prioritised problem has a measure in a plan."),
            N_("All {n} prioritised problems have a measure in a plan."),
        ),
        N_("No problem has priority, so there is nothing to plan for."),
        N_("Put a measure against {name} into a plan"),
    ),
    What.CAUSED: Said(
        (
            N_("{n} prioritised problem has no cause analysis: {names}. It was due {due}, {days} ago."),
            N_("{n} prioritised problems have no cause analysis: {names}. The first was due {due}, {days} ago."),
        ),
        (
            N_("{n} prioritised problem is to have a cause analysis by {due}: {names} – {left}."),
            N_("{n} prioritised problems are to have a cause analysis: {names}. First by {due}; {left}."),
        ),
        (
            N_("{n} prioritised problem is to have a cause analysis by {due}: {names}."),
            N_("{n} prioritised problems are to have a cause analysis: {names}. The first by {due}."),
        ),
        (
            N_("The {n} prioritised problem has a cause analysis."),
            N_("All {n} prioritised problems have a cause analysis."),
        ),
        N_("No problem has priority, so there is nothing to analyse."),
        N_("Analyse the causes of {name}"),
    ),
    What.RESPONSIBLE: Said(
        (
            N_("{n} measure lacks somebody responsible or a date: {names}. It was due {due}, {days} ago."),
            N_("{n} measures lack somebody responsible or a date: {names}. The first was due {due}, {days} ago."),
        ),
        (
            N_("{n} measure is to have somebody responsible and a date by {due}: {names} – {left}."),
            N_("{n} measures are to have somebody responsible and a date: {names}. First by {due}; {left}."),
        ),
        (
            N_("{n} measure is to have somebody responsible and a date by {due}: {names}."),
            N_("{n} measures are to have somebody responsible and a date: {names}. The first by {due}."),
        ),
        (
            N_("The {n} measure under way has somebody responsible and a date."),
            N_("All {n} measures under way have somebody responsible and a date."),
        ),
        N_("No measure is under way, so nobody has to be responsible for one."),
        N_("Say who is responsible for {name}, and by when"),
    ),
    What.AIMED: Said(
        (
            N_("{n} measure is against no prioritised problem: {names}. It was due {due}, {days} ago."),
            N_("{n} measures are against no prioritised problem: {names}. The first was due {due}, {days} ago."),
        ),
        (
            N_("{n} measure is to be tied to a prioritised problem by {due}: {names} – {left}."),
            N_("{n} measures are to be tied to a prioritised problem: {names}. First by {due}; {left}."),
        ),
        (
            N_("{n} measure is to be tied to a prioritised problem by {due}: {names}."),
            N_("{n} measures are to be tied to a prioritised problem: {names}. The first by {due}."),
        ),
        (
            N_("The {n} measure under way is against a prioritised problem."),
            N_("All {n} measures under way are against a prioritised problem."),
        ),
        N_("No measure is under way."),
        N_("Tie the measure {name} to a prioritised problem"),
    ),
}


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """What has what, and how soon."""

    what: What = asked(N_("What has what"), choices=WHAT, default=What.PLANNED)
    days: int = asked(N_("Within so many days"), default=90)


class Coverage(kinds.Kind[Parameters]):
    """Every problem that has priority on the day, or every measure under way, is a case."""

    name = "coverage"
    label = N_("Nothing is left without")
    about = N_("Looks at whether every prioritised problem has causes and measures, and every measure a responsible.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """No days below none."""
        return {"days": Message(N_("None, or more."))} if asked.days < 0 else {}

    def says(self, asked: Parameters, record: Record) -> Message:
        """What has what, and how soon."""
        return Message(SAYS[asked.what], {"days": words.days(asked.days)})

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By what lacks it, and for how long."""
        if asked.what in (What.PLANNED, What.CAUSED):
            found = list(_problems(asked, record, on, of))
        else:
            found = list(_measures(asked, record, on, of))
        return cases.judge(found, SAID[asked.what], on, of.within, standing=True)


def _problems(asked: Parameters, record: Record, on: dt.date, of: Context) -> Iterable[Case]:
    for one in record.problems:
        if one.prioritised is None or not one.prioritised.holds(on):
            continue
        since = max(one.prioritised.since, of.within.first)
        done = one.planned if asked.what is What.PLANNED else one.caused
        yield Case(words.quoted(one.name), one.source, since, since + asked.days * DAY, _known(done, on))


def _measures(asked: Parameters, record: Record, on: dt.date, of: Context) -> Iterable[Case]:
    for one in record.measures:
        if one.made > on or (one.over is not None and one.over <= on):
            continue
        since = max(one.made, of.within.first)
        done = _aimed(one, record) if asked.what is What.AIMED else _responsible(one)
        yield Case(
            words.quoted(one.name), one.source, since, since + asked.days * DAY, _known(done, on), party=one.party
        )


def _responsible(one: Measure) -> dt.date | None:
    return one.made if one.party is not None and one.due is not None else None


def _aimed(one: Measure, record: Record) -> dt.date | None:
    problem: Problem | None = record.problem.get(one.problem) if one.problem is not None else None
    if problem is None or problem.prioritised is None:
        return None
    return max(one.made, problem.prioritised.since)


def _known(day: dt.date | None, on: dt.date) -> dt.date | None:
    return day if day is not None and day <= on else None
