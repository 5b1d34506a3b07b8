"""What came in, what deviates, what cannot be said, when and where: the parts read first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lagesbild.analysis.charts.marks import WIDTH
from lagesbild.i18n import Translator, capital
from lagesbild.picture import charts, growing
from lagesbild.picture.charts import Theme
from lagesbild.picture.model import CountRow, Deviation, Picture, Unit, Verdict
from lagesbild.picture.pdf.blocks import (
    FULL,
    MILLIMETRES,
    Block,
    Cell,
    Column,
    Drawings,
    described,
    drawn,
    figure,
    gallery,
    items,
    section,
    table,
    text,
)
from lagesbild.picture.wording import counts, dates, findings, method, sources, where

OUTSIDE = frozenset({Verdict.ABOVE, Verdict.BELOW})
MOST_ROWS = 40
"""Rows of a table in the document; the rest are in the page it belongs to."""
MOST_STEMS = 11
"""Deviations drawn as series."""
STRIP = 142.0
"""Width of an interval strip in pixels."""
ROW, TWO_LINES = 5.8, 8.6
"""Height of a row with a strip in millimetres, with a name on one line and on two."""
ONE_LINE = 27
"""Letters of a name that are sure to fit on one line."""
HOUR = 28.0
"""Width of an hour of the week clock in pixels, so that its text is no smaller than 7.5 points across the page."""
STEMS = 308.0
"""Width of a small series in pixels."""


def came_in(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """Counts by category against what was expected of each."""
    blocks = [strip_table(t, picture.categories, t.gettext("Category"), theme, drawings)]
    blocks += more(t, len(picture.categories))
    key = t.gettext(
        "Grey bar: expected. Ring: count, as expected. Filled dot: count, outside. Small ring: cannot be compared."
    )
    blocks.append(text(f"{key} {method.expected(t, picture)}", note=True))
    return section(findings.came_in(t, picture), blocks)


def strip_table(t: Translator, rows: Sequence[CountRow], head: str, theme: Theme, drawings: Drawings) -> Block:
    """A row each: name, count, the count drawn over what was expected, and what may be said of it."""
    shown = sorted(rows, key=lambda row: -row.count)[:MOST_ROWS]
    axis, strips = charts.strips(shown, theme, width=STRIP)
    columns = [
        Column(head),
        Column(t.gettext("Count"), 12, "right"),
        Column(drawn(drawings.add(axis), t.gettext("Count against expected, drawn")), STRIP * MILLIMETRES),
        Column(t.gettext("Judgement"), 29, "right"),
    ]
    cells: list[list[Cell]] = [
        [
            row.name or t.gettext("not given"),
            t.value(row.count),
            drawn(drawings.add(strip, height=_row_height(row)), f"{row.name}, {counts.compared(t, row)}"),
            counts.verdict(t, row.verdict),
        ]
        for row, strip in zip(shown, strips, strict=True)
    ]
    return table(columns, cells, strong=[i for i, row in enumerate(shown) if row.verdict in OUTSIDE], ruled=False)


def _row_height(row: CountRow) -> float:
    return ROW if len(row.name) <= ONE_LINE else TWO_LINES


def more(t: Translator, n: int) -> list[Block]:
    """That rows are left out, if any are."""
    left = n - MOST_ROWS
    if left <= 0:
        return []
    said = t.ngettext("and {n} more, in picture.json", "and {n} more, all in picture.json", left)
    return [text(said.format(n=t.value(left)), note=True)]


def deviates(t: Translator, picture: Picture) -> dict[str, Any]:
    """Each deviation in a few words, likely changes in reporting last, and how many series were tested."""
    blocks = []
    if picture.deviations:
        blocks.append(items([_deviation(t, one) for one in picture.deviations]))
    blocks.append(text(method.tested(t, picture), note=True))
    return section(findings.deviations(t, picture), blocks)


def _deviation(t: Translator, found: Deviation) -> tuple[str, str]:
    parts = [t.say(message) for message in found.gathered]
    if found.doubt is not None:
        parts.append(f"{t.gettext('Probably a change in reporting')}: {t.say(found.doubt)}")
    return f"{findings.series_name(t, found)}, {counts.against(t, found.row)}.", " ".join(parts)


def unsaid(t: Translator, picture: Picture) -> dict[str, Any]:
    """What the picture cannot say."""
    said = [dates.said(t, one) for one in picture.unsaid]
    said.append(t.gettext("How much is never reported. Few reports is not the same as few incidents."))
    said.append(t.gettext("Who did anything. The picture is about places and situations, never about persons."))
    return section(t.gettext("What the picture cannot say"), [items([("", one) for one in said], sign="?")])


def developed(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """The series of all incidents and of what deviates, step by step."""
    shown = picture.deviations[:MOST_STEMS]
    rows = [(t.gettext("All incidents"), picture.total)]
    rows += [(findings.series_name(t, one), one.row) for one in shown]
    chances = ["", *(counts.chance(t, one.one_in, picture.period.unit) for one in shown)]
    stems = charts.stems(t, picture, rows, theme, key="stems", width=STEMS)
    drawings_said = [
        figure(
            drawings.add(svg), alt=_series_said(t, name, row), width=STEMS * MILLIMETRES, heading=name, caption=chance
        )
        for (name, row), svg, chance in zip(rows, stems, chances, strict=True)
    ]
    blocks = [gallery(drawings_said), text(findings.how_to_read_stems(t, picture), note=True)]
    return section(t.gettext("How it has developed"), blocks, wide=True)


def _series_said(t: Translator, name: str, row: CountRow) -> str:
    """A series for those who cannot see it drawn."""
    series = row.series
    shown = series.counts[-26:]
    said = t.gettext(
        "{name}, from {first} to {last}: between {low} and {high} in each step, and {n} in the last."
    ).format(
        name=name,
        first=dates.step_long(t, series.unit, series.starts[-len(shown)]),
        last=dates.step_long(t, series.unit, series.starts[-1]),
        low=t.value(min(shown)),
        high=t.value(max(shown)),
        n=t.value(shown[-1]),
    )
    return f"{said} {capital(counts.compared(t, row))}."


def when(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """The week clock, or why there is none."""
    clock = picture.clock
    heading = t.gettext("When in the week")
    if clock.refused is not None:
        return section(heading, [text(t.say(clock.refused))])
    dots = picture.period.unit is Unit.WEEK
    drawing = charts.week_clock(
        t, clock, theme, key="clock", title=t.gettext("Incidents by weekday and hour"), dots=dots, hour=HOUR
    )
    blocks = [text(capital(t.say(clock.peak)))] if clock.peak is not None else []
    caption = [findings.how_to_read_clock(t, picture)]
    if clock.heaped is not None:
        caption.append(clock.heaped[t.language])
    blocks.append(figure(drawings.add(drawing), alt=described(drawing), width=FULL, caption=" ".join(caption)))
    return section(heading, blocks, wide=True)


def gathers(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """Ranked places as a map and as a list, or why there are none."""
    places = picture.places
    heading = where.heading(t, picture)
    if places.refused is not None:
        return section(heading, [text(t.say(places.refused))])
    if not places.rows:
        return section(heading, [text(t.gettext("No place stands out from the others."))])
    drawing = charts.place_map(t, places, theme, key="map", title=t.gettext("Map of the ranked places"))
    caption = f"{where.map_caption(t, picture)} {sources.map_remainder(t, picture)}".strip()
    blocks = [
        figure(drawings.add(drawing), alt=described(drawing), width=118, caption=caption, beside=True),
        _place_table(t, picture, theme, drawings),
        text(where.how_to_read(t, picture), note=True),
    ]
    if places.without_dumps:
        blocks.append(text(where.without_dumps(t, picture)))
    blocks.append(text(method.regression(t), note=True))
    return section(heading, blocks, wide=True)


def grows(t: Translator, picture: Picture, drawings: Drawings) -> list[dict[str, Any]]:
    """Neighbourhoods that grow, or why it cannot be told; nothing where no squares are ranked."""
    found = picture.places.emerging
    if found is None or picture.places.refused is not None or not picture.places.rows:
        return []
    heading = where.emerging_heading(t, found)
    if found.refused is not None:
        return [section(heading, [text(t.say(found.refused))])]
    blocks = [text(said) for said in growing.said(found, t.language)]
    patterns = where.emerging_patterns(t, found)
    if patterns:
        blocks.append(text(patterns))
    made = growing.drawn(found, t.language)
    if made is not None:
        drawing = growing.picture_of(made, "emerging")
        width = WIDTH * MILLIMETRES
        blocks.append(figure(drawings.add(drawing), alt=described(drawing), width=width, caption=made.reading))
        first, *others = made.columns
        columns = [Column(first), *(Column(name, 21, "right") for name in others[:-1]), Column(others[-1], 34)]
        blocks.append(table(columns, made.rows))
    blocks.append(text(where.how_to_read_emerging(t, picture), note=True))
    return [section(heading, blocks)]


def _place_table(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> Block:
    rows = picture.places.rows
    weeks = charts.mini_weeks(t, rows, theme)
    columns = [
        Column(t.gettext("No."), 7, "right"),
        Column(t.gettext("Place")),
        Column(t.gettext("Count"), 11, "right"),
        Column(t.gettext("Expected"), 16, "right"),
        Column(t.gettext("Judgement"), 44),
    ]
    timed = any(weeks)
    if timed:
        columns.append(Column(t.gettext("Days and shifts"), 29))
    cells: list[list[Cell]] = []
    for row, week in zip(rows, weeks, strict=True):
        about = where.categories(t, row)
        if where.on_dump(picture, row):
            about = f"{about}. {where.on_dump_said(t, picture, row)}."
        line: list[Cell] = [
            t.value(row.rank),
            {"text": row.name, "below": about, "strong": True},
            t.value(row.count),
            counts.expected(t, row),
            {"text": f"{where.verdict(t, row)}.", "below": f"{capital(where.sureness(t, row))}."},
        ]
        if timed:
            line.append(drawn(drawings.add(week), capital(where.busiest(t, row))) if week else "")
        cells.append(line)
    return table(columns, cells)
