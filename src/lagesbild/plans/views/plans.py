"""Plans: the list, the page of one, its editions and what differs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_number
from lagesbild.i18n import N_, Message
from lagesbild.organisation.forms import BindingForm
from lagesbild.plans import actions, board, doses, editions, policies
from lagesbild.plans.forms import CloseForm, NewPlanForm, PlanForm
from lagesbild.plans.models import Dose, Measure, PartyDecision, Plan
from lagesbild.plans.names import PARTY
from lagesbild.plans.views.common import audience_named, body_choices, party_choices

PER_PAGE = 30
SOON = 14
"""Days ahead in which a measure is due soon."""


@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """Plans that run or come, those to be closed, measures that are late or due soon, and plans that are over."""
    day = timezone.localdate()
    live = list(Plan.objects.live().for_list())
    measures = list(Measure.objects.unfinished().for_list())
    counts = {plan.pk: [row for row in measures if row.plan_id == plan.pk] for plan in live}
    rows = [(plan, len(counts[plan.pk]), sum(row.late(day) for row in counts[plan.pk])) for plan in live]
    return render(
        here,
        "plans/list.html",
        plans=[row for row in rows if row[0].ends >= day],
        past=[row for row in rows if row[0].ends < day],
        closed=Paginator(Plan.objects.closed().for_list(), PER_PAGE).get_page(here.request.GET.get("sida")),
        late=[row for row in measures if row.late(day)],
        soon=[row for row in measures if row.due is not None and 0 <= (row.due - day).days <= SOON],
        immediate=[row for row in measures if row.plan_id is None],
        waiting=board.without_measure().order_by("number"),
        today=day,
        arranges=policies.may_arrange(here.actor),
        contributes=policies.may_contribute(here.actor),
    )


@member(policy=policies.may_arrange)
def create(here: Here) -> HttpResponse:
    """Begin a plan; whoever came from a problem goes on to the measure against it."""
    against = {name: asked_number(here.request.GET.get(name, "")) for name in ("problem", "orsak")}
    form = NewPlanForm(here.request.POST or None, bodies=body_choices(here))
    made: list[Plan] = []

    def save() -> None:
        audience = audience_named(form.cleaned_data["readers"], form.cleaned_data["body"])
        made.append(actions.create_plan(actor=here.actor, told=form.told(), audience=audience))

    if form.is_valid() and form.attempt(save):
        if against["problem"] is not None:
            flash(here, Message(N_("The plan is begun. Now the measure.")))
            return back(here, "plans:add", query=against, pk=made[0].pk)
        flash(here, Message(N_("The plan is begun. Add the measures.")))
        return back(here, "plans:detail", pk=made[0].pk)
    return render(here, "plans/form.html", form=form, title=N_("New plan"), plan=None, measure=None)


@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """One plan: problem, cause, measure; what lacks; what has changed since it was decided."""
    plan = Plan.objects.for_list().get(pk=pk)
    shown = board.of_plan(plan)
    kept = list(plan.editions.latest_first())
    newest = kept[0] if kept else None
    changed = editions.since(newest.content if newest else None, editions.compose(plan, shown))
    rows = shown.measures
    day = timezone.localdate()
    tallies = _tallies([row.pk for row in rows])
    return render(
        here,
        "plans/detail.html",
        plan=plan,
        board=shown,
        rows=rows,
        tallies=tallies,
        late=sum(row.late(day) for row in rows),
        finished=sum(row.state == Measure.State.DONE for row in rows),
        lacking=sum(bool(row.open and row.gaps) for row in rows),
        editions=kept,
        newest=newest,
        changed=changed,
        bound=_bound(plan, rows) if newest else [],
        binds=any(policies.may_bind(here.actor, party) for party in here.actor.parties) and plan.live,
        today=day,
        arranges=policies.may_arrange(here.actor) and plan.live,
        contributes=policies.may_contribute(here.actor) and plan.live,
        closes=policies.may_close(here.actor),
        masks=policies.may_arrange(here.actor),
    )


@member(policy=policies.may_arrange)
def change(here: Here, pk: int) -> HttpResponse:
    """Say anew what a plan is."""
    plan = Plan.objects.get(pk=pk)
    initial = {
        "name": plan.name,
        "purpose": plan.purpose,
        "starts": plan.starts,
        "ends": plan.ends,
        "body": plan.body_id,
    }
    form = PlanForm(
        here.request.POST or None, bodies=body_choices(here, plan.body_id), initial=initial, seen=as_seen(plan)
    )

    def save() -> None:
        actions.change_plan(actor=here.actor, plan=pk, told=form.told(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "plans:detail", pk=pk)
    return render(here, "plans/form.html", form=form, title=N_("What the plan is"), plan=plan, measure=None)


@member(policy=policies.may_close)
def close(here: Here, pk: int) -> HttpResponse:
    """End a plan."""
    plan = Plan.objects.get(pk=pk)
    form = CloseForm(here.request.POST or None)
    if form.is_valid() and form.attempt(
        lambda: actions.close_plan(actor=here.actor, plan=pk, reason=form.cleaned_data["reason"])
    ):
        undo = reverse("plans:reopen", kwargs={"slug": here.partnership.slug, "pk": pk})
        flash(here, Message(N_("The plan is closed. Its measures stay as they are.")), undo=undo)
        return back(here, "plans:detail", pk=pk)
    return render(here, "plans/form.html", form=form, title=N_("Close the plan"), plan=plan, measure=None)


@member(policy=policies.may_see)
def decide_party(here: Here, pk: int) -> HttpResponse:
    """Write down a party's own decision on the plan as it stands in its newest edition."""
    plan = Plan.objects.get(pk=pk)
    parties = [(number, name) for number, name in party_choices() if policies.may_bind(here.actor, number)]
    require(bool(parties))
    day = timezone.localdate()
    asked = asked_number(here.request.GET.get("part", ""))
    form = BindingForm(
        here.request.POST or None, parties=parties, what=PARTY, on=day, initial={"party": asked, "date": day}
    )

    def save() -> None:
        actions.decide_party(actor=here.actor, plan=pk, binding=form.binding())

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The decision is written down.")))
        return back(here, "plans:detail", pk=pk)
    return render(here, "plans/form.html", form=form, title=N_("A party's own decision"), plan=plan, measure=None)


@require_POST
@member(policy=policies.may_close)
def reopen(here: Here, pk: int) -> HttpResponse:
    """Work with it again."""
    actions.reopen_plan(actor=here.actor, plan=pk)
    flash(here, Message(N_("The plan is worked with again.")))
    return back(here, "plans:detail", pk=pk)


@member(policy=policies.may_see)
def edition(here: Here, pk: int, number: int) -> HttpResponse:
    """A plan as it was decided, and what differs from the edition before."""
    plan = Plan.objects.for_list().get(pk=pk)
    row = plan.editions.select_related("decision__meeting__body").get(number=number)
    before = plan.editions.filter(number__lt=number).latest_first().first()
    content = editions.Content.of_json(row.content)
    return render(
        here,
        "plans/edition.html",
        plan=plan,
        edition=row,
        content=content,
        before=before,
        changed=editions.difference(editions.Content.of_json(before.content), content) if before else None,
        last=plan.editions.latest_first().values_list("number", flat=True).first(),
        whole=editions.digest(row.sealed) == row.digest,
    )


@dataclass(frozen=True, slots=True)
class Own:
    """A party that is to do something of a plan, or the municipality, and its own decision on it."""

    party: Party
    decision: PartyDecision | None

    @property
    def statutory(self) -> bool:
        """Whether it is the municipality, whose own plan the statute asks for."""
        return self.party.kind == "municipality"


def _bound(plan: Plan, measures: Sequence[Measure]) -> list[Own]:
    """Those whose decision is looked for, the municipality first, and those who have decided."""
    decisions = {one.of_party_id: one for one in PartyDecision.objects.of_plan(plan.pk).latest_last()}
    wanted = {row.responsible_id for row in measures if row.plan_id == plan.pk} | set(decisions)
    parties = Party.objects.filter(Q(pk__in=wanted) | Q(kind="municipality")).order_by(alphabet.by("name"))
    found = [Own(party, decisions.get(party.pk)) for party in parties]
    return sorted(found, key=lambda one: not one.statutory)


def _tallies(measures: list[int]) -> dict[int, list[doses.Tally]]:
    """How much of each measure was planned and held."""
    found: dict[int, list[Dose]] = {}
    for row in Dose.objects.of_measures(measures).for_list():
        found.setdefault(row.measure_id, []).append(row)
    day = timezone.localdate()
    return {pk: doses.tallies(doses.occasions(rows, day)) for pk, rows in found.items()}
