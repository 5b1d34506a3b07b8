"""Forms about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from lagesbild.accounts import policies, seats
from lagesbild.accounts.models import Role
from lagesbild.accounts.signin_forms import EMAIL, GOOD_PASSWORD, PASSWORD
from lagesbild.core import alphabet
from lagesbild.core.models import Party
from lagesbild.core.web import Here
from lagesbild.core.web.forms import Form
from lagesbild.i18n import N_, capital

AT_LEAST_ONE = N_("Choose at least one role.")
LANGUAGES = [("sv", "Svenska"), ("en", "English")]


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also when nothing in it was chosen."""
    return request.POST if request.method == "POST" else None


def roles_to_give(here: Here) -> list[tuple[str, str]]:
    """The roles that the person may give, with their names, those that report first."""
    return [(role.value, role.label) for role in Role if policies.may_give(here.actor, {role})]


def _offer_roles(form: Form, here: Here) -> None:
    form.fields["roles"].error_messages["required"] = here.t.gettext(AT_LEAST_ONE)
    form.fields["roles"].choices = [  # type: ignore[attr-defined]
        (value, capital(here.t.gettext(label))) for value, label in roles_to_give(here)
    ]


class RolesForm(Form):
    """The roles that someone has for a party; those that the person here may not give or take stay as they are."""

    roles = forms.MultipleChoiceField(label=N_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, here: Here, *arguments: Any, fixed: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _offer_roles(self, here)
        self.fields["roles"].required = not fixed


class InviteForm(Form):
    """Whom to invite, for which party, to do what."""

    email = forms.EmailField(label=EMAIL, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    party = forms.TypedChoiceField(label=N_("Party"), coerce=int)
    roles = forms.MultipleChoiceField(label=N_("Roles"), widget=forms.CheckboxSelectMultiple)
    seat = forms.TypedChoiceField(
        label=N_("Seat"),
        help_text=N_("Held from the day the invitation is taken. Only vacant seats."),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, here: Here, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        vacant = seats.offered(here)
        if vacant:
            self.fields["seat"].choices = [("", here.t.gettext(N_("None, or given later"))), *vacant]  # type: ignore[attr-defined]
        else:
            del self.fields["seat"]
        parties = Party.objects.filter(partnership=here.partnership).order_by(alphabet.by("name"))
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            ("", here.t.gettext(N_("Choose a party"))),
            *(
                (pk, name)
                for pk, name in parties.values_list("pk", "name")
                if policies.may_give(here.actor, {Role.REPORTER}, pk)
            ),
        ]
        _offer_roles(self, here)


class NewcomerForm(Form):
    """Who someone is that takes an invitation."""

    name = forms.CharField(
        label=N_("Your name"),
        help_text=N_("As colleagues know you. It stands beside what you do here."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=N_("Language"), choices=LANGUAGES)


class NewcomerWithPasswordForm(NewcomerForm):
    """Who someone is that takes an invitation to more than reporting."""

    password = forms.CharField(
        label=PASSWORD,
        help_text=GOOD_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ("name", "password", "language")


class OneselfForm(Form):
    """One's own name and language."""

    name = forms.CharField(
        label=N_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=N_("Language"), choices=LANGUAGES)


class AddressForm(Form):
    """One's own new address."""

    email = forms.EmailField(label=N_("New e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class PhoneForm(Form):
    """What a phone is called."""

    name = forms.CharField(
        label=N_("Name of the phone"),
        help_text=N_("So that you know it again: My phone, The guards' phone."),
        max_length=80,
        required=False,
    )
