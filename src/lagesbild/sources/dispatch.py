"""A file of any kind as a table: what it is told by its content, not by its name."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.sources import encoding, geojson, polisen, sheets, text
from lagesbild.sources.records import ReadOptions
from lagesbild.sources.table import Table

ZIP = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
BOOK_MEMBERS = frozenset({"[Content_Types].xml", "mimetype", "xl/workbook.xml"})
LIST = re.compile(rb"\s*\[\s*(\{|\]|$)")
OBJECT = re.compile(rb"\s*\{")
HEAD = 4096


def read_table(path: Path, options: ReadOptions) -> Table:
    """The table in a text file, workbook, GeoJSON file or answer of polisen.se, packed or not.

    Raises `UnreadableInput` with a sentence for everything else.
    """
    if path.is_dir():
        raise UnreadableInput(Message(N_("{file} is a folder. Give the files in it."), {"file": str(path)}))
    if _is_workbook(path):
        return sheets.read_table(path, options)
    data, packed = encoding.open_bytes(path)
    head = bytes(data[:HEAD]).removeprefix(b"\xef\xbb\xbf")
    if LIST.match(head) or OBJECT.match(head):
        if packed and path.suffix.lower() == ".zip":
            raise UnreadableInput(Message(N_("Unpack {file} and give the file in it."), {"file": path.name}))
        return _json(path, head)
    return text.read_data(data, packed, path, options)


def _json(path: Path, head: bytes) -> Table:
    if LIST.match(head) and b'"gps"' in head and b'"datetime"' in head:
        return polisen.read_table(path)
    return geojson.read_table(path)


def _is_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
        if start == OLD_WORKBOOK:
            return True
        if start != ZIP:
            return False
        with zipfile.ZipFile(path) as archive:
            return bool(BOOK_MEMBERS & set(archive.namelist()))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
        return path.suffix.lower() in (".xlsx", ".xlsm", ".xlsb", ".ods")
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableInput(
            Message(N_("{file} cannot be opened: {why}."), {"file": str(path), "why": why})
        ) from error
