"""What can be gone to: stops of the cycle, tools, sections of the start page, settings, steps of a first start.

Rooms further down register themselves in their `AppConfig.ready`, so that nothing here knows of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from lagesbild.core.actions import Actor
from lagesbild.core.compiled import Compiled
from lagesbild.core.models import Partnership
from lagesbild.core.web.here import Here
from lagesbild.i18n import Message

Ordered = TypeVar("Ordered", "Stop", "StartSection", "Step")
Visible = Callable[[Actor], bool]
Asks = Callable[["Frame"], Mapping[str, Any]]
Count = Callable[[Here, Mapping[str, Any]], Message | None]
Section = Callable[[Here], Mapping[str, Any] | None]
Rows = Callable[["Frame"], QuerySet[Any]]
QUARTER = 15
"""Minutes: how exactly the frame of a page knows what time it is."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a question of every page may depend on. It is written once for all of whom this is the same.

    Parameters
    ----------
    actor : Actor
        Nobody in particular, but for the roles, where only the stops are asked for.
    day : date
        In the partnership.
    moment : datetime
        At most a quarter of an hour ago.
    """

    actor: Actor
    day: dt.date
    moment: dt.datetime

    @classmethod
    def of(cls, actor: Actor) -> Frame:
        """As it looks now."""
        now = timezone.now()
        moment = now.replace(minute=now.minute - now.minute % QUARTER, second=0, microsecond=0)
        return cls(actor, timezone.localdate(now), moment)


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
    asks: Asks
    count: Count


@dataclass(frozen=True, slots=True)
class StartSection:
    """A section of the start page; its context is None for those it says nothing to."""

    order: int
    template: str
    context: Section
    rows: Rows | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a new partnership needs before it can work: done when there is any row of `done`."""

    order: int
    name: str
    why: str
    url: str
    done: Rows
    visible: Visible


STOPS = "navigation.stops"
"""What the stops come to, as `Here.once` keeps it."""
_stops: dict[str, Stop] = {}
_tools: dict[str, Stop] = {}
_sections: dict[str, StartSection] = {}
_steps: dict[str, Step] = {}
_settings: dict[str, Stop] = {}
_across: dict[str, str] = {}


def nothing(frame: Frame) -> Mapping[str, Any]:
    """What is asked for a stop that needs to know nothing."""
    return {}


def silent(here: Here, found: Mapping[str, Any]) -> Message | None:
    """No words."""
    return None


def number(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are, as `stop` asks it."""
    counted = rows.order_by().values("partnership").annotate(number=models.Count("pk")).values("number")
    return Coalesce(Subquery(counted[:1], output_field=models.IntegerField()), Value(0))


def stop(
    *,
    order: int,
    name: str,
    url: str,
    asks: Asks = nothing,
    count: Count = silent,
    visible: Visible = not_only_reporters,
) -> None:
    """A stop of the cycle. `name` is marked with `N_`; `count` says in a few words how things stand there.

    It is given what the expressions of `asks` come to, by their names: those of all stops are asked for at once.
    """
    _stops[url] = Stop(order, name, url, visible, asks, count)


def tool(*, order: int, name: str, url: str, visible: Visible = not_only_reporters) -> None:
    """Something beside the cycle: import, areas, people."""
    _tools[url] = Stop(order, name, url, visible, nothing, silent)


def start(*, order: int, template: str, context: Section, rows: Rows | None = None) -> None:
    """A section of the start page.

    Of some it is known what rows they tell of: where there are none, their context is not asked for.
    """
    _sections[template] = StartSection(order, template, context, rows)


def setting(*, order: int, name: str, url: str, visible: Visible) -> None:
    """Something that can be arranged, on a page of its own; listed with the others."""
    _settings[url] = Stop(order, name, url, visible, nothing, silent)


def across(*, name: str, url: str) -> None:
    """A page of all partnerships that somebody takes part in, outside of any (`N_`, name of the address)."""
    _across[url] = name


def pages_across() -> Mapping[str, str]:
    """The name of each such page by that of its address: for those who take part in several."""
    return dict(_across)


def settings(here: Here) -> list[Stop]:
    """What this person may arrange, in order."""
    return [one for one in _in_order(_settings) if one.visible(here.actor)]


def step(*, order: int, name: str, why: str, url: str, done: Rows, visible: Visible) -> None:
    """A step of the guided start: what to do (`N_`), what for (`N_`), where, what is there once it is done, who may."""
    _steps[url] = Step(order, name, why, url, done, visible)


def opening(here: Here) -> tuple[list[tuple[Step, bool]], list[tuple[str, Mapping[str, Any]]]]:
    """What the start page has for this person beside the stops.

    Returns
    -------
    steps : list of (Step, bool)
        Of the guided start, those that this person may take, in order, each with whether it is done.
    sections : list of (str, Mapping)
        Template and context of each section that has something to say, in order.
    """
    steps = [one for one in _in_order(_steps) if one.visible(here.actor)]
    sections = _in_order(_sections)
    known = [one for one in sections if one.rows is not None]
    answers = _with_stops(here, tuple(one.url for one in steps), tuple(one.template for one in known))
    silent = {one.template for one, is_some in zip(known, answers[len(steps) :], strict=True) if not is_some}
    said = [
        (one.template, context)
        for one in sections
        if one.template not in silent and (context := one.context(here)) is not None
    ]
    return list(zip(steps, answers, strict=False)), said


def stops(here: Here) -> list[tuple[Stop, Message | None]]:
    """The stops that this person sees, in order, each with how things stand there; asked for once a request."""
    if not here.knows(STOPS):
        _with_stops(here)
    return here.once(STOPS, list)


def _with_stops(here: Here, steps: tuple[str, ...] = (), sections: tuple[str, ...] = ()) -> Sequence[bool]:
    """Whether steps are done and sections have rows; what `stops` answers, in the same question."""
    whose = here.actor if steps or sections else replace(here.actor, person=0, audiences=())
    visible = [one for one in _in_order(_stops) if one.visible(here.actor)]
    names, question = _question(Frame.of(whose), tuple(one.url for one in visible), steps, sections)
    answers = question.one() if question else ()
    known: dict[str, dict[str, Any]] = {one.url: {} for one in visible}
    for (url, name), value in zip(names, answers, strict=False):
        known[url][name] = value
    here.once(STOPS, lambda: [(one, one.count(here, known[one.url])) for one in visible])
    return answers[len(names) :]


@lru_cache(maxsize=512)
def _question(
    frame: Frame, stops: tuple[str, ...], steps: tuple[str, ...], sections: tuple[str, ...]
) -> tuple[Sequence[tuple[str, str]], Compiled | None]:
    """What some stops ask, with its names, and whether there are rows of some steps and sections: in one question."""
    asked = {(url, name): what for url in stops for name, what in _stops[url].asks(frame).items()}
    asked_of = [_steps[url].done for url in steps] + [found for one in sections if (found := _sections[one].rows)]
    expressions = [*asked.values(), *(Exists(rows(frame)) for rows in asked_of)]
    columns = {f"asked_{i}": one for i, one in enumerate(expressions)}
    rows = Partnership.objects.filter(pk=frame.actor.partnership).annotate(**columns).values_list(*columns)
    return tuple(asked), Compiled(rows) if columns else None


def following(here: Here, url: str) -> Stop | None:
    """The stop that comes after one in the cycle, of those that this person sees; None after the last."""
    order = _stops[url].order
    later = [one for one in _stops.values() if one.order > order and one.visible(here.actor)]
    return min(later, key=lambda one: one.order, default=None)


def tools(here: Here) -> list[Stop]:
    """The tools that this person sees, in order."""
    return [one for one in _in_order(_tools) if one.visible(here.actor)]


def _in_order(registered: Mapping[str, Ordered]) -> list[Ordered]:
    return sorted(registered.values(), key=lambda one: one.order)
