"""A named function is held by somebody, and never vacant longer than so many days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import DAY, Every, Period, period_of
from lagesbild.compliance.rules.judging import Judgement, Next, Status
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Office, Record
from lagesbild.compliance.rules.vacancies import filled, vacant
from lagesbild.i18n import N_, Message

SORTS = {
    "coordinator": N_("Coordinator"),
    "accountable": N_("Accountable official"),
    "municipal_police": N_("Municipal police officer (kommunpolis)"),
    "area_police": N_("Area police officer (områdespolis)"),
    "bra": N_("BRÅ coordinator"),
    "andt": N_("ANDT coordinator"),
    "extremism": N_("Coordinator against violent extremism"),
    "contact": N_("Contact person"),
    "other": N_("Other"),
}
"""Kinds of function, by the names that the organisation keeps them under."""
AS_GOOD = {"coordinator": ("bra",)}
"""Sorts that are as good as another: who coordinates the local council coordinates the work."""


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """A function, or any of a sort that a party has; and how long it may be vacant."""

    function: int | None = asked(
        N_("Function"), Asks.FUNCTION, N_("Left empty, any function of the sort below counts."), default=None
    )
    sort: str = asked(N_("Sort of function"), choices=SORTS, default="")
    party: int | None = asked(N_("Party that is to fill it"), Asks.PARTY, default=None)
    vacant_days: int = asked(
        N_("May be vacant for so many days"),
        help_text=N_("While it is vacant it is at risk, and after these days broken."),
        default=30,
    )


class FilledFunction(kinds.Kind[Parameters]):
    """Looks at who held it from day to day; a deputy stands in and does not fill it."""

    name = "filled_function"
    label = N_("A function is filled")
    about = N_("Looks at whether somebody other than a deputy holds the function.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """A function or a sort of one; no days below none."""
        wrong: dict[str, Message] = {}
        if asked.function is None and asked.sort not in SORTS:
            wrong["function"] = Message(N_("Choose a function, or a sort of function."))
        if asked.vacant_days < 0:
            wrong["vacant_days"] = Message(N_("None, or more."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """Which function is to be filled."""
        name = _named(asked, _offices(asked, record))
        party = record.party.get(asked.party or 0)
        if party:
            return Message(N_("{name} is filled at {party}."), {"name": name, "party": party.name})
        return Message(N_("{name} is filled."), {"name": name})

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By how long it has been vacant."""
        offices = _offices(asked, record)
        if asked.function is not None and not offices:
            return Judgement(Status.CANNOT_TELL, Message(N_("The function is not there any more: choose another.")))
        held = [stretch for office in offices for stretch in office.held]
        first = max(of.within.first, record.begins)
        year = period_of(Every.YEAR, on).within(of.within)
        if on < first:
            return Judgement(
                Status.CANNOT_TELL, Message(N_("The record begins {begins}."), {"begins": record.begins}), period=year
            )
        gaps = vacant(held, first, on)
        values: dict[str, object] = {
            "name": _named(asked, offices),
            "limit": words.days(asked.vacant_days),
        }
        evidence = tuple(office.source for office in offices)
        if gaps and gaps[-1].last == on:
            return _vacant(asked, offices, gaps[-1], values, year)
        since = filled(held, on)[-1].first
        long = [gap for gap in gaps if gap.days > asked.vacant_days and year is not None and gap.last >= year.first]
        reason = Message(N_("{name} has been filled since {since}."), {**values, "since": since})
        if long:
            gap = long[-1]
            reason = words.then(
                reason,
                Message(
                    N_("From {first} to {last} it was vacant, {days}."),
                    {"first": gap.first, "last": gap.last, "days": words.days(gap.days)},
                ),
            )
        return Judgement(Status.KEPT, reason, evidence, None, year, Status.BROKEN if long else None)


def _vacant(
    asked: Parameters, offices: list[Office], gap: Period, values: Mapping[str, object], year: Period | None
) -> Judgement:
    last = gap.first + (asked.vacant_days - 1) * DAY
    values = {**values, "since": gap.first, "days": words.days(gap.days), "last": last}
    broken = gap.days > asked.vacant_days
    if not offices:
        text = N_("{name}: there is no such function. Set it up and say who holds it.")
    elif broken:
        text = N_("{name} has been vacant since {since}, {days}: longer than {limit}.")
    else:
        text = N_("{name} has been vacant since {since}, {days}. It has to be filled by {last}.")
    party = asked.party if asked.party is not None else offices[0].party if offices else None
    at = offices[0].source if offices else None
    todo = Next(Message(N_("Fill the function {name}"), values), None if broken else last, party=party, at=at)
    return Judgement(
        Status.BROKEN if broken else Status.AT_RISK,
        Message(text, values),
        tuple(office.source for office in offices),
        todo,
        year,
    )


def _offices(asked: Parameters, record: Record) -> list[Office]:
    functions = [office for office in record.offices if office.seat_of is None]
    if asked.function is not None:
        return [office for office in functions if office.number == asked.function]
    return [
        office
        for office in functions
        if office.kind in (asked.sort, *AS_GOOD.get(asked.sort, ())) and asked.party in (None, office.party)
    ]


def _named(asked: Parameters, offices: list[Office]) -> Message | str:
    if asked.function is not None or not asked.sort:
        return offices[0].name if offices else Message(N_("A function"))
    return Message(SORTS[asked.sort])
