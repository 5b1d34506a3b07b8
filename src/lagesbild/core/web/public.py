"""The door of every public page: nobody signs in, and the walls are open for what is for everyone and nothing else.

A partnership that has opened its public site is found by its address through a function of the database that tells
its number and nothing more. Whoever visits acts as `VISITOR`: never as the system, whom some walls let in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone

from lagesbild.core import once
from lagesbild.core.actions import Actor
from lagesbild.core.models import Partnership
from lagesbild.core.scope import Scope, scope, walls_for
from lagesbild.core.timeline import WITHHELD
from lagesbild.core.web.language import current
from lagesbild.core.web.once import key_of
from lagesbild.i18n import Translator

VISITOR = WITHHELD
"""Who acts on a public page: somebody of whom nothing is known or kept."""
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class There:
    """A visit to the public site of a partnership.

    Parameters
    ----------
    request : HttpRequest
    partnership : Partnership
    actor : Actor
        `VISITOR`, without a role, in the audience of everyone.
    t : Translator
        Words in the language that was chosen.
    """

    request: HttpRequest
    partnership: Partnership
    actor: Actor
    t: Translator


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the public site, in its head."""

    order: int
    name: str
    url: str


_sections: dict[str, Section] = {}
_footing: dict[str, Section] = {}


def section(*, order: int, name: str, url: str) -> None:
    """Say that the public site has a section; `name` is marked with `N_`. A room calls this in its `ready`."""
    _sections[url] = Section(order, name, url)


def foot(*, order: int, name: str, url: str) -> None:
    """Say that a page is linked from the foot of every public page: how figures are made, accessibility."""
    _footing[url] = Section(order, name, url)


def sections() -> list[Section]:
    """The sections, in order."""
    return sorted(_sections.values(), key=lambda one: one.order)


def footing() -> list[Section]:
    """What stands in the foot, in order."""
    return sorted(_footing.values(), key=lambda one: one.order)


def partnership_at(slug: str) -> tuple[int, int]:
    """Number of the partnership whose public site has the address, and of the audience that is everyone.

    Raises
    ------
    Http404
        There is none, or it has not opened its site: the same answer.

    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT partnership, audience FROM core_public_site(%s)", [slug])
        found = cursor.fetchone()
    if found is None:
        raise Http404
    return int(found[0]), int(found[1])


def visitor(partnership: int, audience: int) -> Actor:
    """Somebody who visits."""
    return Actor(VISITOR, partnership, frozenset(), (audience,))


def public(view: Callable[Concatenate[There, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Make a view of a public address out of ``view(there, …)``.

    It and its template run where only what is for everyone can be read and nothing be written; an action that it takes
    as `There.actor` opens what it needs. A form that is sent twice is answered as it was the first time.
    """

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *arguments: P.args, **named: P.kwargs) -> HttpResponseBase:
        actor = visitor(*partnership_at(slug))
        reading = Scope(VISITOR, (actor.partnership,), 0, (), actor.audiences)
        with walls_for(reading):
            partnership = Partnership.objects.get(pk=actor.partnership)
            there = There(request, partnership, actor, current())
            with timezone.override(ZoneInfo(partnership.timezone)):
                key = key_of(request)
                with once.sending(partnership=partnership.pk, person=VISITOR, key=key):
                    answer = view(there, *arguments, **named)
                    if key is not None:
                        with scope(actor.scope()):
                            once.answered(answer.headers.get("Location", ""))
                return answer

    return guarded


def show(there: There, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A public page; the template finds `there`, `request`, `t`, `partnership`, `sections` and `footing`."""
    given = {
        "there": there,
        "here": None,
        "t": there.t,
        "partnership": there.partnership,
        "sections": sections(),
        "footing": footing(),
        **context,
    }
    return HttpResponse(render_to_string(template, given, request=there.request), status=status)
