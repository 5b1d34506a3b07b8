"""What this room tells the rooms above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse

from lagesbild.core import access, chain, timeline
from lagesbild.core.actions import Actor
from lagesbild.core.compiled import written_once
from lagesbild.core.web import Here, navigation
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda
from lagesbild.meetings.models import AgendaItem, Decision, Task
from lagesbild.organisation import mandates
from lagesbild.organisation.queries import today
from lagesbild.plans import page as measures
from lagesbild.plans.models import Measure
from lagesbild.promises import actions, policies
from lagesbild.promises.going import Way, going, steps
from lagesbild.promises.models import Promise, Promised
from lagesbild.promises.names import JOINT, PARTY
from lagesbild.promises.queries import PromiseQuerySet, followed

VERBS = {
    "promise.written": N_("Written"),
    "promise.changed": N_("Changed"),
    "promise.withdrawn": N_("Withdrawn"),
    "promise.taken_up": N_("Taken up again"),
    "promise.milestone_added": N_("Milestone added"),
    "promise.milestone_told": N_("Said how a milestone went"),
    "promise.milestone_moved": N_("A milestone was moved from {before} to {due}"),
    "promise.adopted": N_("Joint position taken"),
    "promise.released": N_("Joint position taken back"),
    "promise.party_decided": N_("A party's own decision written down"),
    "promise.signed": N_("Signed original uploaded"),
    "promise.published": N_("Published"),
    "promise.taken_down": N_("Taken down"),
    "promise.followed_up": N_("Followed up"),
    "promise.ended": N_("Ended"),
    "promise.outcome_changed": N_("Said otherwise how it ended"),
    "promise.effect_found": N_("The evaluation said whether it helped"),
    "promise.masked": N_("Words that tell who someone is were masked"),
}
POINT, ADOPT = "promises.promise", "promises.adopt"
MOST = 5
"""Promises that the start page names."""


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects({"promises.promise": N_("Promise")})
    agenda.kind(
        POINT,
        N_("A promise to the citizens"),
        "promises/agenda.html",
        context=_points,
        order=40,
        title=_title,
        waits=_waits,
        page=_page,
    )
    mandates.kind(JOINT, N_("a joint position on promises to the citizens"))
    mandates.party_kind(PARTY, N_("promises to the citizens"))
    agenda.resolution(ADOPT, kind=POINT, label=N_("Take the joint position"), do=adopt, undo=release, mandate=JOINT)
    chain.kind(
        POINT,
        N_("Promise"),
        order=60,
        rows=lambda condition: Promise.objects.filter(condition).order_by("starts", "pk"),
        called=lambda row: row.title,
        page=lambda row: ("promises:detail", {"pk": row.pk}),
    )
    chain.tie("plans.measure", POINT, below=_promised_in, above=_promised_by)
    measures.promised_from(_beside_measures)
    measures.links_from(_of_measure)
    navigation.stop(
        order=55, name=N_("Promises"), url="promises:list", asks=_asks, count=_count, visible=policies.may_see
    )
    navigation.start(order=22, template="promises/start.html", context=_start)


def adopt(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """Take the joint position on the promise that the item is about."""
    if decision.subject_id is None:
        raise InputError(Message(N_("The point is about no promise. Put the promise on the agenda from its own page.")))
    actions.adopt(actor=actor, promise=decision.subject_id, decision=decision)


def release(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """Take the joint position back."""
    assert decision.subject_id is not None
    actions.release(actor=actor, promise=decision.subject_id)


def _promised_in(measures: Sequence[Measure]) -> Q:
    """Promises that some measures are promised in."""
    return Q(pk__in=Promised.objects.filter(measure__in=[row.pk for row in measures]).values("promise_id"))


def _promised_by(promises: Sequence[Promise]) -> Q:
    """Measures that some promises name."""
    return Q(pk__in=Promised.objects.filter(promise__in=[row.pk for row in promises]).values("measure_id"))


def _page(promise: int) -> tuple[str, Mapping[str, Any]] | None:
    return ("promises:detail", {"pk": promise}) if Promise.objects.filter(pk=promise).exists() else None


def _waits() -> Iterable[int]:
    """Drafts that no body has taken a joint position on, those that begin first before others."""
    return Promise.objects.filter(state=Promise.State.DRAFT).order_by("starts", "pk").values_list("pk", flat=True)


def _title(promise: int) -> str | None:
    return Promise.objects.filter(pk=promise).values_list("title", flat=True).first()


def _beside_measures(here: Here, numbers: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Name and address of each promise that measures stand in, withdrawn ones left out."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Promised.objects.filter(measure_id__in=numbers).exclude(promise__state=Promise.State.WITHDRAWN)
    for row in rows.select_related("promise").order_by("promise__starts", "promise_id"):
        address = reverse("promises:detail", kwargs={"slug": here.partnership.slug, "pk": row.promise_id})
        found.setdefault(row.measure_id, []).append((row.promise.title, address))
    return found


def _of_measure(here: Here, measure: Measure) -> list[measures.Link]:
    """A measure that goes on can be promised."""
    if not measure.open or not policies.may_write(here.actor):
        return []
    address = reverse("promises:write", kwargs={"slug": here.partnership.slug}, query={"atgard": measure.pk})
    return [measures.Link(Message(N_("Make a promise of the measure")), address)]


def _points(here: Here, items: Sequence[AgendaItem]) -> Sequence[Mapping[str, Any]]:
    found = Promise.objects.for_point().in_bulk({item.subject_id for item in items if item.subject_id})
    prefetch_related_objects([row for row in found.values() if row.standing], *followed())
    day = today(here.partnership)
    rows = [found.get(item.subject_id or 0) for item in items]
    return [{"promise": row, "going": None if row is None else going(row, day)} for row in rows]


def _asks(frame: navigation.Frame) -> Mapping[str, Any]:
    return {"n": navigation.number(Promise.objects.running(frame.day))}


def _count(here: Here, found: Mapping[str, Any]) -> Message | None:
    n = found["n"]
    return Message(N_("{n} running"), {"n": n}, plural=N_("{n} running"), n=n) if n else None


@written_once
def _to_go_on_with(day: dt.date) -> PromiseQuerySet:
    return Promise.objects.to_go_on_with(day).on_their_way().order_by("starts", "pk")


def _start(here: Here) -> Mapping[str, Any] | None:
    """Promises whose next step the person may take: what lacks a decision or signature, and what has run out."""
    if not policies.may_see(here.actor):
        return None
    concludes = policies.may_conclude(here.actor)
    day = today(here.partnership)
    rows = _to_go_on_with(day)
    own = set(here.actor.parties)
    waiting = []
    for row in [row for row in rows if not row.standing][: 4 * MOST]:
        way = Way.asked(row)
        step = next(one for one in steps(row, way) if not one.done)
        if concludes or {one.name for one in way.promising if one.party in own} & set(step.who):
            waiting.append((row, step))
    over = sorted((row for row in rows if row.standing), key=lambda row: (row.ends, row.pk))[:MOST] if concludes else []
    return {"waiting": waiting[:MOST], "over": over} if waiting or over else None
