"""The lead, the headings that say what was found, and what to think of each finding."""

from __future__ import annotations

from typing import NamedTuple

from lagesbild.i18n import Translator
from lagesbild.picture.model import BreakKind, CountRow, Deviation, Picture, PlaceRow, Repeats, Verdict
from lagesbild.picture.wording import counts, dates

OUTSIDE = frozenset({Verdict.ABOVE, Verdict.BELOW})


class Said(NamedTuple):
    """A sentence or two, and the part of it that carries the finding."""

    text: str
    strong: str


def lead(t: Translator, picture: Picture) -> tuple[Said, Said]:
    """Two sentences a person could read aloud: what deviates, and what the figures rest on."""
    return _what_deviates(t, picture), _what_came_in(t, picture)


def _what_deviates(t: Translator, picture: Picture) -> Said:
    found = [one for one in picture.deviations if one.doubt is None] or list(picture.deviations)
    if found:
        n = len(picture.deviations)
        first = found[0]
        strong = counts.against(t, first.row)
        values = {"n": counts.capital(counts.in_words(t, n)), "name": series_name(t, first), "against": strong}
        said = t.ngettext(
            "One series deviates from the expected: {name}, {against}.",
            "{n} series deviate from the expected. Clearest is {name}, {against}.",
            n,
        )
        return Said(said.format(**values), strong)
    if picture.tests.tested:
        said = t.ngettext(
            "The one series that could be tested is as expected.",
            "None of the {n} series tested deviates more than chance can explain.",
            picture.tests.tested,
        )
        return Said(said.format(n=t.value(picture.tests.tested)), "")
    return Said(t.gettext("Nothing can be tested against history yet, so nothing is called more or fewer."), "")


def _what_came_in(t: Translator, picture: Picture) -> Said:
    total = picture.total
    strong = counts.against(t, total)
    n = total.count
    if total.expected is None or total.verdict in {Verdict.FEW, Verdict.INCOMPARABLE}:
        said = t.ngettext("In all, {n} incident came in.", "In all, {n} incidents came in.", n)
        text = said.format(n=t.value(n))
    else:
        said = t.gettext("In all, {against} incidents came in, {verdict}.")
        text = said.format(against=strong, verdict=counts.verdict(t, total.verdict))
    start = picture.coverage.comparable_from
    if picture.coverage.breaks and start is not None:
        text += " " + t.gettext("Compare no further back than {day}: the source was another before.").format(
            day=dates.day(t, start)
        )
    elif total.verdict is Verdict.INCOMPARABLE:
        text += " " + t.gettext("They cannot be compared with earlier periods: the source has changed.")
    return Said(text, strong)


def title(t: Translator, picture: Picture) -> str:
    """The heading of the whole picture."""
    return t.gettext("Situational picture of {name}").format(name=picture.name)


def came_in(t: Translator, row: CountRow) -> str:
    """The section of counts by category, as a finding."""
    n = t.value(row.count)
    if row.verdict in OUTSIDE or row.verdict is Verdict.INSIDE:
        said = t.ngettext("{n} incident, {verdict}", "{n} incidents, {verdict}", row.count)
        return said.format(n=n, verdict=counts.verdict(t, row.verdict))
    return t.ngettext("{n} incident came in", "{n} incidents came in", row.count).format(n=n)


def areas(t: Translator, picture: Picture) -> str:
    """The section of counts by area, as a finding."""
    n, outside = len(picture.areas), sum(row.verdict in OUTSIDE for row in picture.areas)
    if outside:
        said = t.gettext("{n} of {total} areas outside the expected")
        return said.format(n=counts.capital(counts.in_words(t, outside)), total=counts.in_words(t, n))
    if n and all(row.verdict is Verdict.INSIDE for row in picture.areas):
        said = t.ngettext("The area is as expected", "All {n} areas as expected", n)
        return said.format(n=counts.in_words(t, n))
    return t.ngettext("One area", "{n} areas", n).format(n=counts.capital(counts.in_words(t, n)))


def deviations(t: Translator, picture: Picture) -> str:
    """The section of deviations, as a finding."""
    n = len(picture.deviations)
    if n:
        return t.ngettext("One deviation", "{n} deviations", n).format(n=counts.capital(counts.in_words(t, n)))
    if picture.tests.tested:
        return t.gettext("No deviation beyond what chance can give")
    return t.gettext("Nothing can be tested yet")


def series_name(t: Translator, found: Deviation) -> str:
    """What deviates: a category, an area, or a category in an area."""
    row = found.row
    if found.kind == "category in area" and row.group:
        return t.gettext("{category} in {area}").format(category=row.name, area=row.group)
    return row.name


def places(t: Translator, picture: Picture) -> str:
    """The section of places, as a finding."""
    n = len(picture.places.rows)
    if not n:
        return t.gettext("No places can be ranked")
    return t.ngettext("One place", "{n} places", n).format(n=counts.capital(counts.in_words(t, n)))


def place_verdict(t: Translator, row: PlaceRow) -> str:
    """What may be said of a place against chance."""
    match row.verdict:
        case Verdict.ABOVE:
            return t.gettext("Holds against chance")
        case Verdict.BELOW:
            return t.gettext("Fewer than expected")
        case Verdict.INSIDE:
            return t.gettext("As expected; many, but not more than before")
        case _:
            return counts.capital(counts.verdict(t, row.verdict))


def sureness(t: Translator, row: PlaceRow) -> str:
    """How surely a place belongs on the list, in words and as times of a hundred."""
    times = min(99, max(1, round(100 * row.sure)))
    if row.sure >= 0.95:
        said = t.gettext("Sure of its place on the list: {n} times of 100")
    elif row.sure >= 0.8:
        said = t.gettext("Fairly sure of its place on the list: {n} times of 100")
    elif row.sure >= 0.5:
        said = t.gettext("Unsure of its place on the list: {n} times of 100")
    else:
        said = t.gettext("There more by chance than not: {n} times of 100")
    return said.format(n=times).replace(" times", f"{dates.NBSP}times")


def repeats(t: Translator, found: Repeats) -> str:
    """The section of near repeats, as a finding."""
    if found.refused is not None or not found.table:
        return t.gettext("Repeats cannot be judged")
    closest = found.table[0]
    if closest.p <= 0.05 and closest.pairs > closest.expected:
        return t.gettext("One incident is followed by another nearby")
    return t.gettext("No sign that one incident brings the next")


def chains(t: Translator, picture: Picture) -> str:
    """The section of possible series, as a finding."""
    n = len(picture.chains.rows)
    if n:
        said = t.ngettext("One possible series", "{n} possible series", n)
        return said.format(n=counts.capital(counts.in_words(t, n)))
    if picture.chains.refused is not None:
        return t.gettext("Series cannot be looked for")
    return t.gettext("No possible series")


def read(t: Translator, picture: Picture) -> str:
    """The section of what was read, as a finding."""
    if picture.records + picture.elsewhere == picture.rows:
        said = t.ngettext("The one row could be read", "All {n} rows could be read", picture.rows)
        return said.format(n=t.value(picture.rows))
    refused = picture.refused
    lost = refused.unreadable + refused.repeated + refused.titles + refused.totals
    said = t.ngettext("{n} row of {total} was set aside", "{n} rows of {total} were set aside", lost)
    return said.format(n=t.value(lost), total=t.value(picture.rows))


def coverage(t: Translator, picture: Picture) -> str:
    """The section of coverage, as a finding."""
    n = len(picture.coverage.breaks)
    if not n:
        return t.gettext("The source is even")
    if n == 1 and picture.coverage.breaks[0].kind is BreakKind.GAP:
        return t.gettext("One gap in the source")
    said = t.ngettext("One change in the source", "{n} changes in the source", n)
    return said.format(n=counts.capital(counts.in_words(t, n)))
