"""The door of every internal page: signed in, a member, and the walls opened for exactly this person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, overload
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from lagesbild.accounts import devices
from lagesbild.accounts.access import here_of
from lagesbild.core import once
from lagesbild.core.actions import Actor, require
from lagesbild.core.models import Partnership
from lagesbild.core.scope import walls_for
from lagesbild.core.web.errors import forgery
from lagesbild.core.web.here import Here
from lagesbild.core.web.language import current
from lagesbild.core.web.once import key_of

P = ParamSpec("P")
View = Callable[Concatenate[Here, P], HttpResponseBase]
Policy = Callable[[Actor], bool]


@overload
def member(view: View[P]) -> Callable[..., HttpResponseBase]: ...


@overload
def member(
    *, policy: Policy | None = None, device: bool = False
) -> Callable[[View[P]], Callable[..., HttpResponseBase]]: ...


def member(view: View[P] | None = None, *, policy: Policy | None = None, device: bool = False) -> Any:
    """Make a view of a partnership's address out of ``view(here, …)``.

    Those who have not signed in are led there and back; those who are not members get the same answer as where there
    is nothing; `policy` says who else may not come in. The view and its template run inside the person's scope. A form
    that is sent twice is answered as it was the first time, and nothing more is done (`core.once`).

    With `device`, a phone that was signed in for reporting comes in as well, as a reporter for its one party and
    nothing more (`accounts.devices`); its changes need no token in the form but have to come from our own pages.
    Whoever is signed in as well is let in as the person, with the form's token.
    """

    def wrap(view: View[P]) -> Callable[..., HttpResponseBase]:
        def inside(
            request: HttpRequest, found: tuple[Partnership, Actor], *arguments: P.args, **named: P.kwargs
        ) -> HttpResponseBase:
            partnership, actor = found
            here = Here(request, partnership, actor, current())
            with walls_for(actor.scope()), timezone.override(ZoneInfo(partnership.timezone)):
                require(policy is None or policy(actor))
                with once.sending(partnership=partnership.pk, person=actor.person, key=key_of(request)):
                    answer = view(here, *arguments, **named)
                    once.answered(answer.headers.get("Location", ""))
                    # whoever sits down at the machine afterwards does not go back to it
                    answer.headers.setdefault("Cache-Control", "private, no-store")
                    return answer

        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *arguments: P.args, **named: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return inside(request, here_of(request.user.pk, slug), *arguments, **named)

        @wraps(view)
        def guarded_or_phone(
            request: HttpRequest, slug: str, *arguments: P.args, **named: P.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                found = devices.here_of(request, slug)
                if found is not None and not devices.from_here(request):
                    return forgery(request)
                if found is not None:
                    return inside(request, found, *arguments, **named)
            answer: HttpResponseBase = csrf_protect(guarded)(request, slug, *arguments, **named)
            return answer

        return csrf_exempt(guarded_or_phone) if device else guarded

    return wrap if view is None else wrap(view)
