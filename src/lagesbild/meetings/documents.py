"""The minutes as a document for archive and print: PDF/UA-1, made when asked for, of what the minutes say today.

It is not kept: words that were masked since are masked in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from lagesbild.core.documents import typeset
from lagesbild.i18n import N_, Message, Translator
from lagesbild.meetings.minutes import Assigned, Decided, Place, Point, Record
from lagesbild.meetings.models import Meeting, Minutes

TEMPLATE = Path(__file__).parent / "typst" / "minutes.typ"
WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")),
)


def document(t: Translator, meeting: Meeting, record: Record, edition: Minutes | None) -> bytes:
    """The minutes in the reader's language; without an edition they are a draft, and say so on every page.

    Raises
    ------
    LayoutError
        The typesetter refuses or warns: a fault in this package.

    """
    said = content(t, meeting, record, edition)
    made = timezone.localdate(edition.at) if edition else timezone.localdate()
    return typeset(TEMPLATE, said, made=made)


def content(t: Translator, meeting: Meeting, record: Record, edition: Minutes | None) -> dict[str, Any]:
    """Everything the template needs, in words."""
    begins, ends = timezone.localtime(record.begins), timezone.localtime(record.ended)
    title = t.say(Message(N_("Minutes of {body}"), {"body": record.body}))
    day = f"{t.gettext(WEEKDAYS[begins.weekday()])} {t.value(begins.date())}"
    facts = [(t.gettext("Time"), f"{day}, {t.value(begins.time())}–{t.value(ends.time())}")]
    if record.place:
        facts.append((t.gettext("Place"), record.place))
    people = [_people(t, t.gettext("Present"), record.present, t.gettext("nobody noted"))]
    if record.absent:
        people.append(_people(t, t.gettext("Absent"), record.absent, ""))
    return {
        "language": t.language,
        "title": title,
        "subject": f"{title}, {t.value(begins.date())}",
        "owner": meeting.partnership.name,
        "demo": t.gettext("Invented example data") if meeting.partnership.invented else "",
        "draft": "" if edition else t.gettext("Draft: not approved"),
        "approved": _approved(t, edition),
        "facts": [{"label": label, "text": text} for label, text in facts],
        "people": people,
        "points": [_point(t, n, point) for n, point in enumerate(record.points, start=1)],
        "nothing": t.gettext("Nothing noted."),
        "page": t.gettext("Page {n} of {total}"),
    }


def file_name(record: Record) -> str:
    """What the file is called when it is saved."""
    return f"protokoll-{timezone.localdate(record.begins).isoformat()}.pdf"


def _approved(t: Translator, edition: Minutes | None) -> str:
    if edition is None:
        return t.gettext("Not approved yet: this is how they stand.")
    values: dict[str, Any] = {"at": timezone.localtime(edition.at)}
    if edition.person is None:
        return t.say(Message(N_("Approved {at}."), values))
    return t.say(Message(N_("Approved by {name}, {at}."), values | {"name": edition.person.name}))


def _people(t: Translator, heading: str, places: Sequence[Place], none: str) -> dict[str, Any]:
    return {"heading": heading, "names": [_called(t, place) for place in places], "none": none}


def _called(t: Translator, place: Place) -> str:
    """Name, and what they are there as."""
    parts = [t.gettext("adjunct"), place.party] if place.adjunct else [place.title, place.party]
    if place.deputy:
        parts.append(t.gettext("deputy"))
    return f"{place.name} ({', '.join(part for part in parts if part)})"


def _point(t: Translator, n: int, point: Point) -> dict[str, Any]:
    return {
        "heading": f"§ {n} {point.title or t.gettext(point.label)}",
        "note": point.note,
        "decided": [_decided(t, one) for one in point.decided],
    }


def _decided(t: Translator, one: Decided) -> dict[str, Any]:
    return {
        "label": f"{t.gettext('Decision')}:",
        "text": one.text,
        "act": t.gettext(one.act) if one.act else "",
        "tasks": [_task(t, task) for task in one.tasks],
    }


def _task(t: Translator, task: Assigned) -> str:
    who = ", ".join(part for part in (task.person, task.party) if part)
    said = f"{t.gettext('To do')}: {who}"
    if task.due is None:
        return said
    by = t.say(Message(N_("by {day}"), {"day": dt.date.fromisoformat(task.due)}))
    return f"{said}, {by}"
