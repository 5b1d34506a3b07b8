"""What a rule would dispose of today: how many of what, the oldest and the youngest, what stays. Changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min

from lagesbild.core import retention
from lagesbild.core.actions import acting
from lagesbild.core.models import Partnership
from lagesbild.core.retention import DUE_AT
from lagesbild.core.system import worker
from lagesbild.organisation.queries import today
from lagesbild.registry.models import RetentionRule


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would go.

    Parameters
    ----------
    n : int
        Rows whose time is over.
    before : datetime
        What lies before it has had its time.
    oldest, youngest : datetime or None
        Of those that would go.
    along : mapping of str to int
        What goes with them, in words (`N_`), and how many.
    left : int
        Rows of the kind that stay.
    """

    n: int
    before: dt.datetime
    oldest: dt.datetime | None = None
    youngest: dt.datetime | None = None
    along: Mapping[str, int] = field(default_factory=dict)
    left: int = 0


def before_of(here: Partnership, months: int) -> dt.datetime:
    """The moment before which rows have had their time, in the partnership's own time zone."""
    return dt.datetime.combine(retention.limit(today(here), months), dt.time(), ZoneInfo(here.timezone))


def foreseen(partnership: int, kind: retention.Kind, rule: RetentionRule) -> Foreseen:
    """What the rule would dispose of now, counted over every party's rows."""
    assert kind.due is not None
    assert rule.months is not None
    # counts alone leave here: whoever looks need not be shown the rows
    with acting(worker(partnership)):
        before = before_of(Partnership.objects.get(pk=partnership), rule.months)
        rows = kind.due(rule.event, before)
        counted = rows.order_by().aggregate(n=Count("pk"), oldest=Min(DUE_AT), youngest=Max(DUE_AT))
        every = rows.model._default_manager.filter(partnership_id=partnership).count()
        along = kind.along(rows) if counted["n"] else {}
    return Foreseen(counted["n"], before, counted["oldest"], counted["youngest"], along, every - counted["n"])
