"""A file of statistics of any kind: what it is told by its content, or by whoever reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.indicators.readers import crimes, jsonstat, kolada, px, tables
from lagesbild.indicators.readers.crimes import Ours
from lagesbild.indicators.readers.rows import QUARTER, Read
from lagesbild.sources import encoding
from lagesbild.sources.dispatch import read_table
from lagesbild.sources.records import ReadOptions

KINDS = {
    "crimes": N_("reported crimes, one a row, with DeSO areas"),
    "jsonstat": N_("JSON-stat 2 from PxWeb"),
    "px": N_("PX file from PxWeb"),
    "pxweb": N_("CSV from PxWeb, a column for each period"),
    "kolada": N_("answer of Kolada's API"),
    "table": N_("table with indicator, place, period and value"),
}
HEAD = 4096


def read(path: Path, ours: Ours, *, kind: str = "", steps: str = QUARTER) -> Read:
    """The rows of a file.

    Parameters
    ----------
    path : Path
        The file.
    ours : Ours
        Which places become series of crimes.
    kind : str
        One of `KINDS`; empty: told by the content.
    steps : str
        Length of the periods that crimes are counted in.

    Raises
    ------
    UnreadableInput
        What it is cannot be told, it is not what it was said to be, or nothing of it can be used.
    """
    if kind and kind not in KINDS:
        raise UnreadableInput(
            Message(N_("There is no kind “{kind}”. There are: {kinds}."), {"kind": kind, "kinds": ", ".join(KINDS)})
        )
    made = _read(path, ours, steps)
    if kind and made.kind != kind and {kind, made.kind} != {"table", "pxweb"}:
        values = {"file": path.name, "kind": Message(KINDS[kind]), "found": Message(KINDS[made.kind])}
        raise UnreadableInput(Message(N_("{file} is not {kind} but {found}."), values))
    return made


def _read(path: Path, ours: Ours, steps: str) -> Read:
    if path.is_dir():
        raise UnreadableInput(Message(N_("{file} is a folder. Give the files in it."), {"file": str(path)}))
    data, packed = encoding.open_bytes(path) if path.suffix.lower() not in (".xlsx", ".xls", ".ods") else (b"", False)
    head = bytes(data[:HEAD]).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1] in (b"{", b"["):
        content = _json(data, path)
        if jsonstat.matches(content):
            return jsonstat.read(content, path.name)
        if kolada.matches(content):
            return kolada.read(content)
        raise UnreadableInput(
            Message(
                N_("{file} is neither JSON-stat 2 nor an answer of Kolada about figures. Fetch it as json-stat2."),
                {"file": path.name},
            )
        )
    if px.matches(head.decode("latin-1")):
        text = encoding.to_utf8(data, path, packed, None)
        return px.read(bytes(text.data[:]).decode("utf-8", "replace"), path.name)
    table = read_table(path, ReadOptions())
    if crimes.matches(table.frame.columns):
        return crimes.read(table, ours, steps)
    return tables.read(table)


def _json(data: encoding.Buffer, path: Path) -> Any:
    try:
        return json.loads(bytes(data[:]), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(
            Message(
                N_("{file} is cut off or no JSON: {why}. Fetch it again."), {"file": path.name, "why": str(error)[:80]}
            )
        ) from error


def _no_number(text: str) -> Any:
    raise ValueError(text)
