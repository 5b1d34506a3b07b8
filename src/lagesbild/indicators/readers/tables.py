"""Tables with a heading: ours (indicator, place, period, value), and CSV of PxWeb with a column for each period."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.indicators.readers import guess, said
from lagesbild.indicators.readers.cube import PLACES, TIMES
from lagesbild.indicators.readers.rows import COUNT, INDEX, OF_NAME, RATE, SHARE, About, Read, Refused, Row
from lagesbild.sources.table import Table

ROLES: Mapping[str, frozenset[str]] = {
    "indicator": frozenset({"indikator", "indicator", "nyckeltal", "mått", "measure", "fråga"}),
    "code": frozenset({"indikatorkod", "indicator code", "kod", "code", "kpi"}),
    "place": PLACES | {"kommunkod", "kommun_kod", "områdeskod", "regionkod", "place", "ort", "stadsdel"},
    "period": TIMES,
    "value": frozenset({"värde", "value", "varde", "utfall"}),
    "kind": frozenset({"slag", "kind", "typ"}),
    "unit": frozenset({"enhet", "unit"}),
    "per": frozenset({"per"}),
    "lower": frozenset({"nedre", "lower", "undre", "nedre gräns"}),
    "upper": frozenset({"övre", "upper", "övre gräns"}),
    "denominator": frozenset(
        {"nämnare", "denominator", "antal svar", "befolkning", "folkmängd", "invånare", "population"}
    ),
    "source": frozenset({"källa", "source"}),
    "mark": frozenset({"not", "anmärkning", "status", "note"}),
}
NUMBERS = ("lower", "upper", "denominator")
KINDS = {"antal": COUNT, "andel": SHARE, "tal": RATE, "index": INDEX, COUNT: COUNT, SHARE: SHARE, RATE: RATE}
_LAST = re.compile(r"(?:^|\s)(\d{4}(?:\s*(?:[Mm]\d{2}|[KkQq]\s?[1-4]|kv\s?[1-4])|-\d{2})?)$")
LONG = 40


@dataclass(frozen=True, slots=True)
class _Told:
    """What a row says of its indicator."""

    code: str
    name: str
    kind: str = ""
    unit: str = ""
    per: str = ""
    source: str = ""


def matches(columns: Sequence[str]) -> str:
    """``table`` or ``pxweb`` for headings that are known, else empty."""
    roles = _roles(columns)
    if {"place", "period", "value"} <= roles.keys():
        return "table"
    wide = sum(_LAST.search(column.strip()) is not None for column in columns)
    return "pxweb" if "place" in roles and (wide or "period" in roles) else ""


def read(table: Table) -> Read:
    """The rows of a table.

    Raises
    ------
    UnreadableInput
        Its headings are not known, or none of its rows can be used.
    """
    columns = table.frame.columns
    kind = matches(columns)
    if not kind:
        raise UnreadableInput(
            Message(
                N_(
                    "{file} has no columns for place, period and value. It has: {columns}. "
                    "Give them the headings område, period and värde; fetch tables of PxWeb as JSON-stat 2."
                ),
                {"file": table.name, "columns": ", ".join(columns)},
            )
        )
    made = _plain(table) if kind == "table" else _pxweb(table)
    if not made.rows:
        why = made.refused[0].why if made.refused else Message(N_("There are no figures in this."))
        raise UnreadableInput(
            Message(N_("None of the rows of {file} can be used. The first: {why}"), {"file": table.name, "why": why})
        )
    return made


def _roles(columns: Sequence[str]) -> dict[str, str]:
    """Column of each role, the first that has it."""
    found: dict[str, str] = {}
    for column in columns:
        name = " ".join(column.casefold().split())
        role = next((role for role, names in ROLES.items() if name in names), None)
        if role is not None:
            found.setdefault(role, column)
    return found


def _plain(table: Table) -> Read:
    roles = _roles(table.frame.columns)
    refused = [Refused(one.line, one.column, one.value, one.reason) for one in table.set_aside]
    found: list[Row] = []
    about: dict[tuple[str, str], tuple[_Told, list[float | None]]] = {}
    for line, row in zip(table.lines.tolist(), table.frame.iter_rows(named=True), strict=True):
        cells = {role: (row[column] or "").strip() for role, column in roles.items()}
        name = cells.get("indicator", "") or table.name.rpartition(".")[0] or table.name
        kind = cells.get("kind", "").casefold()
        told = _Told(
            cells.get("code", "") or _known_by(name),
            name,
            kind,
            cells.get("unit", ""),
            cells.get("per", ""),
            cells.get("source", ""),
        )
        made = _row(int(line), cells, told, {role: roles[role] for role in roles})
        if isinstance(made, Refused):
            refused.append(made)
            continue
        found.append(made)
        about.setdefault((made.code, made.steps), (told, []))[1].append(made.value)
    indicators = [_about(told, steps, values) for (_code, steps), (told, values) in about.items()]
    n = table.frame.height + len(table.set_aside)
    return Read("table", n, len(found), found, indicators, sorted(refused, key=lambda one: one.line))


def _known_by(name: str) -> str:
    """A code for what has none: the words of a name may be masked, and it is to be known again all the same."""
    return OF_NAME + hashlib.sha256(name.encode()).hexdigest()[:20]


def _row(line: int, cells: Mapping[str, str], told: _Told, columns: Mapping[str, str]) -> Row | Refused:
    def refuse(role: str, why: str) -> Refused:
        return Refused(line, columns.get(role, role), cells.get(role, "")[:LONG], Message(why))

    when = said.period(cells["period"])
    figure = said.figure(cells["value"], nil=False)
    numbers = {role: said.number(cells.get(role, "")) for role in NUMBERS}
    if when is None or figure is None or not cells["place"]:
        if not cells["place"]:
            return refuse("place", N_("There is no place."))
        if when is None:
            return refuse("period", N_("This is no year, quarter or month. Write it as 2024, 2024K1 or 2024-03."))
        return refuse("value", N_("This is no figure."))
    wrong = _wrong(cells, told, figure[0], numbers)
    if wrong is not None:
        return refuse(*wrong)
    return Row(
        told.code,
        when[0],
        cells["place"],
        when[1],
        figure[0],
        line,
        numbers["lower"],
        numbers["upper"],
        numbers["denominator"],
        figure[1],
        (figure[2] or cells.get("mark", ""))[:LONG],
    )


def _wrong(
    cells: Mapping[str, str], told: _Told, value: float | None, numbers: Mapping[str, float | None]
) -> tuple[str, str] | None:
    """Where a row contradicts itself, and why; None where it does not."""
    kind = KINDS.get(told.kind)
    low, high, of = (numbers[role] for role in NUMBERS)
    unread = next((role for role in NUMBERS if numbers[role] is None and _says(cells.get(role, ""))), "")
    middle = value if value is not None else low
    tests = (
        (bool(told.kind) and kind is None, "kind", N_("This is none of count, share, rate and index.")),
        (kind == RATE and not told.per, "per", N_("A rate has to say what it is per: per 1 000 inhabitants.")),
        (bool(unread), unread, N_("This is no figure.")),
        ((low is None) != (high is None), "lower", N_("An interval has both a lower and an upper end.")),
        (
            low is not None and high is not None and middle is not None and not low <= middle <= high,
            "value",
            N_("The value does not lie in its interval."),
        ),
        (of is not None and of <= 0, "denominator", N_("What a value is of has to be above zero.")),
        (kind == COUNT and value is not None and value < 0, "value", N_("A count is not below zero.")),
    )
    return next(((role, why) for wrong, role, why in tests if wrong), None)


def _says(text: str) -> bool:
    return bool(text) and text.casefold() not in said.GONE


def _about(told: _Told, steps: str, values: Sequence[float | None]) -> About:
    kind = KINDS.get(told.kind) or guess.kind((told.name, told.unit, told.per), values)
    per = told.per or guess.per(f"{told.unit} {told.name}")
    return About(told.code, told.name, RATE if told.per and kind != SHARE else kind, steps, told.unit, per, told.source)


def _pxweb(table: Table) -> Read:
    """A column for each period, or one column of periods; further columns of text tell indicators apart."""
    frame, roles = table.frame, _roles(table.frame.columns)
    place, time = roles["place"], roles.get("period")
    valued: list[tuple[str, str, tuple[str, dt.date] | None]] = []
    texts: list[str] = []
    for column in frame.columns:
        if column in (place, time):
            continue
        found = _LAST.search(column.strip())
        when = said.period(found[1].replace(" ", "")) if found else None
        if time is None and when is not None and found is not None:
            valued.append((column, column.strip()[: found.start()].strip(), when))
        elif time is not None and _mostly_figures(frame[column].to_list()):
            valued.append((column, column.strip(), None))
        else:
            texts.append(column)
    refused = [Refused(one.line, one.column, one.value, one.reason) for one in table.set_aside]
    found_rows: list[Row] = []
    about: dict[tuple[str, str], tuple[str, list[float | None]]] = {}
    for line, row in zip(table.lines.tolist(), frame.iter_rows(named=True), strict=True):
        rest = [(row[column] or "").strip() for column in texts]
        for column, head, when_of in valued:
            when = when_of or said.period(row[time] or "" if time else "")
            cell = row[column] or ""
            figure = said.figure(cell, nil=True)
            where = _place(row[place] or "")
            if when is None or figure is None or not where:
                what, text = (time or column, row[time] if time else "") if when is None else (column, cell)
                why = N_("This is no year, quarter or month.") if when is None else N_("This is no figure.")
                if where == "":
                    what, text, why = place, "", N_("There is no place.")
                refused.append(Refused(int(line), what, (text or "")[:LONG], Message(why)))
                continue
            name = ", ".join(part for part in (head, *rest) if part) or table.name
            found_rows.append(
                Row(name, when[0], where, when[1], figure[0], int(line), flag=figure[1], mark=figure[2][:LONG])
            )
            about.setdefault((name, when[0]), (name, []))[1].append(figure[0])
    indicators = [
        About(name, name, guess.kind((name,), values), steps, per=guess.per(name))
        for (_code, steps), (name, values) in about.items()
    ]
    n = len(found_rows) + len(refused)
    return Read("pxweb", n, len(found_rows), found_rows, indicators, sorted(refused, key=lambda one: one.line))


def _place(text: str) -> str:
    """``1983 Köping`` by its code."""
    plain = " ".join(text.split())
    code, _, rest = plain.partition(" ")
    return code if rest and re.fullmatch(r"\d{2}|\d{4}|\d{4}[ABC]\d{4}\w*", code) else plain


def _mostly_figures(cells: Sequence[str | None]) -> bool:
    known = [cell for cell in cells if cell]
    fine = sum(said.figure(cell, nil=True) is not None for cell in known)
    return bool(known) and fine * 2 > len(known)
