"""What can be gone to: stops of the cycle, tools, sections of the start page, settings, steps of a first start.

Rooms further down register themselves in their `AppConfig.ready`, so that nothing here knows of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet

from lagesbild.core.actions import Actor
from lagesbild.core.models import Partnership
from lagesbild.core.web.here import Here
from lagesbild.i18n import Message

Visible = Callable[[Actor], bool]
Count = Callable[[Here], Message | None]
Section = Callable[[Here], Mapping[str, Any] | None]
Rows = Callable[[Here], QuerySet[Any]]


def everyone(actor: Actor) -> bool:
    """Every member, also those who only report."""
    return True


def not_only_reporters(actor: Actor) -> bool:
    """Those who have more to do here than to report."""
    return any(role != "reporter" for _, role in actor.roles)


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to go to: a stop of the cycle, or a tool."""

    order: int
    name: str
    url: str
    visible: Visible
    count: Count


@dataclass(frozen=True, slots=True)
class StartSection:
    """A section of the start page; its context is None for those it says nothing to."""

    order: int
    template: str
    context: Section


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a new partnership needs before it can work: done when there is any row of `done`."""

    order: int
    name: str
    why: str
    url: str
    done: Rows
    visible: Visible


_stops: dict[str, Stop] = {}
_tools: dict[str, Stop] = {}
_sections: dict[str, StartSection] = {}
_steps: dict[str, Step] = {}
_settings: dict[str, Stop] = {}


def stop(
    *, order: int, name: str, url: str, count: Count = lambda here: None, visible: Visible = not_only_reporters
) -> None:
    """A stop of the cycle. `name` is marked with `N_`; `count` says in a few words how things stand there."""
    _stops[url] = Stop(order, name, url, visible, count)


def tool(*, order: int, name: str, url: str, visible: Visible = not_only_reporters) -> None:
    """Something beside the cycle: import, areas, people."""
    _tools[url] = Stop(order, name, url, visible, lambda here: None)


def start(*, order: int, template: str, context: Section) -> None:
    """A section of the start page."""
    _sections[template] = StartSection(order, template, context)


def setting(*, order: int, name: str, url: str, visible: Visible) -> None:
    """Something that can be arranged, on a page of its own; listed with the others."""
    _settings[url] = Stop(order, name, url, visible, lambda here: None)


def settings(here: Here) -> list[Stop]:
    """What this person may arrange, in order."""
    return sorted((one for one in _settings.values() if one.visible(here.actor)), key=lambda one: one.order)


def step(*, order: int, name: str, why: str, url: str, done: Rows, visible: Visible) -> None:
    """A step of the guided start: what to do (`N_`), what for (`N_`), where, what is there once it is done, who may."""
    _steps[url] = Step(order, name, why, url, done, visible)


def steps(here: Here) -> list[tuple[Step, bool]]:
    """The steps of the guided start that this person may take, in order, each with whether it is done."""
    found = sorted((one for one in _steps.values() if one.visible(here.actor)), key=lambda one: one.order)
    if not found:
        return []
    # one question for all of them: it is put each time that the start page is read
    asked = {f"step_{i}": Exists(one.done(here)) for i, one in enumerate(found)}
    done = Partnership.objects.filter(pk=here.partnership.pk).annotate(**asked).values_list(*asked).get()
    return list(zip(found, done, strict=True))


def stops(here: Here) -> list[tuple[Stop, Message | None]]:
    """The stops that this person sees, in order, each with how things stand there."""
    found = sorted((one for one in _stops.values() if one.visible(here.actor)), key=lambda one: one.order)
    return [(one, one.count(here)) for one in found]


def tools(here: Here) -> list[Stop]:
    """The tools that this person sees, in order."""
    return sorted((one for one in _tools.values() if one.visible(here.actor)), key=lambda one: one.order)


def sections(here: Here) -> list[tuple[str, Mapping[str, Any]]]:
    """Template and context of each section of this person's start page, in order."""
    found = []
    for one in sorted(_sections.values(), key=lambda section: section.order):
        context = one.context(here)
        if context is not None:
            found.append((one.template, context))
    return found
