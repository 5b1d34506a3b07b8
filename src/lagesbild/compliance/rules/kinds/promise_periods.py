"""Promises run by the half-year, April to September and October to March, or by the calendar year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import DAY, Every, Period, days_between, period_of, periods
from lagesbild.compliance.rules.dues import warning
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status, latest_first
from lagesbild.compliance.rules.kinds import Context, asked
from lagesbild.compliance.rules.record import Promise, Record
from lagesbild.i18n import N_, Message

RUN = {one: words.EVERY[one] for one in (Every.HALF, Every.YEAR)}


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """By which periods promises run, how many there are, and whether it is a must."""

    every: Every = asked(N_("Promises run by the"), choices=RUN, default=Every.HALF)
    at_least: int = asked(N_("At least so many promises in each"), default=1)
    must: bool = asked(
        N_("Other periods are a breach"),
        help_text=N_("Left out where the agreement says preferably: then it is at worst at risk."),
        default=False,
    )


class PromisePeriods(kinds.Kind[Parameters]):
    """From the first day of a period there are promises that run through it."""

    name = "promise_periods"
    label = N_("Promises run by the period")
    about = N_("Looks at whether each half-year or year begins with decided promises that run just as long.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """Half-years or years, with at least one promise."""
        wrong: dict[str, Message] = {}
        if asked.every not in RUN:
            wrong["every"] = Message(N_("Choose half-years or calendar years."))
        if asked.at_least < 1:
            wrong["at_least"] = Message(N_("At least one."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """By which periods promises run."""
        if asked.every is Every.HALF:
            return Message(N_("Promises run by the half-year: April to September and October to March."))
        return Message(N_("Promises run by the calendar year."))

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the promises of the period that holds the day; near its end, by those of the next."""
        period = period_of(asked.every, on)
        values: dict[str, object] = {"during": words.during(asked.every, period, on)}
        if period.first < of.within.first:
            reason = Message(N_("No promises are asked for {during}, which had begun before this applied."), values)
            judged = Judgement(Status.ON_TRACK, reason, period=period)
        else:
            judged = self._of(asked, record, on, period)
        return self._ahead(asked, record, on, of, judged) if judged.status in _GOOD else judged

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """The first and the last day of each period."""
        for period in periods(asked.every, over):
            during = words.during(asked.every, period, period.first)
            if period.first in over and period.first in of.within:
                yield Occasion(
                    period.first, Message(N_("New promises begin: {during}"), {"during": during}), period.last
                )

    def _of(self, asked: Parameters, record: Record, on: dt.date, period: Period) -> Judgement:
        running = [one for one in record.promises if one.stands(on) and one.period.first <= on <= one.period.last]
        fit = [one for one in running if one.period == period]
        odd = [one for one in running if one.period != period]
        evidence = latest_first((one.decided or one.period.first, one.source) for one in [*fit, *odd])
        values: dict[str, object] = {
            "during": words.during(asked.every, period, on),
            "n": len(fit),
            "needed": asked.at_least,
            "odd": words.listed([words.quoted(one.name) for one in odd]) if odd else "",
        }
        if len(fit) < asked.at_least:
            return _too_few(asked, record, on, period, Judgement(Status.BROKEN, _few(values, len(fit), odd), evidence))
        late = sorted(one.decided or period.first for one in fit)[asked.at_least - 1] > period.first
        reason = Message(N_("{n} promise runs {during}."), values, N_("{n} promises run {during}."), len(fit))
        if odd:
            reason = words.then(reason, Message(N_("Other periods have {odd}."), values))
        status = Status.AT_RISK if odd and asked.must else Status.KEPT
        return Judgement(status, reason, evidence, None, period, Status.BROKEN if late and asked.must else None)

    def _ahead(self, asked: Parameters, record: Record, on: dt.date, of: Context, judged: Judgement) -> Judgement:
        """The same, unless the next period is near and has no promises yet."""
        coming = period_of(asked.every, period_of(asked.every, on).last + DAY)
        left = days_between(on, coming.first)
        if coming.first not in of.within or left > warning(coming.days):
            return judged
        ready = [one for one in record.promises if one.stands(on) and one.period == coming]
        if len(ready) >= asked.at_least:
            return judged
        values = {"during": words.during(asked.every, coming, on), "first": coming.first}
        reason = Message(N_("No promises have been decided yet that run {during}. They begin {first}."), values)
        todo = Next(Message(N_("Decide the promises that run {during}"), values), coming.first)
        return Judgement(Status.AT_RISK, reason, judged.evidence, todo, judged.period, judged.before)


_GOOD = (Status.KEPT, Status.ON_TRACK)


def _few(values: Mapping[str, object], count: int, odd: list[Promise]) -> Message:
    said = (
        Message(
            N_("{n} decided promise runs just {during}; there should be at least {needed}."),
            values,
            N_("{n} decided promises run just {during}; there should be at least {needed}."),
            count,
        )
        if count
        else Message(N_("No decided promise runs just {during}."), values)
    )
    return words.then(said, Message(N_("Other periods have {odd}."), values) if odd else None)


def _too_few(asked: Parameters, record: Record, on: dt.date, period: Period, whole: Judgement) -> Judgement:
    values = {"during": words.during(asked.every, period, on), "begins": record.begins}
    todo = Next(Message(N_("Decide the promises that run {during}"), values), period.first)
    if record.begins > period.first:
        reason = Message(N_("The record begins {begins} and knows of no promises that run {during}."), values)
        return Judgement(Status.CANNOT_TELL, reason, whole.evidence, todo, period)
    if on == period.first or not asked.must:
        return Judgement(Status.AT_RISK, whole.reason, whole.evidence, todo, period)
    return Judgement(Status.BROKEN, whole.reason, whole.evidence, todo, period, Status.BROKEN)
