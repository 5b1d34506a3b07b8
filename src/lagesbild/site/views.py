"""Pages that belong to no partnership: the door, the language, the colours."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control

from lagesbild.accounts import devices
from lagesbild.accounts.access import partnerships_of
from lagesbild.core import colours
from lagesbild.core.web import navigation, render
from lagesbild.core.web.language import remember


def root(request: HttpRequest) -> HttpResponse:
    """The door: to the one partnership of the person, or a choice between several."""
    if not request.user.is_authenticated:
        phones = devices.all_of(request)
        return redirect(devices.start_page(phones[0].partnership.slug)) if phones else redirect_to_login("/")
    found = partnerships_of(request.user.pk)
    if len(found) == 1:
        return redirect("home", slug=found[0].slug)
    return render(request, "core/choose.html", partnerships=found, across=navigation.pages_across())


def language(request: HttpRequest) -> HttpResponse:
    """Answer in another language from now on, and go back to where one was.

    By a link too: on public pages a form would set a cookie for everybody who reads them.
    """
    asked = request.POST if request.method == "POST" else request.GET
    after = asked.get("next", "/")
    safe = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(after if safe else "/")
    remember(response, asked.get("language", "sv"))
    return response


@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def theme(request: HttpRequest, colour: str) -> HttpResponse:
    """The colours that follow from a municipality's accent, as a style sheet."""
    accent = f"#{colour}"
    if not colours.is_colour(accent):
        raise Http404
    steps = "".join(f"--s{i}:{step};--map-step-{i}:{step};" for i, step in enumerate(colours.ramp(accent), 1))
    deep, tint = colours.deep(accent), colours.ramp(accent)[0]
    text = f":root{{--accent:{accent};--accent-deep:{deep};--accent-tint:{tint};{steps}}}"
    return HttpResponse(text, content_type="text/css; charset=utf-8")
