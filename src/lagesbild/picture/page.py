"""What the page of an edition shows beside what was drawn: what people think, what has changed, what is to be done."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Func, JSONField, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from lagesbild.accounts.models import Person
from lagesbild.core.compiled import written_once
from lagesbild.core.web import Here
from lagesbild.i18n import Message
from lagesbild.incidents import policies as incident_policies
from lagesbild.incidents.models import Incident
from lagesbild.incidents.queries import OUT
from lagesbild.picture import periods
from lagesbild.picture.compose.steps import earlier
from lagesbild.picture.model import Period
from lagesbild.picture.models import Check, Drawing, Edition, Finding, Making, Name
from lagesbild.picture.names import in_html, in_json, marks_in
from lagesbild.picture.parts import PARTS, Piece, pieces
from lagesbild.picture.queries import EditionQuerySet

WEEK = dt.timedelta(weeks=1)
RECENT = dt.timedelta(weeks=4)
LATEST = "picture.latest"
WITHOUT_MAP = Func("parts", Value("map"), template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())
"""The parts of a page. The data of its map are larger than all of them, and have an address of their own."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that was to be done, and how it went."""

    shape: str
    """Of the status mark: full, half, ring, dashed."""
    state: str
    """In words, marked with `N_`."""
    what: str
    report: str
    who: str
    due: dt.date | None
    url: str


Measures = Callable[[Here, Edition], Sequence[Measure]]
_measures: list[Measures] = []


def measures_from(source: Measures) -> None:
    """Say who knows what was to be done in the period of an edition; called inside the walls of whoever looks."""
    if source not in _measures:
        _measures.append(source)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be gone on with out of a finding, or that already rests on it: words and an address."""

    label: Message
    url: str


Acts = Callable[[Here, Edition, Collection[Finding]], Mapping[int, Sequence[Act]]]
_acts: list[Acts] = []


def acts_from(source: Acts) -> None:
    """Say what stands beside findings, by number; called inside the walls of whoever looks."""
    if source not in _acts:
        _acts.append(source)


Onward = Callable[[Here, Edition, Collection[Finding]], Sequence[Act]]
_onward: list[Onward] = []


def onward_from(source: Onward) -> None:
    """Say what comes next with a decided edition; called inside the walls of whoever looks, with its findings."""
    if source not in _onward:
        _onward.append(source)


@dataclass(frozen=True, slots=True)
class Sorting:
    """What waits to be sorted now, whatever period the edition is of."""

    new: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding as the page shows it."""

    row: Finding
    by: str
    earlier: Finding | None
    """The same finding in the edition of the period before, where somebody took a stand on it."""


Judgements = dict[tuple[str, int], Judged]


def latest(here: Here) -> Edition | None:
    """The latest edition of the latest week that is open to the reader."""
    return here.once(LATEST, lambda: Edition.objects.light().weekly().latest_first().first())


def of_period(here: Here, period: Period) -> list[Edition]:
    """The editions of a period, latest first; with them is asked for what `latest` answers."""
    asked = Edition.objects.of_period(period).values("pk")
    newest = Subquery(Edition.objects.weekly().latest_first().values("pk")[:1])
    both = list(Edition.objects.light().filter(Q(pk__in=asked) | Q(pk=newest)).latest_first())
    here.once(LATEST, lambda: next((row for row in both if row.weekly), None))
    return [row for row in both if row.period == period]


def parts_of(here: Here, edition: Edition, base: str) -> tuple[dict[str, list[Piece]], str, Judgements]:
    """The drawn parts in the reader's language, the mark of its live map, and the findings that have a slot in them."""
    drawing = Drawing.objects.filter(edition=edition, language=here.t.language)
    drawn = drawing.annotate(shown=WITHOUT_MAP, live=Q(parts__map__gt=""), pairs=_pairs())
    pk, shown, live, pairs = drawn.values_list("pk", "shown", "live", "pairs").get()
    known, called = judged(edition), _called(pairs)
    parts = {name: list(pieces(in_html(shown[name], called), known, base)) for name in PARTS}
    return parts, _mark(pk, called) if live else "", known


def map_of(here: Here, edition: Edition) -> tuple[str, str]:
    """The data of the live map in the reader's language, "" where there is none, and their mark."""
    drawing = Drawing.objects.filter(edition=edition, language=here.t.language)
    pk, text, pairs = drawing.annotate(pairs=_pairs()).values_list("pk", "parts__map", "pairs").get()
    called = _called(pairs)
    return in_json(text, called), _mark(pk, called)


def _pairs() -> ArraySubquery:
    """All marks and names of a drawing's edition, asked for with the drawing."""
    names = Name.objects.filter(edition_id=OuterRef("edition_id")).order_by("mark")
    return ArraySubquery(names.values(pair=JSONObject(mark="mark", text="text")))


def _called(pairs: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {pair["mark"]: pair["text"] for pair in pairs}


def _mark(drawing: int, called: Mapping[str, str]) -> str:
    """What tells a drawing with its names as they are from any other: it is drawn once, and names are only masked."""
    said = json.dumps([drawing, *called.items()], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def lead_of(here: Here, edition: Edition) -> str:
    """The first words of an edition, in the reader's language."""
    drawing = Drawing.objects.filter(edition=edition, language=here.t.language)
    lead = drawing.values_list("parts__lead", flat=True).first() or ""
    return in_html(lead, called_in(edition.pk, lead))


def latest_with_lead(here: Here, kind: str) -> tuple[Edition, str, int] | None:
    """As `latest`, with `lead_of` and how many findings of a kind nobody has taken a stand on: in one question."""
    row: Any = next(iter(_latest_with_lead(here.t.language, kind)), None)
    if row is None:
        return None
    lead = row.lead or ""
    return row, in_html(lead, called_in(row.pk, lead)), row.waiting or 0


@written_once
def _latest_with_lead(language: str, kind: str) -> EditionQuerySet:
    drawn = Drawing.objects.filter(edition=OuterRef("pk"), language=language).order_by("pk")
    waiting = Finding.objects.filter(edition=OuterRef("pk")).open().of_kinds(kind).order_by().values("edition")
    asked = Edition.objects.light().weekly().latest_first()
    asked = asked.annotate(lead=Subquery(drawn.values("parts__lead")[:1]))
    return asked.annotate(waiting=Subquery(waiting.annotate(n=Count("pk")).values("n")))[:1]


def newest_with_lead(here: Here, editions: Collection[int]) -> dict[int, tuple[Edition, str]]:
    """Of each of some editions the latest of the same period, with `lead_of`; in one question."""
    if not editions:
        return {}
    drawn = Drawing.objects.filter(edition=OuterRef("pk"), language=here.t.language).order_by("pk")
    same = Edition.objects.filter(pk__in=editions, kind=OuterRef("kind"), start=OuterRef("start"))
    names = Name.objects.filter(edition=OuterRef("pk")).order_by("mark")
    asked = Edition.objects.light().filter(Exists(same)).order_by("number")
    rows: Any = asked.annotate(
        lead=Subquery(drawn.values("parts__lead")[:1]),
        pairs=ArraySubquery(names.values(pair=JSONObject(mark="mark", text="text"))),
    )
    latest = {(row.kind, row.start): row for row in rows}
    both = ((row.pk, latest[row.kind, row.start]) for row in rows if row.pk in editions)
    return {pk: (row, in_html(row.lead or "", _called(row.pairs))) for pk, row in both}


def called_in(edition: int, *texts: str) -> Mapping[str, str]:
    """The names of the marks that stand in texts of an edition."""
    marks = marks_in(*texts)
    return dict(Name.objects.filter(edition_id=edition, mark__in=marks).values_list("mark", "text")) if marks else {}


def judged(edition: Edition) -> Judgements:
    """The findings of an edition by kind and index, with names, and what was thought of them a period before."""
    before_it = earlier(edition.period, 1).start
    judged_before = Q(edition__kind=edition.kind, edition__start=before_it) & ~Q(state=Finding.State.OPEN)
    found = Finding.objects.filter(Q(edition=edition) | judged_before, partnership_id=edition.partnership_id)
    both = list(found.defer("numbers").order_by("edition__number", "pk"))
    rows = [row for row in both if row.edition_id == edition.pk]
    before = {row.key: row for row in both if row.edition_id != edition.pk}
    people = names({row.by for row in rows})
    return {(row.kind, row.index): Judged(row, people.get(row.by or 0, ""), before.get(row.key)) for row in rows}


def names(people: set[int | None]) -> Mapping[int, str]:
    """Names by number of person."""
    asked = [person for person in people if person]
    return dict(Person.objects.filter(pk__in=asked).values_list("pk", "name")) if asked else {}


def sorting(here: Here) -> Sorting | None:
    """What waits to be sorted; None for those who do not sort."""
    if not incident_policies.may_sort(here.actor):
        return None
    recent = ~Q(state__in=OUT) & Q(start__gte=timezone.now() - RECENT, source__isnull=True, lon__isnull=True)
    waiting = Q(state=Incident.State.REPORTED)
    found = Incident.objects.filter(waiting | recent).aggregate(
        new=Count("pk", filter=waiting), unplaced=Count("pk", filter=recent)
    )
    return Sorting(**found)


def measures(here: Here, edition: Edition) -> list[Measure]:
    """What was to be done in the period."""
    return [one for source in _measures for one in source(here, edition)]


def acts(here: Here, edition: Edition, findings: Judgements) -> dict[int, list[Act]]:
    """What stands beside each finding of an edition, by its number."""
    found: dict[int, list[Act]] = {}
    rows = [one.row for one in findings.values()]
    for source in _acts if rows else ():
        for pk, offered in source(here, edition, rows).items():
            found.setdefault(pk, []).extend(offered)
    return found


def onward(here: Here, edition: Edition, findings: Judgements) -> list[Act]:
    """What comes next with a decided edition that no newer one has taken the place of."""
    rows = [one.row for one in findings.values()]
    return [one for source in _onward for one in source(here, edition, rows)]


def making_of(here: Here, period: Period) -> Making | None:
    """A making of the period that has not ended, or could not be done."""
    found = Making.objects.filter(partnership=here.partnership, kind=periods.KIND[period.unit], start=period.start)
    return found.exclude(state=Making.State.DONE).first()


def last_check(edition: Edition) -> Check | None:
    """What came of it when the edition was last computed again."""
    return edition.checks.first()


def last_week(now: dt.datetime) -> dt.date:
    """The Monday of the last week that has ended, on the wall clock of the page."""
    today = timezone.localtime(now).date()
    return today - dt.timedelta(days=today.weekday()) - WEEK


def address(here: Here, name: str, query: Mapping[str, Any] | None = None, **arguments: Any) -> str:
    """The address of a page of another room; "" where that room has no such page."""
    try:
        return reverse(name, kwargs={"slug": here.partnership.slug, **arguments}, query=query)
    except NoReverseMatch:
        return ""
