"""Fill an initialised database with the invented municipalities, by calling the same actions as people do.

Each step of each partnership is one transaction and knows whether it has been done, so that a filling that was broken
off goes on where it was, and a second one finds that everything is there.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lagesbild.core.scope import scope
from lagesbild.demo.fill import editions, incidents, meetings, organisation, partnerships, reports
from lagesbild.demo.fill.here import ZONE, Here
from lagesbild.demo.towns import SHAPES, Shape
from lagesbild.i18n import N_, Message
from lagesbild.sources.records import Progress


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to fill a partnership with: what it is called, whether it is there, how it is done."""

    name: str
    done: Callable[[Here], bool]
    do: Callable[[Here], None]
    whole: bool = True
    """Whether it is one transaction; pictures are made one by one, as the worker does."""


STEPS: tuple[Step, ...] = (
    Step(N_("people"), partnerships.gathered, partnerships.gather),
    Step(N_("bodies"), organisation.arranged, organisation.arrange),
    Step(N_("two years of incidents"), incidents.imported, incidents.bring),
    Step(N_("the reports of the last days"), reports.told, reports.tell),
    Step(N_("weekly pictures"), editions.made, editions.make, whole=False),
    Step(N_("what was found"), editions.judged, editions.judge),
    Step(N_("meetings"), meetings.held, meetings.hold),
)


def fill(
    owner_url: str,
    seed: int = 1,
    progress: Progress | None = None,
    *,
    today: dt.date | None = None,
    only: Sequence[str] = (),
    timed: Callable[[str, str, float], None] | None = None,
) -> None:
    """Fill the database that Django is connected to.

    Parameters
    ----------
    owner_url : str
        The owner's login, which alone may make a partnership.
    seed : int
        Of every invented thing. The same seed and day give the same.
    progress : callable, optional
        Told what is being done and how far it is, 0 to 1.
    today : date, optional
        The day it is; by default the real one in Stockholm. "Last week" is the one before it.
    only : sequence of str
        Slugs of the municipalities to fill; all five by default.
    timed : callable, optional
        Told the partnership, the step and the seconds that each step took.
    """
    day = today or dt.datetime.now(ZONE).date()
    shapes = [shape for shape in SHAPES if not only or shape.slug in only]
    tell = progress or _silent
    here = [_there(owner_url, shape, seed, day) for shape in shapes]
    waiting = [(one, step) for one in here for step in STEPS if not _is_done(one, step)]
    if any(step.do is partnerships.gather for _, step in waiting):
        partnerships.introduce()
    for number, (one, step) in enumerate(waiting):
        tell(
            Message(N_("{municipality}: {what}"), {"municipality": one.shape.name, "what": Message(step.name)}),
            number / len(waiting),
        )
        began = time.perf_counter()
        _do(one, step)
        if timed is not None:
            timed(one.slug, step.name, time.perf_counter() - began)
    if waiting:
        tell(Message(N_("The demonstration is filled")), 1.0)


def _there(owner_url: str, shape: Shape, seed: int, today: dt.date) -> Here:
    """The partnership, made if it is not there."""
    known = partnerships.known(owner_url)
    number = known[shape.slug] if shape.slug in known else partnerships.found(owner_url, shape)
    return Here(shape, number, seed, today)


def _do(here: Here, step: Step) -> None:
    if step.whole:
        with scope(here.system.scope()):
            step.do(here)
    else:
        step.do(here)


def _is_done(here: Here, step: Step) -> bool:
    with scope(here.system.scope()):
        return step.done(here)


def _silent(_message: Message, _share: float) -> None:
    """Nobody wants to know."""
