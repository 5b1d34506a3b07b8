"""A meeting as a file that calendars read (RFC 5545)."""

from __future__ import annotations

import datetime as dt

from lagesbild.meetings.models import Meeting

LONGEST = 73
"""Octets of a line before it is folded, its mark of folding not counted."""


def entry(meeting: Meeting, address: str) -> str:
    """The meeting, with a link to its page."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lägesbild//SV",
        "BEGIN:VEVENT",
        f"UID:mote-{meeting.partnership_id}-{meeting.pk}@lagesbild",
        f"DTSTAMP:{_stamp(meeting.starts)}",
        f"DTSTART:{_stamp(meeting.starts)}",
        f"DTEND:{_stamp(meeting.ends)}",
        f"SUMMARY:{_text(meeting.body.name)}",
        *([f"LOCATION:{_text(meeting.place)}"] if meeting.place else []),
        f"URL:{address}",
        *(["STATUS:CANCELLED"] if meeting.state == Meeting.State.CANCELLED else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut inside a character."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > LONGEST:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])
