"""The page of the partnership itself: its name, colour and language, who takes part, and what else can be arranged."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lagesbild.accounts.models import Role
from lagesbild.accounts.web import member
from lagesbild.core import alphabet, partnerships
from lagesbild.core.actions import Actor
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, navigation, render
from lagesbild.core.web.forms import Form, Written
from lagesbild.i18n import N_, Message

KINDS = (
    ("municipality", N_("municipality")),
    ("police", N_("police")),
    ("housing", N_("housing company")),
    ("school", N_("school")),
    ("rescue", N_("rescue service")),
    ("other", N_("other")),
)


def may_arrange(actor: Actor) -> bool:
    """Administrators arrange the partnership itself."""
    return actor.has(Role.ADMINISTRATOR)


class PartnershipForm(Form):
    """What the partnership is called and looks like."""

    name = Written(label=N_("Name"), max_length=120)
    accent = forms.CharField(
        label=N_("Colour"),
        help_text=N_("The municipality's own, dark enough for white text on it."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    language = forms.ChoiceField(
        label=N_("Language of what the system writes by itself"), choices=[("sv", "Svenska"), ("en", "English")]
    )


class PartyForm(Form):
    """One more who takes part."""

    name = Written(label=N_("Name of the party"), max_length=120)
    kind = forms.ChoiceField(label=N_("What it is"), choices=KINDS)


@member(policy=may_arrange)
def settings(here: Here) -> HttpResponse:
    """Name, colour and language; parties; and the way to the rest."""
    now = here.partnership
    initial = {"name": now.name, "accent": now.accent, "language": now.language}
    form = PartnershipForm(here.request.POST or None, initial=initial, seen=as_seen(now))
    if form.is_valid() and form.attempt(lambda: partnerships.change(actor=here.actor, **form.cleaned_data)):
        flash(here, Message(N_("Saved.")))
        return back(here, "organisation:settings")
    kinds = dict(KINDS)
    return render(
        here,
        "organisation/settings.html",
        422 if form.errors else 200,
        form=form,
        parties=[(party, kinds[party.kind]) for party in Party.objects.order_by(alphabet.by("name"))],
        others=navigation.settings(here),
    )


@require_POST
@member(policy=may_arrange)
def open_site(here: Here) -> HttpResponse:
    """Open the public site, or close it."""
    row = partnerships.open_site(actor=here.actor, public=here.request.POST.get("public") == "1")
    flash(here, Message(N_("The public site is open.") if row.public else N_("The public site is closed.")))
    return back(here, "organisation:settings")


@member(policy=may_arrange)
def add_party(here: Here) -> HttpResponse:
    """Let one more take part."""
    form = PartyForm(here.request.POST or None)
    if form.is_valid() and form.attempt(lambda: partnerships.add_party(actor=here.actor, **form.cleaned_data)):
        flash(here, Message(N_("{name} takes part now. Invite someone who stands for it."), form.cleaned_data))
        return back(here, "organisation:settings")
    return render(here, "organisation/add_party.html", 422 if form.errors else 200, form=form)
