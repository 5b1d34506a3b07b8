"""Fill an initialised database with the invented municipalities, by calling the same actions as people do.

Each step of each partnership is one transaction and knows whether it has been done, so that a filling that was broken
off goes on where it was, and a second one finds that everything is there.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from lagesbild.core.scope import scope
from lagesbild.demo.fill import (
    agreements,
    categories,
    chain,
    commitments,
    editions,
    incidents,
    meetings,
    organisation,
    partnerships,
    places,
    public,
    registered,
    reports,
    statistics,
)
from lagesbild.demo.fill.here import ZONE, Here
from lagesbild.demo.side_by_side import Pool
from lagesbild.demo.towns import SHAPES, Shape
from lagesbild.i18n import N_, Message
from lagesbild.sources.records import Progress


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to fill a partnership with.

    Parameters
    ----------
    name : str
        What it is called, marked with `N_`.
    done : callable
        Whether it is there already.
    do : callable
        Put it there.
    apart : bool
        Takes its own transactions: weekly pictures as the worker makes them, and what takes seconds.
    """

    name: str
    done: Callable[[Here], bool]
    do: Callable[[Here], None]
    apart: bool = False


STEPS: tuple[Step, ...] = (
    Step(N_("people"), partnerships.gathered, partnerships.gather),
    Step(N_("bodies"), organisation.arranged, organisation.arrange),
    Step(N_("the map"), places.known, places.survey),
    Step(N_("kinds of incident"), categories.chosen, categories.choose),
    Step(N_("two years of incidents"), incidents.imported, incidents.bring),
    Step(N_("the reports of the last days"), reports.told, reports.tell),
    Step(N_("statistics"), statistics.read, statistics.tell),
    Step(N_("weekly pictures"), editions.made, editions.make, apart=True),
    Step(N_("what was found"), editions.judged, editions.judge),
    Step(N_("meetings"), meetings.held, meetings.hold),
    Step(N_("the agreement"), agreements.agreed, agreements.agree),
    Step(N_("problems, plans and promises"), chain.told, chain.tell, apart=True),
    Step(N_("what the public reads"), public.told, public.tell, apart=True),
    Step(N_("diary numbers and what is kept"), registered.noted, registered.note, apart=True),
    Step(N_("whether what was agreed is kept"), commitments.checked, commitments.check),
)


def fill(
    owner_url: str,
    seed: int = 1,
    progress: Progress | None = None,
    *,
    today: dt.date | None = None,
    only: Sequence[str] = (),
    pool: Pool | None = None,
    timed: Callable[[str, str, float], None] | None = None,
) -> None:
    """Fill the database that Django is connected to; at once when everything is there.

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
    pool : Pool, optional
        Processes that fill, each a municipality at a time; by default this one alone.
    timed : callable, optional
        Told the step, for whom, and the seconds it took.
    """
    day = today or dt.datetime.now(ZONE).date()
    shapes = [shape for shape in SHAPES if not only or shape.slug in only]
    here = _found(owner_url, shapes, seed, day)
    report = progress or _silent
    waiting = [one for one in here if not all(_is_done(one, step) for step in STEPS)]
    names = {one.slug: one.shape.name for one in waiting}
    begun = 0

    def tell(slug: str, what: str, took: float) -> None:
        nonlocal begun
        if took >= 0 and timed is not None:
            timed(what, slug, took)
        if took < 0:
            report(_doing(what, names[slug]), begun / len(STEPS) / len(waiting))
            begun += 1

    if waiting:
        partnerships.introduce()
    if pool is not None and len(waiting) > 1:
        pool.run(waiting, tell)
    else:
        for one in waiting:
            carry_on(one, partial(tell, one.slug))
    report(Message(N_("The demonstration is filled")), 1.0)


def _found(owner_url: str, shapes: list[Shape], seed: int, today: dt.date) -> list[Here]:
    """The partnerships, made if they are not there."""
    known = partnerships.known(owner_url)
    return [
        Here(
            shape,
            known[shape.slug] if shape.slug in known else partnerships.found(owner_url, shape),
            seed,
            today,
        )
        for shape in shapes
    ]


def carry_on(here: Here, told: Callable[[str, float], None]) -> None:
    """Do for one partnership what has not been done; `told` hears what begins (-1) and the seconds that it took."""
    for step in STEPS:
        if _is_done(here, step):
            continue
        told(step.name, -1)
        began = time.perf_counter()
        _do(here, step)
        told(step.name, time.perf_counter() - began)


def _do(here: Here, step: Step) -> None:
    if step.apart:
        step.do(here)
        return
    with scope(here.system.scope()):
        step.do(here)


def _is_done(here: Here, step: Step) -> bool:
    with scope(here.system.scope()):
        return step.done(here)


def _doing(what: str, whose: str) -> Message:
    return Message(N_("{municipality}: {what}"), {"municipality": whose, "what": Message(what)})


def _silent(_message: Message, _share: float) -> None:
    """Nobody wants to know."""
