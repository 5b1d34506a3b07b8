"""Areas, repeats, coverage, what was read, all the figures and how they were made: the parts that carry the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lagesbild.i18n import Translator, capital
from lagesbild.picture import charts
from lagesbild.picture.charts import Theme
from lagesbild.picture.model import CountRow, Earlier, KnoxCell, Picture
from lagesbild.picture.pdf.blocks import (
    FULL,
    Block,
    Cell,
    Column,
    Drawings,
    described,
    figure,
    items,
    section,
    sub,
    table,
    text,
)
from lagesbild.picture.pdf.front import MOST_ROWS, OUTSIDE, more, strip_table
from lagesbild.picture.wording import counts, dates, findings, method, sources, where

PAPER = 768.0
"""Width of the chart of sources in pixels, so that its text is no smaller than 7.5 points across the page."""


def areas(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> list[dict[str, Any]]:
    """Counts by area, those outside the expected first, and what lies in no area."""
    if not picture.areas:
        none = [section(findings.areas(t, picture), [text(sources.unplaced(t, picture))])]
        return none if picture.area_unplaced else []
    ordered = sorted(picture.areas, key=lambda row: (row.verdict not in OUTSIDE, -row.count))
    blocks: list[Block] = []
    if findings.grouped(picture):
        blocks.append(strip_table(t, picture.groups, t.gettext("Larger area"), theme, drawings))
    blocks.append(strip_table(t, ordered[:MOST_ROWS], t.gettext("Area"), theme, drawings))
    blocks += more(t, len(ordered))
    blocks.append(text(sources.unplaced(t, picture)))
    if picture.areas_source:
        blocks.append(text(t.gettext("Areas from %(source)s.") % {"source": picture.areas_source}, note=True))
    return [section(findings.areas(t, picture), blocks)]


def repeats(t: Translator, picture: Picture) -> dict[str, Any]:
    """Whether one incident brings the next."""
    found = picture.repeats
    blocks: list[Block] = []
    if found.refused is not None:
        blocks.append(text(t.say(found.refused)))
    elif found.table:
        blocks.append(_knox(t, found.table))
        blocks.append(text(where.how_to_read_repeats(t, found), note=True))
        if found.over is not None and found.places_twice:
            blocks.append(text(where.places_twice(t, found)))
    return section(where.repeats_heading(t, found), blocks)


def _knox(t: Translator, cells: Sequence[KnoxCell]) -> Block:
    """Bands of distance down, bands of time across; a cell is pairs found against pairs expected."""
    metres = sorted({(cell.metres_from, cell.metres_to) for cell in cells})
    days = sorted({(cell.days_from, cell.days_to) for cell in cells})
    by_band = {(cell.metres_from, cell.days_from): cell for cell in cells}
    columns = [Column(t.gettext("Distance"))]
    columns += [Column(where.day_band(t, *one), 92 / len(days), "right") for one in days]
    rows: list[list[Cell]] = []
    for low, high in metres:
        line: list[Cell] = [where.metre_band(t, low, high)]
        for start, _ in days:
            cell = by_band.get((low, start))
            line.append("" if cell is None else _pairs(t, cell))
        rows.append(line)
    return table(columns, rows)


def _pairs(t: Translator, cell: KnoxCell) -> Cell:
    outside = cell.p <= 0.05 and cell.pairs > cell.expected
    return {
        "text": where.ratio(t, cell),
        "below": f"{where.pairs(t, cell)}, {where.cell_chance(t, cell)}",
        "strong": outside,
    }


def chains(t: Translator, picture: Picture) -> dict[str, Any]:
    """Possible series: incidents linked by closeness in space and time."""
    found = picture.chains
    if found.refused is not None:
        blocks = [text(t.say(found.refused))]
    elif not found.rows:
        blocks = [text(where.no_chain(t, picture))]
    else:
        blocks = [items([(f"{one.category}.", where.chain(t, one)) for one in found.rows])]
    if found.refused is None:
        blocks.append(text(where.how_to_read_chains(t, picture), note=True))
    return section(where.chains_heading(t, picture), blocks)


def coverage(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """What each source delivered over time, where it breaks, and how finely it says where and when."""
    found = picture.coverage
    title = t.gettext("Incidents per source over time")
    drawing = charts.coverage_chart(t, picture, theme, key="coverage", title=title, width=PAPER)
    blocks = [figure(drawings.add(drawing), alt=described(drawing), width=FULL)]
    if found.breaks:
        blocks.append(items([("", sources.broken(t, one, found)) for one in found.breaks]))
    whole = sources.of_the_whole(t, picture)
    if whole:
        blocks.append(text(whole, note=True))
    columns = [
        Column(t.gettext("Source")),
        Column(t.gettext("Incidents"), 20, "right"),
        Column(t.gettext("From and to"), 46),
        Column(t.gettext("With a place of their own"), 24, "right"),
        Column(t.gettext("With the hour"), 20, "right"),
    ]
    rows = [
        [one.name, t.value(one.count), dates.days(t, one.first, one.last), t.value(one.placed), t.value(one.timed)]
        for one in found.sources[:MOST_ROWS]
    ]
    blocks.append(table(columns, rows))
    blocks += more(t, len(found.sources))
    known = (sources.known(t, found), sources.arriving(t, picture))
    blocks.append(text(" ".join(filter(None, known)), note=True))
    if found.summaries:
        blocks.append(text(sources.summaries(t, found)))
    return section(findings.coverage(t, picture), blocks, wide=True)


def read(t: Translator, picture: Picture) -> dict[str, Any]:
    """The files, what was concluded about them, and every kind of row that was set aside."""
    columns = [
        Column(t.gettext("File")),
        Column(t.gettext("Rows"), 22, "right"),
        Column(t.gettext("Read"), 22, "right"),
        Column(t.gettext("Set aside"), 22, "right"),
    ]
    blocks = [
        table(
            columns, [[one.name, t.value(one.rows), t.value(one.read), t.value(one.refused)] for one in picture.files]
        )
    ]
    if picture.elsewhere:
        said = t.gettext("%(n)s belong to other municipalities") % {"n": t.value(picture.elsewhere)}
        blocks.append(text(f"{said}."))
    aside = ", ".join(f"{t.value(n)} {said}" for said, n in sources.set_aside(t, picture.refused))
    if aside:
        blocks.append(text(t.gettext("Set aside: {list}.").format(list=aside)))
    if picture.notes:
        blocks.append(items([("", t.say(note)) for note in picture.notes], sign="–"))
    blocks += _concluded(t, picture)
    blocks += _examples(t, picture)
    return section(findings.read(t, picture), blocks, wide=True)


def _concluded(t: Translator, picture: Picture) -> list[Block]:
    rows = [
        [one.name, t.say(what.what), what.value if isinstance(what.value, str) else t.say(what.value)]
        for one in picture.files
        for what in one.conclusions
    ]
    if not rows:
        return []
    columns = [Column(t.gettext("File")), Column(t.gettext("What"), 36), Column(t.gettext("Understood as"))]
    return [sub(t.gettext("How the files were understood")), table(columns, rows)]


def _examples(t: Translator, picture: Picture) -> list[Block]:
    examples = picture.refused.examples[:MOST_ROWS]
    if not examples:
        return []
    columns = [
        Column(t.gettext("File")),
        Column(t.gettext("Row"), 14, "right"),
        Column(t.gettext("Column"), 24),
        Column(t.gettext("Value"), 36),
        Column(t.gettext("Why"), 46),
    ]
    rows = [[file, t.value(line), column, value, t.say(why)] for file, line, column, value, why in examples]
    return [
        sub(t.gettext("Examples of rows set aside, and why")),
        table(columns, rows),
        text(f"{t.gettext('Every row set aside, with its reason, is in')} refusals.csv.", note=True),
    ]


def figures(t: Translator, picture: Picture) -> dict[str, Any]:
    """Every count with its own interval, what was expected, and earlier counts."""
    blocks = [_figures(t, t.gettext("Category"), [(t.gettext("All incidents"), picture.total)], picture.categories)]
    if picture.areas:
        blocks.append(_figures(t, t.gettext("Area"), [], picture.areas))
    if any(row.rate is not None for row in picture.areas):
        blocks.append(text(counts.about_rates(t, picture), note=True))
    blocks.append(text(t.gettext("A dash: not comparable, or no data."), note=True))
    return section(t.gettext("All the figures"), blocks, wide=True)


def _figures(t: Translator, head: str, first: list[tuple[str, CountRow]], rest: Sequence[CountRow]) -> Block:
    ranked = sorted(rest, key=lambda row: -row.count)[:MOST_ROWS]
    rows = [*first, *((row.name or t.gettext("not given"), row) for row in ranked)]
    rated = any(row.rate is not None for _, row in rows)
    before = next((row.before.period for _, row in rows if row.before is not None), None)
    earlier = [one.period for one in max((row.earlier for _, row in rows), key=len, default=())][: 2 if rated else 3]
    columns = [
        Column(head),
        Column(t.gettext("Count"), 12, "right"),
        Column(t.gettext("Chance alone"), 18, "right"),
        Column(t.gettext("Expected"), 17, "right"),
    ]
    shown = [one for one in (before, *earlier) if one is not None]
    columns += [Column(capital(counts.column_name(t, one)), 16, "right") for one in shown]
    if rated:
        columns.append(Column(t.gettext("Per 1,000 inhabitants"), 24, "right"))
    cells: list[list[Cell]] = []
    for name, row in rows:
        line: list[Cell] = [name, t.value(row.count), counts.span(t, row.interval)]
        line.append(counts.expected(t, row) if counts.comparable_row(row) else "–")
        if before is not None:
            line.append(_earlier(t, row.before))
        line += [_earlier(t, row.earlier[i] if i < len(row.earlier) else None) for i in range(len(earlier))]
        if rated:
            line.append(counts.rate(t, row) or "–")
        cells.append(line)
    return table(columns, cells, strong=range(len(first)))


def _earlier(t: Translator, found: Earlier | None) -> str:
    return "–" if found is None or found.count is None else t.value(found.count)


def made(t: Translator, picture: Picture) -> dict[str, Any]:
    """The method, paragraph by paragraph."""
    blocks = [
        text(f"{note.about}. {note.text}", note=True, strong=f"{note.about}.") for note in method.notes(t, picture)
    ]
    return section(t.gettext("How it was done"), blocks)
