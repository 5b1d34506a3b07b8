"""The incidents behind a figure of an edition: those that the edition names, or those that its words point out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from lagesbild.core.web.asked import asked_number
from lagesbild.i18n import N_, Message
from lagesbild.incidents.models import Incident
from lagesbild.incidents.queries import IncidentQuerySet
from lagesbild.picture.models import Edition
from lagesbild.picture.names import in_text
from lagesbild.picture.page import called_in
from lagesbild.picture.parts import WORDS
from lagesbild.places.models import Area

KINDS = {word: kind for kind, word in WORDS.items()}
NAMED = {"deviation": "deviations", "chain": "chains", "place": "places"}
COUNTED = {"category": "categories", "area": "areas"}


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a figure.

    Parameters
    ----------
    name : str or Message
        What was counted.
    count : int
        How many the edition counted, whoever may see them.
    rows : IncidentQuerySet
        Those that the reader may see.
    kept : int
        How many of them the edition names; 0 where they are found anew.
    """

    name: str | Message
    count: int
    rows: IncidentQuerySet
    kept: int = 0


def behind(edition: Edition, what: str, zone: str) -> Behind | None:
    """The incidents behind ``avvikelse-1``, ``plats-3``, ``serie-2``, ``kategori-4``, ``omrade-5`` or ``alla``.

    None where the edition has no such figure. Called inside the walls of whoever looks.
    """
    word, _, number = what.partition("-")
    kind = KINDS.get(word, "")
    if kind == "all" and not number:
        return Behind(Message(N_("All incidents")), edition.figures["total"]["count"], _in_period(edition, zone))
    rows = _figures(edition, kind)
    at = (asked_number(number) or 0) - 1
    if not 0 <= at < len(rows):
        return None
    row = rows[at]
    if kind in NAMED:
        named = row["evidence"]
        told = row.get("row", row)
        return Behind(_name(edition, row), told["count"], Incident.objects.filter(pk__in=named), len(named))
    found = _in_period(edition, zone)
    if kind == "category":
        found = found.filter(category__name=row["name"])
    else:
        area_set = edition.parameters["area_set"]
        area = Area.objects.filter(area_set=area_set, code=row["code"] or row["name"]).first()
        found = found.in_area(area.pk) if area is not None else found.none()
    return Behind(row["name"] or Message(N_("not given")), row["count"], found)


def _figures(edition: Edition, kind: str) -> list[Any]:
    if kind in ("chain", "place"):
        found: list[Any] = edition.figures[NAMED[kind]]["rows"]
        return found
    part = NAMED.get(kind) or COUNTED.get(kind)
    return list(edition.figures[part]) if part else []


def _name(edition: Edition, row: dict[str, Any]) -> str | Message:
    told = row.get("row")
    if told is None:
        name = str(row.get("name") or row.get("category") or "")
        return in_text(name, called_in(edition.pk, name))
    if row["kind"] == "category in area" and told["group"]:
        return Message(N_("{category} in {area}"), {"category": told["name"], "area": told["group"]})
    return str(told["name"])


def _in_period(edition: Edition, zone: str) -> IncidentQuerySet:
    start, end = (dt.datetime.combine(day, dt.time(), ZoneInfo(zone)) for day in (edition.start, edition.end))
    return Incident.objects.in_picture().within(start, end).filter(summary=False)
