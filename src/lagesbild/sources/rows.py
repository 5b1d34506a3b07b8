"""What rows of cells are, whatever file they stand in: heading, data, title, total, note or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.i18n import N_, Message
from lagesbild.sources.headings import recognised
from lagesbild.sources.records import Refusal, RefusalKind

SAMPLE_ROWS = 200
"""Rows from the top among which a heading is looked for."""

NOTHING = ("NULL", "null", "NaN", "nan", "NA", "N/A", "#N/A")
"""What programs write in a cell that says nothing."""

NUMBER = re.compile(r"[-+]?\d[\d \u00a0]*([.,]\d+)?")
YEAR = re.compile(r"(19|20)\d\d")
STAMP = re.compile(r"\d{1,4}[-/.:]\d{1,2}([-/.:]\d{1,4})?([ T].*)?")
MOMENT = re.compile(r"\d{4}[-/.]?\d{1,2}[-/.]?\d{1,2}\b|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b")
"""A date with its day."""
TOTAL = (
    r"(?i)^(del|slut)?(summa|totalt?|samtliga|s:a)( antal)?[ .:]*$"
    r"|^(sub|grand )?totals?[ .:]*$|^sum[ .:]*$|^(summa|totalt|total) \d{4}$"
)

TITLE_ROW = Message(N_("A title, sub-heading or note, not an incident."))
HEADING_AGAIN = Message(N_("The heading again."))
TOTAL_ROW = Message(N_("A sum of other rows."))


def is_value(cell: str) -> bool:
    """Whether a cell holds a number, date or time rather than a name. A bare year may be a name."""
    cell = cell.strip()
    return bool(STAMP.fullmatch(cell) or (NUMBER.fullmatch(cell) and not YEAR.fullmatch(cell)))


def filled(row: Sequence[str]) -> int:
    """Cells that are not blank."""
    return sum(1 for cell in row if cell.strip())


def find_heading(rows: Sequence[Sequence[str]]) -> tuple[int, bool] | None:
    """Index of the first full row, and whether it names the columns (else it is data). None when all are blank.

    A title above the table fills fewer cells than the table's rows do.
    """
    counts = [filled(row) for row in rows]
    full = [count for count in counts if count]
    if not full:
        return None
    typical = float(np.median(full))
    enough = max(min(2.0, typical), 0.6 * typical)
    at = next(i for i, count in enumerate(counts) if count >= enough)
    cells = [cell for cell in rows[at] if cell.strip()]
    # a whole date stands above no column, unless its neighbours are headings that mean something
    dated = any(MOMENT.match(cell.strip()) for cell in cells) and not recognised(cells)
    return at, not dated and sum(map(is_value, cells)) * 2 < len(cells)


def unique_names(cells: Sequence[str]) -> list[str]:
    """Headings without line breaks, each only once: an unnamed third column is "#3", a second "Datum" "Datum (2)"."""
    names: list[str] = []
    taken: set[str] = set()
    for i, cell in enumerate(cells):
        base = " ".join(cell.split()) or f"#{i + 1}"
        name, n = base, 1
        while name in taken:
            n += 1
            name = f"{base} ({n})"
        taken.add(name)
        names.append(name)
    return names


def clean(frame: pl.DataFrame) -> None:
    """Trim cells in place, so that no second copy is needed; blank ones and words for nothing become null."""
    for i, name in enumerate(frame.columns):
        column = frame[name].str.strip_chars()
        frame.replace_column(i, column.set(column.is_in(["", *NOTHING]), None))


def set_aside(frame: pl.DataFrame, lines: NDArray[np.int64]) -> tuple[pl.DataFrame, NDArray[np.int64], list[Refusal]]:
    """Data rows with their lines; and titles, totals, notes and repeated headings as refusals. Blank rows vanish.

    `frame` is cleaned. A row is a title or note when a single text or year stands alone in a table that usually
    fills several cells, or a year with nothing but a count beside it.
    """
    if not frame.width:
        return frame, lines, []
    counts = np.zeros(frame.height, np.int32)
    for column in frame:
        counts += column.is_not_null().to_numpy()
    if frame.width > 1 and frame.height:
        typical = float(np.quantile(counts[counts > 0], 0.75)) if counts.any() else 0.0
        kinds = _kinds(frame, counts, typical)
    else:
        kinds = {}
    aside: list[Refusal] = []
    keep = counts > 0
    for reason, kind, mask in (
        (HEADING_AGAIN, RefusalKind.TITLE, kinds.get("heading")),
        (TOTAL_ROW, RefusalKind.TOTAL, kinds.get("total")),
        (TITLE_ROW, RefusalKind.TITLE, kinds.get("title")),
    ):
        if mask is None:
            continue
        rows = np.flatnonzero(mask & keep)
        keep[rows] = False
        aside += [Refusal(0, int(lines[i]), "", row_text(frame.row(int(i))), kind, reason) for i in rows]
    if keep.all():
        return frame, lines, aside
    return frame.filter(pl.Series(keep)), lines[keep], aside


def row_text(cells: Sequence[str | None]) -> str:
    """A row as one readable line, for a refusal."""
    return " | ".join(cell for cell in cells if cell)[:200]


def _kinds(frame: pl.DataFrame, counts: NDArray[np.int32], typical: float) -> dict[str, NDArray[np.bool_]]:
    few = np.flatnonzero((counts > 0) & ((counts <= 2) | (counts < typical)))
    kinds = {name: np.zeros(frame.height, bool) for name in ("heading", "total", "title")}
    heading = pl.all_horizontal(
        pl.col(name).eq(name) if not name.startswith("#") else pl.col(name).is_null() for name in frame.columns
    )
    kinds["heading"] = frame.select(heading.fill_null(value=False)).to_series().to_numpy()
    if not len(few):
        return kinds
    part = frame[few]
    first = part.select(pl.coalesce(pl.all())).to_series()
    kinds["total"][few] = first.str.contains(TOTAL).to_numpy() & (counts[few] < max(typical, 2))
    if typical >= 3:
        year = first.str.contains(r"^(19|20)\d\d$").to_numpy()
        text = first.str.contains(r"\p{L}").to_numpy() & ~first.str.contains(r"\d[-/.:]\d").to_numpy()
        lone = (counts[few] == 1) & (year | text)
        kinds["title"][few] = lone | ((counts[few] == 2) & year & _count_beside(part))
    return kinds


def _count_beside(part: pl.DataFrame) -> NDArray[np.bool_]:
    """Whether the first two columns alone are filled, the second with a whole number."""
    second = part.to_series(1)
    both = part.to_series(0).is_not_null() & second.str.contains(r"^\d+$").fill_null(value=False)
    return both.to_numpy()
