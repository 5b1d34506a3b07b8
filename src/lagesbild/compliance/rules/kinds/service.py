"""A joint service is open so many hours in each week, and is evaluated by a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import dues, kinds, words
from lagesbild.compliance.rules.calendar import DAY, Every, Period, days_between
from lagesbild.compliance.rules.counting import Asked, Tally, tally
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status, latest_first, worst
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Record, Service
from lagesbild.i18n import N_, Message

WEEKS = range(1, 54)
OPEN = 7


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """A service, its hours a week, the weeks in which it is closed, and by when it is evaluated."""

    service: int = asked(N_("Service"), Asks.SERVICE)
    hours: float = asked(N_("Hours a week"), most=7 * 24, default=2.0)
    weeks_off: tuple[int, ...] = asked(N_("Weeks in which it is closed"), default=())
    evaluate_by: dt.date | None = asked(N_("Is evaluated by"), default=None)


class JointService(kinds.Kind[Parameters]):
    """Counts the hours of the week, and looks for the evaluation."""

    name = "service"
    label = N_("A joint service keeps its hours")
    about = N_("Counts the hours that a service was open in each week, and looks for its evaluation.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """Some hours, and weeks that exist."""
        wrong: dict[str, Message] = {}
        if asked.hours <= 0:
            wrong["hours"] = Message(N_("More than none."))
        if any(week not in WEEKS for week in asked.weeks_off):
            wrong["weeks_off"] = Message(N_("Weeks have numbers from 1 to 53."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """How many hours, and by when it is evaluated."""
        service = record.service.get(asked.service)
        values: dict[str, object] = {
            "name": service.name if service else Message(N_("A service")),
            "hours": _hours(asked.hours),
            "by": asked.evaluate_by,
        }
        if asked.evaluate_by is None:
            del values["by"]
            return Message(N_("{name} is open {hours} a week."), values)
        return Message(N_("{name} is open {hours} a week and is evaluated by {by}."), values)

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the hours of the week and of the one before; and by the evaluation, where one is agreed."""
        service = record.service.get(asked.service)
        if service is None:
            return Judgement(Status.CANNOT_TELL, Message(N_("The service is not there any more: choose another.")))
        works = Period(service.works.since, service.works.until or dt.date.max).within(of.within)
        found: list[Judgement] = []
        if works is not None and on in works:
            found.append(_open(asked, service, record, on, works))
        else:
            reason = Message(N_("{name} is not open on these days."), {"name": service.name})
            found.append(Judgement(Status.ON_TRACK, reason))
        if asked.evaluate_by is not None:
            found.append(_evaluation(asked.evaluate_by, service, record, on, of))
        return worst(found)

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """The day by which it is evaluated."""
        service = record.service.get(asked.service)
        if service and asked.evaluate_by and asked.evaluate_by in over and asked.evaluate_by in of.within:
            yield Occasion(asked.evaluate_by, Message(N_("Evaluate {name}"), {"name": service.name}))


def _hours(hours: float) -> Message:
    whole = int(hours) if hours == int(hours) else hours
    return Message(N_("one hour")) if whole == 1 else Message(N_("{n} hours"), {"n": words.numeral(whole)})


def _open(asked: Parameters, service: Service, record: Record, on: dt.date, works: Period) -> Judgement:
    def held(part: Period) -> float:
        days = [part.first + n * DAY for n in range(min(days_between(part.first, min(part.last, on)) + 1, OPEN))]
        return sum(service.hours.get(day, 0.0) for day in days)

    count = tally(
        Asked(
            Every.WEEK,
            asked.hours,
            held,
            off=lambda period: period.first.isocalendar().week in asked.weeks_off,
            goes=1,
        ),
        on,
        works,
        record.begins,
    )
    todo = None
    if count.now.needed and count.status is not Status.KEPT:
        todo = Next(Message(N_("Hold {name} open"), {"name": service.name}), count.part.last, at=service.source)
    days = [day for day in (on - n * DAY for n in range(2 * OPEN)) if day in service.hours]
    evidence = latest_first([(day, service.source) for day in days] or [(on, service.source)])
    return Judgement(count.status, _reason(service, count, record, on), evidence, todo, count.part, count.before)


def _reason(service: Service, count: Tally, record: Record, on: dt.date) -> Message:
    now = count.now
    values: dict[str, object] = {
        "name": service.name,
        "done": _hours(now.done) if now.done else Message(N_("no hours")),
        "needed": _hours(now.needed),
        "during": words.during(Every.WEEK, now.period, on),
    }
    missed = None
    if count.missed is not None:
        missed = Message(
            N_("{name} should have been open {needed} {during} but had {done}."),
            {
                "name": service.name,
                "done": _hours(count.missed.done) if count.missed.done else Message(N_("no hours")),
                "needed": _hours(count.missed.needed),
                "during": words.during(Every.WEEK, count.missed.period, on),
            },
        )
    if count.status is Status.BROKEN and missed is not None:
        row = Message(words.IN_A_ROW[Every.WEEK], {"n": words.numeral(count.in_a_row)})
        return words.then(missed, row if count.in_a_row > 1 else None)
    if count.status is Status.CANNOT_TELL:
        return Message(
            N_("The record begins {begins} and does not know what came before. It can be judged from {whole}."),
            {"begins": record.begins, "whole": count.whole_from},
        )
    if not now.needed:
        return words.then(Message(N_("{name} need not be open {during}."), values), missed)
    if count.status is Status.KEPT:
        return words.then(Message(N_("{name} has been open {done} {during}."), values), missed)
    text = (
        N_("{name} has been open {done} of {needed} {during}.")
        if now.done
        else N_("{name} has not been open yet {during}.")
    )
    return words.then(Message(text, values), missed)


def _evaluation(by: dt.date, service: Service, record: Record, on: dt.date, of: Context) -> Judgement:
    done = service.evaluated if service.evaluated and service.evaluated <= on else None
    values: dict[str, object] = {"name": service.name, "by": by, "days": words.days(abs(days_between(on, by)))}
    todo = Next(Message(N_("Evaluate {name}"), values), by, at=service.source)
    if done is not None:
        reason = Message(N_("{name} was evaluated {done}."), {**values, "done": done})
        return Judgement(Status.KEPT, reason, (service.source,), before=Status.BROKEN if done > by else None)
    if on > by and record.begins > by:
        reason = Message(
            N_("The record begins {begins} and does not know of an evaluation."), {"begins": record.begins}
        )
        return Judgement(Status.CANNOT_TELL, reason, (service.source,), todo)
    if on > by:
        reason = Message(N_("{name} has not been evaluated. It was due {by}, {days} ago."), values)
        return Judgement(Status.BROKEN, reason, (service.source,), todo, before=Status.BROKEN)
    near = days_between(on, by) <= dues.warning(days_between(max(service.works.since, of.within.first), by))
    reason = Message(N_("{name} is to be evaluated by {by}."), values)
    return Judgement(Status.AT_RISK if near else Status.ON_TRACK, reason, (service.source,), todo)
