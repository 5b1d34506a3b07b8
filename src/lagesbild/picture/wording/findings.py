"""The lead, the headings that say what was found, and what to think of each finding."""

from __future__ import annotations

from typing import NamedTuple

from lagesbild.i18n import Translator, capital
from lagesbild.picture.model import BreakKind, Deviation, Picture, Refused, Series, Unit, Verdict
from lagesbild.picture.wording import counts, dates, where

OUTSIDE = frozenset({Verdict.ABOVE, Verdict.BELOW})
PARTLY = 0.2
"""Share of incidents outside all areas from which the lead says how many lie inside."""


places = where.heading
place_verdict = where.verdict
sureness = where.sureness
repeats = where.repeats_heading
chains = where.chains_heading


class Said(NamedTuple):
    """A sentence or two, and the part of it that carries the finding."""

    text: str
    strong: str

    def __str__(self) -> str:
        return self.text


def lead(t: Translator, picture: Picture) -> tuple[Said, Said]:
    """Two sentences a person could read aloud: what deviates, and what the figures rest on."""
    return _what_deviates(t, picture), _what_came_in(t, picture)


def _what_deviates(t: Translator, picture: Picture) -> Said:
    found = [one for one in picture.deviations if one.doubt is None] or list(picture.deviations)
    if found:
        n = len(picture.deviations)
        first = found[0]
        strong = counts.against(t, first.row)
        values = {"n": capital(counts.in_words(t, n)), "name": series_name(t, first), "against": strong}
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
    if partly(picture):
        return _part_of_what_came_in(t, picture)
    if total.expected is None or total.verdict in {Verdict.FEW, Verdict.INCOMPARABLE}:
        said = t.ngettext("In all, {n} incident came in.", "In all, {n} incidents came in.", n)
        text = said.format(n=t.value(n))
    else:
        said = t.gettext("The incidents in all are {against}, {verdict}.")
        text = said.format(against=strong, verdict=counts.verdict(t, total.verdict))
    return Said(f"{text}{_how_far_back(t, picture)}", strong)


def _how_far_back(t: Translator, picture: Picture) -> str:
    """How far back comparisons may go, as a sentence to add; nothing where there is nothing to warn of."""
    start = picture.coverage.comparable_from
    if start is not None and picture.coverage.changed_before:
        said = t.gettext("Compare no further back than {day}: the source was another before.")
        return " " + said.format(day=dates.day(t, start))
    if picture.total.verdict == Verdict.INCOMPARABLE:
        return " " + t.gettext("They cannot be compared with earlier periods: the source has changed.")
    return ""


def partly(picture: Picture) -> bool:
    """Whether so much lies outside the areas that the total is not a figure of what the picture is named after."""
    return picture.area_outside > PARTLY * picture.total.count


def inside(picture: Picture) -> int:
    """Incidents of the period that lie in an area."""
    return picture.total.count - picture.area_outside - picture.area_unplaced


def _part_of_what_came_in(t: Translator, picture: Picture) -> Said:
    """What lies in the areas, first, and then the whole with its remainder."""
    n = inside(picture)
    strong = t.ngettext("{n} incident lies in the areas", "{n} incidents lie in the areas", n).format(n=t.value(n))
    said = (
        t.gettext(
            "{inside}. The files hold {total} in the period: {outside} lie outside the areas and {unplaced} cannot be "
            "put in any. All counts but those by area are of the whole."
        )
        if picture.area_unplaced
        else t.gettext(
            "{inside}. The files hold {total} in the period: {outside} lie outside the areas. All counts but those by "
            "area are of the whole."
        )
    )
    text = said.format(
        inside=strong,
        total=t.value(picture.total.count),
        outside=t.value(picture.area_outside),
        unplaced=t.value(picture.area_unplaced),
    )
    return Said(f"{text}{_how_far_back(t, picture)}", strong)


def title(t: Translator, picture: Picture) -> str:
    """Of what the picture is."""
    if not picture.name:
        return t.gettext("Situational picture")
    return t.gettext("Situational picture of {name}").format(name=picture.name)


def page_title(t: Translator, picture: Picture) -> str:
    """Of what the picture is, and when."""
    when = dates.short(t, picture.period)
    if picture.period.unit is Unit.MONTH:
        when = dates.month(t, picture.period.start)
    elif picture.period.unit is Unit.QUARTER:
        when = dates.short(t, picture.period, year=True)
    return f"{title(t, picture)}, {when}"


def made(t: Translator, picture: Picture) -> str:
    """When the picture was made and what it rests on."""
    said = t.ngettext("Made {day} from {n} incident.", "Made {day} from {n} incidents.", picture.records)
    return said.format(day=dates.made(t, picture.made), n=t.value(picture.records))


def account(t: Translator, picture: Picture) -> str:
    """Every row in one line: how many were met, how many were read, and how many were set aside."""
    aside, elsewhere = set_aside_total(picture.refused), picture.elsewhere
    said = t.ngettext("{n} row: {read} read", "{n} rows: {read} read", picture.rows)
    parts = [said.format(n=t.value(picture.rows), read=t.value(picture.rows - aside))]
    if aside:
        parts.append(t.ngettext("{n} set aside", "{n} were set aside", aside).format(n=t.value(aside)))
    if elsewhere:
        parts.append(t.gettext("{n} of them elsewhere").format(n=t.value(elsewhere)))
    return ", ".join(parts) + "."


class Content(NamedTuple):
    """A line of the row of contents: where it leads, how many, of what."""

    anchor: str
    n: int
    name: str


def contents(t: Translator, picture: Picture) -> tuple[Content, ...]:
    """What the picture holds, with counts."""
    aside, breaks = set_aside_total(picture.refused), len(picture.coverage.breaks)
    total, deviating = picture.total.count, len(picture.deviations)
    ranked, linked = len(picture.places.rows), len(picture.chains.rows)
    found = (
        Content("coverage", breaks, t.ngettext("change in the source", "changes in the source", breaks)),
        Content("counts", total, t.ngettext("incident", "incidents", total))
        if not partly(picture)
        else Content("areas", inside(picture), t.gettext("incidents in the areas")),
        Content("deviations", deviating, t.ngettext("deviation", "deviations", deviating)),
        Content("places", ranked, t.ngettext("place", "places", ranked)),
        Content("chains", linked, t.ngettext("possible series", "possible series of incidents", linked)),
        Content("read", aside, t.ngettext("row set aside", "rows set aside", aside)),
    )
    always = {"counts", "areas", "deviations"} if picture.tests.tested else {"counts", "areas"}
    return tuple(one for one in found if one.n or one.anchor in always)


def set_aside_total(refused: Refused) -> int:
    """Rows that did not become incidents."""
    return refused.unreadable + refused.repeated + refused.titles + refused.totals


def last_steps(t: Translator, series: Series, most: int = 12) -> str:
    """The heading of a column of small series: “12 veckor”."""
    n = min(most, len(series.counts))
    return {
        Unit.WEEK: t.ngettext("{n} week", "{n} weeks", n),
        Unit.MONTH: t.ngettext("{n} month", "{n} months", n),
        Unit.QUARTER: t.ngettext("{n} quarter", "{n} quarters", n),
        Unit.YEAR: t.ngettext("{n} year", "{n} years", n),
        Unit.SPAN: t.ngettext("{n} period", "{n} periods", n),
    }[series.unit].format(n=n)


def show_incidents(t: Translator, n: int) -> str:
    """What opens the incidents behind a figure."""
    return t.ngettext("Show the incident", "Show the {n} incidents", n).format(n=t.value(n))


def show_some_incidents(t: Translator, shown: int, n: int) -> str:
    """What opens some of the incidents behind a figure."""
    if shown >= n:
        return show_incidents(t, n)
    return t.gettext("Show {shown} of the {n} incidents").format(shown=t.value(shown), n=t.value(n))


def how_to_read_stems(t: Translator, picture: Picture) -> str:
    """What the small charts beside deviations show."""
    said = t.gettext("Each stem is a step of time, the shaded field is what was expected of it.")
    return f"{said} {arriving(t, picture)}".rstrip()


def arriving(t: Translator, picture: Picture) -> str:
    """What grey ground under the last steps of all incidents says, or nothing where there is none."""
    return dates.arriving(t, picture.arriving(picture.total.series))


def how_to_read_clock(t: Translator, picture: Picture) -> str:
    """What the week clock shows, and of what."""
    clock = picture.clock
    said = t.ngettext(
        "The shade is {n} incident with a known hour, {over}.",
        "The shade is {n} incidents with a known hour, {over}.",
        clock.used,
    ).format(n=t.value(clock.used), over=dates.dates(t, clock.over))
    if picture.period.unit is Unit.WEEK:
        said += " " + t.gettext("A dot is an incident this week, to the nearest hour.")
    if clock.without_hour:
        said += " " + t.ngettext(
            "{n} without an hour is left out.", "{n} without an hour are left out.", clock.without_hour
        ).format(n=t.value(clock.without_hour))
    return said


def came_in(t: Translator, picture: Picture) -> str:
    """The section of counts by category, as a finding."""
    row = picture.total
    n = t.value(row.count)
    if partly(picture):
        said = t.gettext("{n} incidents in the files, {inside} of them in the areas")
        return said.format(n=n, inside=t.value(inside(picture)))
    if row.verdict in OUTSIDE or row.verdict == Verdict.INSIDE:
        said = t.ngettext("{n} incident, {verdict}", "{n} incidents, {verdict}", row.count)
        return said.format(n=n, verdict=counts.verdict(t, row.verdict))
    return t.ngettext("{n} incident came in", "{n} incidents came in", row.count).format(n=n)


def areas(t: Translator, picture: Picture) -> str:
    """The section of counts by area, as a finding."""
    n, outside = len(picture.areas), sum(row.verdict in OUTSIDE for row in picture.areas)
    if not n:
        return t.gettext("Counts by area cannot be told") if picture.area_unplaced else t.gettext("No areas")
    if outside:
        said = t.gettext("{n} of {total} areas outside the expected")
        return said.format(n=capital(counts.in_words(t, outside)), total=counts.in_words(t, n))
    if all(row.verdict == Verdict.INSIDE for row in picture.areas):
        said = t.ngettext("The area is as expected", "All {n} areas as expected", n)
        return said.format(n=counts.in_words(t, n))
    if n > 1 and any(row.verdict == Verdict.INSIDE for row in picture.areas):
        return t.gettext("None of {n} areas surely outside the expected").format(n=counts.in_words(t, n))
    return t.ngettext("One area", "{n} areas", n).format(n=capital(counts.in_words(t, n)))


def grouped(picture: Picture) -> bool:
    """Whether the areas belong to larger areas that are worth a table of their own: several, and fewer than they."""
    return 1 < len(picture.groups) < len(picture.areas)


def deviations(t: Translator, picture: Picture) -> str:
    """The section of deviations, as a finding."""
    n = len(picture.deviations)
    if n:
        return t.ngettext("One deviation", "{n} deviations", n).format(n=capital(counts.in_words(t, n)))
    if picture.tests.tested:
        return t.gettext("No deviation beyond what chance can give")
    return t.gettext("Nothing can be tested yet")


def series_name(t: Translator, found: Deviation) -> str:
    """What deviates: a category, an area, or a category in an area."""
    row = found.row
    if found.kind == "category in area" and row.group:
        return t.gettext("{category} in {area}").format(category=row.name, area=row.group)
    return row.name


def read(t: Translator, picture: Picture) -> str:
    """The section of what was read, as a finding."""
    if not set_aside_total(picture.refused):
        said = t.ngettext("The one row could be read", "All {n} rows could be read", picture.rows)
        return said.format(n=t.value(picture.rows))
    lost = set_aside_total(picture.refused)
    said = t.ngettext("{n} row of {total} was set aside", "{n} rows of {total} were set aside", lost)
    return said.format(n=t.value(lost), total=t.value(picture.rows))


def coverage(t: Translator, picture: Picture) -> str:
    """The section of coverage, as a finding."""
    n = len(picture.coverage.breaks)
    if not n:
        return t.gettext("No change in the source has been seen")
    if n == 1 and picture.coverage.breaks[0].kind is BreakKind.GAP:
        return t.gettext("One gap in the source")
    said = t.ngettext("One change in the source", "{n} changes in the source", n)
    return said.format(n=capital(counts.in_words(t, n)))
