"""How the pages of incidents say what they show: when, where, in which state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from babel.dates import format_date
from django.utils import timezone

from lagesbild.core import alphabet
from lagesbild.i18n import N_, Message, Translator
from lagesbild.incidents.models import Incident
from lagesbild.places import surroundings

State, Precision = Incident.State, Incident.Precision
SHAPES: dict[str, str] = {
    State.REPORTED: "ring",
    State.SORTED: "full",
    State.FORWARDED: "half",
    State.DUPLICATE: "dashed",
    State.SET_ASIDE: "cross",
}
"""Shape of the mark that goes with each state."""
EXACT: dict[int, str] = {
    Precision.MONTH: N_("to the month"),
    Precision.DAY: N_("to the day"),
    Precision.HOUR: N_("to the hour"),
    Precision.MINUTE: N_("to the minute"),
}
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def when(incident: Incident, t: Translator) -> Message:
    """When it happened, in full words: as finely as it is known."""
    start, end = timezone.localtime(incident.start), timezone.localtime(incident.end)
    first = format_date(start, "EEEE d MMMM y", locale=t.language)
    if incident.precision == Precision.MONTH:
        return Message(N_("Some time in {month}"), {"month": format_date(start, "MMMM y", locale=t.language)})
    if incident.precision == Precision.DAY:
        last = (end - dt.timedelta(seconds=1)).date()
        if last <= start.date():
            return Message(N_("{day}, time of day not known"), {"day": first})
        return Message(
            N_("Between {first} and {last}"),
            {"first": first, "last": format_date(last, "EEEE d MMMM y", locale=t.language)},
        )
    if end - start <= MINUTE:
        return Message(N_("{day} at {clock}"), {"day": first, "clock": start.time()})
    if (end - dt.timedelta(seconds=1)).date() == start.date():
        return Message(N_("{day}, between {start} and {end}"), {"day": first, "start": start.time(), "end": end.time()})
    return Message(
        N_("Between {first} at {start} and {last} at {end}"),
        {
            "first": first,
            "start": start.time(),
            "last": format_date(end, "EEEE d MMMM y", locale=t.language),
            "end": end.time(),
        },
    )


def short(incident: Incident, t: Translator) -> str:
    """When it happened, for a row of a list: 2026-03-14 13.45, or 2026-03-14 22.00–02.00."""
    start, end = timezone.localtime(incident.start), timezone.localtime(incident.end)
    if incident.precision == Precision.MONTH:
        return start.strftime("%Y-%m")
    if incident.precision == Precision.DAY:
        last = (end - dt.timedelta(seconds=1)).date()
        return t.value(start.date()) if last <= start.date() else f"{t.value(start.date())}–{t.value(last)}"
    if end - start <= MINUTE:
        return t.value(start)
    if end - start < DAY:
        return f"{t.value(start)}–{t.value(end.time())}"
    return f"{t.value(start)}–{t.value(end)}"


def near(incident: Incident, t: Translator) -> str:
    """When it happened, for someone who was there a while ago: today 13.45."""
    start = timezone.localtime(incident.start)
    ago = (timezone.localdate() - start.date()).days
    if ago not in (0, 1) or incident.precision < Precision.HOUR:
        return short(incident, t)
    said = N_("today {clock}") if ago == 0 else N_("yesterday {clock}")
    return t.say(Message(said, {"clock": start.time()}))


Areas = Sequence[tuple[str, Sequence[tuple[int, str]]]]


def areas() -> Areas:
    """The areas in use to choose among, by set, each set's by name."""
    found = []
    for one in surroundings.in_use():
        numbers, names = surroundings.numbers_of(one).tolist(), surroundings.areas_of(one).names
        found.append((str(one), sorted(zip(numbers, names, strict=True), key=lambda area: alphabet.key(area[1]))))
    return found


def area_names(among: Areas) -> Mapping[int, str]:
    """Name of each area, by its number."""
    return {number: name for _, listed in among for number, name in listed}


def areas_of(incident: Incident, names: Mapping[int, str]) -> list[str]:
    """What the areas of an incident are called, the set that pictures count in first."""
    order = {number: i for i, number in enumerate(names)}
    return [names[area] for area in sorted(incident.areas, key=lambda one: order.get(one, 0)) if area in names]


LABELS: dict[str, str] = {
    "category_id": N_("Category"),
    "start": N_("From"),
    "end": N_("To"),
    "place": N_("Place"),
    "position": N_("Position"),
    "text": N_("Text"),
    "unit": N_("Unit"),
    "unsafe": N_("Someone could feel unsafe"),
    "recurring": N_("Has happened before"),
    "told_police": N_("Reported to the police"),
    "acted": N_("Something has been done about it"),
}
"""Fields of a version that people are shown, and what they are called."""


def differences(before: Mapping[str, Any], after: Mapping[str, Any], categories: Mapping[int, str]) -> list[Any]:
    """What stood otherwise in a version than in the one that replaced it: label, what stood, what came instead."""
    found = []
    for name, label in LABELS.items():
        old, new = _said(name, before, categories), _said(name, after, categories)
        if old != new:
            found.append((label, old, new))
    return found


def _said(name: str, data: Mapping[str, Any], categories: Mapping[int, str]) -> Any:
    if name == "position":
        lon, lat = data.get("lon"), data.get("lat")
        return "" if lon is None or lat is None else f"{lat:.5f}, {lon:.5f}"
    value = data.get(name)
    if name == "category_id":
        return categories.get(value or 0, str(value))
    if name in ("start", "end") and isinstance(value, str):
        return timezone.localtime(dt.datetime.fromisoformat(value))
    return "" if value is None else value
