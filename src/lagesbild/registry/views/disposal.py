"""How long rows are kept, what would go today, and how what was ordered goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from lagesbild.accounts.queries import names
from lagesbild.accounts.web import member
from lagesbild.core import retention
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.forms import SEEN
from lagesbild.i18n import N_, Message
from lagesbild.registry import actions, policies, wording
from lagesbild.registry.foreseen import foreseen
from lagesbild.registry.forms import FOR_EVER, MONTHS, YEARS, DisposeForm, RuleForm
from lagesbild.registry.models import Disposal, RetentionRule

MOST = 20


@require_GET
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """Every kind of row, how long it is kept, and when rows of it last went."""
    rules = {row.kind: row for row in RetentionRule.objects.all()}
    latest: dict[str, Disposal] = {}
    for row in Disposal.objects.filter(Q(done__gt=0) | Q(state=Disposal.State.RUNNING)).latest_first()[:200]:
        latest.setdefault(row.kind, row)
    return render(
        here,
        "registry/retention.html",
        kinds=[(one, rules.get(one.name), latest.get(one.name)) for one in retention.kinds()],
        shapes=wording.SHAPES,
        words=wording,
        writes=policies.may_dispose(here.actor),
    )


@require_GET
@member(policy=policies.may_see)
def kept(here: Here, kind: str) -> HttpResponse:
    """One kind of row: its rule, what would go today, and what has gone."""
    return _kept(here, _kind(kind), DisposeForm())


@require_POST
@member(policy=policies.may_dispose)
def order(here: Here, kind: str) -> HttpResponse:
    """Order that what is shown goes, by typing how many it is."""
    said = _kind(kind)
    form = DisposeForm(here.request.POST)
    if form.is_valid() and form.attempt(
        lambda: actions.order(actor=here.actor, kind=kind, typed=form.cleaned_data["typed"])
    ):
        flash(here, Message(N_("The disposal has begun. It can be stopped between two batches.")))
        return back(here, "registry:kept", kind=kind)
    return _kept(here, said, form, 422)


@member(policy=policies.may_dispose)
def rule(here: Here, kind: str) -> HttpResponse:
    """Note how long rows of a kind are kept, and by which decision."""
    said = _kind(kind)
    row = RetentionRule.objects.filter(kind=kind).first()
    form = RuleForm(
        here.request.POST or None, initial=_initial(said, row), events=said.events, seen=as_seen(row) if row else ""
    )
    if form.is_valid() and form.attempt(
        lambda: actions.set_rule(actor=here.actor, kind=kind, term=form.term, seen=form.cleaned_data.get(SEEN, ""))
    ):
        flash(here, Message(N_("Saved.")))
        return back(here, "registry:kept", kind=kind)
    return render(
        here,
        "registry/rule.html",
        422 if form.errors else 200,
        form=form,
        kind=said,
        suggestion=wording.suggestion(here.t, said),
    )


@require_GET
@member(policy=policies.may_see)
def progress(here: Here, pk: int) -> HttpResponse:
    """How far a disposal has come; a part of the page while it runs."""
    row = Disposal.objects.get(pk=pk)
    if not here.htmx:
        return back(here, "registry:kept", kind=row.kind)
    return render(here, "registry/progress.html", running=row, writes=policies.may_dispose(here.actor))


@require_POST
@member(policy=policies.may_dispose)
def stop(here: Here, pk: int) -> HttpResponse:
    """Stop a disposal between two batches."""
    row = actions.stop(actor=here.actor, disposal=pk)
    flash(here, Message(N_("It stops after the batch at hand. What has gone has gone.")))
    return back(here, "registry:kept", kind=row.kind)


def _kept(here: Here, said: retention.Kind, form: DisposeForm, status: int = 200) -> HttpResponse:
    row = RetentionRule.objects.filter(kind=said.name).first()
    past = list(Disposal.objects.of_kind(said.name).latest_first()[:MOST])
    running = next((one for one in past if one.state == Disposal.State.RUNNING), None)
    applies = row if row is not None and row.applies and running is None else None
    found = foreseen(here.partnership.pk, said, applies) if applies else None
    return render(
        here,
        "registry/kept.html",
        status,
        kind=said,
        rule=row,
        words=wording,
        shapes=wording.SHAPES,
        foreseen=found,
        form=form,
        running=running,
        past=[one for one in past if one is not running],
        people=names(one.person_id for one in past),
        writes=policies.may_dispose(here.actor),
    )


def _initial(said: retention.Kind, row: RetentionRule | None) -> dict[str, Any]:
    """What the form shows: the rule, or the suggestion where there is none."""
    if row is None:
        months: int | None = said.suggested.months if said.suggested else 12
        event = said.suggested.event if said.suggested else next(iter(said.events))
        more: dict[str, Any] = {}
    else:
        months, event = row.months, row.event
        more = {name: getattr(row, name) for name in ("body", "decided_on", "dnr", "note")}
    if months is None:
        return {"unit": FOR_EVER, **more}
    whole = months % 12 == 0
    return {"unit": YEARS if whole else MONTHS, "number": months // 12 if whole else months, "event": event, **more}


def _kind(name: str) -> retention.Kind:
    found = retention.named(name)
    if found is None or not found.disposable:
        raise Http404
    return found
