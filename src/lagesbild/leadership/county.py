"""Several partnerships side by side, for somebody who takes part in them: counts and dates, and nothing else.

Each partnership is read by itself, inside the walls of what the person may see in it; nothing is summed across them,
for what is one commitment in one agreement is three in another. Counts are as commitments were last judged.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from lagesbild.accounts.access import here_of, partnerships_of
from lagesbild.compliance import policies
from lagesbild.compliance.models import Standing
from lagesbild.compliance.rules.judging import WORST_FIRST, Status
from lagesbild.core.models import Partnership
from lagesbild.core.scope import walls_for
from lagesbild.meetings.models import Meeting
from lagesbild.organisation.queries import today


@dataclass(frozen=True, slots=True)
class Line:
    """A partnership: its commitments by status, and what comes next in it.

    Parameters
    ----------
    partnership : Partnership
    counts : mapping
        Commitments of each status; a commitment is as its worst rule.
    meeting : date or None
        Day of the next meeting that the person may see.
    due : date or None
        The next day by which a commitment asks for something.
    """

    partnership: Partnership
    counts: Mapping[Status, int]
    meeting: dt.date | None
    due: dt.date | None

    @property
    def whole(self) -> int:
        """How many commitments are checked."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class County:
    """All partnerships of a person, by name.

    Parameters
    ----------
    lines : tuple of Line
    hidden : int
        How many partnerships the person's role shows no commitments in.
    """

    lines: tuple[Line, ...]
    hidden: int


def county(person: int) -> County:
    """The partnerships of a person side by side. Asks a fixed number of questions of each."""
    lines, hidden = [], 0
    for one in partnerships_of(person):
        partnership, actor = here_of(person, one.slug)
        if not policies.may_see(actor):
            hidden += 1
            continue
        with walls_for(actor.scope()):
            lines.append(_line(partnership))
    return County(tuple(lines), hidden)


def _line(partnership: Partnership) -> Line:
    now = today(partnership)
    standing = Standing.objects.current().filter(last__isnull=True, rule__removed__isnull=True)
    rows = list(standing.values("rule__commitment_id", "rule__statute", "status", "now__by"))
    days = (dt.date.fromisoformat(row["now__by"]) for row in rows if row["now__by"])
    starts = Meeting.objects.coming().filter(starts__gte=timezone.now()).values_list("starts", flat=True).first()
    return Line(
        partnership,
        _counts(rows),
        starts.astimezone(ZoneInfo(partnership.timezone)).date() if starts else None,
        min((day for day in days if day >= now), default=None),
    )


def _counts(rows: Iterable[Mapping[str, Any]]) -> Counter[Status]:
    worst: dict[tuple[int | None, str], Status] = {}
    for row in rows:
        key, status = (row["rule__commitment_id"], row["rule__statute"]), Status(row["status"])
        worst[key] = min(worst.get(key, status), status, key=WORST_FIRST.index)
    return Counter(worst.values())
