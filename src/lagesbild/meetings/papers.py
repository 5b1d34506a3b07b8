"""The papers of a meeting, handed out in one go: the call with its agenda, and what the points are about.

    enclosed(here, meeting)        each paper as whoever asks may read it, the call first
    bundle(papers)                 the same as a ZIP file

A kind of point says which papers belong to the row that it is about (`agenda.kind(..., papers=)`). Nothing is kept:
they are made when somebody asks, of what stands there then.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from lagesbild.core import registry
from lagesbild.core.documents.paper import Facts, Heading, Items, Paper, Part, Table, Text, heads, paper
from lagesbild.core.web.here import Here
from lagesbild.i18n import N_, Message, Translator
from lagesbild.meetings import agenda, documents, minutes
from lagesbild.meetings.minutes import Record
from lagesbild.meetings.models import Meeting, Task

TASKS = (N_("What"), N_("Who"), N_("When, at the latest"), N_("State"))
LONGEST = 60
STILL = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the ZIP, so that the same papers have the same bytes."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper: what it is called, the PDF, and of which record it is: kind and number, as the registry knows it."""

    name: str
    pdf: bytes
    of: tuple[str, int] | None = None


def enclosed(here: Here, meeting: Meeting) -> list[Enclosed]:
    """The call, and then the papers of each point in the order of the agenda."""
    found: list[Enclosed] = []
    belongs: dict[int, list[int]] = {}
    for place, item in enumerate(meeting.items.for_page(), start=1):
        item.meeting = meeting
        for made in agenda.known(item.kind).papers(here, item):
            found.append(made)
            belongs.setdefault(place, []).append(len(found))
    record = minutes.written(meeting)
    call = _call(here.t, meeting, record, _named(here.t, found), belongs)
    return [Enclosed(call.title, call.pdf()), *found]


def bundle(papers: Iterable[Enclosed]) -> bytes:
    """A ZIP file of the papers, numbered in their order; the first, the call, is nought. A PDF is packed already."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for n, one in enumerate(papers):
            archive.writestr(zipfile.ZipInfo(f"{n:02}-{plain(one.name)}.pdf", STILL), one.pdf)
    return held.getvalue()


def plain(name: str) -> str:
    """A name that every file system takes, with the letters of the alphabet that all have."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].rstrip("-") or "handling"


def _named(t: Translator, papers: Sequence[Enclosed]) -> list[str]:
    """What papers are called, and which bear a secrecy mark: one that was drawn before it was made does not say so."""
    secret = {key for key in {one.of for one in papers} if key is not None and registry.is_secret(*key)}
    marked = N_("{name}, with a secrecy mark")
    return [t.say(Message(marked, {"name": one.name})) if one.of in secret else one.name for one in papers]


def _call(t: Translator, meeting: Meeting, record: Record, annexes: list[str], belongs: dict[int, list[int]]) -> Paper:
    day = t.value(timezone.localdate(record.begins))
    title = t.say(Message(N_("Call to {body}"), {"body": record.body}))
    return paper(
        t,
        meeting.partnership,
        title=f"{title} {day}",
        made=timezone.localdate(),
        draft=t.gettext(N_("The meeting is cancelled")) if meeting.state == Meeting.State.CANCELLED else "",
        parts=list(_parts(t, meeting, record, annexes, belongs)),
    )


def _parts(
    t: Translator, meeting: Meeting, record: Record, annexes: list[str], belongs: dict[int, list[int]]
) -> Iterator[Part]:
    link = [(t.gettext(N_("Take part from elsewhere")), meeting.link)] if meeting.link else []
    yield Facts((*documents.when_and_where(t, record), *link))
    yield Heading(t.gettext(N_("Who takes part")))
    expected = [documents.called(t, one) for one in minutes.roll(meeting)]
    yield Items(tuple(expected)) if expected else Text(t.gettext(N_("nobody noted")))
    yield Heading(t.gettext(N_("Agenda")))
    lines = []
    for place, point in enumerate(record.points, start=1):
        of = ", ".join(t.say(Message(N_("annex {n}"), {"n": n})) for n in belongs.get(place, ()))
        title = point.title or t.gettext(point.label)
        lines.append(f"{title} ({of})" if of else title)
    yield Items(tuple(lines), numbered=True) if lines else Text(t.gettext(N_("The agenda is empty.")))
    tasks = list(Task.objects.to_go_through(meeting, meeting.previous).for_list())
    if tasks:
        yield Heading(t.gettext(N_("Tasks to go through")))
        yield Table("", heads(t, TASKS), tuple(_row(t, one) for one in tasks), (4, 3, 2, 2))
    if annexes:
        yield Heading(t.gettext(N_("Annexes")))
        yield Items(tuple(annexes), numbered=True)


def _row(t: Translator, one: Task) -> tuple[str, ...]:
    who = ", ".join(part for part in (one.person.name if one.person else "", one.responsible.name) if part)
    due = t.value(one.due) if one.due else t.gettext(N_("no day set"))
    return one.what, who, due, t.gettext(one.get_state_display())
