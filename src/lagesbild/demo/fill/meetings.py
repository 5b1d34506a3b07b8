"""Meetings held and to come, what they decided, and how it went with what was decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from lagesbild.demo.cast.bodies import BODIES, BodyPlan
from lagesbild.demo.events.model import last_monday
from lagesbild.demo.fill.here import Here
from lagesbild.demo.fill.paper import signed_original
from lagesbild.meetings import actions, agenda
from lagesbild.meetings.models import Meeting, Task
from lagesbild.organisation.cadence import step
from lagesbild.organisation.models import Body
from lagesbild.picture import actions as pictures
from lagesbild.picture.models import Edition

DONE, PARTLY, NOT_DONE = Task.State.DONE, Task.State.PARTLY, Task.State.NOT_DONE


@dataclass(frozen=True, slots=True)
class Said:
    """A decision: meetings back (0 is the latest), words with a kind of named place, who, and how it went."""

    back: int
    text: str
    spot: str
    who: str
    days: int
    state: str = ""
    report: str = ""


DECISIONS: tuple[Said, ...] = (
    Said(2, "Gemensamt kvällspass vid {spot} fredag och lördag 20–24.", "square", "police", 6, DONE, "Båda kvällarna."),
    Said(2, "Ta bort klottret i {spot} inom två dygn.", "underpass", "member", 5, DONE, "Sanerat på onsdagen."),
    Said(
        1,
        "Klippa undan det som skymmer gångvägen i {spot}.",
        "park",
        "member",
        6,
        PARTLY,
        "Halva sträckan är klar, resten tas nästa vecka.",
    ),
    Said(1, "Byta armaturer i {spot}.", "underpass", "coordinator", 6, NOT_DONE, "Armaturerna är försenade."),
    Said(1, "Närvaro vid {spot} när skolan slutar.", "school", "police", 6, DONE, "Tre eftermiddagar."),
    Said(0, "Bjuda in verksamheterna vid {spot} till ett samtal om störande körning.", "square", "coordinator", 7),
    Said(0, "Gå igenom belysningen runt {spot} en kväll.", "station", "member", 10),
)
SELDOM: dict[str, tuple[Said, ...]] = {
    "steering": (
        Said(
            0,
            "Ta fram förslag till inriktning för nästa år utifrån den strategiska lägesbilden.",
            "square",
            "chief",
            60,
        ),
        Said(0, "Redovisa hur löftet om {spot} har gått, med siffror.", "square", "analyst", 40),
    ),
    "project": (Said(0, "Stämma av genomförandeplanen med alla parter.", "square", "coordinator", 45),),
    "focus": (Said(0, "Trygghetsvandring vid {spot} med boende och verksamheter.", "station", "member", 50),),
    "est": (Said(0, "Samla parternas bild av {spot} till nästa möte.", "school", "police", 60),),
    "county": (
        Said(0, "Sprida erfarenheterna från arbetet i centrum till de andra kommunerna.", "square", "leader", 60),
    ),
}
"""By kind of body, for those that do not meet every week."""
QUIET = dt.timedelta(days=35)
"""How long ago bodies without a number met, and how far ahead they meet again."""


NEWLY = dt.timedelta(days=60)
"""For so long someone who signs in may be thought to adjust a protocol."""


def held(here: Here) -> bool:
    """Whether there are meetings."""
    return Meeting.objects.filter(partnership_id=here.partnership).exists()


def hold(here: Here) -> None:
    """Hold the meetings that have been, plan those to come, and let decisions be reported on."""
    bodies = dict(Body.objects.filter(partnership_id=here.partnership).values_list("name", "pk"))
    first_est = next((plan for plan in BODIES[here.slug] if plan.kind == "est"), None)
    for plan in BODIES[here.slug]:
        past, ahead = days_of(here, plan)
        for back, day in reversed(list(enumerate(reversed(past)))):
            weekly = len(past) > 1
            said = DECISIONS if plan is first_est and weekly else () if weekly else SELDOM[plan.kind]
            # the newest minutes of the weekly meetings wait to be approved
            waits = back == 0 and plan.kind == "est"
            _hold(here, plan, bodies[plan.name], day, [one for one in said if one.back == back], waits=waits)
        for i, day in enumerate(ahead):
            meeting = _plan(here, plan, bodies[plan.name], day)
            if i == 0 and day - here.today <= dt.timedelta(days=14):
                actions.call(actor=here.actor("coordinator"), meeting=meeting.pk)
    if first_est is not None:
        _adopt(here, bodies[first_est.name])


def days_of(here: Here, plan: BodyPlan) -> tuple[list[dt.date], list[dt.date]]:
    """Days on which the body has met and will meet, each in order."""
    apart = step(plan.times, plan.per) or QUIET
    weekly = apart <= dt.timedelta(days=7)
    monday = here.today - dt.timedelta(days=here.today.weekday())
    if weekly:
        near = monday + dt.timedelta(days=plan.weekday)
        latest = near if near < here.today else near - apart
        return [latest - apart * 2, latest - apart, latest], [latest + apart, latest + apart * 2]
    weeks = dt.timedelta(weeks=2 + len(plan.key) % 4)
    latest = monday - weeks + dt.timedelta(days=plan.weekday)
    coming = latest + apart
    while coming <= here.today:
        coming += dt.timedelta(weeks=1)
    return [latest], [coming]


def _plan(here: Here, plan: BodyPlan, body: int, day: dt.date) -> Meeting:
    starts = here.moment(day, plan.hour)
    hours = actions.Hours(starts=starts, ends=starts + dt.timedelta(minutes=75), place=plan.place)
    return actions.plan(actor=here.actor("coordinator"), body=body, hours=hours)


def _hold(here: Here, plan: BodyPlan, body: int, day: dt.date, said: list[Said], *, waits: bool) -> None:
    coordinator = here.actor("coordinator")
    meeting = _plan(here, plan, body, day)
    actions.hold(actor=coordinator, meeting=meeting.pk)
    actions.attend_all(actor=coordinator, meeting=meeting.pk)
    if said:
        item = actions.add_item(
            actor=coordinator, meeting=meeting.pk, title="Åtgärder utifrån läget", kind=agenda.POINT
        )
        for one in said:
            _decide(here, item.pk, one, day)
        actions.note_item(actor=coordinator, item=item.pk, note="Gruppen gick igenom läget tillsammans.", done=True)
    if not waits:
        adjust(here, meeting)
        actions.approve(actor=coordinator, meeting=meeting.pk)


def adjust(here: Here, meeting: Meeting) -> None:
    """Let a protocol be adjusted: a newly held one by someone who signs in, others on paper some days later."""
    if Body.objects.get(pk=meeting.body_id).minutes != Body.Minutes.PROTOCOL:
        return
    coordinator, held = here.actor("coordinator"), timezone.localdate(meeting.starts)
    noted = meeting.attendance.filter(present=True, holder__isnull=False).for_list().order_by("holder__seat", "pk")
    holders = [one.holder for one in noted if one.holder is not None]
    chief = [one for one in holders if one.person_id == here.people.get("chief")]
    without_account = [one for one in holders if one.person_id is None]
    chosen = {
        holder.pk: actions.choose_adjuster(actor=coordinator, meeting=meeting.pk, holder=holder.pk).pk
        for holder in [*without_account[-1:], *chief[:1]]
    }
    if chief and here.today - held <= NEWLY:
        actions.adjust(actor=here.actor("chief"), meeting=meeting.pk)
        del chosen[chief[0].pk]
    if chosen:
        actions.adjust_on_paper(
            actor=coordinator,
            meeting=meeting.pk,
            adjusters=list(chosen.values()),
            on=min(held + dt.timedelta(days=6), here.today),
            original=signed_original(),
        )


def _decide(here: Here, item: int, one: Said, day: dt.date) -> None:
    who = one.who if one.who in here.people else "coordinator"
    decision = actions.decide(
        actor=here.actor("coordinator"),
        item=item,
        text=one.text.format(spot=here.spot(one.spot).name),
        person=here.people[who],
        due=day + dt.timedelta(days=one.days),
    )
    if one.state:
        task = Task.objects.get(decision=decision)
        actions.report_task(actor=here.actor(who), task=task.pk, state=one.state, report=one.report)


def _adopt(here: Here, body: int) -> None:
    """The picture of the week before the last was decided at the meeting after it."""
    week = last_monday(here.today) - dt.timedelta(weeks=1)
    edition = Edition.objects.filter(partnership_id=here.partnership, start=week, state=Edition.State.DRAFT).first()
    meeting = (
        Meeting.objects.filter(body_id=body, starts__gte=here.moment(week + dt.timedelta(days=7), 0))
        .exclude(state__in=[Meeting.State.PLANNED, Meeting.State.CALLED])
        .order_by("starts")
        .first()
    )
    if edition is not None:
        pictures.decide(
            actor=here.actor("coordinator"), edition=edition.pk, meeting=meeting.pk if meeting is not None else None
        )
