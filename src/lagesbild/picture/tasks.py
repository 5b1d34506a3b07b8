"""What the worker does for pictures: makes them at the partnership's day and hour, and when they are asked for.

What should have been made and is missing is looked for every hour.
A worker that is killed leaves its job to another; making is the same however often it is begun.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lagesbild.core import outbox
from lagesbild.core.actions import Actor, acting
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.i18n import Message
from lagesbild.picture import periods
from lagesbild.picture.compose.steps import earlier, unit_of
from lagesbild.picture.making import make_edition, recompute, set_again
from lagesbild.picture.model import Period, Unit
from lagesbild.picture.models import Edition, Making
from lagesbild.sources.records import Progress

log = logging.getLogger(__name__)
AGAIN = RetryStrategy(max_attempts=3, exponential_wait=20)
WEEK = dt.timedelta(weeks=1)
LEFT_ALONE = {Making.State.QUEUED: dt.timedelta(hours=2), Making.State.RUNNING: dt.timedelta(hours=2)}
REFUSED_FOR = dt.timedelta(hours=20)
"""How long a week that could not be made is left before it is tried again."""
OFTEN = 0.4
"""Seconds between two notes of how far a making has come."""


def last_due(now: dt.datetime, zone: str, weekday: int, hour: int) -> dt.date:
    """The Monday of the latest week whose picture should have been made by `now`.

    On the partnership's own wall clock: an hour that daylight saving skips is the one after it.
    """
    local = now.astimezone(ZoneInfo(zone))
    monday = local.date() - dt.timedelta(days=local.weekday())
    due = dt.datetime.combine(monday + dt.timedelta(days=weekday), dt.time(hour), ZoneInfo(zone))
    return monday - WEEK if now >= due else monday - 2 * WEEK


def last_ended(unit: Unit, now: dt.datetime, zone: str, hour: int) -> Period:
    """The latest month, quarter or year whose picture should have been made by `now`: at `hour` on the day after it."""
    local = now.astimezone(ZoneInfo(zone))
    running = unit_of(unit, local.date())
    due = dt.datetime.combine(running.start, dt.time(hour), ZoneInfo(zone))
    return earlier(running, 1 if now >= due else 2)


@app.periodic(cron="3 * * * *")
@app.task(name="picture.make_missing", queueing_lock="picture.make_missing")
def make_missing(timestamp: int) -> None:
    """Queue what should have been made and has not: for each partnership the latest period of each kind that is due."""
    queue_missing(timezone.now())


def queue_missing(now: dt.datetime) -> int:
    """Queue a making of each latest due period that has no edition; how many were queued."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT partnership, timezone, weekday, hour, longer FROM picture_due()")
        known = cursor.fetchall()
    queued = 0
    for partnership, zone, weekday, hour, longer in known:
        actor = worker(int(partnership))
        queued += _queue(actor, periods.of(Unit.WEEK, last_due(now, zone, weekday, hour)), now)
        for kind in longer:
            queued += _queue(actor, last_ended(periods.KINDS[kind], now, zone, hour), now)
    return queued


def _queue(actor: Actor, period: Period, now: dt.datetime) -> bool:
    with acting(actor):
        if Edition.objects.of_period(period).exists():
            return False
        making, _ = Making.objects.get_or_create(
            partnership_id=actor.partnership,
            kind=periods.KIND[period.unit],
            start=period.start,
            defaults={"asked_by": 0, "changed": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)},
        )
        making = Making.objects.select_for_update(of=("self",)).get(pk=making.pk)
        patience = LEFT_ALONE.get(Making.State(making.state), REFUSED_FOR)
        if now - making.changed < patience:
            return False
        making.state, making.share, making.doing, making.changed = Making.State.QUEUED, 0, {}, now
        making.save()
        start = period.start.toordinal()
        outbox.add("picture.make", partnership=actor.partnership, kind=making.kind, start=start, asked_by=0)
    return True


@app.task(name="picture.make", retry=AGAIN)
def make(*, partnership: int, kind: str, start: int, asked_by: int) -> None:
    """Make the edition of a period; what went wrong is said where it was asked for."""
    actor, first = worker(partnership), dt.date.fromordinal(start)
    _note(actor, kind, first, state=Making.State.RUNNING, asked_by=asked_by)
    try:
        edition = make_edition(
            actor=actor,
            start=first,
            unit=periods.KINDS[kind],
            asked_by=asked_by,
            progress=_teller(actor, kind, first),
        )
    except InputError as error:
        _note(actor, kind, first, state=Making.State.FAILED, doing=error.message.to_dict())
        return
    _note(actor, kind, first, state=Making.State.DONE, share=1, edition=edition)


@app.task(name="picture.check", retry=AGAIN)
def check(*, partnership: int, edition: int, asked_by: int) -> None:
    """Compute an edition again and say what came of it."""
    recompute(actor=worker(partnership), edition=edition, asked_by=asked_by)


@app.task(name="picture.set_again", retry=AGAIN)
def set_documents_again(*, partnership: int, edition: int) -> None:
    """Set the documents of an edition in which a name was masked."""
    if not set_again(actor=worker(partnership), edition=edition):
        log.warning("the documents of edition %s could not be set again", edition)


def _note(actor: Actor, kind: str, start: dt.date, **values: Any) -> None:
    with acting(actor):
        Making.objects.update_or_create(
            partnership_id=actor.partnership,
            kind=kind,
            start=start,
            defaults={"changed": timezone.now(), **values},
            create_defaults={"changed": timezone.now(), "asked_by": 0, **values},
        )


def _teller(actor: Actor, kind: str, start: dt.date) -> Progress:
    told = 0.0

    def tell(what: Message, share: float) -> None:
        nonlocal told
        # never inside the making's own transaction, which would show nothing until it ends
        if time.monotonic() - told < OFTEN or transaction.get_connection().in_atomic_block:
            return
        told = time.monotonic()
        _note(actor, kind, start, share=share, doing=what.to_dict())

    return tell
