"""The page of the partnership's own kinds of incident."""

from __future__ import annotations

from django import forms
from django.db.models import Count
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.forms import Form, Written, seen_of
from lagesbild.i18n import N_, Message
from lagesbild.incidents import policies
from lagesbild.incidents.actions import categories as actions
from lagesbild.incidents.icons import icon_of
from lagesbild.incidents.models import Category, Incident


class NewForm(Form):
    """A new kind of incident."""

    name = Written(label=N_("New category"), max_length=80)


class CategoryForm(Form):
    """A kind of incident."""

    name = Written(label=N_("Name"), max_length=80)
    active = forms.BooleanField(label=N_("In use"), required=False)
    found_by_checks = forms.BooleanField(
        label=N_("Mostly comes to light through checks"),
        help_text=N_(
            "By police or guards, as drunk driving or drugs often do. Pictures tell such kinds apart, as more of them "
            "can mean more checks."
        ),
        required=False,
    )


@member(policy=policies.may_arrange)
def categories(here: Here) -> HttpResponse:
    """All categories in the order that reporters meet them, and a line for one more."""
    form = NewForm(here.request.POST or None)
    if form.is_valid() and form.attempt(lambda: actions.add_category(actor=here.actor, **form.cleaned_data)):
        flash(here, Message(N_("{name} is added."), form.cleaned_data))
        return back(here, "incidents:categories")
    counts = dict(Incident.objects.order_by().values_list("category_id").annotate(n=Count("pk")))
    rows = [(row, counts.get(row.pk, 0)) for row in Category.objects.order_by("position", "name")]
    return render(here, "incidents/categories.html", 422 if form.errors else 200, form=form, rows=rows, icon_of=icon_of)


@member(policy=policies.may_arrange)
def category(here: Here, pk: int) -> HttpResponse:
    """Rename one, or take it in or out of use."""
    row = Category.objects.get(pk=pk)
    initial = {name: getattr(row, name) for name in row.edited}
    form = CategoryForm(here.request.POST or None, initial=initial, seen=as_seen(row))
    if form.is_valid() and form.attempt(
        lambda: actions.change_category(actor=here.actor, category=pk, **form.cleaned_data)
    ):
        flash(here, Message(N_("Saved.")))
        return back(here, "incidents:categories")
    return render(here, "incidents/category.html", 422 if form.errors else 200, form=form, row=row)


@require_POST
@member(policy=policies.may_arrange)
def move(here: Here, pk: int) -> HttpResponse:
    """Move one up or down in the list."""
    actions.move_category(actor=here.actor, category=pk, up="up" in here.request.POST, seen=seen_of(here.request))
    return back(here, "incidents:categories")
