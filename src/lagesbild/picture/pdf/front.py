"""What came in, what deviates, what we do not know, when and where: the parts read first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lagesbild.i18n import Translator
from lagesbild.picture import charts
from lagesbild.picture.charts import Theme
from lagesbild.picture.model import CountRow, Picture, PlaceRow, Verdict
from lagesbild.picture.pdf.blocks import Block, Cell, Column, Drawings, drawn, figure, items, section, sub, table, text
from lagesbild.picture.wording import counts, dates, findings, method, sources

OUTSIDE = frozenset({Verdict.ABOVE, Verdict.BELOW})
MOST_ROWS = 40
"""Rows of a table in the document; the rest are in the tables beside it."""
STRIP = 170.0
"""Width of a strip in pixels; a hundredth of it is 0.265 mm on paper."""


def came_in(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """Counts by category against what was expected of each."""
    blocks = [strip_table(t, picture.categories, t.gettext("Category"), theme, drawings)]
    blocks += more(t, len(picture.categories))
    blocks.append(text(method.expected(t, picture), note=True))
    return section(findings.came_in(t, picture.total), blocks)


def strip_table(t: Translator, rows: Sequence[CountRow], head: str, theme: Theme, drawings: Drawings) -> Block:
    """A row each: name, count, the count drawn over what was expected, and what may be said of it."""
    shown = list(rows[:MOST_ROWS])
    axis, strips = charts.strips(shown, theme, width=STRIP)
    scale = t.gettext("Scale of counts from 0; grey is what was expected")
    columns = [
        Column(head),
        Column(t.gettext("Count"), 12, "right"),
        Column(drawn(drawings.add(axis), scale), STRIP * 0.2646),
        Column(t.gettext("Judgement"), 30, "right"),
    ]
    cells: list[list[Cell]] = [
        [
            row.name,
            t.value(row.count),
            drawn(drawings.add(strip), counts.compared(t, row)),
            counts.verdict(t, row.verdict),
        ]
        for row, strip in zip(shown, strips, strict=True)
    ]
    return table(columns, cells, strong=[i for i, row in enumerate(shown) if row.verdict in OUTSIDE])


def more(t: Translator, n: int) -> list[Block]:
    """That rows are left out, if any are."""
    left = n - MOST_ROWS
    if left <= 0:
        return []
    said = t.ngettext(
        "{n} more row is in the page and the tables that belong to this document.",
        "{n} more rows are in the page and the tables that belong to this document.",
        left,
    )
    return [text(said.format(n=t.value(left)), note=True)]


def deviates(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """Each deviation with its series, where and when it gathers, and what speaks against it."""
    found = picture.deviations
    names = [(findings.series_name(t, one), one.row) for one in found]
    blocks: list[Block] = []
    for (name, row), one, stems in zip(
        names, found, charts.stems(t, names, theme, key="stems", width=420), strict=True
    ):
        blocks.append(sub(f"{name}, {counts.against(t, row)}"))
        if one.doubt is not None:
            doubt = t.gettext("Likelier a change in reporting:")
            blocks.append(text(f"{doubt} {t.say(one.doubt)}", strong=doubt))
        blocks += [text(t.say(message)) for message in one.gathered]
        blocks.append(figure(drawings.add(stems), alt=series_said(t, name, row), width=111))
        blocks.append(text(counts.chance(t, one.one_in, picture.period.unit), note=True))
    blocks.append(text(method.tested(t, picture), note=True))
    return section(findings.deviations(t, picture), blocks)


def series_said(t: Translator, name: str, row: CountRow) -> str:
    """The last steps of a series, for those who cannot see it drawn."""
    series = row.series
    said = [
        f"{dates.step(t, series.unit, start)}: {t.value(count)}"
        for start, count in zip(series.starts[-26:], series.counts[-26:], strict=True)
    ]
    return f"{name}. {', '.join(said)}. {counts.capital(counts.compared(t, row))}."


def unsaid(t: Translator, picture: Picture) -> list[dict[str, Any]]:
    """What the picture cannot say."""
    if not picture.unsaid:
        return []
    return [section(t.gettext("What we do not know"), [items([t.say(one) for one in picture.unsaid], sign="?")])]


def when(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """The week clock, or why there is none."""
    clock = picture.clock
    heading = t.gettext("When in the week")
    if clock.refused is not None:
        return section(heading, [text(t.say(clock.refused))])
    blocks: list[Block] = []
    if clock.peak is not None:
        blocks.append(text(t.say(clock.peak)))
    drawing = charts.week_clock(t, clock, theme, key="clock", title=heading, dots=True)
    weekdays = zip(dates.weekdays(t), clock.history, strict=True)
    alt = "; ".join(
        t.gettext("{day}: {n} incidents, most at {hour}").format(
            day=day, n=t.value(round(sum(hours))), hour=f"{(top := hours.index(max(hours))):02d}–{top + 1:02d}"
        )
        for day, hours in weekdays
    )
    caption = t.gettext("Shade is incidents per hour of the week over {over}. Dots are this period.").format(
        over=dates.dates(t, clock.over)
    )
    left_out = t.ngettext(
        "{n} incident without an hour is left out.", "{n} incidents without an hour are left out.", clock.without_hour
    ).format(n=t.value(clock.without_hour))
    blocks.append(figure(drawings.add(drawing), alt=f"{heading}. {alt}.", width=170, caption=f"{caption} {left_out}"))
    if clock.heaped is not None:
        blocks.append(text(t.say(clock.heaped), note=True))
    return section(heading, blocks, wide=True)


def where(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> list[dict[str, Any]]:
    """Ranked places as a map and as a list, or why there are none."""
    places = picture.places
    heading = findings.places(t, picture)
    if places.refused is not None:
        return [section(heading, [text(t.say(places.refused))])]
    title = t.gettext("Map of places")
    listed = "; ".join(f"{row.rank} {row.name}, {counts.against(t, row)}" for row in places.rows)
    caption = t.gettext("Incidents {over}. Solid outline: more than expected. Dashed: many, but as expected.").format(
        over=dates.dates(t, places.over)
    )
    drawing = charts.place_map(t, places, theme, key="map", title=title)
    seen = [
        figure(
            drawings.add(drawing),
            alt=f"{title}. {listed}.",
            width=128,
            caption=f"{caption} {sources.map_remainder(t, picture)}".strip(),
        )
    ]
    table_of = [_place_table(t, places.rows, theme, drawings), text(method.regression(t), note=True)]
    if places.without_dumps:
        table_of += [
            sub(t.gettext("Without points that stand for the unknown")),
            text(
                t.gettext(
                    "Some points are where a source puts what it cannot place. The ranking is given without them too."
                )
            ),
            _place_table(t, places.without_dumps, theme, drawings),
        ]
    return [section(heading, seen, wide=True), section(t.gettext("The places"), table_of, wide=True)]


def _place_table(t: Translator, rows: Sequence[PlaceRow], theme: Theme, drawings: Drawings) -> Block:
    weeks = charts.mini_weeks(t, rows, theme)
    timed = any(row.clock for row in rows)
    columns = [
        Column(t.gettext("No."), 8, "right"),
        Column(t.gettext("Place")),
        Column(t.gettext("Count"), 11, "right"),
        Column(t.gettext("Expected"), 17, "right"),
        Column(t.gettext("Judgement"), 40),
    ]
    if timed:
        columns.append(Column(t.gettext("Days and shifts"), 30))
    cells: list[list[Cell]] = []
    for row, week in zip(rows, weeks, strict=True):
        about = ", ".join(f"{name} {t.value(n)}" for name, n in row.categories)
        judged = f"{findings.place_verdict(t, row)}. {findings.sureness(t, row)}."
        line: list[Cell] = [
            t.value(row.rank),
            {"text": row.name, "below": about},
            t.value(row.count),
            counts.span(t, row.expected) if row.expected is not None else "",
            judged,
        ]
        if timed:
            line.append(drawn(drawings.add(week), _shifts_said(t, row)) if week else "")
        cells.append(line)
    return table(columns, cells)


def _shifts_said(t: Translator, row: PlaceRow) -> str:
    """On which weekday most happens at a place, and in which six hours."""
    by_day = [sum(day) for day in row.clock]
    by_shift = [sum(day[shift] for day in row.clock) for shift in range(4)]
    day, shift = by_day.index(max(by_day)), by_shift.index(max(by_shift))
    return t.gettext("Most on {day} and between {hours}").format(
        day=dates.weekdays(t)[day], hours=f"{6 * shift:02d}–{6 * shift + 6:02d}"
    )
