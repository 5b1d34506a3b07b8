"""What this room says of itself to the rooms above it: words, places to go to, points of agendas, measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.timezone import override

from lagesbild.core import access, timeline
from lagesbild.core.actions import Actor, Denied
from lagesbild.core.models import Partnership
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.core.web import Here, navigation
from lagesbild.core.web.language import current
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents.importing import worked
from lagesbild.incidents.models import Import, Incident
from lagesbild.meetings import agenda
from lagesbild.meetings.models import AgendaItem, Decision, Meeting, Task
from lagesbild.meetings.papers import Enclosed
from lagesbild.meetings.queries import AHEAD
from lagesbild.organisation import mandates
from lagesbild.organisation.models import Body
from lagesbild.picture import actions, page, periods, policies
from lagesbild.picture.models import Drawing, Edition, Setting
from lagesbild.places import changed
from lagesbild.places.models import AreaSet

SHAPES = {
    Task.State.OPEN: ("dashed", N_("no word yet")),
    Task.State.DONE: ("full", N_("done")),
    Task.State.PARTLY: ("half", N_("partly done")),
    Task.State.NOT_DONE: ("ring", N_("not done")),
}
POINT, ADOPT = "picture.week", "picture.adopt"


def register() -> None:
    """Called when the application is ready."""
    timeline.verbs(
        {
            "picture.asked": N_("Asked for the picture to be made"),
            "picture.made": N_("The picture was made"),
            "picture.check_asked": N_("Asked for it to be computed again"),
            "picture.checked": N_("Computed again"),
            "picture.released": N_("The decision was undone"),
            "picture.decided": N_("Decided"),
            "picture.masked": N_("Words that tell who someone is were masked"),
            "picture.arranged": N_("Said when the picture is made"),
            "finding.confirmed": N_("Confirmed"),
            "finding.dismissed": N_("Dismissed"),
            "finding.undone": N_("Undone"),
        }
    )
    access.subjects(
        {
            "picture.edition": N_("Picture"),
            "picture.making": N_("Making of a picture"),
            "picture.finding": N_("Finding"),
            "picture.setting": N_("When the picture is made"),
        }
    )
    changed.held_by(counts_in)
    worked.also(N_("decided pictures that count some of them"), decided_with)
    timeline.unnamed(("picture.masked",))  # whoever masked an incident in it, most often its reporter
    navigation.stop(
        order=30, name=N_("Picture"), url="picture:list", asks=_asks, count=_count, visible=policies.may_see
    )
    navigation.step(
        order=60,
        name=N_("Have the first picture made"),
        why=N_("From then on each week's picture is made by itself, at the hour that you choose."),
        url="picture:list",
        done=lambda frame: Edition.objects.all(),
        visible=policies.may_make,
    )
    navigation.start(order=10, template="picture/start.html", context=_start)
    page.measures_from(tasks_of_the_week)
    agenda.kind(
        POINT,
        N_("The picture of the week"),
        "picture/agenda.html",
        context=_points,
        standing={"est"},
        order=30,
        subject=_subject,
        page=_page,
        papers=_papers,
        title=_title,
        waits=_waits,
    )
    weekly = mandates.Limit("weekly", N_("only those of weeks"), _weekly)
    usual = {**mandates.TOGETHER, Body.Kind.EST: weekly.name}
    mandates.kind(ADOPT, N_("shared situational pictures"), usual=usual, limits=[weekly])
    agenda.resolution(ADOPT, kind=POINT, label=N_("Adopt the picture"), do=adopt, undo=release, mandate=ADOPT)


def _weekly(editions: mandates.Subjects, body: Body) -> Iterable[int | None]:
    """Those of weeks; what is about no edition yet will be about that of a week."""
    numbers = [one for one in editions if one is not None]
    return {*Edition.objects.weekly().filter(pk__in=numbers).values_list("pk", flat=True), None} if numbers else {None}


def counts_in(area_set: int) -> Message | None:
    """Why a set of areas stays: pictures, also such as only some may read, count in it and are read and checked."""
    row = AreaSet.objects.get(pk=area_set)
    try:
        system = worker(row.partnership_id)
    except Denied:
        # without a party nothing has been reported, and no picture made
        return None
    with scope(system.scope()):
        n = Edition.objects.filter(partnership=row.partnership_id, parameters__area_set=area_set).count()
        wanted = Setting.objects.filter(partnership=row.partnership_id, area_set=area_set).exists()
    if n:
        return Message(
            N_("{n} picture counts in {name}, which therefore stays: it has to be readable later too."),
            {"n": n, "name": str(row)},
            plural=N_("{n} pictures count in {name}, which therefore stays: they have to be readable later too."),
            n=n,
        )
    if wanted:
        words = N_("The picture of the week counts in {name}. Let it count in other areas first.")
        return Message(words, {"name": str(row)})
    return None


def decided_with(batch: Import) -> int:
    """How many decided pictures count something of an import, also such as only some may read."""
    zone = ZoneInfo(Partnership.objects.get(pk=batch.partnership_id).timezone)
    brought = Incident.objects.filter(batch=batch, start__date__gte=OuterRef("start"), start__date__lt=OuterRef("end"))
    with scope(worker(batch.partnership_id).scope()), override(zone):
        decided = Edition.objects.filter(
            partnership=batch.partnership_id, state=Edition.State.DECIDED, made__gte=batch.ended
        )
        return decided.filter(Exists(brought)).count()


def _asks(frame: navigation.Frame) -> Mapping[str, Any]:
    return {"start": Subquery(Edition.objects.weekly().latest_first().values("start")[:1])}


def _count(here: Here, found: Mapping[str, Any]) -> Message | None:
    start = found["start"]
    return None if start is None else Message(N_("week {week}"), {"week": start.isocalendar().week})


def _start(here: Here) -> Mapping[str, Any] | None:
    if not policies.may_see(here.actor):
        return None
    found = page.latest_with_lead(here, "deviation")
    if found is None:
        return None
    row, lead, opened = found
    judges = policies.may_judge(here.actor) and row.state == Edition.State.DRAFT
    return {"edition": row, "lead": lead, "open": opened if judges else 0}


def _subject(actor: Actor, meeting: Meeting) -> int | None:
    """The latest edition of the latest week that ended before the meeting."""
    day = meeting.starts.astimezone(ZoneInfo(meeting.partnership.timezone)).date()
    row = Edition.objects.weekly().filter(end__lte=day).latest_first().only("pk").first()
    return None if row is None else row.pk


def _title(edition: int) -> str | None:
    row = Edition.objects.light().filter(pk=edition).first()
    return None if row is None else current().say(periods.title(row.period))


def _papers(here: Here, item: AgendaItem) -> Iterable[Enclosed]:
    """The edition that the point is about, where it is drawn in the reader's language."""
    about = item.subject_id or _subject(here.actor, item.meeting)
    row = None if about is None else _newest(about)
    if row is None:
        return
    drawn = Drawing.objects.only("document").filter(edition=row, language=here.t.language).first()
    if drawn is not None and drawn.document:
        of = (row._meta.label_lower, row.pk)
        yield Enclosed(here.t.say(periods.title(row.period)), bytes(drawn.document), of)


def _waits() -> Iterable[int]:
    """Drafts of longer periods; that of the week stands on every agenda where it is decided."""
    drafts = Edition.objects.filter(state=Edition.State.DRAFT).exclude(kind=Edition.Kind.WEEKLY)
    return drafts.order_by("start", "pk").values_list("pk", flat=True)


def _page(edition: int) -> tuple[str, Mapping[str, Any]] | None:
    row = Edition.objects.light().filter(pk=edition).first()
    if row is None:
        return None
    return "picture:edition", {"period": row.code, "number": row.number}


def _points(here: Here, items: Sequence[AgendaItem]) -> Sequence[Mapping[str, Any]]:
    about = {item.pk: _about(here, item) for item in items}
    found = page.newest_with_lead(here, {pk for pk in about.values() if pk is not None})
    return [dict(zip(("edition", "lead"), found.get(about[item.pk] or 0, (None, "")), strict=True)) for item in items]


def _about(here: Here, item: AgendaItem) -> int | None:
    """What the meeting will be about is settled when it is opened; those who read ahead see the latest there is."""
    ahead = item.subject_id is None and item.meeting.state in AHEAD
    return _subject(here.actor, item.meeting) if ahead else item.subject_id


def _newest(edition: int) -> Edition | None:
    """The latest edition of the same period: one may have been made since the meeting began."""
    row = Edition.objects.light().filter(pk=edition).first()
    return None if row is None else Edition.objects.light().of_period(row.period).first()


def adopt(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """Decide the edition that the item is about; leading the meeting has been checked there."""
    row = None if decision.subject_id is None else _newest(decision.subject_id)
    if row is None:
        raise InputError(Message(N_("There is no picture to adopt. Have one made first.")))
    actions.decide(actor=actor, edition=row.pk, meeting=decision.meeting_id, led=True)
    if decision.subject_id != row.pk:
        decision.subject_id = row.pk
        decision.save(update_fields=["subject_id"])


def release(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """The decision is undone: the edition is a draft again."""
    actions.release(actor=actor, edition=decision.subject_id or 0, meeting=decision.meeting_id)


def tasks_of_the_week(here: Here, edition: Edition) -> Sequence[page.Measure]:
    """What meetings decided was to be done in the week, or was made known of in it."""
    due = Task.objects.filter(due__gte=edition.start, due__lt=edition.end)
    reported = Task.objects.filter(reported__date__gte=edition.start, reported__date__lt=edition.end)
    found = (due | reported).exclude(state=Task.State.WITHDRAWN).select_related("responsible")
    url = page.address(here, "meetings:tasks")
    return [
        page.Measure(*SHAPES[Task.State(row.state)], row.what, row.report, row.responsible.name, row.due, url)
        for row in found.order_by(F("due").asc(nulls_last=True), "pk")
    ]
