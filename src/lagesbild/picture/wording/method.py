"""How each figure was made: method, parameters, limits and number of tests, in words."""

from __future__ import annotations

from typing import NamedTuple

from lagesbild.analysis import report
from lagesbild.i18n import Translator
from lagesbild.picture.model import Period, Picture, Unit
from lagesbild.picture.wording import counts, dates

A_YEAR = {Unit.WEEK: 52.0, Unit.MONTH: 12.0, Unit.QUARTER: 4.0, Unit.YEAR: 1.0}
"""Periods in a year, but for spans."""


class Note(NamedTuple):
    """One paragraph of the method."""

    about: str
    text: str


def expected(t: Translator, picture: Picture) -> str:
    """What “expected” means in this picture."""
    tests = picture.tests
    over = "" if tests.baseline is None else dates.dates(t, tests.baseline)
    match tests.method:
        case "farrington":
            said = t.gettext(
                "Expected is the span the same series led to expect, counted on the same weeks of earlier years and "
                "the stretch before, {over}."
            )
        case "season":
            said = t.gettext(
                "Expected is the span that the level, trend and season of the same series led to expect, counted on "
                "{over}."
            )
        case "course":
            said = t.gettext(
                "Expected is the span that the level and trend of the same series led to expect, counted on the "
                "periods just before, {over}. Less than a year is too little to know the season from."
            )
        case "recent":
            said = t.gettext(
                "Expected is the span the same series led to expect, counted on the periods just before, {over}."
            )
        case _:
            return t.gettext("No span is expected: history is too short or cannot be compared.")
    if picture.period.of_weekdays:
        said += " " + t.gettext("A period of some days is compared with the same weekdays of other weeks.")
    return said.format(over=over)


def tested(t: Translator, picture: Picture) -> str:
    """How many series were tested, and what that does to what is called a deviation."""
    tests = picture.tests
    if not tests.tested:
        return t.gettext("No series could be tested.")
    said = t.ngettext(
        "{n} series was tested.",
        "{n} series were tested. What is called a deviation survives correction for that number: "
        "of those named, at most {wrong} in 100 are expected to be chance.",
        tests.tested,
    ).format(n=t.value(tests.tested), wrong=round(100 * tests.alpha))
    said += " " + report.alarms(tests.tested, tests.alpha, _a_year(picture.period), t.language)
    if tests.untested:
        said += " " + t.ngettext(
            "{n} series has too few incidents or too short a history, and is shown as a count only.",
            "{n} series have too few incidents or too short a history, and are shown as counts only.",
            tests.untested,
        ).format(n=t.value(tests.untested))
    return said


def _a_year(period: Period) -> float:
    """How many periods of this kind there are in a year."""
    return A_YEAR.get(period.unit) or 365.25 / period.apart


def regression(t: Translator) -> str:
    """Why the top of a ranking falls by itself."""
    return t.gettext(
        "Places at the top of a list fall by themselves the next time: a part of why they are there is chance. "
        "A measure that begins now will look better than it is."
    )


def permutation_floor(t: Translator, picture: Picture) -> str:
    """How small a probability the permutations can show, and against what they were made."""
    repeats = picture.repeats
    return t.gettext(
        "Counted against {n} random shufflings of the times among the places, so that every place and every day keep "
        "their number. The smallest probability they can show is {floor}."
    ).format(n=t.value(repeats.permutations), floor=_probability(t, repeats.floor))


def _probability(t: Translator, p: float) -> str:
    return t.value(float(f"{p:.1g}")) if p >= 0.01 else t.gettext("1 in {n}").format(n=t.value(round(1 / p)))


def probability(t: Translator, p: float) -> str:
    """A probability under chance, “1 på 200”."""
    if p >= 0.1:
        return t.gettext("what chance gives")
    return t.gettext("1 in {n}").format(n=t.value(max(1, round(1 / max(p, 1e-9)))))


def notes(t: Translator, picture: Picture) -> tuple[Note, ...]:
    """All of the method, in the order of the picture."""
    found = [
        Note(
            t.gettext("Counts"),
            t.gettext(
                "A count is the number of incidents that begin in the period. Its own interval is the exact 95 per "
                "cent Poisson interval: how much the count itself could vary with the same risk."
            ),
        ),
        Note(t.gettext("Expected"), f"{expected(t, picture)} {tested(t, picture)}"),
    ]
    if picture.clock.refused is None:
        found.append(
            Note(
                t.gettext("Week clock"),
                t.gettext(
                    "An incident known only within a span of hours is shared equally among them. Incidents without an "
                    "hour are left out."
                ),
            )
        )
    if picture.places.refused is None:
        found.append(
            Note(
                t.gettext("Places"),
                t.gettext(
                    "Ranked by count over {over}. Expected comes from the place's own history. How sure: how often "
                    "the place is on the list when the same weeks are drawn anew."
                ).format(over=dates.dates(t, picture.places.over))
                + " "
                + regression(t),
            )
        )
    if picture.repeats.refused is None and picture.repeats.table:
        found.append(
            Note(
                t.gettext("Repeats"),
                t.gettext("Knox test of closeness in space and time, {n} bands tested.").format(
                    n=t.value(picture.repeats.tested)
                )
                + " "
                + permutation_floor(t, picture),
            )
        )
    if picture.chains.refused is None:
        chains = picture.chains
        found.append(
            Note(
                t.gettext("Possible series"),
                t.gettext(
                    "Incidents of one category, each within {metres} metres and {days} days of another, at least "
                    "{smallest} of them. {tested} categories were searched, and the number is corrected for."
                ).format(
                    metres=t.value(round(chains.metres)),
                    days=t.value(round(chains.days)),
                    smallest=counts.in_words(t, chains.smallest),
                    tested=t.value(chains.tested),
                ),
            )
        )
    found.append(
        Note(
            t.gettext("The same again"),
            t.gettext("The same files, period and seed give the same picture. Seed {seed}, version {version}.").format(
                seed=picture.seed, version=picture.version
            ),
        )
    )
    return tuple(found)
