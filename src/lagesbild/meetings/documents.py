"""The minutes as a document, made when asked for, of what they say today: PDF/UA-1 for archive and print, and Word.

It is not kept: words that were masked since are masked in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from lagesbild.core import registry
from lagesbild.core.documents.paper import Facts, Heading, Items, Paper, Part, Table, Text, heads, paper
from lagesbild.i18n import N_, Message, Translator
from lagesbild.meetings.minutes import Adjusted, Assigned, Decided, Place, Point, Record
from lagesbild.meetings.models import Adjuster, Meeting, Minutes

WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")),
)
TASKS = (N_("What"), N_("Who"), N_("When, at the latest"))


def document(t: Translator, meeting: Meeting, record: Record, edition: Minutes | None) -> Paper:
    """The minutes in the reader's language; without an edition they are a draft, and say so on every page."""
    day = t.value(timezone.localdate(record.begins))
    title = t.say(Message(N_("Minutes of {body}"), {"body": record.body}))
    return paper(
        t,
        meeting.partnership,
        title=f"{title} {day}",
        made=timezone.localdate(edition.at) if edition else timezone.localdate(),
        lead=[_approved(t, edition)],
        parts=_parts(t, record),
        draft="" if edition else t.gettext("Draft: not approved"),
        registered=registry.of(meeting._meta.label_lower, meeting.pk),
    )


def _parts(t: Translator, record: Record) -> Iterator[Part]:
    yield Facts(tuple(when_and_where(t, record)))
    yield Heading(t.gettext("Present"))
    if record.present:
        yield Items(tuple(called(t, place) for place in record.present))
    else:
        yield Text(t.gettext("nobody noted"))
    if record.absent:
        yield Heading(t.gettext("Absent"))
        yield Items(tuple(called(t, place) for place in record.absent))
    if record.without:
        yield Text(_without(t, record.without))
    for n, point in enumerate(record.points, start=1):
        yield from _point(t, n, point)
    tasks = tuple(_row(t, one, task) for point in record.points for one in point.decided for task in one.tasks)
    if tasks:
        yield Heading(t.gettext("Tasks"))
        yield Table("", heads(t, TASKS), tasks, (3, 2, 1))
    if record.adjusters:
        yield Heading(t.gettext("Adjusting of the protocol"))
        yield Items(tuple(_adjusted(t, one) for one in record.adjusters))


def when_and_where(t: Translator, record: Record) -> Iterator[tuple[str, str]]:
    """When and where, each with its name."""
    begins, ends = timezone.localtime(record.begins), timezone.localtime(record.ended)
    day = f"{t.gettext(WEEKDAYS[begins.weekday()])} {t.value(begins.date())}"
    yield t.gettext("Time"), f"{day}, {t.value(begins.time())}–{t.value(ends.time())}"
    if record.place:
        yield t.gettext("Place"), record.place


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


def called(t: Translator, place: Place) -> str:
    """Name, and what they are there as."""
    parts = [t.gettext("adjunct"), place.party] if place.adjunct else [place.title, place.party]
    if place.deputy:
        parts.append(t.gettext("deputy"))
    return f"{place.name} ({', '.join(part for part in parts if part)})"


def _point(t: Translator, n: int, point: Point) -> Iterator[Part]:
    yield Heading(f"§ {n} {point.title or t.gettext(point.label)}")
    yield Text(point.note)
    for one in point.decided:
        act = f" ({t.gettext(one.act)})" if one.act else ""
        yield Text(f"{one.text}{act}", f"{t.gettext('Decision')}:")
        if one.without:
            yield Text(_without(t, one.without), quiet=True)
        yield Items(tuple(_task(t, task) for task in one.tasks))
    if not point.note and not point.decided:
        yield Text(t.gettext("Nothing noted."), quiet=True)


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


def _row(t: Translator, one: Decided, task: Assigned) -> tuple[str, ...]:
    who = ", ".join(part for part in (task.person, task.party) if part)
    return one.text, who, t.value(dt.date.fromisoformat(task.due)) if task.due else t.gettext("no day set")


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
