"""A person's own pages, and the two doors that a link opens: an invitation, and a phone."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lagesbild.accounts import actions, demo, devices, seats, second_factor, sessions, tokens
from lagesbild.accounts.access import actor_of
from lagesbild.accounts.forms import NewcomerForm, NewcomerWithPasswordForm, OneselfForm, PhoneForm, posted
from lagesbild.accounts.links import link
from lagesbild.accounts.models import REPORTING, Device, Membership, Person, Role
from lagesbild.accounts.signin_views import emptied
from lagesbild.accounts.tokens import Token
from lagesbild.core import alphabet, once
from lagesbild.core.scope import Scope, scope
from lagesbild.core.web import flash, navigation, render
from lagesbild.core.web.language import remember
from lagesbild.core.web.once import key_of
from lagesbild.i18n import N_, Message

BEGINS_ANEW = Message(
    N_(
        "You take part now. It is the first time that your address is proven by mail, so what opened the account "
        "before opens it no longer. Choose a new password here, then sign in."
    )
)


@login_required
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """Who one is: name and language, where one takes part, how one signs in, one's phones."""
    person = _person(request)
    form = OneselfForm(posted(request), initial={"name": person.name, "language": person.language})
    if form.is_valid() and form.attempt(lambda: actions.describe_oneself(person=person, **form.cleaned_data)):
        flash(request, Message(N_("Saved.")))
        response = redirect("accounts:me")
        remember(response, person.language)
        return response
    held, phones = _own(person)
    return render(
        request,
        "accounts/me.html",
        form=form,
        held=held,
        phones=phones,
        across=navigation.pages_across() if len({one.partnership_id for one in held}) > 1 else {},
        reports=[one for one in held if one.role in REPORTING],
        factor=second_factor.has_second_factor(person),
        keys=Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count(),
        sessions=UserSession.objects.filter(user=person).count(),
    )


@login_required
@never_cache
def choose_second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second step is needed, and the two ways to take it."""
    if second_factor.has_second_factor(_person(request)):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html")


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions, this one too."""
    person = _person(request)
    logout(request)
    sessions.end_all(person)
    return emptied(redirect("account_login"))


@require_POST
def demo_sign_in(request: HttpRequest, person: int) -> HttpResponse:
    """Sign in as an invented person; there is no such page outside a demonstration."""
    found = Person.objects.filter(pk=person).first() if settings.DEMO else None
    if found is None or not demo.only_invented(found):
        raise Http404
    sessions.sign_in(request, found)
    after = request.POST.get("next", "")
    inside = after.startswith("/") and url_has_allowed_host_and_scheme(after, {request.get_host()})
    return redirect(after if inside else "root")


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: what it is to, and the way to take it."""
    secret = _secret(token, actions.Gone)
    row = actions.invitation_of(secret)
    person = request.user if isinstance(request.user, Person) else None
    known = Person.objects.filter(email=row.email, is_active=True).exists()
    with scope(Scope(read=(secret.partnership,))):
        called = seats.named([row.seat] if row.seat is not None else [])
        means = None if row.seat is None else seats.told(row.seat)
    context: dict[str, Any] = {
        "row": row,
        "seat": called.get(row.seat or 0),
        "means": means,
        "invited_to": row.partnership,
        "roles": [Role(role).label for role in row.roles],
        "known": known,
        "next": request.get_full_path(),
    }
    if person is not None:
        mine = person.email.lower() == row.email
        if request.method == "POST" and mine:
            if actions.accept(token=secret, person=person).begins_anew:
                logout(request)
                flash(request, BEGINS_ANEW)
                return redirect("account_reset_password")
            flash(request, Message(N_("You take part now.")))
            return redirect("home", slug=row.partnership.slug)
        return render(request, "accounts/invitation.html", form=None, mine=mine, **context)
    if known:
        return render(request, "accounts/invitation.html", form=None, mine=False, **context)
    only_reports = set(row.roles) == {Role.REPORTER}
    shape = NewcomerForm if only_reports else NewcomerWithPasswordForm
    form = shape(posted(request), initial={"language": row.partnership.language})
    if form.is_valid():
        found: list[actions.Accepted] = []
        newcomer = actions.Newcomer(**form.cleaned_data)
        if form.attempt(lambda: found.append(actions.accept(token=secret, newcomer=newcomer))):
            return _welcome(request, found[0], row.partnership.slug, only_reports=only_reports)
    return render(request, "accounts/invitation.html", form=form, mine=False, only_reports=only_reports, **context)


@never_cache
def phone(request: HttpRequest, token: str) -> HttpResponse:
    """A link that signs a phone in for reporting."""
    secret = _secret(token, devices.LinkGone)
    row = devices.offered(secret)
    form = PhoneForm(posted(request))
    if form.is_valid():
        _, kept = devices.claim(token=secret, name=form.cleaned_data["name"])
        flash(request, Message(N_("The phone is signed in. Save this page on its home screen.")))
        response = redirect(devices.start_page(row.partnership.slug))
        devices.keep(response, kept)
        remember(response, row.person.language)
        return response
    return render(request, "accounts/phone.html", row=row, form=form)


@require_POST
@login_required
@never_cache
def offer_phone(request: HttpRequest, slug: str, party: int) -> HttpResponse:
    """A link that signs one of one's own phones in; shown once."""
    person = _person(request)
    actor = actor_of(person.pk, slug)
    with scope(actor.scope()), once.sending(partnership=actor.partnership, person=person.pk, key=key_of(request)):
        row, token = devices.offer(actor=actor, person=person.pk, party=party)
    return render(request, "accounts/phone_link.html", link=link(request, "accounts:phone", token), row=row, who=person)


@require_POST
@login_required
def revoke_phone(request: HttpRequest, slug: str, device: int) -> HttpResponse:
    """Sign one of one's own phones out."""
    devices.revoke(actor=actor_of(_person(request).pk, slug), device=device)
    flash(request, Message(N_("The phone is signed out.")))
    return redirect("accounts:me")


@require_POST
def forget_phone(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign out this phone itself, for one partnership."""
    found = devices.device_of(request, slug)
    if found is None:
        raise Http404
    devices.revoke(actor=actor_of(found.person_id, slug), device=found.pk)
    flash(request, Message(N_("The phone is signed out.")))
    response = redirect("account_login")
    devices.forget(response, found.partnership_id)
    return response


def _welcome(request: HttpRequest, taken: actions.Accepted, slug: str, *, only_reports: bool) -> HttpResponse:
    """Where someone new goes: a reporter's phone is signed in, others get a session."""
    if only_reports:
        _, kept = devices.begin(partnership=taken.partnership, person=taken.person, party=taken.party)
        flash(request, Message(N_("Welcome. This phone is signed in; save this page on its home screen.")))
        response: HttpResponse = redirect(devices.start_page(slug))
        devices.keep(response, kept)
    else:
        flash(request, Message(N_("Welcome.")))
        response = perform_login(request, Login(user=taken.person, redirect_url=reverse("home", kwargs={"slug": slug})))
    remember(response, taken.person.language)
    return response


def _own(person: Person) -> tuple[list[Membership], list[Device]]:
    """Memberships and phones of a person in all partnerships."""
    with scope(Scope(person=person.pk)):
        ids = tuple(Membership.objects.filter(person=person).values_list("partnership_id", flat=True).distinct())
    with scope(Scope(person=person.pk, read=ids)):
        held = Membership.objects.filter(person=person).select_related("partnership", "party")
        phones = Device.objects.in_use().filter(person=person, partnership__in=ids)
        return (
            list(held.order_by(alphabet.by("partnership__name"), alphabet.by("party__name"), "role")),
            list(phones.select_related("partnership", "party").order_by("-created")),
        )


def _secret(token: str, gone: type[actions.Gone] | type[devices.LinkGone]) -> Token:
    read = tokens.read(token)
    if read is None:
        raise gone
    return read


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user
