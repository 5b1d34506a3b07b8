"""What may be done with an incident: each act is a page with a form, and the same form stands where it is handy.

An act that is refused comes back with all that was written; one that is done leads to where it was asked for, with a
way to take it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.forms import SEEN, Form, seen_of
from lagesbild.i18n import N_, Message
from lagesbild.incidents import actions, looking, policies
from lagesbild.incidents.forms import AsideForm, DuplicateForm, ForwardForm, SortForm, TellForm
from lagesbild.incidents.models import Category, Forwarding, Incident
from lagesbild.incidents.views import words

FROM_SORTING = "sortera"
"""Parameter of an address that says that one came from the page that sorts."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act on an incident.

    `title` and `why` are marked with `N_`; `form` makes the form for an incident out of what was sent; `do` takes the
    cleaned form; `taken_back` says whether it can be undone with one press.
    """

    title: str
    why: str
    button: str
    form: Callable[[Here, Incident, Any], Form]
    do: Callable[[Here, Incident, dict[str, Any]], object]
    done: str
    may: Callable[[Here, Incident], bool]
    taken_back: bool = True


def _may_sort(here: Here, incident: Incident) -> bool:
    return policies.may_sort(here.actor, incident)


def sort_form(here: Here, incident: Incident, data: Any = None, areas: words.Areas | None = None) -> SortForm:
    """The form that confirms or changes category and area."""
    kinds = Category.objects.all()
    choices = [(one.pk, one.name) for one in kinds if one.active or one.pk == incident.category_id]
    by_hand = incident.areas[0] if incident.areas_by_hand and incident.areas else None
    return SortForm(
        data,
        categories=choices,
        areas=words.areas() if areas is None else areas,
        placed=incident.placed,
        initial={"category": incident.category_id, "area": by_hand},
        seen=_seen(incident),
    )


def forward_form(here: Here, incident: Incident, data: Any = None) -> ForwardForm:
    """The form that hands an incident on."""
    others = Party.objects.exclude(pk=incident.party_id).order_by(alphabet.by("name"))
    return ForwardForm(data, parties=list(others.values_list("pk", "name")), seen=_seen(incident))


def _seen(incident: Incident) -> str:
    return as_seen(incident, actions.HANDLED)


def _sort(here: Here, incident: Incident, given: dict[str, Any]) -> object:
    area = given["area"]
    if area is None and incident.areas_by_hand:
        area = 0  # nobody says which any more: the position decides
    category, seen = given["category"], given["seen"]
    return actions.sort(actor=here.actor, incident=incident.pk, category=category, area=area, seen=seen)


def _forward(here: Here, incident: Incident, given: dict[str, Any]) -> object:
    to = given["to"]
    outside = to in Forwarding.Authority.values
    return actions.forward(
        actor=here.actor,
        incident=incident.pk,
        to=actions.Onward(party=None if outside else int(to), authority=to if outside else "", note=given["note"]),
        seen=given["seen"],
    )


ACTS: Mapping[str, Act] = {
    "kategori": Act(
        title=N_("Sort"),
        why=N_("Under which category it counts, and in which area."),
        button=N_("Confirm"),
        form=sort_form,
        do=_sort,
        done=N_("Incident {pk} is sorted."),
        may=_may_sort,
    ),
    "dubblett": Act(
        title=N_("Told before"),
        why=N_("A duplicate stays, but it no longer counts."),
        button=N_("Mark as a duplicate"),
        form=lambda here, incident, data: DuplicateForm(data, seen=_seen(incident)),
        do=lambda here, incident, given: actions.mark_duplicate(
            actor=here.actor, incident=incident.pk, of=given["of"], seen=given["seen"]
        ),
        done=N_("Incident {pk} is a duplicate and no longer counts."),
        may=_may_sort,
    ),
    "at-sidan": Act(
        title=N_("Set it aside"),
        why=N_("It stays, with the reason, but it does not count in the picture."),
        button=N_("Set it aside"),
        form=lambda here, incident, data: AsideForm(data, seen=_seen(incident)),
        do=lambda here, incident, given: actions.set_aside(
            actor=here.actor, incident=incident.pk, reason=given["reason"], seen=given["seen"]
        ),
        done=N_("Incident {pk} is set aside."),
        may=_may_sort,
    ),
    "vidare": Act(
        title=N_("Forward"),
        why=N_("Write down who takes it on. It still counts. Nothing is sent: tell them yourself."),
        button=N_("Forward"),
        form=forward_form,
        do=_forward,
        done=N_("Incident {pk} is forwarded."),
        may=_may_sort,
    ),
    "aterkoppla": Act(
        title=N_("Tell whoever reported it"),
        why=N_("Those who hear what happened report again."),
        button=N_("Tell"),
        form=lambda here, incident, data: TellForm(data),
        do=lambda here, incident, given: actions.tell_reporter(
            actor=here.actor, incident=incident.pk, text=given["text"]
        ),
        done=N_("Whoever reported incident {pk} can read it now."),
        may=_may_sort,
        taken_back=False,
    ),
}
"""Acts by their name in the address."""


@member(policy=policies.may_see)
def act(here: Here, pk: int, name: str) -> HttpResponse:
    """The form of an act, and what comes of sending it."""
    wanted = ACTS[name]
    incident = Incident.objects.for_detail().get(pk=pk)
    require(wanted.may(here, incident))
    sent = here.request.method == "POST"
    form = wanted.form(here, incident, here.request.POST if sent else None)
    if sent and form.is_valid() and form.attempt(lambda: wanted.do(here, incident, form.cleaned_data)):
        sorting = FROM_SORTING in here.request.GET
        undo = _undo_address(here, incident, sorting=sorting) if wanted.taken_back else ""
        flash(here, Message(wanted.done, {"pk": str(pk)}), undo=undo)
        return back(here, "incidents:to_sort") if sorting else back(here, "incidents:detail", pk=pk)
    looking.looked(here, incident)
    return render(
        here,
        "incidents/act.html",
        422 if sent else 200,
        act=wanted,
        incident=incident,
        form=form,
        words=words,
    )


def _undo_address(here: Here, incident: Incident, *, sorting: bool) -> str:
    incident.refresh_from_db()
    query = {SEEN: _seen(incident)} | ({FROM_SORTING: "1"} if sorting else {})
    return reverse("incidents:undo", kwargs={"slug": here.partnership.slug, "pk": incident.pk}, query=query)


@require_POST
@member(policy=policies.may_see)
def undo(here: Here, pk: int) -> HttpResponse:
    """Take the sorting of an incident back, and show it again where it was sorted."""
    actions.undo(actor=here.actor, incident=pk, seen=seen_of(here.request))
    flash(here, Message(N_("Incident {pk} is among those to sort again."), {"pk": str(pk)}))
    if FROM_SORTING in here.request.GET:
        return back(here, "incidents:to_sort", query={"visa": pk})
    return back(here, "incidents:detail", pk=pk)
