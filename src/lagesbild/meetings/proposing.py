"""When a body should meet next, by how often it is to meet and when it last did."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lagesbild.meetings.models import Meeting
from lagesbild.organisation.cadence import step
from lagesbild.organisation.models import Body


@dataclass(frozen=True, slots=True)
class Proposal:
    """A meeting that ought to be planned; without times where the body has none to go by."""

    body: Body
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    place: str = ""
    link: str = ""


def following(starts: dt.datetime, every: dt.timedelta, now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first of `starts` plus whole steps that lies after it and after `now`, at the same hour of the clock."""
    local = starts.astimezone(zone)
    steps = max(1, (now.astimezone(zone).date() - local.date()) // every)
    while True:
        day = local.date() + steps * every
        at = dt.datetime.combine(day, local.time(), zone)
        if at > now:
            return at
        steps += 1


def proposals(on: dt.date, now: dt.datetime, zone: ZoneInfo) -> list[Proposal]:
    """For each body that meets so and so often and has no meeting ahead: when the next ought to be, by name."""
    waiting = set(Meeting.objects.coming().values_list("body_id", flat=True))
    bodies = [body for body in Body.objects.on(on).for_list() if body.pk not in waiting and step(body.times, body.per)]
    met = Meeting.objects.happened().of_bodies([body.pk for body in bodies]).latest_of_each()
    last = {meeting.body_id: meeting for meeting in met}
    found = [_next(body, last.get(body.pk), now, zone) for body in bodies]
    return [one for one in found if one.starts is None or not one.body.ended(one.starts.astimezone(zone).date())]


def _next(body: Body, last: Meeting | None, now: dt.datetime, zone: ZoneInfo) -> Proposal:
    every = step(body.times, body.per)
    if last is None or every is None:
        return Proposal(body)
    starts = following(last.starts, every, now, zone)
    return Proposal(body, starts, starts + (last.ends - last.starts), last.place, last.link)
