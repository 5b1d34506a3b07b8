"""The minutes as documents, made when asked for, of what they say today: PDF/UA-1 for archive and print, and Word.

It is not kept: words that were masked since are masked in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from lagesbild.core.documents import typeset
from lagesbild.core.documents.docx import Word
from lagesbild.i18n import N_, Message, Translator
from lagesbild.meetings.minutes import Adjusted, Assigned, Decided, Place, Point, Record
from lagesbild.meetings.models import Adjuster, Meeting, Minutes

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


def word(t: Translator, meeting: Meeting, record: Record, edition: Minutes | None) -> bytes:
    """The same to go on writing in: a document in Word's format."""
    said = content(t, meeting, record, edition)
    made = timezone.localdate(edition.at) if edition else timezone.localdate()
    notice = " · ".join(part for part in (said["draft"], said["demo"]) if part)
    document = Word(
        title=said["title"],
        owner=said["owner"],
        accent=meeting.partnership.accent,
        language=t.language,
        made=made,
        page=t.gettext("Page"),
        notice=notice,
    )
    document.text(said["approved"])
    document.facts((one["label"], one["text"]) for one in said["facts"])
    for people in said["people"]:
        document.heading(people["heading"])
        document.items(people["names"]) if people["names"] else document.text(people["none"])
    for note in said["notes"]:
        document.text(note)
    for point in said["points"]:
        _written(document, point, said["nothing"])
    if said["tasks"]["rows"]:
        document.heading(said["tasks"]["heading"])
        document.table(said["tasks"]["heading"], said["tasks"]["head"], said["tasks"]["rows"])
    if said["adjusted"]["names"]:
        document.heading(said["adjusted"]["heading"])
        document.items(said["adjusted"]["names"])
    return document.content()


def _written(document: Word, point: Mapping[str, Any], nothing: str) -> None:
    document.heading(point["heading"])
    if point["note"]:
        document.text(point["note"])
    for one in point["decided"]:
        document.text(f"{one['text']} ({one['act']})" if one["act"] else one["text"], label=one["label"])
        if one["without"]:
            document.text(one["without"], muted=True)
        document.items(one["tasks"])
    if not point["note"] and not point["decided"]:
        document.text(nothing, muted=True)


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
        "notes": [_without(t, record.without)] if record.without else [],
        "tasks": {
            "heading": t.gettext("Tasks"),
            "head": [t.gettext("What"), t.gettext("Who"), t.gettext("When, at the latest")],
            "rows": [_row(t, one, task) for point in record.points for one in point.decided for task in one.tasks],
        },
        "adjusted": {
            "heading": t.gettext("Adjusting of the protocol"),
            "names": [_adjusted(t, one) for one in record.adjusters],
        },
        "points": [_point(t, n, point) for n, point in enumerate(record.points, start=1)],
        "nothing": t.gettext("Nothing noted."),
        "page": t.gettext("Page {n} of {total}"),
    }


def file_name(record: Record) -> str:
    """What the file is called when it is saved, without its ending."""
    return f"protokoll-{timezone.localdate(record.begins).isoformat()}"


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
        "without": _without(t, one.without) if one.without else "",
        "tasks": [_task(t, task) for task in one.tasks],
    }


def _task(t: Translator, task: Assigned) -> str:
    who = ", ".join(part for part in (task.person, task.party) if part)
    said = f"{t.gettext('To do')}: {who}"
    if task.due is None:
        return said
    by = t.say(Message(N_("by {day}"), {"day": dt.date.fromisoformat(task.due)}))
    return f"{said}, {by}"


def sentences(t: Translator, record: Record) -> dict[str, Any]:
    """What is said of mandates and of who has adjusted, for the page too."""
    return {
        "without": _without(t, record.without) if record.without else "",
        "adjusted": [_adjusted(t, one) for one in record.adjusters],
        "unheard": lambda one: _without(t, one.without) if one.without else "",
    }


def _row(t: Translator, one: Decided, task: Assigned) -> list[str]:
    who = ", ".join(part for part in (task.person, task.party) if part)
    return [one.text, who, t.value(dt.date.fromisoformat(task.due)) if task.due else t.gettext("no day set")]


def _without(t: Translator, parties: Sequence[str]) -> str:
    """For whom nobody with a mandate was there."""
    return t.say(
        Message(N_("Nobody with a mandate to decide was there for {parties}."), {"parties": ", ".join(parties)})
    )


def _adjusted(t: Translator, one: Adjusted) -> str:
    """Who, and when and how it was done."""
    called = f"{one.name} ({one.title}, {one.party})"
    if not one.day:
        return t.say(Message(N_("{name}: not adjusted yet"), {"name": called}))
    values = {"name": called, "day": dt.date.fromisoformat(one.day), "how": Message(Adjuster.How(one.how).label)}
    return t.say(Message(N_("{name}: adjusted {day}, {how}"), values))
