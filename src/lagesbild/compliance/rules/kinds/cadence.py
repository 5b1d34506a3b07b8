"""A body meets at least so many times in each week, month, quarter, half-year or year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import Every, Period, periods
from lagesbild.compliance.rules.counting import Asked, Count, Tally, tally
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status, latest_first
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Meeting, Record
from lagesbild.i18n import N_, Message

WEEKS = range(1, 54)


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """A body, how often, and in which weeks it need not."""

    body: int = asked(N_("Body"), Asks.BODY)
    times: int = asked(N_("At least so many times"), default=1)
    every: Every = asked(N_("In each"), choices=words.EVERY, default=Every.YEAR)
    weeks_off: tuple[int, ...] = asked(
        N_("Weeks without a meeting"),
        help_text=N_("Week numbers, such as 27 to 32, 52 and 1; only where it meets every week."),
        default=(),
    )
    item: str = asked(
        N_("Counts only meetings that took up"),
        Asks.ITEM,
        N_("Left empty, every meeting counts."),
        default="",
    )
    called: str = asked(N_("What the agreement calls that point"), default="")


class Cadence(kinds.Kind[Parameters]):
    """Counts meetings held; those planned ahead decide whether what is left can still be done."""

    name = "cadence"
    label = N_("A body meets so many times")
    about = N_("Counts the meetings that a body has held in each period, and those that are planned.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """At least one meeting; weeks that exist, and only of a weekly cadence."""
        wrong: dict[str, Message] = {}
        if asked.times < 1:
            wrong["times"] = Message(N_("At least one."))
        if any(week not in WEEKS for week in asked.weeks_off):
            wrong["weeks_off"] = Message(N_("Weeks have numbers from 1 to 53."))
        elif asked.weeks_off and asked.every is not Every.WEEK:
            wrong["weeks_off"] = Message(N_("Only a body that meets every week has weeks without a meeting."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """How often the body meets."""
        if asked.item:
            text = N_("{body} takes up {item} at least {times} {per}.")
        else:
            text = N_("{body} meets at least {times} {per}.")
        return Message(
            text,
            {
                "body": _named(asked, record),
                "item": words.item_called(asked.item, asked.called),
                "times": words.times(asked.times),
                "per": Message(words.PER[asked.every]),
            },
        )

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By how many meetings were held in the period of the day, and in the one before."""
        if asked.body not in record.body:
            return Judgement(Status.CANNOT_TELL, Message(N_("The body is not there any more: choose another.")))

        def held(part: Period) -> list[Meeting]:
            found = record.held(asked.body, part, on)
            return [one for one in found if not asked.item or asked.item in one.handled]

        def ahead(part: Period) -> list[Meeting]:
            return [one for one in record.ahead(asked.body, part, on) if one.day > on or one.noted is None]

        count = tally(
            Asked(
                asked.every,
                asked.times,
                lambda part: len(held(part)),
                lambda part: len(ahead(part)),
                lambda period: _off(asked, period),
            ),
            on,
            of.within,
            record.begins,
        )
        part = count.part
        coming = next(iter(ahead(Period(on, part.last))), None)
        rows = [*held(part), *(held(count.missed.period) if count.missed else ())]
        return Judgement(
            count.status,
            _reason(asked, record, count, coming, on),
            latest_first((one.day, one.source) for one in rows),
            _next(asked, record, count, part, coming),
            part,
            count.before,
        )

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """Each period in which the body is to meet."""
        within = over.within(of.within)
        for period in periods(asked.every, within) if within else ():
            part = period.within(of.within)
            count = Asked(asked.every, asked.times, lambda _: 0, off=lambda one: _off(asked, one))
            needed = count.needed(period, of.within)
            if part and needed:
                yield Occasion(
                    part.first,
                    Message(
                        N_("{body} meets {times}"),
                        {"body": _named(asked, record), "times": words.times(int(needed))},
                    ),
                    part.last,
                    asked.body,
                    _convener(asked, record),
                )


def _off(asked: Parameters, period: Period) -> bool:
    return asked.every is Every.WEEK and period.first.isocalendar().week in asked.weeks_off


def _named(asked: Parameters, record: Record) -> Message | str:
    body = record.body.get(asked.body)
    return body.name if body else Message(N_("A body"))


def _convener(asked: Parameters, record: Record) -> int | None:
    body = record.body.get(asked.body)
    return body.convener if body else None


def _reason(asked: Parameters, record: Record, count: Tally, coming: Meeting | None, on: dt.date) -> Message:
    part = count.part
    missed = _missed(asked, record, count, on)
    if count.status is Status.BROKEN:
        return words.then(missed, _coming(coming))
    if count.status is Status.CANNOT_TELL:
        return Message(
            N_("The record begins {begins}: meetings before that day are not known. It can be judged from {whole}."),
            {"begins": record.begins, "whole": count.whole_from},
        )
    so_far = _so_far(asked, record, count, part, on)
    if count.status is Status.AT_RISK:
        lacking = int(count.now.needed - count.now.done - count.planned)
        so_far = words.then(
            so_far,
            _coming(coming),
            Message(
                N_("Another meeting has to be planned and held by {last}."),
                {"n": words.numeral(lacking), "last": part.last},
                N_("Another {n} meetings have to be planned and held by {last}."),
                lacking,
            ),
        )
    elif count.status is Status.ON_TRACK and count.now.needed:
        so_far = words.then(so_far, _coming(coming))
    return words.then(so_far, _before(asked, record, count, on))


def _coming(coming: Meeting | None) -> Message | None:
    return Message(N_("The next is planned for {day}."), {"day": coming.day}) if coming else None


def _so_far(asked: Parameters, record: Record, count: Tally, part: Period, on: dt.date) -> Message:
    now = count.now
    needed, done = int(now.needed), int(now.done)
    values = {
        "body": _named(asked, record),
        "during": words.during(asked.every, now.period, on),
        "needed": words.numeral(needed),
        "done": words.numeral(done, first=True),
        "item": words.item_called(asked.item, asked.called),
        "first": part.first,
        "last": part.last,
    }
    if not needed and _off(asked, now.period):
        return Message(N_("No meeting is asked for {during}."), values)
    if not needed:
        return Message(
            N_("No meeting is asked for {during}, of which only {first} to {last} counts."),
            values,
        )
    if asked.item:
        return _taken_up(values, needed, done)
    if needed == 1:
        text = N_("{body} has met {during}.") if done else N_("{body} has not yet met {during}.")
        return Message(text, values)
    if done > needed:
        return Message(N_("{done} meetings held {during}; {needed} were agreed."), values)
    if done == needed:
        text = N_("Both meetings held {during}.") if needed == 2 else N_("All {needed} meetings held {during}.")
        return Message(text, values)
    if not done:
        return Message(N_("Not one of {needed} meetings held {during}."), values)
    return Message(
        N_("One of {needed} meetings held {during}."), values, N_("{done} of {needed} meetings held {during}."), done
    )


def _taken_up(values: Mapping[str, object], needed: int, done: int) -> Message:
    if not done:
        return Message(N_("{body} has not yet taken up {item} {during}."), values)
    return Message(
        N_("{body} has taken up {item} {done_times} {during}; {needed_times} were agreed."),
        {**values, "done_times": words.times(done), "needed_times": words.times(needed)},
    )


def _missed(asked: Parameters, record: Record, count: Tally, on: dt.date) -> Message | None:
    if count.missed is None:
        return None
    row = (
        Message(words.IN_A_ROW[asked.every], {"n": words.numeral(count.in_a_row)})
        if count.in_a_row > 1 and count.status is Status.BROKEN
        else None
    )
    return words.then(_unmet(asked, record, count.missed, on), row)


def _before(asked: Parameters, record: Record, count: Tally, on: dt.date) -> Message | None:
    """What was missed in the period before, in short."""
    missed = count.missed
    if missed is None or asked.item:
        return _missed(asked, record, count, on)
    needed, done = int(missed.needed), int(missed.done)
    values = {
        "during": words.during(asked.every, missed.period, on),
        "needed": words.numeral(needed),
        "done": words.numeral(done),
    }
    if not done:
        return Message(N_("There was no meeting {during}."), values)
    return Message(
        N_("There was only one of {needed} meetings {during}."),
        values,
        N_("There were only {done} of {needed} meetings {during}."),
        done,
    )


def _unmet(asked: Parameters, record: Record, missed: Count, on: dt.date) -> Message:
    needed, done = int(missed.needed), int(missed.done)
    values = {
        "body": _named(asked, record),
        "during": words.during(asked.every, missed.period, on),
        "times": words.times(needed),
        "done": words.times(done),
        "item": words.item_called(asked.item, asked.called),
    }
    if asked.item:
        text = (
            N_("{body} should have taken up {item} {times} {during} but did so only {done}.")
            if done
            else N_("{body} should have taken up {item} {during} but did not.")
        )
    elif needed == 1:
        text = N_("{body} should have met {during} but did not.")
    elif not done:
        text = N_("{body} should have met {times} {during} but did not meet at all.")
    else:
        text = N_("{body} should have met {times} {during} but met only {done}.")
    return Message(text, values)


def _next(asked: Parameters, record: Record, count: Tally, part: Period, coming: Meeting | None) -> Next | None:
    lacking = count.now.needed - count.now.done
    if count.status is Status.KEPT or (lacking <= 0 and count.status is not Status.BROKEN):
        return None
    if coming is not None and (count.status is Status.BROKEN or lacking <= count.planned):
        return Next(
            Message(N_("Hold the meeting that is planned")),
            coming.day,
            asked.body,
            _convener(asked, record),
            coming.source,
        )
    body = record.body.get(asked.body)
    at = body.source if body is not None else None
    return Next(Message(N_("Plan a meeting and hold it")), part.last, asked.body, _convener(asked, record), at)
