"""Kolada's API, version 3 (and 2, which differs in addresses alone): key figures per municipality, year and gender.

https://api.kolada.se/v3/docs: ``{"values": [{"kpi": "N07540", "municipality": "1983", "period": 2024, "values":
[{"gender": "T", "count": 1, "status": "", "value": 11593.5}]}]}``. Regions are written 0013, the country 0000.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lagesbild.i18n import N_, Message
from lagesbild.indicators.readers import guess, said
from lagesbild.indicators.readers.rows import MISSING, SUPPRESSED, YEAR, About, Read, Refused, Row

ADDRESS = "https://www.kolada.se/"
GENDERS = {"T": "", "K": "kvinnor", "M": "män"}
LONG = 40


def matches(content: object) -> bool:
    """Whether parsed JSON is an answer of Kolada about data."""
    items = _items(content)
    return bool(items) and isinstance(items[0], Mapping) and "kpi" in items[0] and "period" in items[0]


def read(content: Mapping[str, Any]) -> Read:
    """The rows of an answer. Names of key figures come from `titles` in it, where someone put them there."""
    found: list[Row] = []
    refused: list[Refused] = []
    seen: dict[str, list[float | None]] = {}
    titles: dict[str, str] = {}
    n = 0
    for number, item in enumerate(_items(content), 1):
        values = item.get("values") if isinstance(item, Mapping) else None
        if not isinstance(values, list):
            n += 1
            refused.append(Refused(number, "values", str(values)[:LONG], Message(N_("There are no figures in this."))))
            continue
        for each in values:
            n += 1
            row = _row(number, item, each if isinstance(each, Mapping) else {})
            if isinstance(row, Refused):
                refused.append(row)
                continue
            found.append(row)
            seen.setdefault(row.code, []).append(row.value)
            if isinstance(item.get("kpi_title"), str):
                titles.setdefault(str(item["kpi"]), item["kpi_title"])
    indicators = [_about(code, titles.get(code.partition(":")[0], ""), values) for code, values in seen.items()]
    notes = []
    if content.get("next_url") or content.get("next_page") or content.get("next"):
        notes.append(
            Message(N_("The answer is only a page of it: fetch the address in “next_url” as well, and read that too."))
        )
    return Read("kolada", n, len(found), found, indicators, refused, notes=notes)


def _items(content: object) -> list[Any]:
    if isinstance(content, Mapping):
        for name in ("values", "results"):
            if isinstance(content.get(name), list):
                return content[name]  # type: ignore[no-any-return]
    return []


def _row(number: int, item: Mapping[str, Any], each: Mapping[str, Any]) -> Row | Refused:
    when = said.period(str(item.get("period", "")))
    if when is None or when[0] != YEAR:
        return Refused(number, "period", str(item.get("period"))[:LONG], Message(N_("This is no year.")))
    gender = str(each.get("gender") or "T")
    if gender not in GENDERS:
        return Refused(number, "gender", gender[:LONG], Message(N_("This is not T, K or M.")))
    place = str(item.get("municipality") or item.get("ou") or "")
    if not re.fullmatch(r"\d{4}", place):
        why = Message(N_("Only municipalities, regions and the country are read, by their codes of four digits."))
        return Refused(number, "municipality", place[:LONG], why)
    value, status = each.get("value"), str(each.get("status") or "")
    if isinstance(value, bool) or not isinstance(value, (int, float, type(None))):
        return Refused(number, "value", str(value)[:LONG], Message(N_("This is no figure.")))
    if value is not None and not abs(value) < said.LARGEST:
        return Refused(number, "value", str(value)[:LONG], Message(N_("This is no figure.")))
    code = f"{item['kpi']}:{gender}" if gender != "T" else str(item["kpi"])
    flag = ""
    if value is None:
        flag = SUPPRESSED if status.casefold().startswith("priva") else MISSING
    # 0013 is Region Halland and 0000 the country: no municipality is numbered below 0114
    region = place[2:] if place.startswith("00") else place
    return Row(
        code, YEAR, region, when[1], None if value is None else float(value), number, flag=flag, mark=status[:40]
    )


def _about(code: str, title: str, values: list[float | None]) -> About:
    kpi, _, gender = code.partition(":")
    name = ", ".join(part for part in (title or kpi, GENDERS.get(gender, "")) if part)
    return About(
        code, name, guess.kind((title,), values), YEAR, per=guess.per(title), source="Kolada (RKA)", address=ADDRESS,
    )  # fmt: skip
