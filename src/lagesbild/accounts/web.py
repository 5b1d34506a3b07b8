"""The door of every internal page: signed in, a member, and the walls opened for exactly this person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lagesbild.accounts.access import here_of
from lagesbild.core.actions import Actor, require
from lagesbild.core.scope import scope
from lagesbild.core.web.here import Here
from lagesbild.core.web.language import current

P = ParamSpec("P")
View = Callable[Concatenate[Here, P], HttpResponse]
Policy = Callable[[Actor], bool]


def member(view: View[P] | None = None, *, policy: Policy | None = None) -> Any:
    """Make a view of a partnership's address out of ``view(here, …)``.

    Those who have not signed in are led there and back; those who are not members get the same answer as where there
    is nothing; `policy` says who else may not come in. The view and its template run inside the person's scope.
    """

    def wrap(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *arguments: P.args, **named: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            partnership, actor = here_of(request.user.pk, slug)
            here = Here(request, partnership, actor, current())
            with scope(actor.scope()), timezone.override(ZoneInfo(partnership.timezone)):
                require(policy is None or policy(actor))
                return view(here, *arguments, **named)

        return guarded

    return wrap if view is None else wrap(view)
