"""Which attributes of a geographic file are code, name, larger area and inhabitants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

Columns = Mapping[str, NDArray[np.generic]]


class NoColumn(InputError):
    """A column that was asked for is not there; `columns` are."""

    def __init__(self, wanted: str, columns: tuple[str, ...], message: Message) -> None:
        super().__init__(message)
        self.wanted, self.columns = wanted, columns


_CODES = (
    *("deso", "desokod", "regso", "regsokod", "kommunkod", "knkod", "komkod", "lankod", "lanskod", "areacode"),
    *("lsoacode", "msoacode", "beat", "kod", "code", "id", "fid", "objectid"),
)
_CODE_ENDINGS = re.compile(r"(kod|code|\d{2}cd|id)$")
_NAMES = (
    *("namn", "name", "desonamn", "regsonamn", "omradesnamn", "omrade", "kommunnamn", "komnamn", "knnamn"),
    *("kommun", "lannamn", "lansnamn", "lan", "areaname", "stadsdel", "distrikt", "benamning"),
)
_NAME_ENDINGS = re.compile(r"(namn|name|\d{2}nm|nm)$")
_GROUPS = (
    *("kommun", "kommunnamn", "komnamn", "knnamn", "municipality", "lad", "ladnm", "ort", "tatort", "stadsdel"),
    *("lannamn", "lansnamn", "lan", "county", "region"),
)
_POPULATION = re.compile(r"^(folkm|befolk|pop|invanare|antalinv|antalpers|inhabitants|tot(al)?(pop|bef))")


@dataclass(frozen=True, slots=True)
class Attributes:
    """Names of the columns that were understood; None where a file has none."""

    code: str | None
    name: str | None
    group: str | None
    population: str | None


def plain(name: str) -> str:
    """A heading without case, accents and signs: ``Län_kod`` becomes ``lankod``."""
    folded = name.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^0-9a-z]", "", folded)


def as_text(values: NDArray[np.generic]) -> list[str]:
    """Values as trimmed text: whole numbers without decimals, "" for none."""
    return [_text(value) for value in values.tolist()]


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN is the only value unlike itself
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def conclude(
    columns: Columns, *, code: str | None, name: str | None, group: str | None, population: str | None
) -> Attributes:
    """Conclude the attributes from headings and values; those given by name are taken as they are.

    A code has to tell areas apart, so that the code of a larger area is not taken for it: at least half of them where
    its heading is a known one (an area may stand in several rows), all of them where it only ends like one.
    Raises `InputError` for a given name that no column has.
    """
    given = {
        option: _given(columns, wanted, option)
        for option, wanted in (
            *(("area-code", code), ("area-name", name)),
            *(("area-group", group), ("population", population)),
        )
    }
    distinct = {column: len({text for text in as_text(values) if text}) for column, values in columns.items()}
    n = max((len(values) for values in columns.values()), default=0)
    found_code = given["area-code"] or _best(
        [
            column
            for column in _like(columns, _CODES, _CODE_ENDINGS)
            if distinct[column] == n or (plain(column) in _CODES and 2 * distinct[column] >= n)
        ],
        distinct,
    )
    found_name = given["area-name"] or _name(columns, found_code, distinct)
    if found_code is None and found_name is not None and distinct[found_name] == n:
        found_code = found_name
    used = {found_code, found_name}
    found_group = given["area-group"] or next(
        (
            column
            for column in _like(columns, _GROUPS, None)
            if column not in used and distinct[column] < max(distinct.get(found_code or "", n), 2)
        ),
        None,
    )
    found_population = given["population"] or next(
        (column for column, values in columns.items() if _POPULATION.match(plain(column)) and _numeric(values)), None
    )
    if given["population"] is not None and not _numeric(columns[given["population"]]):
        raise InputError(
            Message(N_("The attribute “{name}” does not hold numbers of inhabitants."), {"name": given["population"]})
        )
    return Attributes(found_code, found_name, found_group, found_population)


def _given(columns: Columns, wanted: str | None, option: str) -> str | None:
    if wanted is None:
        return None
    for column in columns:
        if column.casefold() == wanted.casefold():
            return column
    raise NoColumn(
        wanted,
        tuple(columns),
        Message(
            N_("The file with areas has no attribute “{name}” (--{option}). It has: {attributes}."),
            {"name": wanted, "option": option, "attributes": ", ".join(columns)},
        ),
    )


def _like(columns: Columns, known: Sequence[str], ending: re.Pattern[str] | None) -> list[str]:
    """Columns whose headings are known, in the order of the known, then those that only end like one."""
    headings = {column: plain(column) for column in columns}
    exact = [column for word in known for column, heading in headings.items() if heading == word]
    if ending is None:
        return exact
    return exact + [column for column, heading in headings.items() if column not in exact and ending.search(heading)]


def _best(candidates: list[str], distinct: Mapping[str, int]) -> str | None:
    return max(candidates, key=lambda column: distinct[column], default=None)


def _name(columns: Columns, code: str | None, distinct: Mapping[str, int]) -> str | None:
    """The name that belongs with the code (``kommun`` with ``kommun_kod``), else the column most like a name."""
    others = [column for column in _like(columns, _NAMES, _NAME_ENDINGS) if column != code]
    if code is not None:
        stem = re.sub(r"(kod|code|cd|id)$", "", plain(code))
        for column in columns:
            if column != code and stem and plain(column) in {stem, f"{stem}namn", f"{stem}name", f"{stem}nm"}:
                return column
    return _best(others, distinct)


def _numeric(values: NDArray[np.generic]) -> bool:
    return bool(np.isfinite(as_numbers(values)).any())


def as_numbers(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Values as numbers, NaN for none and for text that is no number."""
    if values.dtype.kind in "iuf":
        return values.astype(np.float64)
    return np.array([_number(text) for text in as_text(values)], np.float64)


def _number(text: str) -> float:
    compact = re.sub(r"[\s ]", "", text).replace(",", ".")
    return float(compact) if re.fullmatch(r"-?\d+(\.\d+)?", compact) else float("nan")
