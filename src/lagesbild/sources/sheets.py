"""Tables of a workbook: XLSX, XLS and ODS, with blank edges, titles, several tables and several sheets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import python_calamine as calamine

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.sources import headings
from lagesbild.sources import rows as rowkinds
from lagesbild.sources.records import Conclusion, ReadOptions, Refusal, RefusalKind
from lagesbild.sources.table import Table

TOO_MANY = Message(N_("The row has cells outside the columns that the heading names."))
BATCH = 50_000

Cells = list[str]


@dataclass(frozen=True, slots=True)
class Block:
    """One table found on a sheet: rows from `first` (0-based) to `last` (exclusive), its heading at `heading`."""

    sheet: str
    heading: int | None
    first: int
    last: int
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        """Sheet and row, as people point at it."""
        return f"{self.sheet}, {(self.first if self.heading is None else self.heading) + 1}"


def read_table(path: Path, options: ReadOptions) -> Table:
    """The table of a workbook whose headings are best recognised (of two alike the longer), or of `options.sheet`.

    Tables with the very same headings, a sheet for each month, are read as one. Lines are row numbers as the
    spreadsheet shows them. Dates become ISO 8601, whole numbers lose their ".0". Raises `UnreadableInput` for a
    damaged or locked workbook, one without rows, and an unknown sheet.
    """
    sheets = _open(path, options.sheet)
    blocks = [block for name, cells in sheets.items() for block in _blocks(name, cells, options.header)]
    if not blocks:
        raise UnreadableInput(Message(N_("{file} holds no rows."), {"file": path.name}))
    best = max(
        blocks, key=lambda block: (block.last > block.first, headings.recognised(block.names), block.last - block.first)
    )
    alike = [block for block in blocks if block.names == best.names and block.heading is not None] or [best]
    frames, numbers, aside = [], [], []
    for block in alike:
        frame, lines, refused = _frame(sheets[block.sheet], block)
        rowkinds.clean(frame)
        frame, lines, titles = rowkinds.set_aside(frame, lines)
        frames.append(frame)
        numbers.append(lines)
        aside += refused + titles
    name = path.name if len(sheets) == 1 else f"{path.name} [{', '.join(dict.fromkeys(b.sheet for b in alike))}]"
    return Table(
        name,
        pl.concat(frames, how="diagonal"),
        np.concatenate(numbers),
        tuple(aside),
        _conclusions(best, alike, blocks),
        options.decimal or "",
        _left_out(alike, blocks, path.name),
    )


def _left_out(alike: list[Block], blocks: list[Block], file: str) -> tuple[Message, ...]:
    """Tables of the workbook that were not read, if any."""
    others = [block.title for block in blocks if block not in alike]
    if not others:
        return ()
    return (
        Message(
            N_("{file} holds other tables that were not read (sheet, row): {tables}. Choose one with --sheet."),
            {"file": file, "tables": "; ".join(others)},
        ),
    )


def cell_text(value: object) -> str:
    """A typed cell as text, nothing lost and nothing added."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case dt.datetime():
            value = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
            if value.year < 1900 or (value.year == 1900 and value.date() == dt.date(1900, 1, 1) and value.hour):
                return value.time().isoformat()
            return value.isoformat(sep=" ")
        case dt.timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case dt.time():
            return value.replace(microsecond=0).isoformat()
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def _open(path: Path, sheet: str | None) -> dict[str, list[Cells]]:
    try:
        book = calamine.CalamineWorkbook.from_object(str(path))
        names = [sheet] if sheet in book.sheet_names else book.sheet_names
        if sheet is not None and names != [sheet]:
            if not (sheet.isdigit() and 1 <= int(sheet) <= len(names)):
                raise UnreadableInput(
                    Message(
                        N_("{file} has no sheet “{sheet}”. It has: {names}."),
                        {"file": path.name, "sheet": sheet, "names": ", ".join(names)},
                    )
                )
            names = [names[int(sheet) - 1]]
        return {name: [list(map(cell_text, row)) for row in _rows(book, name)] for name in names}
    except calamine.PasswordError as error:
        raise UnreadableInput(
            Message(N_("{file} is locked with a password. Save it without one."), {"file": path.name})
        ) from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise UnreadableInput(
            Message(N_("{file} is damaged or no workbook: {why}."), {"file": path.name, "why": str(error)})
        ) from error


def _rows(book: calamine.CalamineWorkbook, name: str) -> list[list[object]]:
    return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def _blocks(sheet: str, rows: list[Cells], header: int | None) -> list[Block]:
    """The tables on a sheet. A new one begins where, after a blank row, a row of known headings stands."""
    if header == 0:
        width = max(map(len, rows), default=0)
        return [Block(sheet, None, 0, len(rows), tuple(rowkinds.unique_names([""] * width)))]
    if header is not None:
        if not 1 <= header <= len(rows):
            return []
        return [Block(sheet, header - 1, header, len(rows), tuple(rowkinds.unique_names(rows[header - 1])))]
    starts = [0, *(i for i in range(1, len(rows)) if not rowkinds.filled(rows[i - 1]) and _is_heading(rows[i]))]
    blocks = []
    for start, last in zip(starts, [*starts[1:], len(rows)], strict=True):
        found = rowkinds.find_heading(rows[start : min(last, start + rowkinds.SAMPLE_ROWS)])
        if found is None:
            continue
        at, named = start + found[0], found[1]
        names = tuple(rowkinds.unique_names(rows[at] if named else [""] * len(rows[at])))
        blocks.append(Block(sheet, at if named else None, at + named, last, names))
    return blocks


def _is_heading(cells: Cells) -> bool:
    names = [cell for cell in cells if cell.strip()]
    return not any(map(rowkinds.is_value, names)) and headings.recognised(names) >= 2


def _frame(
    rows: list[Cells], block: Block
) -> tuple[pl.DataFrame, np.ndarray[tuple[int], np.dtype[np.int64]], list[Refusal]]:
    width = len(block.names)
    schema = dict.fromkeys(block.names, pl.String())
    good: list[Cells] = []
    lines: list[int] = []
    refused: list[Refusal] = []
    for i in range(block.first, block.last):
        row = rows[i]
        if len(row) > width and rowkinds.filled(row[width:]):
            text = rowkinds.row_text(row)
            refused.append(Refusal(0, i + 1, "", text, RefusalKind.UNREADABLE, TOO_MANY))
            continue
        good.append((row + [""] * width)[:width])
        lines.append(i + 1)
    frames = [pl.DataFrame(good[at : at + BATCH], schema, orient="row") for at in range(0, len(good), BATCH)]
    frame = pl.concat(frames) if frames else pl.DataFrame(schema=schema)
    return _without_blank_columns(frame), np.array(lines, np.int64), refused


def _without_blank_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` without the unnamed columns in which nothing stands: the blank edge of a sheet."""
    blank = [c.name for c in frame if c.name.startswith("#") and not (c.str.strip_chars() != "").any()]
    return frame.drop(blank)


def _conclusions(best: Block, alike: list[Block], blocks: list[Block]) -> tuple[Conclusion, ...]:
    found = [
        Conclusion(
            Message(N_("Sheet")), ", ".join(dict.fromkeys(block.sheet for block in alike)), f'--sheet "{best.sheet}"'
        ),
        Conclusion(
            Message(N_("Heading")),
            Message(N_("row {line}"), {"line": str(best.heading + 1)})
            if best.heading is not None
            else Message(N_("none; columns are called #1, #2 and so on")),
            f"--header {0 if best.heading is None else best.heading + 1}",
        ),
    ]
    others = [block.title for block in blocks if block not in alike]
    if others:
        found.append(Conclusion(Message(N_("Other tables, not read (sheet, row)")), "; ".join(others), "--sheet"))
    return tuple(found)
