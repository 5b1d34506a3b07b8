"""The pages of bodies, seats and functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from lagesbild.accounts.models import Membership
from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_day
from lagesbild.i18n import N_, Message
from lagesbild.organisation import actions, graph, mandates, policies, structure
from lagesbild.organisation.forms import AppointmentForm, BodyForm, Choices, FunctionForm, LastDayForm, SeatForm
from lagesbild.organisation.models import Body, Function, Holder, Seat
from lagesbild.organisation.queries import today

Post = Seat | Function
COLUMNS = 4
"""Levels of bodies that a wide page has room for beside each other."""


@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """All bodies as a structure, their seats, and the functions, as of a day."""
    now = today(here.partnership)
    day = asked_day(here.request.GET.get("dag", "")) or now
    tree = structure.tree(day)
    nodes = [node for top in tree for node in top.walk()]
    functions = structure.functions(day)
    return render(
        here,
        "organisation/list.html",
        tree=tree,
        nodes=nodes,
        wide=graph.across(tree, here.t.say) if graph.depth(tree) <= COLUMNS else None,
        narrow=graph.down(tree, here.t.say),
        functions=functions,
        seats=sum(len(node.seats) for node in nodes),
        vacant=sum(node.vacant for node in nodes),
        unfilled=sum(one.holder is None for one in functions),
        closed=Body.objects.filter(until__lt=day).for_list(),
        day=day,
        now=now,
        arranges=policies.may_arrange(here.actor),
    )


@member(policy=policies.may_see)
def body(here: Here, pk: int) -> HttpResponse:
    """One body: what it is, its seats, what has been done with it."""
    row = Body.objects.select_related("convener").get(pk=pk)
    now = today(here.partnership)
    # a closed body is shown as it was on its last day, one that has not begun as it will be on its first
    day = max(row.since, min(now, row.until or now))
    given = list(row.mandates.order_by("pk"))
    lines = list(row.lines.for_list())
    line = next((one for one in lines if one.holds(day)), None)
    return render(
        here,
        "organisation/body.html",
        body=row,
        node=structure.node_of(row, day),
        over_time=structure.over_time(row),
        line=line,
        other_lines=[one for one in lines if one is not line],
        below=Body.objects.on(day).filter(pk__in=row.lines_to.on(day).values("body")).for_list(),
        granted=[one for one in given if one.since <= day and (one.until is None or day <= one.until)],
        ahead=[one for one in given if one.since > day],
        known=mandates.known,
        closed=row.ended(now),
        arranges=policies.may_arrange(here.actor),
    )


@member(policy=policies.may_arrange)
def add_body(here: Here) -> HttpResponse:
    """Found a body."""
    form = BodyForm(
        here.request.POST or None,
        initial={"since": today(here.partnership)},
        parties=_parties(),
        bodies=Body.objects.to_choose(today(here.partnership)),
        new=True,
    )
    made: list[Body] = []
    if form.is_valid() and form.attempt(
        lambda: made.append(
            actions.create_body(actor=here.actor, charter=form.charter(), since=form.cleaned_data["since"])
        )
    ):
        flash(here, Message(N_("{name} is founded. Add its seats."), {"name": made[0].name}))
        return back(here, "organisation:body", pk=made[0].pk)
    return _form(here, form, N_("New body"))


@member(policy=policies.may_arrange)
def change_body(here: Here, pk: int) -> HttpResponse:
    """Change what a body is."""
    row = Body.objects.get(pk=pk)
    initial = {
        "name": row.name,
        "kind": row.kind,
        "convener": row.convener_id,
        "reports_to": row.reports_to,
        "times": row.times,
        "per": row.per,
        "mandate": row.mandate,
        "minutes": row.minutes,
    }
    bodies = Body.objects.exclude(pk=pk).to_choose(today(here.partnership), row.reports_to)
    form = BodyForm(
        here.request.POST or None, initial=initial, parties=_parties(), bodies=bodies, new=False, seen=as_seen(row)
    )

    def save() -> None:
        actions.change_body(actor=here.actor, body=pk, charter=form.charter(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        another = form.cleaned_data["kind"] != row.kind
        flash(
            here, Message(N_("Saved. See whether it may decide what such a body decides.") if another else N_("Saved."))
        )
        return back(here, "organisation:body", pk=pk)
    return _form(here, form, N_("Change the body"), row.name)


@member(policy=policies.may_arrange)
def close_body(here: Here, pk: int) -> HttpResponse:
    """Close a body after a day."""
    row = Body.objects.get(pk=pk)

    def close(until: dt.date) -> None:
        actions.close_body(actor=here.actor, body=pk, until=until)
        undo = reverse("organisation:reopen", kwargs={"slug": here.partnership.slug, "pk": pk})
        flash(here, Message(N_("{name} is closed after {until}."), {"name": row.name, "until": until}), undo=undo)

    return _last_day(here, N_("Close the body"), row.name, close, pk)


@require_POST
@member(policy=policies.may_arrange)
def reopen_body(here: Here, pk: int) -> HttpResponse:
    """Let it work again."""
    row = actions.reopen_body(actor=here.actor, body=pk)
    flash(here, Message(N_("{name} works again."), {"name": row.name}))
    return back(here, "organisation:body", pk=pk)


@member(policy=policies.may_arrange)
def add_seat(here: Here, pk: int) -> HttpResponse:
    """Add a seat to a body; the form comes back for the next one."""
    row = Body.objects.get(pk=pk)
    initial = {"since": max(row.since, today(here.partnership)), "decides": True, "party": row.convener_id}
    form = SeatForm(here.request.POST or None, initial=initial, parties=_parties(), new=True)
    if form.is_valid() and form.attempt(lambda: actions.add_seat(actor=here.actor, body=pk, **form.cleaned_data)):
        flash(here, Message(N_("The seat “{title}” is added."), {"title": form.cleaned_data["title"]}))
        return back(here, "organisation:body", pk=pk)
    return _form(here, form, N_("New seat"), row.name, body=pk)


@member(policy=policies.may_see)
def seat(here: Here, pk: int) -> HttpResponse:
    """A seat: who holds it and who has."""
    row = Seat.objects.select_related("body", "party").get(pk=pk)
    return _post(here, row)


@member(policy=policies.may_arrange)
def change_seat(here: Here, pk: int) -> HttpResponse:
    """Change what a seat is."""
    row = Seat.objects.get(pk=pk)
    initial = {name: getattr(row, name) for name in Seat.edited}
    form = SeatForm(here.request.POST or None, initial=initial, parties=_parties(), new=False, seen=as_seen(row))
    if form.is_valid() and form.attempt(lambda: actions.change_seat(actor=here.actor, seat=pk, **form.cleaned_data)):
        flash(here, Message(N_("Saved.")))
        return back(here, "organisation:seat", pk=pk)
    return _form(here, form, N_("Change the seat"), row.title, seat=pk)


@member(policy=policies.may_arrange)
def remove_seat(here: Here, pk: int) -> HttpResponse:
    """Let a seat end after a day."""
    row = Seat.objects.get(pk=pk)

    def remove(until: dt.date) -> None:
        actions.remove_seat(actor=here.actor, seat=pk, until=until)
        flash(here, Message(N_("The seat “{title}” ends after {until}."), {"title": row.title, "until": until}))

    return _last_day(here, N_("Remove the seat"), row.title, remove, row.body_id)


@member(policy=policies.may_arrange)
def add_function(here: Here) -> HttpResponse:
    """Name a function."""
    initial = {"since": today(here.partnership)}
    form = FunctionForm(here.request.POST or None, initial=initial, parties=_parties(), new=True)
    made: list[Function] = []
    if form.is_valid() and form.attempt(
        lambda: made.append(actions.create_function(actor=here.actor, **form.cleaned_data))
    ):
        flash(here, Message(N_("{name} is to be filled. Say who does."), {"name": made[0].name}))
        return back(here, "organisation:function", pk=made[0].pk)
    return _form(here, form, N_("New function"))


@member(policy=policies.may_see)
def function(here: Here, pk: int) -> HttpResponse:
    """A function: who holds it and who has."""
    return _post(here, Function.objects.select_related("party").get(pk=pk))


@member(policy=policies.may_arrange)
def change_function(here: Here, pk: int) -> HttpResponse:
    """Change what a function is."""
    row = Function.objects.get(pk=pk)
    initial = {"name": row.name, "kind": row.kind}
    form = FunctionForm(here.request.POST or None, initial=initial, parties=_parties(), new=False, seen=as_seen(row))
    if form.is_valid() and form.attempt(
        lambda: actions.change_function(actor=here.actor, function=pk, **form.cleaned_data)
    ):
        flash(here, Message(N_("Saved.")))
        return back(here, "organisation:function", pk=pk)
    return _form(here, form, N_("Change the function"), row.name, function=pk)


@member(policy=policies.may_arrange)
def close_function(here: Here, pk: int) -> HttpResponse:
    """Let a function end after a day."""
    row = Function.objects.get(pk=pk)

    def close(until: dt.date) -> None:
        actions.close_function(actor=here.actor, function=pk, until=until)
        flash(here, Message(N_("{name} need not be filled after {until}."), {"name": row.name, "until": until}))

    return _last_day(here, N_("End the function"), row.name, close, None)


@require_POST
@member
def take_back(here: Here, pk: int) -> HttpResponse:
    """Remove a holder entered by mistake."""
    require(policies.may_arrange(here.actor))
    row = Holder.objects.select_related("person").get(pk=pk)
    actions.take_back_appointment(actor=here.actor, holder=pk)
    flash(here, Message(N_("{name} is taken back."), {"name": row.called}))
    return _to_post(here, row)


@member(policy=policies.may_arrange)
def vacate(here: Here, pk: int) -> HttpResponse:
    """Set the last day of a holder."""
    row = Holder.objects.select_related("person").get(pk=pk)
    form = LastDayForm(here.request.POST or None, today=max(row.since, today(here.partnership)))
    if form.is_valid() and form.attempt(
        lambda: actions.vacate(actor=here.actor, holder=pk, until=form.cleaned_data["until"])
    ):
        values = {"name": row.called, "until": form.cleaned_data["until"]}
        flash(here, Message(N_("{name} leaves after {until}."), values))
        return _to_post(here, row)
    return _form(here, form, N_("Set a last day"), row.called, seat=row.seat_id, function=row.function_id)


def _post(here: Here, post: Post) -> HttpResponse:
    """The page of a seat or function, with the form that fills it."""
    is_seat = isinstance(post, Seat)
    arranges = policies.may_arrange(here.actor)
    now = today(here.partnership)
    fields = here.request.POST or None
    if fields is not None:
        require(arranges)
    form = AppointmentForm(fields, initial={"since": max(now, post.since)}, people=_people(post.party_id))
    if form.is_valid() and form.attempt(lambda: _appoint(here, post, form)):
        return back(here, f"organisation:{'seat' if is_seat else 'function'}", pk=post.pk)
    holders = list(post.holders.for_list().order_by("-since", "-pk"))
    return render(
        here,
        "organisation/post.html",
        post=post,
        is_seat=is_seat,
        current=[one for one in holders if one.holds(now)],
        ahead=[one for one in holders if one.since > now],
        earlier=[one for one in holders if one.until is not None and one.until < now],
        form=form,
        ended=post.until is not None and post.until < now,
        arranges=arranges,
    )


def _appoint(here: Here, post: Post, form: AppointmentForm) -> None:
    who = form.appointment()
    if isinstance(post, Seat):
        holder = actions.seat_person(actor=here.actor, seat=post.pk, who=who)
    else:
        holder = actions.fill_function(actor=here.actor, function=post.pk, who=who)
    undo = reverse("organisation:take_back", kwargs={"slug": here.partnership.slug, "pk": holder.pk})
    values = {"name": holder.called, "since": holder.since}
    flash(here, Message(N_("{name} holds it from {since}."), values), undo=undo)


def _to_post(here: Here, holder: Holder) -> HttpResponse:
    if holder.seat_id is not None:
        return back(here, "organisation:seat", pk=holder.seat_id)
    return back(here, "organisation:function", pk=holder.function_id)


def _form(here: Here, form: Any, title: str, about: str = "", **above: int | None) -> HttpResponse:
    """A page with one form; `above` names the page that it belongs to."""
    to = next(((name, pk) for name, pk in above.items() if pk is not None), None)
    return render(here, "organisation/form.html", form=form, title=title, about=about, above=to)


def _last_day(
    here: Here, title: str, about: str, close: Callable[[dt.date], None], body_pk: int | None
) -> HttpResponse:
    form = LastDayForm(here.request.POST or None, today=today(here.partnership))
    if form.is_valid() and form.attempt(lambda: close(form.cleaned_data["until"])):
        if body_pk is None:
            return back(here, "organisation:list")
        return back(here, "organisation:body", pk=body_pk)
    return _form(here, form, title, about, body=body_pk)


def _parties() -> Choices:
    return list(Party.objects.order_by(alphabet.by("name")).values_list("pk", "name"))


def _people(party: int) -> Choices:
    """Those who take part for the party, by name, each once."""
    found = Membership.objects.filter(party_id=party, person__is_active=True)
    return list(dict(found.order_by("person__name").values_list("person_id", "person__name")).items())
