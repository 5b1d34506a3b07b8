"""Doses: planning them, saying that one was held or not, and taking that back."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.plans import actions, policies
from lagesbild.plans.forms import CancelForm, HeldForm, HoldForm, PlanDosesForm
from lagesbild.plans.models import Dose, Measure
from lagesbild.plans.views.common import party_choices
from lagesbild.plans.views.measures import measure_of


@member(policy=policies.may_see_own)
def plan(here: Here, pk: int) -> HttpResponse:
    """Plan occasions that come again."""
    measure = _followed(here, pk)
    initial = {
        "of_party": measure.responsible_id,
        "place": measure.place,
        "first": measure.starts,
        "last": measure.due,
        "amount": 1,
    }
    form = PlanDosesForm(here.request.POST or None, parties=party_choices(), initial=initial)
    made: list[Dose] = []

    def save() -> None:
        made.extend(actions.plan_doses(actor=here.actor, measure=pk, days=form.days(), told=form.told()))

    if form.is_valid() and form.attempt(save):
        said = Message(
            N_("{n} occasion is planned."), {"n": len(made)}, plural=N_("{n} occasions are planned."), n=len(made)
        )
        flash(here, said)
        return back(here, "plans:measure", pk=pk)
    title = N_("Plan occasions")
    return render(here, "plans/form.html", form=form, title=title, plan=measure.plan, measure=measure)


@member(policy=policies.may_see_own)
def add_held(here: Here, pk: int) -> HttpResponse:
    """An occasion that was held without having been planned."""
    measure = _followed(here, pk)
    initial = {"of_party": measure.responsible_id, "place": measure.place, "day": timezone.localdate(), "amount": 1}
    outreach = measure.kind == Measure.Kind.OUTREACH
    form = HeldForm(here.request.POST or None, parties=party_choices(), initial=initial, outreach=outreach)
    if form.is_valid() and form.attempt(
        lambda: actions.add_held(actor=here.actor, measure=pk, day=form.cleaned_data["day"], told=form.told())
    ):
        flash(here, Message(N_("It is noted as held.")))
        return back(here, "plans:measure", pk=pk)
    title = N_("Held without having been planned")
    return render(here, "plans/form.html", form=form, title=title, plan=measure.plan, measure=measure)


@member(policy=policies.may_see_own)
def detail(here: Here, pk: int) -> HttpResponse:
    """One planned occasion: whether it was held, how much, or why not."""
    return _page(here, _dose(here, pk))


@require_POST
@member(policy=policies.may_see_own)
def hold(here: Here, pk: int) -> HttpResponse:
    """It was held: with one press as planned, or with how much."""
    dose = _dose(here, pk)
    measure = dose.measure
    said = here.request.POST
    if "amount" not in said:
        actions.hold_dose(actor=here.actor, dose=pk)
    else:
        form = HoldForm(said, outreach=measure.kind == Measure.Kind.OUTREACH)
        if not form.is_valid() or not form.attempt(
            lambda: actions.hold_dose(actor=here.actor, dose=pk, **form.cleaned_data)
        ):
            return _page(here, dose, hold_form=form)
    undo = reverse("plans:take_back_dose", kwargs={"slug": here.partnership.slug, "pk": pk})
    flash(here, Message(N_("It is noted as held.")), undo=undo)
    return back(here, "plans:measure", pk=measure.pk)


@require_POST
@member(policy=policies.may_see_own)
def cancel(here: Here, pk: int) -> HttpResponse:
    """It was not held."""
    dose = _dose(here, pk)
    form = CancelForm(here.request.POST)
    if form.is_valid() and form.attempt(
        lambda: actions.cancel_dose(actor=here.actor, dose=pk, note=form.cleaned_data["note"])
    ):
        undo = reverse("plans:take_back_dose", kwargs={"slug": here.partnership.slug, "pk": pk})
        flash(here, Message(N_("It is noted that it was not held.")), undo=undo)
        return back(here, "plans:measure", pk=dose.measure_id)
    return _page(here, dose, cancel_form=form)


@require_POST
@member(policy=policies.may_see_own)
def take_back(here: Here, pk: int) -> HttpResponse:
    """Take back what was said of it."""
    measure = Dose.objects.get(pk=pk).measure_id
    actions.take_back_dose(actor=here.actor, dose=pk)
    flash(here, Message(N_("It is taken back.")))
    return back(here, "plans:measure", pk=measure)


@require_POST
@member(policy=policies.may_see_own)
def remove(here: Here, pk: int) -> HttpResponse:
    """Take away one that lies ahead."""
    measure = Dose.objects.get(pk=pk).measure_id
    actions.remove_dose(actor=here.actor, dose=pk)
    flash(here, Message(N_("The occasion is taken away.")))
    return back(here, "plans:measure", pk=measure)


def _followed(here: Here, pk: int) -> Measure:
    measure = measure_of(here, pk)
    require(policies.may_follow(here.actor, measure))
    return measure


def _dose(here: Here, pk: int) -> Dose:
    """A dose of a measure that the reader may follow."""
    dose = Dose.objects.select_related("of_party", "measure__plan").get(pk=pk)
    require(policies.may_follow(here.actor, dose.measure))
    return dose


def _page(
    here: Here, dose: Dose, *, hold_form: HoldForm | None = None, cancel_form: CancelForm | None = None
) -> HttpResponse:
    outreach = dose.measure.kind == Measure.Kind.OUTREACH
    open_ = dose.planned and not dose.cancelled and not Dose.objects.filter(of=dose).exists()
    return render(
        here,
        "plans/dose.html",
        422 if (hold_form or cancel_form) else 200,
        dose=dose,
        measure=dose.measure,
        open=open_,
        passed=dose.day <= timezone.localdate(),
        removable=open_ and dose.day >= timezone.localdate(),
        hold_form=hold_form or HoldForm(initial={"amount": dose.amount}, outreach=outreach),
        cancel_form=cancel_form or CancelForm(),
    )
