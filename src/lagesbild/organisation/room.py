"""What this room tells the rooms above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, QuerySet

from lagesbild.accounts import access as people
from lagesbild.accounts import handover
from lagesbild.core import access, timeline
from lagesbild.core.models import Partnership
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message
from lagesbild.organisation import partnership_views, policies, queries, structure
from lagesbild.organisation.models import Body, Function, Holder, Seat

VERBS = {
    "body.created": N_("Founded"),
    "body.changed": N_("Changed"),
    "body.reports": N_("Reports to another body, or to none, from {since}"),
    "body.closed": N_("Closed after {until}"),
    "body.reopened": N_("Reopened"),
    "body.masked": N_("Words that tell who someone is were masked"),
    "body.mandates_changed": N_("What it may decide was changed from {since}"),
    "mandate.given": N_("Mandate given"),
    "mandate.ended": N_("Mandate ended after {until}"),
    "mandate.taken_back": N_("Mandate taken back"),
    "mandate.masked": N_("Words that tell who someone is were masked"),
    "seat.added": N_("Seat added"),
    "seat.changed": N_("Seat changed"),
    "seat.removed": N_("Seat removed after {until}"),
    "seat.filled": N_("Seat filled"),
    "seat.vacated": N_("Seat left after {until}"),
    "seat.taken_back": N_("Holder of the seat taken back"),
    "function.created": N_("Function named"),
    "function.changed": N_("Function changed"),
    "function.closed": N_("Function closed after {until}"),
    "function.masked": N_("Words that tell who someone is were masked"),
    "function.filled": N_("Function filled"),
    "function.vacated": N_("Function left after {until}"),
    "function.taken_back": N_("Holder of the function taken back"),
}
MOST = 6
"""Vacancies that the start page names one by one."""


def vacancies(here: Here) -> Mapping[str, Any] | None:
    """For those who can do something about them: what nobody holds today, functions first."""
    if not policies.may_arrange(here.actor):
        return None
    found = queries.vacant(queries.today(here.partnership))
    if not len(found):
        return None
    functions = found.functions[:MOST]
    seats = found.seats[: MOST - len(functions)]
    more = len(found) - len(functions) - len(seats)
    return {"n": len(found), "functions": functions, "seats": seats, "more": more}


def own(here: Here) -> Mapping[str, Any] | None:
    """The seats and functions that the person holds today, with whom a deputy stands in for."""
    found = structure.of_person(here.actor.person, queries.today(here.partnership))
    return {"places": found, "deputy": any(one.deputy for one in found)} if found else None


def held(here: Here, person: int) -> Iterable[handover.Matter]:
    """The seats and functions that a person holds, or stands in for somebody in."""
    seat, function = Message(N_("Seat")), Message(N_("Function"))
    for one in structure.of_person(person, queries.today(here.partnership)):
        if isinstance(one.post, Seat):
            yield handover.Matter(seat, f"{one.post.title}, {one.post.body.name}", "organisation:seat", one.post.pk)
        else:
            yield handover.Matter(function, one.post.name, "organisation:function", one.post.pk)


def _held(frame: navigation.Frame) -> QuerySet[Holder]:
    return Holder.objects.on(frame.day).filter(person_id=frame.actor.person)


def _with_vacancies(frame: navigation.Frame) -> QuerySet[Partnership]:
    vacant = Exists(Function.objects.vacant(frame.day)) | Exists(Seat.objects.vacant(frame.day))
    return Partnership.objects.filter(vacant, pk=frame.actor.partnership)


def register() -> None:
    """Called once when the application starts."""
    people.audiences_from("organisation_circles")
    handover.has(held)
    timeline.verbs(VERBS)
    access.subjects(
        {
            "organisation.body": N_("Body"),
            "organisation.seat": N_("Seat"),
            "organisation.function": N_("Function"),
            "organisation.mandate": N_("Mandate"),
        }
    )
    timeline.verbs(
        {
            "partnership.created": N_("The partnership was made"),
            "partnership.changed": N_("Name, colour or language was changed"),
            "partnership.opened": N_("The public site was opened"),
            "partnership.closed": N_("The public site was closed"),
            "party.added": N_("A party was added"),
            "audience.added": N_("An audience was added"),
        }
    )
    navigation.tool(order=90, name=N_("Settings"), url="organisation:settings", visible=partnership_views.may_arrange)
    navigation.tool(order=50, name=N_("Organisation"), url="organisation:list", visible=policies.may_see)
    navigation.step(
        order=40,
        name=N_("Set up the groups that meet"),
        why=N_(
            "The steering group, BRÅ, EST and others, with their seats: who meets decides who reads and who decides."
        ),
        url="organisation:add_body",
        done=lambda frame: Body.objects.all(),
        visible=policies.may_arrange,
    )
    navigation.start(order=18, template="organisation/start_own.html", context=own, rows=_held)
    navigation.start(order=80, template="organisation/start.html", context=vacancies, rows=_with_vacancies)
