"""Areas, repeats, coverage, what was read, all the figures and how they were made: the parts that carry the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lagesbild.i18n import Translator
from lagesbild.picture import charts
from lagesbild.picture.charts import Theme
from lagesbild.picture.model import CountRow, KnoxCell, Picture
from lagesbild.picture.pdf.blocks import Block, Cell, Column, Drawings, figure, items, section, sub, table, text
from lagesbild.picture.pdf.front import MOST_ROWS, OUTSIDE, more, strip_table
from lagesbild.picture.wording import counts, dates, findings, method, sources


def areas(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> list[dict[str, Any]]:
    """Counts by area, those outside the expected first, and what lies in no area."""
    if not picture.areas:
        return []
    ordered = sorted(picture.areas, key=lambda row: (row.verdict not in OUTSIDE, -row.count))
    blocks: list[Block] = []
    if len(picture.groups) > 1:
        blocks.append(strip_table(t, picture.groups, t.gettext("Larger area"), theme, drawings))
    blocks.append(strip_table(t, ordered, t.gettext("Area"), theme, drawings))
    blocks += more(t, len(ordered))
    if picture.area_unplaced or picture.area_outside:
        blocks.append(text(sources.unplaced(t, picture)))
    if picture.areas_source:
        blocks.append(text(t.gettext("Areas from {source}.").format(source=picture.areas_source), note=True))
    return [section(findings.areas(t, picture), blocks)]


def repeats(t: Translator, picture: Picture) -> dict[str, Any]:
    """Does one incident bring the next, and possible series."""
    found, chains = picture.repeats, picture.chains
    blocks: list[Block] = []
    if found.refused is not None:
        blocks.append(text(t.say(found.refused)))
    elif found.table:
        blocks += [
            _knox(t, found.table),
            text(t.gettext("Pairs of incidents against what chance would give."), note=True),
        ]
        if found.over is not None:
            twice = t.ngettext(
                "{n} place had two incidents or more over {over}.",
                "{n} places had two incidents or more over {over}.",
                found.places_twice,
            )
            blocks.append(text(twice.format(n=t.value(found.places_twice), over=dates.dates(t, found.over))))
    blocks.append(sub(findings.chains(t, picture)))
    if chains.refused is not None:
        blocks.append(text(t.say(chains.refused)))
    elif chains.rows:
        blocks.append(_chains(t, picture))
    return section(findings.repeats(t, found), blocks)


def _knox(t: Translator, cells: Sequence[KnoxCell]) -> Block:
    """Bands of distance down, bands of time across; a cell is pairs found against pairs expected."""
    metres = sorted({(cell.metres_from, cell.metres_to) for cell in cells})
    days = sorted({(cell.days_from, cell.days_to) for cell in cells})
    by_band = {(cell.metres_from, cell.days_from): cell for cell in cells}

    def band(low: float, high: float) -> str:
        return f"{t.value(round(low))}\u2060–\u2060{t.value(round(high))}"

    columns = [Column(t.gettext("Metres apart"))]
    columns += [Column(t.gettext("{days} days").format(days=band(*one)), 32, "right") for one in days]
    rows: list[list[Cell]] = []
    for low, high in metres:
        line: list[Cell] = [band(low, high)]
        for start, _ in days:
            cell = by_band.get((low, start))
            if cell is None:
                line.append("")
                continue
            said = t.gettext("{n} against {expected}").format(n=t.value(cell.pairs), expected=t.value(cell.expected))
            line.append({"text": said, "below": method.probability(t, cell.p), "strong": cell.p <= 0.05})
        rows.append(line)
    return table(columns, rows)


def _chains(t: Translator, picture: Picture) -> Block:
    columns = [
        Column(t.gettext("Category")),
        Column(t.gettext("Count"), 12, "right"),
        Column(t.gettext("When"), 34),
        Column(t.gettext("Where"), 40),
        Column(t.gettext("Chance"), 20, "right"),
    ]
    rows = [
        [
            chain.category,
            t.value(chain.count),
            dates.days(t, chain.start, chain.end),
            t.gettext("{place}, within {metres} m").format(place=chain.name, metres=t.value(round(chain.metres))),
            method.probability(t, chain.q),
        ]
        for chain in picture.chains.rows
    ]
    return table(columns, rows)


def coverage(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """What each source delivered over time, where it breaks, and how finely it says where and when."""
    found = picture.coverage
    title = t.gettext("What each source delivered")
    breaks = [sources.broken(t, one, found) for one in found.breaks]
    drawing = charts.coverage_chart(t, found, picture.period, theme, key="coverage", title=title)
    listed = "; ".join(
        t.gettext("{source}: {n} incidents, {days}").format(
            source=one.name, n=t.value(one.count), days=dates.days(t, one.first, one.last)
        )
        for one in found.sources
    )
    blocks = [figure(drawings.add(drawing), alt=f"{title}. {listed}. {' '.join(breaks)}".strip(), width=170)]
    if breaks:
        blocks.append(items(breaks))
    head = [Column(t.gettext("Where")), Column(t.gettext("Incidents"), 24, "right")]
    blocks.append(table(head, [[said, t.value(n)] for said, n in sources.placements(t, found)]))
    head = [Column(t.gettext("When")), Column(t.gettext("Incidents"), 24, "right")]
    blocks.append(table(head, [[said, t.value(n)] for said, n in sources.precisions(t, found)]))
    if found.summaries:
        blocks.append(text(sources.summaries(t, found)))
    return section(findings.coverage(t, picture), blocks, wide=True)


def read(t: Translator, picture: Picture) -> dict[str, Any]:
    """The files, what was concluded about them, and every kind of row that was set aside."""
    blocks = [
        table(
            [
                Column(t.gettext("File")),
                Column(t.gettext("Rows"), 22, "right"),
                Column(t.gettext("Read"), 22, "right"),
                Column(t.gettext("Set aside"), 22, "right"),
            ],
            [[one.name, t.value(one.rows), t.value(one.read), t.value(one.refused)] for one in picture.files],
        )
    ]
    aside = sources.set_aside(t, picture.refused)
    if aside:
        blocks += [
            sub(t.gettext("Why rows were set aside")),
            table(
                [Column(t.gettext("Reason")), Column(t.gettext("Rows"), 22, "right")],
                [[counts.capital(said), t.value(n)] for said, n in aside],
            ),
        ]
    if picture.refused.examples:
        blocks += [
            sub(t.gettext("The first of each reason")),
            table(
                [
                    Column(t.gettext("File")),
                    Column(t.gettext("Line"), 15, "right"),
                    Column(t.gettext("Column"), 24),
                    Column(t.gettext("Value"), 36),
                    Column(t.gettext("Reason"), 44),
                ],
                [
                    [file, t.value(line), column, value, t.say(why)]
                    for file, line, column, value, why in picture.refused.examples[:MOST_ROWS]
                ],
            ),
            text(t.gettext("All rows set aside are in the file that belongs to this document."), note=True),
        ]
    concluded = [
        [one.name, t.say(what.what), what.value if isinstance(what.value, str) else t.say(what.value)]
        for one in picture.files
        for what in one.conclusions
    ]
    if concluded:
        head = [Column(t.gettext("File")), Column(t.gettext("What")), Column(t.gettext("Understood as"))]
        blocks += [sub(t.gettext("How the files were understood")), table(head, concluded)]
    if picture.notes:
        blocks.append(items([t.say(note) for note in picture.notes], sign="–"))
    return section(findings.read(t, picture), blocks, wide=True)


def figures(t: Translator, picture: Picture) -> dict[str, Any]:
    """Every count with its own interval, what was expected, and earlier counts."""
    total = picture.total
    blocks = [_figures(t, [(t.gettext("All"), total)], [(row.name, row) for row in picture.categories])]
    if picture.areas:
        blocks += [
            sub(t.gettext("Areas")),
            _figures(t, [], [(row.name, row) for row in picture.areas]),
        ]
    return section(t.gettext("All the figures"), blocks, wide=True)


def _figures(t: Translator, first: list[tuple[str, CountRow]], rest: list[tuple[str, CountRow]]) -> Block:
    rows = [*first, *rest[:MOST_ROWS]]
    befores = [row.before.period for _, row in rows if row.before is not None]
    earliest = max((row.earlier for _, row in rows), key=len, default=())
    rated = any(row.rate is not None for _, row in rows)
    columns = [
        Column(t.gettext("Series")),
        Column(t.gettext("Count"), 13, "right"),
        Column(t.gettext("95 % interval"), 20, "right"),
        Column(t.gettext("Expected"), 20, "right"),
    ]
    if befores:
        columns.append(Column(counts.capital(counts.earlier_name(t, befores[0])), 19, "right"))
    columns += [Column(counts.capital(counts.earlier_name(t, one.period)), 19, "right") for one in earliest]
    if rated:
        columns.append(Column(t.gettext("Per 1,000 inhabitants"), 27, "right"))
    cells: list[list[Cell]] = []
    for name, row in rows:
        line: list[Cell] = [name, t.value(row.count), counts.span(t, row.interval)]
        line.append(counts.span(t, row.expected) if row.expected is not None else "–")
        if befores:
            line.append(counts.earlier(t, row.before))
        line += [counts.earlier(t, row.earlier[i] if i < len(row.earlier) else None) for i in range(len(earliest))]
        if rated:
            line.append(counts.rate(t, row))
        cells.append(line)
    return table(columns, cells, strong=range(len(first)))


def made(t: Translator, picture: Picture) -> dict[str, Any]:
    """The method, paragraph by paragraph."""
    blocks = [
        text(f"{note.about}. {note.text}", note=True, strong=f"{note.about}.") for note in method.notes(t, picture)
    ]
    return section(t.gettext("How it was made"), blocks)
