"""Tables of text: CSV, TSV and their kin, with whatever separator, quoting and surroundings they come in."""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.sources import encoding as encodings
from lagesbild.sources import rows as rowkinds
from lagesbild.sources.records import Conclusion, ReadOptions, Refusal, RefusalKind
from lagesbild.sources.table import Table

SEPARATORS = ";\t|,"
SPOKEN = {"tab": "\t", "\\t": "\t"}
SAMPLE_BYTES = 1 << 18
LONGEST_CELL = 200
"""Lines that one cell may span; a quote that stays open longer was never meant to open."""
BATCH = 50_000

TOO_MANY = N_("The row has {n} cells, but the heading names {k}.")
OPEN_QUOTE = Message(N_("A quotation mark is opened in this row and never closed."))
NOT_SPLIT = Message(N_("The row cannot be split into cells."))

CUT_ROW = Message(N_("The file ends in the midst of this row."))

Row = tuple[int, list[str] | None, Message | None, str]
"""Line, cells, why there are none, and the text as it stands."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table stands in the text: `heading` is the line its names are in (0: none), data from `first`."""

    separator: str
    heading: int
    first: int
    names: tuple[str, ...]


def read_table(path: Path, options: ReadOptions) -> Table:
    """The table in a text file, also one packed as .gz or as a .zip of one file.

    Lines are those of the file, also where cells span several. Rows with more cells than the heading names and
    rows whose quotation mark is never closed are set aside as unreadable; rows with fewer are filled with nulls.
    Raises `UnreadableInput` for a file that is no table of text.
    """
    data, packed = encodings.open_bytes(path)
    return read_data(data, packed, path, options)


def read_data(data: encodings.Buffer, packed: bool, path: Path, options: ReadOptions) -> Table:
    """As `read_table`, of content that is already unpacked."""
    text = encodings.to_utf8(data, path, packed, options.encoding)
    layout = _layout(text, path, options)
    frame, lines, malformed = _read_quick(text, layout) or _read_slowly(text, layout)
    rowkinds.clean(frame)
    frame, lines, aside = rowkinds.set_aside(frame, lines)
    if _ends_within_a_row(text, layout, lines):
        last = rowkinds.row_text(frame.row(-1))
        malformed.append(Refusal(0, int(lines[-1]), "", last, RefusalKind.UNREADABLE, CUT_ROW))
        frame, lines = frame[:-1], lines[:-1]
    decimal = options.decimal or find_decimal(frame)
    return Table(path.name, frame, lines, tuple(malformed + aside), _conclusions(text, layout, decimal), decimal)


def split_rows(lines: Iterable[str], separator: str) -> Iterator[Row]:
    """Rows of cells out of physical lines, each with the line it begins on.

    A quotation mark that is not closed within `LONGEST_CELL` lines, or is closed in the midst of a cell on a later
    line, spoils only the line it stands in: reading goes on with the next.
    """
    source, waiting, taken = iter(lines), deque[str](), list[str]()
    line = 1

    def feed() -> Iterator[str]:
        while len(taken) < LONGEST_CELL:
            text = waiting.popleft() if waiting else next(source, None)
            if text is None:
                return
            taken.append(text)
            yield text

    while True:
        reader = csv.reader(feed(), delimiter=separator, strict=True)
        try:
            for cells in reader:
                yield line, cells, None, taken[0]
                line += len(taken)
                taken.clear()
            return
        except csv.Error:
            first = taken[0]
            one = len(taken) == 1
            cells_or_none = _lenient(first, separator) if one and not _is_open(first, separator) else None
            yield line, cells_or_none, None if cells_or_none else (NOT_SPLIT if one else OPEN_QUOTE), first
            line += 1
            waiting.extendleft(reversed(taken[1:]))
            taken.clear()


def _lenient(text: str, separator: str) -> list[str] | None:
    try:
        return next(csv.reader([text], delimiter=separator), None)
    except csv.Error:
        return None


def _is_open(text: str, separator: str) -> bool:
    """Whether a line ends inside a quotation."""
    probe = csv.reader([text, '"'], delimiter=separator)
    try:
        next(probe)
    except csv.Error:
        return False
    return probe.line_num == 2


def find_separator(sample: list[str]) -> str:
    """The separator that cuts most lines into as many cells as their heading; a comma when none does."""
    best = (False, 0.0, 0)
    found = ","
    for separator in SEPARATORS:
        rows = [cells for _, cells, _, _ in split_rows(sample, separator) if cells and rowkinds.filled(cells)]
        if not rows:
            continue
        count, share = Counter(map(len, rows)).most_common(1)[0]
        if count < 2:
            continue
        first = next(row for row in rows if len(row) == count)
        named = not any(map(rowkinds.is_value, first)) and rowkinds.filled(first) * 2 > count
        score = (named, round(share / len(rows), 1), count)
        if score > best:
            best, found = score, separator
    return found


def find_decimal(frame: pl.DataFrame) -> str:
    """The decimal mark of some column that holds mostly numbers with one, a comma before a point; "" for none."""
    point = False
    sample = frame.head(2000)
    for column in sample:
        values = column.drop_nulls()
        if not len(values):
            continue
        commas = values.str.contains(r"^[-+]?[\d \u00a0]*\d,\d+$").mean()
        if isinstance(commas, float) and commas > 0.5 and not values.str.contains(r"^[-+]?\d{1,3}(,\d{3})+$").all():
            return ","
        points = values.str.contains(r"^[-+]?\d+\.\d{3,}$").mean()
        point = point or (isinstance(points, float) and points > 0.5)
    return "." if point else ""


def _layout(text: encodings.Text, path: Path, options: ReadOptions) -> Layout:
    with text.stream() as stream:
        sample = io.BytesIO(stream.read(SAMPLE_BYTES))
    lines = [raw.decode("utf-8", "replace") for raw in sample]
    if len(lines) > 1 and len(sample.getvalue()) == SAMPLE_BYTES:
        lines.pop()
    separator = SPOKEN.get(options.separator or "", options.separator or "")
    if len(separator) > 1 or separator in ('"', "\n", "\r"):
        raise UnreadableInput(
            Message(N_("“{value}” cannot separate columns. Give one character, or “tab”."), {"value": separator})
        )
    if not separator:
        separator = find_separator(lines[: rowkinds.SAMPLE_ROWS])
    rows = [(line, cells or []) for line, cells, _, _ in split_rows(lines, separator)]
    ends = [line for line, _ in rows[1:]] + [len(lines) + 1]
    if options.header is not None:
        return _told_layout(rows, ends, separator, options.header, path)
    found = rowkinds.find_heading([cells for _, cells in rows[: rowkinds.SAMPLE_ROWS]])
    if found is None:
        raise UnreadableInput(Message(N_("{file} holds no rows."), {"file": path.name}))
    at, named = found
    line, cells = rows[at]
    if not named:
        width = max(len(cells) for _, cells in rows[at:])
        return Layout(separator, 0, line, tuple(rowkinds.unique_names([""] * width)))
    return Layout(separator, line, ends[at], tuple(rowkinds.unique_names(_without_tail(cells))))


def _told_layout(rows: list[tuple[int, list[str]]], ends: list[int], separator: str, header: int, path: Path) -> Layout:
    if header == 0:
        width = max((len(cells) for _, cells in rows), default=0)
        return Layout(separator, 0, 1, tuple(rowkinds.unique_names([""] * width)))
    for (line, cells), end in zip(rows, ends, strict=True):
        if line == header and rowkinds.filled(cells):
            return Layout(separator, line, end, tuple(rowkinds.unique_names(_without_tail(cells))))
    raise UnreadableInput(Message(N_("{file} has no heading in line {line}."), {"file": path.name, "line": header}))


def _without_tail(cells: list[str]) -> list[str]:
    """Headings without the line break of a last unclosed cell."""
    return [cell.strip("\ufeff") for cell in cells]


def _read_quick(text: encodings.Text, layout: Layout) -> tuple[pl.DataFrame, NDArray[np.int64], list[Refusal]] | None:
    """The rows by polars' own reader; None where the file has oddities that it would not account for."""
    if len(layout.separator.encode()) != 1:
        return None
    source: Path | io.BytesIO = text.path if text.path is not None else io.BytesIO(bytes(text.data[:]))
    try:
        frame = pl.read_csv(
            source,
            separator=layout.separator,
            skip_lines=(layout.heading or layout.first) - 1,
            has_header=layout.heading > 0,
            infer_schema=False,
        )
    except (pl.exceptions.PolarsError, OSError):
        return None
    if frame.width != len(layout.names):
        return None
    frame.columns = list(layout.names)
    span = text.lines - layout.first + 1
    if frame.height == span:
        return frame, np.arange(layout.first, layout.first + span, dtype=np.int64), []
    breaks = np.zeros(frame.height, np.int64)
    for column in frame:
        inside = column.str.count_matches("\n", literal=True).fill_null(0).to_numpy()
        if inside.max(initial=0) >= LONGEST_CELL:
            return None
        breaks += inside
    if frame.height + int(breaks.sum()) != span:
        return None
    ends = np.cumsum(breaks + 1)
    return frame, layout.first + ends - breaks - 1, []


def _read_slowly(text: encodings.Text, layout: Layout) -> tuple[pl.DataFrame, NDArray[np.int64], list[Refusal]]:
    """The rows one by one, each either taken or refused with its line."""
    width = len(layout.names)
    refused: list[Refusal] = []
    frames: list[pl.DataFrame] = []
    lines: list[int] = []
    batch: list[list[str]] = []
    schema = dict.fromkeys(layout.names, pl.String())
    with text.stream() as stream:
        for _ in range(layout.first - 1):
            stream.readline()
        decoded = (raw.decode("utf-8", "replace") for raw in stream)
        for at, cells, why, raw in split_rows(decoded, layout.separator):
            line = at + layout.first - 1
            if cells is None:
                assert why is not None
                refused.append(Refusal(0, line, "", raw.strip()[:200], RefusalKind.UNREADABLE, why))
                continue
            if len(cells) > width and rowkinds.filled(cells[width:]):
                reason = Message(TOO_MANY, {"n": len(cells), "k": width})
                text_of_row = layout.separator.join(cells)[:200]
                refused.append(Refusal(0, line, "", text_of_row, RefusalKind.UNREADABLE, reason))
                continue
            lines.append(line)
            batch.append((cells + [""] * width)[:width])
            if len(batch) == BATCH:
                frames.append(pl.DataFrame(batch, schema, orient="row"))
                batch = []
    frames.append(pl.DataFrame(batch, schema, orient="row"))
    return pl.concat(frames), np.array(lines, np.int64), refused


def _ends_within_a_row(text: encodings.Text, layout: Layout, lines: NDArray[np.int64]) -> bool:
    """Whether the file ends without a line break in a row that has fewer cells than the one before it."""
    if len(lines) < 2 or text.data[-1:] == b"\n" or lines[-1] != text.lines or lines[-2] != text.lines - 1:
        return False
    tail = bytes(text.data[-SAMPLE_BYTES:]).decode("utf-8", "replace").split("\n")[-2:]
    before, last = (cells or [] for _, cells, _, _ in split_rows(tail, layout.separator))
    return len(last) < len(before) == len(layout.names)


def _conclusions(text: encodings.Text, layout: Layout, decimal: str) -> tuple[Conclusion, ...]:
    shown = "tab" if layout.separator == "\t" else layout.separator
    found = [
        Conclusion(Message(N_("Encoding")), text.encoding, f"--encoding {text.codec}"),
        Conclusion(Message(N_("Separator of columns")), shown, f'--separator "{shown}"'),
        Conclusion(
            Message(N_("Heading")),
            Message(N_("line {line}"), {"line": str(layout.heading)})
            if layout.heading
            else Message(N_("none; columns are called #1, #2 and so on")),
            f"--header {layout.heading}",
        ),
    ]
    if decimal:
        found.append(Conclusion(Message(N_("Decimal mark")), decimal, f"--decimal {decimal}"))
    if text.cut:
        found.append(Conclusion(Message(N_("End of the file")), Message(N_("cut off in the midst of a character"))))
    return tuple(found)
