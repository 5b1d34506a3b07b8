"""What a picture cannot say, and why."""

from __future__ import annotations

import datetime as dt

import numpy as np

from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.checks import told_apart
from lagesbild.picture.compose.events import Scope
from lagesbild.picture.compose.placing import UNPLACED
from lagesbild.picture.compose.setting import Setting
from lagesbild.picture.model import ARRIVING, BreakKind, Places, Tests, WeekClock
from lagesbild.sources.records import Placement

WORTH_SAYING = 0.02
"""Share of the incidents from which a remainder is worth a sentence."""


def unsaid(
    setting: Setting,
    found: Scope,
    made: dt.date,
    *,
    tests: Tests,
    comparable: tuple[int, int],
    clock: WeekClock,
    places: Places,
) -> tuple[Message, ...]:
    """Sentences, the gravest first; empty is not possible, since reported is never the same as happened.

    `comparable` is how many periods can be compared with this one, and how many it takes to judge it.
    """
    period = setting.period
    said = [
        *_coverage(setting),
        *_history(tests, *comparable, setting),
        *_days(setting),
        *_unshared(setting),
        *_places(setting, places),
        *told_apart(setting),
    ]
    if clock.refused is not None and not setting.events.monthly:
        said.append(clock.refused)
    if found.summaries:
        said.append(
            Message(
                N_("One row bundles many events. It is counted apart, since nobody knows how many incidents it holds."),
                {"n": found.summaries},
                N_(
                    "{n} rows bundle many events each. They are counted apart, since nobody knows how many incidents "
                    "they hold."
                ),
                found.summaries,
            )
        )
    if found.future:
        said.append(
            Message(
                N_("One record is dated after the day the picture was made, and is left out."),
                {"n": found.future},
                N_("{n} records are dated after the day the picture was made, and are left out."),
                found.future,
            )
        )
    if made - period.end < ARRIVING:
        days = max(0, (made - period.end).days)
        said.append(
            Message(
                N_(
                    "The period ended one day before the picture was made. Reports may still arrive, so that its "
                    "counts can grow."
                ),
                {"days": days},
                N_(
                    "The period ended {days} days before the picture was made. Reports may still arrive, so that its "
                    "counts can grow."
                ),
                days,
            )
        )
    said.append(
        Message(
            N_(
                "The picture shows what has been reported, not what has happened. More reports can mean that more "
                "happens, or that more is reported."
            )
        )
    )
    return tuple(said)


def _coverage(setting: Setting) -> list[Message]:
    reach, period = setting.reach, setting.period
    said = []
    if setting.begins is not None:
        said.append(
            Message(N_("The records begin {day}, so the beginning of the period is missing."), {"day": setting.begins})
        )
    if setting.ends is not None:
        said.append(
            Message(
                N_(
                    "The records end {day}, before the period does, so its counts cannot be compared with any other "
                    "period."
                ),
                {"day": setting.ends},
            )
        )
    elif reach.since is None:
        said.append(
            Message(
                N_("The coverage changes inside the period, so its counts cannot be compared with any other period.")
            )
        )
    elif reach.broken:
        said.append(
            Message(
                N_("Nothing can be compared with the time before {day}, when the coverage changed."),
                {"day": reach.since},
            )
        )
    if reach.since is not None and setting.area_reach.since != reach.since:
        said.append(_areas_break(setting))
    ended = [one for one in setting.breaks if one.kind is BreakKind.END and one.at <= period.start and one.source]
    said += [
        Message(
            N_("The records end in earnest {day}; what comes later is too little to make a picture of."),
            {"day": one.at},
        )
        for one in setting.breaks
        if one.kind is BreakKind.END and not one.source
    ]
    said += [
        Message(N_("{source} has delivered nothing since {day}."), {"source": one.source, "day": one.at})
        for one in ended
    ]
    said += [
        Message(
            N_("{source} delivered nothing in the period, so no fall can be told from silence."), {"source": source}
        )
        for source in setting.silent
    ]
    return said


def _areas_break(setting: Setting) -> Message:
    if setting.area_reach.since is None:
        return Message(
            N_("Areas cannot be compared: the column that places incidents in them changes inside the period.")
        )
    return Message(
        N_("Areas cannot be compared with the time before {day}, when the column that places incidents changed."),
        {"day": setting.area_reach.since},
    )


def _history(tests: Tests, comparable: int, least: int, setting: Setting) -> list[Message]:
    if tests.method == "season":
        return [
            Message(
                N_(
                    "The comparable history is shorter than three years, so the season is known from few years and "
                    "taken as one even wave."
                )
            )
        ]
    if tests.method == "course":
        return [Message(N_("The comparable history is too short for the season to be told from a slow change."))]
    if tests.method:
        return []
    if setting.reach.since is None:
        return []
    if comparable == 0:
        return [Message(N_("No earlier period as long as this one can be compared with it."))]
    return [
        Message(
            N_("Only one period as long as this one can be compared with it; it takes {least} to say what is unusual."),
            {"n": comparable, "least": least},
            N_(
                "Only {n} periods as long as this one can be compared with it; {least} are needed to say what is "
                "unusual."
            ),
            comparable,
        )
    ]


def _days(setting: Setting) -> list[Message]:
    events, period = setting.events, setting.period
    if events.dated.all():
        return []
    n = int((~events.dated).sum())
    if events.monthly:
        return [Message(N_("The source only says the month, so nothing can be said of weeks, days or hours."))]
    if period.start.day == 1 and period.end.day == 1:
        return []
    return [
        Message(
            N_("{n} of {total} incidents say only the month and cannot be counted in the period."),
            {"n": n, "total": len(events)},
        )
    ]


def _unshared(setting: Setting) -> list[Message]:
    """That what a party keeps to itself is counted and not shown."""
    events = setting.events
    inside, hidden = events.within(setting.period), ~events.records.shared
    if not hidden.any():
        return []
    return [
        Message(
            N_(
                "{n} of the period's {total} incidents, and {all_n} of all {all_total}, are not shared with the whole "
                "partnership: they are in every count, but no place, unit or point is shown from them."
            ),
            {
                "n": int((inside & hidden).sum()),
                "total": int(inside.sum()),
                "all_n": int(hidden.sum()),
                "all_total": len(events),
            },
        )
    ]


def _places(setting: Setting, places: Places) -> list[Message]:
    said = []
    placing = setting.placing
    inside = setting.events.within(setting.period)
    total = int(inside.sum())
    if len(placing) and total:
        unplaced = int((inside & (placing.code == UNPLACED)).sum())
        if unplaced >= max(1, WORTH_SAYING * total):
            said.append(
                Message(
                    N_("{n} of {total} incidents of the period cannot be placed in any area; they are in the total."),
                    {"n": unplaced, "total": total},
                )
            )
        if placing.population is not None and not placing.mostly_known(inside):
            why = N_("The area of most incidents is not known, so nothing is reckoned per inhabitant.")
            said.append(Message(why))
    if places.refused is not None:
        said.append(places.refused)
    elif not said and places.unplaced >= max(1, WORTH_SAYING * (places.placed + places.unplaced)):
        said.append(
            Message(
                N_("{n} of {total} incidents have no place, and the map cannot show where they gather."),
                {"n": places.unplaced, "total": places.placed + places.unplaced + places.outside},
            )
        )
    centres = np.count_nonzero(setting.events.records.placement == Placement.AREA_CENTRE)
    if centres and places.refused is None:
        said.append(
            Message(
                N_("{n} positions are centres of areas. They count in the area, never as a place."), {"n": int(centres)}
            )
        )
    return said
