"""Where one finds, renews and ends the addresses of one's calendars, and says how one is reminded; what is there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from lagesbild.accounts import mails, tokens
from lagesbild.accounts.links import link
from lagesbild.accounts.models import Person
from lagesbild.accounts.tokens import Token
from lagesbild.accounts.web import member
from lagesbild.calendars import actions, feeds, policies
from lagesbild.calendars.forms import RemindingForm, said
from lagesbild.calendars.models import Feed, Reminding
from lagesbild.core.calendars import MEDIA_TYPE
from lagesbild.core.web import Here, back, errors, flash, limits, render
from lagesbild.core.web.asked import asked_number
from lagesbild.core.web.keeping import kept
from lagesbild.i18n import N_, Message
from lagesbild.organisation.models import Body
from lagesbild.organisation.queries import bodies_of, today

HOUR = 3600
MOST, MISSES = 60, 60
"""How often an hour an address is fetched from one place; and how often one guesses from one place."""


@never_cache
@require_GET
@member(policy=policies.may_subscribe)
def page(here: Here) -> HttpResponse:
    """One's calendar addresses in this partnership, and how one is reminded in all."""
    return _page(here, RemindingForm(initial=said(_wish(here))))


@never_cache
@require_POST
@member(policy=policies.may_subscribe)
def create(here: Here) -> HttpResponse:
    """Make an address of one's own, or of a body; shown once."""
    asked = here.request.POST.get("body", "")
    body = asked_number(asked)
    if asked and body is None:
        raise Http404
    return _shown(here, *actions.open_feed(actor=here.actor, body=body))


@never_cache
@require_POST
@member(policy=policies.may_subscribe)
def renew(here: Here, pk: int) -> HttpResponse:
    """Give an address a new secret; shown once."""
    return _shown(here, *actions.renew_feed(actor=here.actor, feed=pk))


@require_POST
@member(policy=policies.may_subscribe)
def end(here: Here, pk: int) -> HttpResponse:
    """Take an address away."""
    actions.end_feed(actor=here.actor, feed=pk)
    flash(here, Message(N_("The address has been ended. Take the calendar away from your calendar program too.")))
    return back(here, "calendars:page")


@never_cache
@require_POST
@member(policy=policies.may_subscribe)
def remind(here: Here) -> HttpResponse:
    """Say how one is reminded."""
    form = RemindingForm(here.request.POST)
    person = Person.objects.get(pk=here.actor.person)
    if form.is_valid() and form.attempt(lambda: actions.remind(person=person, ahead=form.ahead)):
        flash(here, Message(N_("Saved.")))
        return back(here, "calendars:page")
    return _page(here, form, 422)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar at its secret address, for whoever has that: calendar programs do not sign in."""
    secret = tokens.read(token)
    found = feeds.opened(secret) if secret else None
    if found is None:
        # answered and not raised: what is raised would take the count back
        limits.within(request, "calendar", most=MISSES, seconds=HOUR)
        return errors.page(request, 404, errors.GONE)
    # calendars of many people are fetched from the same few machines
    limits.within(request, f"calendar {found.feed.pk}", most=MOST, seconds=HOUR)
    answer = HttpResponse(feeds.written(found, request.build_absolute_uri("/").rstrip("/")), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'inline; filename="kalender.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return kept(request, answer, public=False)


def _page(here: Here, form: RemindingForm, status: int = 200) -> HttpResponse:
    now = today(here.partnership)
    found = list(Feed.objects.in_use().of_person(here.actor.person).for_list())
    mine = set(bodies_of(here.actor.person, now).values_list("pk", flat=True))
    taken = {one.body_id for one in found}
    bodies = [one for one in Body.objects.on(now).for_list() if one.pk not in taken]
    return render(
        here,
        "calendars/page.html",
        status,
        feeds=found,
        own=None in taken,
        bodies=sorted(bodies, key=lambda one: one.pk not in mine),
        mine=mine,
        form=form,
        can_mail=mails.can_be_sent(),
        email=Person.objects.only("email").get(pk=here.actor.person).email,
    )


def _shown(here: Here, row: Feed, token: Token) -> HttpResponse:
    made = link(here.request, "calendar_feed", token)
    at = here.request.build_absolute_uri(reverse("calendar_feed", kwargs={"token": str(token)}))
    return render(here, "calendars/address.html", link=made, row=row, webcal=f"webcal://{at.partition('://')[2]}")


def _wish(here: Here) -> Reminding | None:
    return Reminding.objects.filter(person=here.actor.person).first()
