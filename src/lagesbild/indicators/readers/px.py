"""PX files, as PxWeb gives them: keywords with values, and the figures last."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.indicators.readers import said
from lagesbild.indicators.readers.cube import LARGEST, Cube, Dimension, rows
from lagesbild.indicators.readers.rows import Read

HEAD = re.compile(r"\s*(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGES?|CREATION-DATE|MATRIX|DECIMALS)(?:\[\w+\])?\s*=")
_KEY = re.compile(r"\s*([A-Z][A-Z0-9-]*)(\[\w+\])?(?:\(([^)]*)\))?\s*=\s*")
_TEXT = re.compile(r'"([^"]*)"')
_CELL = re.compile(r'"[^"]*"|[^\s,]+')


def matches(head: str) -> bool:
    """Whether a text begins as a PX file does."""
    return HEAD.match(head.lstrip("\ufeff")) is not None


def read(text: str, file: str) -> Read:
    """The rows of a PX file.

    Raises
    ------
    UnreadableInput
        It is cut off, or lacks what it has to say.
    """
    known: dict[tuple[str, str], str] = {}
    data = None
    for key, sub, value in _statements(text.lstrip("\ufeff")):
        if key == "DATA":
            data = value
        else:
            known.setdefault((key, sub), value)
    names = _texts(known.get(("STUB", ""), "")) + _texts(known.get(("HEADING", ""), ""))
    if data is None or not names:
        raise UnreadableInput(
            Message(N_("{file} is cut off: it has no figures. Fetch the table again."), {"file": file})
        )
    contents = _first(known, "CONTVARIABLE")
    dimensions = []
    for name in names:
        labels = _texts(known.get(("VALUES", name), ""))
        codes = _texts(known.get(("CODES", name), "")) or labels
        time = known.get(("TIMEVAL", name), "")
        if time:
            # the first is TLIST(A1), not a text
            codes = _texts(time.partition(")")[2]) or codes
        if not labels or len(codes) != len(labels):
            raise UnreadableInput(
                Message(N_("{file} does not say which values “{name}” has. Fetch the table again."),
                        {"file": file, "name": name})
            )  # fmt: skip
        role = "time" if time else "metric" if name == contents else ""
        units = {code: _texts(known.get(("UNITS", label), "")) for code, label in zip(codes, labels, strict=True)}
        plain = {code: texts[0] for code, texts in units.items() if texts}
        dimensions.append(Dimension(name, name, codes, labels, role, plain))
    if math.prod(len(one.codes) for one in dimensions) > LARGEST:
        raise UnreadableInput(
            Message(N_("{file} holds too many values. Choose fewer regions or years."), {"file": file})
        )
    raw = [cell.strip('"') for cell in _CELL.findall(data)]
    cube = Cube(
        dimensions,
        [said.figure(cell, nil=True) for cell in raw],
        _first(known, "TABLEID") or _first(known, "MATRIX"),
        _first(known, "CONTENTS") or _first(known, "TITLE"),
        _first(known, "SOURCE"),
        unit=_first(known, "UNITS"),
        updated=_updated(known),
        raw=raw,
    )
    return rows("px", cube, file)


def _statements(text: str) -> Iterator[tuple[str, str, str]]:
    """Keyword, what it is about, and value, up to the semicolon outside of quotation marks."""
    at = 0
    while found := _KEY.match(text, at):
        end, quoted = found.end(), False
        while end < len(text) and (quoted or text[end] != ";"):
            quoted ^= text[end] == '"'
            end += 1
        key, language, sub = found[1], found[2], found[3] or ""
        if end == len(text) and key != "DATA":
            return
        if not language:
            yield key, "".join(_TEXT.findall(sub)[-1:]), text[found.end() : end]
        at = end + 1


def _texts(value: str) -> list[str]:
    return _TEXT.findall(value)


def _first(known: dict[tuple[str, str], str], key: str) -> str:
    """The text of a keyword, lines put together."""
    for (name, _sub), value in known.items():
        if name == key:
            return " ".join("".join(_texts(value)).split("#")).strip()
    return ""


def _updated(known: dict[tuple[str, str], str]) -> dt.date | None:
    """``LAST-UPDATED="20240222 08:00"``."""
    text = _first(known, "LAST-UPDATED")[:8]
    try:
        return dt.datetime.strptime(text, "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
