"""The two pages where one's own address is changed: asking, and saying yes by way of the new one."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from lagesbild.accounts import addresses, mails
from lagesbild.accounts.forms import AddressForm, posted
from lagesbild.accounts.models import Person
from lagesbild.core.web import flash, render
from lagesbild.i18n import N_, Message


@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
@never_cache
def change(request: HttpRequest) -> HttpResponse:
    """Write the new address; a link is sent to it."""
    person = _person(request)
    form = AddressForm(posted(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        if form.attempt(lambda: addresses.ask_new_address(person=person, email=email)):
            words = N_("A link is on its way to {email}. The address is changed when you have opened it, signed in.")
            flash(request, Message(words, {"email": email}))
            return redirect("accounts:me")
    return render(request, "accounts/address.html", form=form, mail_works=mails.can_be_sent())


@login_required
@never_cache
def take(request: HttpRequest, secret: str) -> HttpResponse:
    """Say yes to the new address."""
    person = _person(request)
    wanted = addresses.proven(person=person, secret=secret)
    if request.method == "POST":
        addresses.take_new_address(person=person, secret=secret)
        flash(request, Message(N_("You sign in with {email} from now on."), {"email": wanted}))
        return redirect("accounts:me")
    return render(request, "accounts/new_address.html", wanted=wanted)


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user
