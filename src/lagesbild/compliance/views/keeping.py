"""What is noted that no other room holds: services and hours, documents and editions, reports and timetables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from lagesbild.accounts.web import member
from lagesbild.compliance import actions, policies
from lagesbild.compliance.forms import (
    Choices,
    EditionForm,
    NotedForm,
    PolicyForm,
    ServiceForm,
    SessionForm,
)
from lagesbild.compliance.models import Noted, Policy, PolicyEdition, Service, Session
from lagesbild.compliance.views.ruling import functions
from lagesbild.core import alphabet, registry
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import Meeting
from lagesbild.organisation.queries import today
from lagesbild.publishing.models import Document

MEETINGS = 60
"""The latest meetings that a report may have been handled by."""
LATEST = 40


@require_GET
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """All of it."""
    editions = {}
    for one in PolicyEdition.objects.filter(withdrawn__isnull=True).order_by("decided", "pk"):
        editions[one.policy_id] = one
    return render(
        here,
        "compliance/kept.html",
        noted=list(Noted.objects.standing().select_related("of_party", "meeting__body")[:LATEST]),
        documents=[(row, editions.get(row.pk)) for row in Policy.objects.by_name()],
        services=list(Service.objects.by_name()),
        now=today(here.partnership),
        keeps=policies.may_keep(here.actor),
    )


@member(policy=policies.may_keep)
def note(here: Here) -> HttpResponse:
    """Note that something came about."""
    kind = here.request.GET.get("sort", "")
    initial = {"day": today(here.partnership), **({"kind": kind} if kind in Noted.Kind.values else {})}
    form = NotedForm(
        here.request.POST or None,
        initial=initial,
        parties=list(Party.objects.order_by(alphabet.by("name")).values_list("pk", "name")),
        meetings=_meetings(here),
        documents=_documents(),
    )
    made: list[Noted] = []
    if form.is_valid() and form.attempt(lambda: made.append(actions.note(actor=here.actor, happened=form.told()))):
        flash(here, Message(N_("Noted. Commitments that rest on it are judged anew.")))
        return back(here, "compliance:kept")
    return _form(here, form, N_("Note what has come about"))


@require_GET
@member(policy=policies.may_see)
def noted(here: Here, pk: int) -> HttpResponse:
    """One thing that was noted."""
    row = Noted.objects.select_related("of_party", "meeting__body", "document").defer("document__content").get(pk=pk)
    return render(here, "compliance/noted.html", row=row, keeps=policies.may_keep(here.actor))


@require_POST
@member(policy=policies.may_keep)
def take_back_noted(here: Here, pk: int) -> HttpResponse:
    """Take it back."""
    actions.take_back_noted(actor=here.actor, noted=pk)
    flash(here, Message(N_("Taken back. Commitments that rested on it are judged anew.")))
    return back(here, "compliance:kept")


@member(policy=policies.may_keep)
def add_service(here: Here) -> HttpResponse:
    """A new service."""
    form = ServiceForm(here.request.POST or None)
    made: list[Service] = []
    if form.is_valid() and form.attempt(
        lambda: made.append(actions.add_service(actor=here.actor, offered=form.offered()))
    ):
        flash(here, Message(N_("The service is added. Note the hours that are held.")))
        return back(here, "compliance:service", pk=made[0].pk)
    return _form(here, form, N_("New service"))


@require_GET
@member(policy=policies.may_see)
def service(here: Here, pk: int) -> HttpResponse:
    """A service, and the hours that were held."""
    row = Service.objects.get(pk=pk)
    sessions = list(row.sessions.filter(withdrawn__isnull=True).order_by("-day", "-pk")[:LATEST])
    return render(
        here,
        "compliance/service.html",
        row=row,
        sessions=sessions,
        keeps=policies.may_keep(here.actor),
        notes=policies.may_note(here.actor),
    )


@member(policy=policies.may_keep)
def change_service(here: Here, pk: int) -> HttpResponse:
    """What a service is, and how it was evaluated."""
    row = Service.objects.get(pk=pk)
    form = ServiceForm(here.request.POST or None, initial=_shown(row), seen=as_seen(row))

    def save() -> None:
        actions.change_service(actor=here.actor, service=pk, offered=form.offered(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "compliance:service", pk=pk)
    return _form(here, form, row.name, page="compliance:service", arguments={"pk": pk}, crumb=N_("The service"))


@member(policy=policies.may_note)
def add_session(here: Here, pk: int) -> HttpResponse:
    """Hours that were held."""
    row = Service.objects.get(pk=pk)
    form = SessionForm(here.request.POST or None, initial={"day": today(here.partnership)})
    if form.is_valid() and form.attempt(
        lambda: actions.note_session(actor=here.actor, service=pk, **form.cleaned_data)
    ):
        flash(here, Message(N_("The hours are noted.")))
        return back(here, "compliance:service", pk=pk)
    return _form(
        here, form, N_("Note hours"), page="compliance:service", arguments={"pk": row.pk}, crumb=N_("The service")
    )


@require_POST
@member(policy=policies.may_note)
def take_back_session(here: Here, pk: int) -> HttpResponse:
    """Take hours back."""
    found: Session = actions.take_back_session(actor=here.actor, session=pk)
    flash(here, Message(N_("The hours are taken back.")))
    return back(here, "compliance:service", pk=found.service_id)


@member(policy=policies.may_keep)
def add_policy(here: Here) -> HttpResponse:
    """A new document."""
    form = PolicyForm(here.request.POST or None, functions=functions())
    made: list[Policy] = []
    if form.is_valid() and form.attempt(lambda: made.append(actions.add_policy(actor=here.actor, owner=form.told()))):
        flash(here, Message(N_("The document is added. Note when it was decided.")))
        return back(here, "compliance:policy", pk=made[0].pk)
    return _form(here, form, N_("New document"))


@require_GET
@member(policy=policies.may_see)
def policy(here: Here, pk: int) -> HttpResponse:
    """A document and its editions."""
    row = Policy.objects.select_related("owner__party").get(pk=pk)
    rows = row.editions.filter(withdrawn__isnull=True).select_related("document").defer("document__content")
    editions = list(rows.order_by("-decided", "-pk"))
    return render(
        here,
        "compliance/policy.html",
        row=row,
        editions=editions,
        registered=registry.of_many("compliance.policyedition", [one.pk for one in editions]),
        now=today(here.partnership),
        keeps=policies.may_keep(here.actor),
    )


@member(policy=policies.may_keep)
def change_policy(here: Here, pk: int) -> HttpResponse:
    """What a document is, and who owns it."""
    row = Policy.objects.get(pk=pk)
    form = PolicyForm(here.request.POST or None, initial=_shown(row), functions=functions(), seen=as_seen(row))

    def save() -> None:
        actions.change_policy(actor=here.actor, policy=pk, owner=form.told(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "compliance:policy", pk=pk)
    return _form(here, form, row.name, page="compliance:policy", arguments={"pk": pk}, crumb=N_("The document"))


@member(policy=policies.may_keep)
def add_edition(here: Here, pk: int) -> HttpResponse:
    """That an edition was decided."""
    row = Policy.objects.get(pk=pk)
    form = EditionForm(here.request.POST or None, initial={"decided": today(here.partnership)}, documents=_documents())
    if form.is_valid() and form.attempt(lambda: actions.note_edition(actor=here.actor, policy=pk, decided=form.told())):
        flash(here, Message(N_("The edition is noted.")))
        return back(here, "compliance:policy", pk=pk)
    return _form(
        here, form, N_("Note an edition"), page="compliance:policy", arguments={"pk": row.pk}, crumb=N_("The document")
    )


@require_POST
@member(policy=policies.may_keep)
def take_back_edition(here: Here, pk: int) -> HttpResponse:
    """Take an edition back."""
    found: PolicyEdition = actions.take_back_edition(actor=here.actor, edition=pk)
    flash(here, Message(N_("The edition is taken back.")))
    return back(here, "compliance:policy", pk=found.policy_id)


def _shown(row: Service | Policy) -> dict[str, Any]:
    return {name.removesuffix("_id"): getattr(row, name) for name in row.edited}


def _documents() -> Choices:
    return list(Document.objects.order_by(alphabet.by("title")).values_list("pk", "title"))


def _meetings(here: Here) -> Choices:
    rows = Meeting.objects.happened().select_related("body").order_by("-starts")[:MEETINGS]
    return [(row.pk, f"{row.body.name} {here.t.value(timezone.localdate(row.starts))}") for row in rows]


def _form(
    here: Here,
    form: Any,
    title: str,
    *,
    page: str = "compliance:kept",
    arguments: Mapping[str, Any] | None = None,
    crumb: str = N_("What we note ourselves"),
) -> HttpResponse:
    return render(
        here,
        "compliance/form.html",
        form=form,
        title=title,
        text="",
        page=page,
        arguments=arguments or {},
        crumb=crumb,
    )
