"""What calendars read (RFC 5545, RFC 7986), written by `icalendar`: a file with one event, or a feed of many.

An event keeps its `uid` for good and says how often it has changed, so that a calendar that fetches it again moves it
instead of showing it twice. Hours are written in UTC: an instant is the same on both sides of a change of clocks, and
the calendar shows it on its own wall clock. Whole days are dates and belong to no time zone.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, vDuration, vText
from icalendar import Event as Entry

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Lägesbild//SV"
FETCHED_EVERY = dt.timedelta(hours=6)
"""How often calendars are asked to fetch a feed; many do it more seldom."""
DAY = dt.timedelta(days=1)
LINES = ("\n", "\t")
CONTROL = ("Cc", "Cs")
"""Categories of characters that no calendar takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens, or a day by which something is to be done.

    Parameters
    ----------
    uid : str
        The same for as long as the thing is there.
    summary : str
        What it is called.
    starts, ends : datetime or date
        Both hours with a time zone, or both whole days, the last one included.
    changed : datetime
        When it last changed.
    sequence : int
        How often it has changed.
    address : str
        Of its page.
    place : str
    cancelled : bool
        Shown as cancelled, and not left out: calendars keep what is merely gone.
    """

    uid: str
    summary: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date
    changed: dt.datetime
    sequence: int = 0
    address: str = ""
    place: str = ""
    cancelled: bool = False

    @property
    def whole_days(self) -> bool:
        """Whether it has no hours."""
        return not isinstance(self.starts, dt.datetime)


def calendar(events: Iterable[Event], *, name: str = "") -> bytes:
    """The events as a calendar; with a name it is a feed, and says how often it is to be fetched.

    The same events give the same bytes, whenever they are asked for.
    """
    whole = Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", PRODUCT)
    if name:
        whole.add("method", "PUBLISH")
        for each in ("name", "x-wr-calname"):
            whole.add(each, vText(plain(name)))
        whole.add("refresh-interval", vDuration(FETCHED_EVERY), parameters={"VALUE": "DURATION"})
        whole.add("x-published-ttl", vDuration(FETCHED_EVERY))
    for one in events:
        whole.add_component(_entry(one))
    return bytes(whole.to_ical())


def plain(text: str) -> str:
    """A text as a calendar can hold it: lines end in one way, and there are no control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in LINES or unicodedata.category(one) not in CONTROL)


def _entry(one: Event) -> Entry:
    entry = Entry()
    entry.add("uid", one.uid)
    # of a published event that is when it last changed, so that nothing differs while nothing has
    entry.add("dtstamp", one.changed.astimezone(dt.UTC))
    entry.add("last-modified", one.changed.astimezone(dt.UTC))
    entry.add("sequence", one.sequence)
    entry.add("dtstart", _moment(one.starts))
    # the end of whole days is the day after
    entry.add("dtend", one.ends + DAY if one.whole_days else _moment(one.ends))
    entry.add("summary", vText(plain(one.summary)))
    entry.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    # nobody is busy for a whole day because something is to be done by it
    entry.add("transp", "TRANSPARENT" if one.whole_days or one.cancelled else "OPAQUE")
    if one.place:
        entry.add("location", vText(plain(one.place)))
    if one.address:
        entry.add("url", one.address)
    return entry


def _moment(at: dt.datetime | dt.date) -> dt.datetime | dt.date:
    return at.astimezone(dt.UTC) if isinstance(at, dt.datetime) else at
