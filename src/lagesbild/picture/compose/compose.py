"""The whole picture, part by part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from lagesbild import __version__
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.boards import boards, keyed, step_of
from lagesbild.picture.compose.clock import clock_of
from lagesbild.picture.compose.counts import judge_boards, rows, stretches
from lagesbild.picture.compose.coverage import active_end, coverage, find_breaks, reach, silent_sources, uncovered
from lagesbild.picture.compose.deviations import deviations
from lagesbild.picture.compose.events import Scope, same_municipality, scope
from lagesbild.picture.compose.expect import least
from lagesbild.picture.compose.gathering import Background
from lagesbild.picture.compose.period import AUTO, PeriodChoice, choose
from lagesbild.picture.compose.places import places_of
from lagesbild.picture.compose.placing import OUTSIDE, UNPLACED, Placing, place_in_areas
from lagesbild.picture.compose.repeats import chains_of, no_chains, no_repeats, repeats_of
from lagesbild.picture.compose.setting import Reach, Setting
from lagesbild.picture.compose.steps import number, steps_back
from lagesbild.picture.compose.unsaid import unsaid
from lagesbild.picture.model import CountRow, Ground, Picture, Refused
from lagesbild.places.areas import Areas
from lagesbild.sources.records import Progress, Reading, RefusalKind

HISTORY = 364
"""Days before the period whose incidents say what is usual of where and when, at most."""
EXAMPLES = 200
"""Refused rows shown as examples."""
NOT_LOOKED_FOR = Message(N_("Repeats and series were not looked for."))

ELSEWHERE = 20
"""Points that all lie outside the areas asked for, from which the areas are taken to be the wrong ones."""


def compose(
    reading: Reading,
    *,
    areas: Areas | None = None,
    municipality: Areas | None = None,
    period: PeriodChoice = AUTO,
    name: str,
    made: dt.date,
    seed: int = 1,
    demo: bool = False,
    ground: tuple[Ground, ...] = (),
    found_by_checks: frozenset[str] = frozenset(),
    patterns: bool = True,
    progress: Progress | None = None,
) -> Picture:
    """The picture of what was read.

    Parameters
    ----------
    reading : Reading
        Records and the account of the rows that did not become any.
    areas : Areas, optional
        Areas to count in; without them, those that the records themselves name.
    municipality : Areas, optional
        One municipality: only its incidents belong to the picture.
    period : PeriodChoice
        What was asked for; by default the last complete period that holds enough.
    name : str
        Whom the picture is about.
    made : date
        The day it is made; what is dated later is left out.
    seed : int
        Of every random number.
    demo : bool
        Whether the incidents are invented.
    ground : tuple of Ground
        What is drawn under the map.
    found_by_checks : frozenset of str
        Kinds that mostly come to light through checks by police or guards; they are told apart.
    patterns : bool
        Whether repeats and series are looked for, which takes most of the time of many incidents.
    progress : callable, optional
        Told what is being done and how far it is.

    Raises
    ------
    NothingLeft
        No incident belongs to the picture, or the period lies outside them.
    InputError
        The period asked for is finer than the records.
    """
    tell = _teller(progress)
    tell(N_("Setting aside what does not belong"), 0.0)
    found = scope(reading, municipality, made)
    events = found.events
    tell(N_("Looking for breaks in coverage"), 0.05)
    breaks = find_breaks(found.whole, found.extract_end, found.fields)
    chosen = choose(period, events, active_end(breaks, found.whole, found.extract_end))
    tell(N_("Placing incidents in areas"), 0.1)
    placing = place_in_areas(events, _within(areas, municipality))
    if areas is not None and not (placing.code >= 0).any() and events.point().sum() >= ELSEWHERE:
        raise InputError(
            Message(
                N_(
                    "None of the {n} incidents lies in any area of {file}. Is it the right file, and --areas-crs right?"
                ),
                {"n": len(events), "file": areas.source},
            )
        )
    begins, ends = uncovered(chosen, found.whole, found.extract_end)
    reached = reach(breaks, chosen, found.whole.first, _fields(municipality))
    area_reached = reach(breaks, chosen, found.whole.first, _area_fields(municipality, placing))
    if ends is not None:
        reached = area_reached = Reach(None, True)
    silent = silent_sources(events, chosen, reached.since)
    tell(N_("Counting"), 0.3)
    setting = Setting(
        events,
        placing,
        municipality,
        chosen,
        reached,
        area_reached,
        breaks,
        silent,
        ground=ground,
        seed=seed,
        found_by_checks=found_by_checks,
        begins=begins,
        ends=ends,
    )
    steps = steps_back(chosen, events.first)
    step = step_of(events, steps)
    keys = keyed(events, placing)
    now = step == len(steps) - 1
    found_boards = boards(keys, placing, step, len(steps))
    if not (now & (placing.code >= 0)).any() and (now & (placing.code == UNPLACED)).any():
        # where nobody knows in which area anything happened, 0 is no count of an area
        found_boards = tuple(one for one in found_boards if one.kind in ("total", "category"))
    tell(N_("Comparing with what was expected"), 0.4)
    judged, tests = judge_boards(found_boards, steps, setting)
    tables: dict[str, dict[int, CountRow]] = {}
    for one in judged:
        shown = np.arange(len(one.board)) if one.board.kind != "category in area" else one.outside()
        found_rows = rows(one, shown, stretches(one.board, keys, setting, steps), setting)
        tables[one.board.kind] = dict(zip(shown.tolist(), found_rows, strict=True))
    tell(N_("Looking at the week"), 0.55)
    clock = clock_of(events, chosen, reached.since, seed)
    tell(N_("Ranking places"), 0.65)
    places, dumps = places_of(setting)
    tell(N_("Looking at what deviates"), 0.75)
    back = Background(events, now, _history(events.day, setting), placing.code, placing.names, dumps)
    deviating = deviations(judged, tables, keys, back, setting)
    tell(N_("Looking for repeats"), 0.8)
    repeats = repeats_of(setting, dumps) if patterns else no_repeats(NOT_LOOKED_FOR)
    tell(N_("Looking for series"), 0.9)
    chains = chains_of(setting, dumps) if patterns else no_chains(NOT_LOOKED_FOR)
    before = 0 if reached.since is None else max(0, len(steps) - 1 - steps.since(reached.since))
    picture = Picture(
        name=name,
        demo=demo,
        period=chosen,
        made=made,
        version=__version__,
        seed=seed,
        rows=reading.rows,
        records=found.records,
        elsewhere=found.elsewhere,
        files=reading.files,
        refused=_refused(reading),
        notes=(
            *reading.notes,
            *(placing.areas.notes if placing.areas is not None else ()),
            *_where_breaks_are_sought(found, municipality),
        ),
        coverage=coverage(found, breaks, reached),
        total=tables["total"][0],
        categories=_present(tuple(tables["category"].values())),
        areas=tuple(tables.get("area", {}).values()),
        groups=tuple(tables.get("group", {}).values()),
        areas_source=placing.source,
        area_unplaced=int((now & (placing.code == UNPLACED)).sum()) if len(placing) else 0,
        area_outside=int((now & (placing.code == OUTSIDE)).sum()) if len(placing) else 0,
        deviations=deviating,
        tests=tests,
        clock=clock,
        places=places,
        repeats=repeats,
        chains=chains,
        unsaid=unsaid(setting, found, made, tests=tests, comparable=(before, least(steps)), clock=clock, places=places),
    )
    tell(N_("The picture is made"), 1.0)
    return picture


def _teller(progress: Progress | None) -> Callable[[str, float], None]:
    def tell(what: str, share: float) -> None:
        if progress is not None:
            progress(Message(what), share)

    return tell


def _within(areas: Areas | None, municipality: Areas | None) -> Areas | None:
    """The areas of the municipality when one is asked for: by the larger area they name, else by where they lie."""
    if areas is None or municipality is None:
        return areas
    named = np.array(
        [any(same_municipality(group, name) for name in municipality.names) for group in areas.groups], np.bool_
    )
    if not named.any():
        middle = shapely.point_on_surface(areas.geometry)
        named = municipality.locate(shapely.get_x(middle), shapely.get_y(middle)) >= 0
    return areas.take(named) if named.any() else areas


def _where_breaks_are_sought(found: Scope, municipality: Areas | None) -> tuple[Message, ...]:
    if municipality is None:
        return ()
    return (
        Message(
            N_(
                "Breaks in coverage are looked for in all {n} incidents that were read, since those of {name} alone "
                "({mine}) would show fewer of them."
            ),
            {"n": len(found.whole), "name": municipality.names[0], "mine": len(found.events)},
        ),
    )


def _fields(municipality: Areas | None) -> frozenset[str]:
    """Columns that decide what belongs to the picture."""
    return frozenset() if municipality is None else frozenset({"municipality"})


def _area_fields(municipality: Areas | None, placing: Placing) -> frozenset[str]:
    """Columns that besides decide in which area an incident is counted."""
    return _fields(municipality) | frozenset(placing.fields)


def _history(day: NDArray[np.int32], setting: Setting) -> NDArray[np.bool_]:
    """Incidents that say what is usual: the comparable year before the period."""
    since, start = setting.reach.since, number(setting.period.start)
    if since is None:
        return np.zeros(len(day), np.bool_)
    return (day >= max(number(since), start - HISTORY)) & (day < start)


def _present(rows_: tuple[CountRow, ...]) -> tuple[CountRow, ...]:
    """Categories with an incident in the period, or with so many expected that their absence says something."""
    return tuple(row for row in rows_ if row.count or (row.expected is not None and row.expected.middle >= 1))


def _refused(reading: Reading) -> Refused:
    counts = reading.refusals.counts()
    return Refused(
        unreadable=counts[RefusalKind.UNREADABLE],
        repeated=counts[RefusalKind.REPEATED],
        titles=counts[RefusalKind.TITLE],
        totals=counts[RefusalKind.TOTAL],
        examples=_examples(reading),
    )


def _examples(reading: Reading) -> tuple[tuple[str, int, str, str, Message], ...]:
    """The first refused row of each reason and file, those that could not be read before what was set aside."""
    frame = reading.refusals.frame
    if frame.height == 0:
        return ()
    firsts = (
        frame.with_row_index("i")
        .group_by("file", "reason", maintain_order=True)
        .agg(pl.col("i").first(), aside=pl.col("kind").first() != RefusalKind.UNREADABLE)
    )
    found = []
    for i in firsts.sort("aside", maintain_order=True)["i"].to_list()[:EXAMPLES]:
        one = reading.refusals[i]
        found.append((reading.files[one.file].name, one.line, one.column, one.value, one.reason))
    return tuple(found)
