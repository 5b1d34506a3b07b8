"""Numbers, periods, names and artefacts in words, for the reasons that rules give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.compliance.rules.calendar import Every, Period
from lagesbild.i18n import N_, Message

SMALL = (
    *(N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven")),
    *(N_("eight"), N_("nine"), N_("ten"), N_("eleven"), N_("twelve")),
)
LARGE = (
    *(N_("Two"), N_("Three"), N_("Four"), N_("Five"), N_("Six"), N_("Seven")),
    *(N_("Eight"), N_("Nine"), N_("Ten"), N_("Eleven"), N_("Twelve")),
)
MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
QUARTERS = (
    N_("in the first quarter of {year}"),
    N_("in the second quarter of {year}"),
    N_("in the third quarter of {year}"),
    N_("in the fourth quarter of {year}"),
)
PER = {
    Every.WEEK: N_("a week"),
    Every.MONTH: N_("a month"),
    Every.QUARTER: N_("a quarter"),
    Every.HALF: N_("a half-year"),
    Every.YEAR: N_("a year"),
}
IN_A_ROW = {
    Every.WEEK: N_("That makes {n} weeks in a row."),
    Every.MONTH: N_("That makes {n} months in a row."),
    Every.QUARTER: N_("That makes {n} quarters in a row."),
    Every.HALF: N_("That makes {n} half-years in a row."),
    Every.YEAR: N_("That makes {n} years in a row."),
}
EVERY = {
    Every.WEEK: N_("week"),
    Every.MONTH: N_("month"),
    Every.QUARTER: N_("quarter"),
    Every.HALF: N_("half-year, from April and from October"),
    Every.YEAR: N_("calendar year"),
}
"""Periods as a form lets them be chosen."""


def numeral(number: float, *, first: bool = False) -> Message | float:
    """From two to twelve in words, others in digits; `first` of a sentence with a capital."""
    at = number - 2
    if isinstance(number, int) and 0 <= at < len(SMALL):
        return Message((LARGE if first else SMALL)[int(at)])
    return number


def times(count: int) -> Message:
    """How many times."""
    return Message(N_("once")) if count == 1 else Message(N_("{n} times"), {"n": numeral(count)})


def days(count: int) -> Message:
    """How many days."""
    return Message(N_("{n} day"), {"n": count}, N_("{n} days"), count)


def left(count: int) -> Message:
    """How many days are left, as a part of a sentence."""
    if count == 0:
        return Message(N_("today is the last day"))
    return Message(N_("{n} day is left"), {"n": count}, N_("{n} days are left"), count)


def month_of(month: int) -> Message:
    """The name of a month."""
    return Message(MONTHS[month - 1])


def day_of_year(month: int, day: int) -> Message:
    """A day of every year."""
    return Message(N_("{month} {day}"), {"month": month_of(month), "day": day})


def during(every: Every, period: Period, on: dt.date) -> Message:
    """When: in week 20, in May 2026, in 2026; a week of another year than that of the day with its year."""
    first = period.first
    match every:
        case Every.WEEK:
            year, week, _ = first.isocalendar()
            if year == on.isocalendar().year:
                return Message(N_("in week {week}"), {"week": week})
            return Message(N_("in week {week} of {year}"), {"week": week, "year": str(year)})
        case Every.MONTH:
            return Message(N_("in {month} {year}"), {"month": month_of(first.month), "year": str(first.year)})
        case Every.QUARTER:
            return Message(QUARTERS[(first.month - 1) // 3], {"year": str(first.year)})
        case Every.HALF if first.year == period.last.year:
            return Message(N_("in April to September {year}"), {"year": str(first.year)})
        case Every.HALF:
            return Message(
                N_("in October {first} to March {last}"), {"first": str(first.year), "last": str(period.last.year)}
            )
        case Every.YEAR:
            return Message(N_("in {year}"), {"year": str(first.year)})


def listed(names: Sequence[Message | str], most: int = 3) -> Message | str:
    """Names in a row; of many the first, and how many more."""
    if len(names) == 1:
        return names[0]
    if len(names) > most:
        return Message(N_("{names} and {n} more"), {"names": _row(names[:most]), "n": len(names) - most})
    return Message(N_("{names} and {last}"), {"names": _row(names[:-1]), "last": names[-1]})


def _row(names: Sequence[Message | str]) -> Message | str:
    whole = names[0]
    for one in names[1:]:
        whole = Message(N_("{first}, {second}"), {"first": whole, "second": one})
    return whole


def quoted(name: str) -> Message:
    """A title that is a sentence of its own."""
    return Message(N_("“{name}”"), {"name": name})


def then(*sentences: Message | None) -> Message:
    """Sentences one after the other."""
    said = [one for one in sentences if one is not None]
    whole = said[0]
    for one in said[1:]:
        whole = Message(N_("{first} {second}"), {"first": whole, "second": one})
    return whole


@dataclass(frozen=True, slots=True)
class Artefact:
    """How one kind of artefact is spoken of; every field is marked with `N_`.

    Parameters
    ----------
    label : str
        What it is, to choose among.
    happens : str
        That it is to come about, as the beginning of a sentence.
    done : str
        That it came about on ``{day}``, as the beginning of a sentence.
    lacks : str
        That it has not, as the beginning of a sentence.
    todo : str
        What one who is to bring it about is told to do.
    one, many : str
        How many there were, with ``{n}``.
    """

    label: str
    happens: str
    done: str
    lacks: str
    todo: str
    one: str
    many: str

    def done_on(self, day: dt.date) -> Message:
        """That it came about on the day."""
        return Message(self.done, {"day": day})

    def count(self, n: int) -> Message:
        """How many there were."""
        return Message(self.one, {"n": n}, self.many, n)


ARTEFACTS = {
    "picture.weekly": Artefact(
        N_("Picture of the week"),
        N_("The picture of the week is decided"),
        N_("The picture of the week was decided {day}"),
        N_("The picture of the week has not been decided"),
        N_("Decide the picture of the week"),
        *(N_("{n} decided picture of a week"), N_("{n} decided pictures of a week")),
    ),
    "picture.yearly": Artefact(
        N_("Strategic picture of the year"),
        N_("The strategic picture is decided"),
        N_("The strategic picture was decided {day}"),
        N_("The strategic picture has not been decided"),
        N_("Decide the strategic picture"),
        *(N_("{n} decided strategic picture"), N_("{n} decided strategic pictures")),
    ),
    "plan.adopted": Artefact(
        N_("Action plan adopted"),
        N_("An action plan is adopted"),
        N_("The action plan was adopted {day}"),
        N_("No action plan has been adopted"),
        N_("Adopt an action plan"),
        *(N_("{n} adopted action plan"), N_("{n} adopted action plans")),
    ),
    "plan.own_decision": Artefact(
        N_("A party's own decision on the action plan"),
        N_("The party's own decision on the action plan is taken"),
        N_("The party's own decision on the action plan was taken {day}"),
        N_("The party has taken no decision of its own on the action plan"),
        N_("Take the party's own decision on the action plan"),
        *(N_("{n} own decision on the action plan"), N_("{n} own decisions on the action plan")),
    ),
    "plan.followed_up": Artefact(
        N_("Action plan followed up"),
        N_("The action plan is followed up"),
        N_("The action plan was followed up {day}"),
        N_("The action plan has not been followed up"),
        N_("Follow up the action plan"),
        *(N_("{n} follow-up of the action plan"), N_("{n} follow-ups of the action plan")),
    ),
    "dialogue.citizens": Artefact(
        N_("Citizen dialogue"),
        N_("A citizen dialogue is held"),
        N_("A citizen dialogue was held {day}"),
        N_("No citizen dialogue has been held"),
        N_("Hold a citizen dialogue"),
        *(N_("{n} citizen dialogue"), N_("{n} citizen dialogues")),
    ),
    "dialogue.staff": Artefact(
        N_("Staff dialogue"),
        N_("A staff dialogue is held"),
        N_("A staff dialogue was held {day}"),
        N_("No staff dialogue has been held"),
        N_("Hold a staff dialogue"),
        *(N_("{n} staff dialogue"), N_("{n} staff dialogues")),
    ),
    "dialogue.walk": Artefact(
        N_("Safety walk"),
        N_("A safety walk is held"),
        N_("A safety walk was held {day}"),
        N_("No safety walk has been held"),
        N_("Hold a safety walk"),
        *(N_("{n} safety walk"), N_("{n} safety walks")),
    ),
    "statistics": Artefact(
        N_("Statistics read"),
        N_("Statistics are read"),
        N_("Statistics were read {day}"),
        N_("No statistics have been read"),
        N_("Read statistics"),
        *(N_("{n} reading of statistics"), N_("{n} readings of statistics")),
    ),
    "agreement.in_force": Artefact(
        N_("Agreement in force"),
        N_("A written agreement is entered into"),
        N_("A written agreement came into force {day}"),
        N_("No written agreement is in force"),
        N_("Enter into a written agreement"),
        *(N_("{n} agreement in force"), N_("{n} agreements in force")),
    ),
    "agreement.reviewed": Artefact(
        N_("Agreement followed up or revised"),
        N_("The agreement is followed up"),
        N_("The agreement was followed up {day}"),
        N_("The agreement has not been followed up"),
        N_("Follow up the agreement"),
        *(N_("{n} follow-up of the agreement"), N_("{n} follow-ups of the agreement")),
    ),
    "timetable": Artefact(
        N_("Timetable of the coming year"),
        N_("The timetable of the coming year is drawn up"),
        N_("The timetable of the coming year was drawn up {day}"),
        N_("The timetable of the coming year has not been drawn up"),
        N_("Call the first meetings and draw up the timetable of the coming year"),
        *(N_("{n} timetable"), N_("{n} timetables")),
    ),
    "news": Artefact(
        N_("News of the work"),
        N_("News of the work is published"),
        N_("News of the work was published {day}"),
        N_("No news of the work has been published"),
        N_("Publish news of the work"),
        *(N_("{n} published piece of news"), N_("{n} published pieces of news")),
    ),
    "report.council": Artefact(
        N_("Report to the municipal council"),
        N_("The work is reported to the municipal council"),
        N_("The work was reported to the municipal council {day}"),
        N_("The work has not been reported to the municipal council"),
        N_("Report the work to the municipal council"),
        *(N_("{n} report to the municipal council"), N_("{n} reports to the municipal council")),
    ),
    "report.leadership": Artefact(
        N_("Report to both leaderships"),
        N_("The work is reported to the leaderships of police and municipality"),
        N_("The work was reported to the leaderships of police and municipality {day}"),
        N_("The work has not been reported to the leaderships of police and municipality"),
        N_("Report the work to the leaderships of police and municipality"),
        *(N_("{n} report to the leaderships"), N_("{n} reports to the leaderships")),
    ),
    "work.evaluated": Artefact(
        N_("Last year's work evaluated"),
        N_("The work of the year before is evaluated"),
        N_("The work of the year before was evaluated {day}"),
        N_("The work of the year before has not been evaluated"),
        N_("Evaluate the work of the year before"),
        *(N_("{n} evaluation of a year's work"), N_("{n} evaluations of a year's work")),
    ),
    "problems.prioritised": Artefact(
        N_("Problems given priority"),
        N_("Problems are valued and given priority"),
        N_("Problems were given priority {day}"),
        N_("No problems have been given priority"),
        N_("Value problems and give them priority"),
        *(N_("{n} decision on priority"), N_("{n} decisions on priority")),
    ),
    "measure.immediate": Artefact(
        N_("Immediate measure"),
        N_("An immediate measure is decided on"),
        N_("An immediate measure was decided on {day}"),
        N_("No immediate measure has been decided on"),
        N_("Decide on the immediate measures that the picture calls for"),
        *(N_("{n} immediate measure"), N_("{n} immediate measures")),
    ),
    "presence.held": Artefact(
        N_("Presence at a place"),
        N_("There is presence at places that the picture points out"),
        N_("There was presence at a place {day}"),
        N_("There has been no presence at places that the picture points out"),
        N_("Plan and hold presence at places that the picture points out"),
        *(N_("{n} occasion of presence"), N_("{n} occasions of presence")),
    ),
}
"""Every kind of `record.ARTEFACTS` in words."""

ITEMS = {
    "plans.plan": N_("the action plan"),
    "plans.measures": N_("the measures under way"),
    "agreements.agreement": N_("the agreement"),
    "promises.promise": N_("the promises"),
    "problems.problem": N_("the problems"),
    "picture.week": N_("the picture of the week"),
    "meetings.actions": N_("what was decided last time"),
    "meetings.news": N_("news from each party"),
    "meetings.reports": N_("reports from the groups"),
}
"""Kinds of point on an agenda, as a sentence names them; a commitment may call one by another name."""


def item_called(kind: str, called: str) -> Message | str:
    """How a point on an agenda is spoken of."""
    return called or (Message(ITEMS[kind]) if kind in ITEMS else kind)
