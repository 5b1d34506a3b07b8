"""Something comes about at least so many times in each week, month, quarter, half-year or year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import Every, Period, periods
from lagesbild.compliance.rules.counting import Asked, Tally, tally
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status, latest_first
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Artefact, Record
from lagesbild.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """What, and how often."""

    artefact: str = asked(N_("What is to come about"), Asks.ARTEFACT)
    times: int = asked(N_("At least so many times"), default=1)
    every: Every = asked(N_("In each"), choices=words.EVERY, default=Every.YEAR)
    party: int | None = asked(
        N_("Party"), Asks.PARTY, N_("Whose own it has to be; left empty, anybody's counts."), default=None
    )


class Recurring(kinds.Kind[Parameters]):
    """Counts artefacts by the period; of what is planned the record knows nothing."""

    name = "recurring"
    label = N_("Something comes about so many times")
    about = N_("Counts the pictures, dialogues, reports or the like that came about in each period.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """Something that can come about, at least once."""
        wrong: dict[str, Message] = {}
        if asked.artefact not in words.ARTEFACTS:
            wrong["artefact"] = Message(N_("Nothing of that name is known to come about."))
        if asked.times < 1:
            wrong["times"] = Message(N_("At least one."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """What comes about, and how often."""
        return Message(
            N_("{what} at least {times} {per}."),
            {
                "what": Message(words.ARTEFACTS[asked.artefact].happens),
                "times": words.times(asked.times),
                "per": Message(words.PER[asked.every]),
            },
        )

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By how many there were in the period of the day, and in the one before."""

        def found(part: Period) -> Sequence[Artefact]:
            rows = record.came_about(asked.artefact, part, on)
            return rows if asked.party is None else [one for one in rows if one.party == asked.party]

        count = tally(Asked(asked.every, asked.times, lambda part: len(found(part))), on, of.within, record.begins)
        rows = [*found(count.part), *(found(count.missed.period) if count.missed else ())]
        todo = None
        if count.now.needed and count.status is not Status.KEPT:
            what = Message(words.ARTEFACTS[asked.artefact].todo)
            todo = Next(what, count.part.last, party=asked.party, makes=asked.artefact)
        return Judgement(
            count.status,
            _reason(asked, record, count, on),
            latest_first((one.day, one.source) for one in rows),
            todo,
            count.part,
            count.before,
        )

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """Each period in which it is to come about."""
        within = over.within(of.within)
        count = Asked(asked.every, asked.times, lambda _: 0)
        for period in periods(asked.every, within) if within else ():
            part = period.within(of.within)
            if part and count.needed(period, of.within):
                todo = Message(words.ARTEFACTS[asked.artefact].todo)
                yield Occasion(part.first, todo, part.last, party=asked.party)


def _reason(asked: Parameters, record: Record, count: Tally, on: dt.date) -> Message:
    said = words.ARTEFACTS[asked.artefact]
    now = count.now
    values: dict[str, object] = {
        "count": said.count(int(now.done)),
        "during": words.during(asked.every, now.period, on),
        "needed": int(now.needed),
        "first": count.part.first,
        "last": count.part.last,
    }
    missed = None
    if count.missed is not None:
        missed = Message(
            N_("There was {count} {during}; {needed} should have been."),
            {
                "count": said.count(int(count.missed.done)),
                "during": words.during(asked.every, count.missed.period, on),
                "needed": int(count.missed.needed),
            },
        )
    if count.status is Status.BROKEN and missed is not None:
        row = Message(words.IN_A_ROW[asked.every], {"n": words.numeral(count.in_a_row)})
        return words.then(missed, row if count.in_a_row > 1 else None)
    if count.status is Status.CANNOT_TELL:
        return Message(
            N_("The record begins {begins} and does not know what came before. It can be judged from {whole}."),
            {"begins": record.begins, "whole": count.whole_from},
        )
    if not now.needed:
        text = N_("Nothing is asked for {during}, of which only {first} to {last} counts.")
    elif count.status is Status.AT_RISK:
        text = N_("So far {count} {during}; {needed} are asked for, and the period ends {last}.")
    elif count.status is Status.KEPT:
        text = N_("{count} {during}; at least {needed} asked for.")
    else:
        text = N_("So far {count} {during}; at least {needed} asked for.")
    return words.then(Message(text, values), missed)
