"""Who is looking, in which partnership, in which language: what a view is given instead of a bare request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest

from lagesbild.core.actions import Actor
from lagesbild.core.models import Partnership
from lagesbild.i18n import Translator

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Here:
    """A member's request in a partnership.

    Parameters
    ----------
    request : HttpRequest
    partnership : Partnership
        The one that the address names.
    actor : Actor
        What the person may do in it.
    t : Translator
        Words in the person's language.
    """

    request: HttpRequest
    partnership: Partnership
    actor: Actor
    t: Translator

    @property
    def htmx(self) -> bool:
        """Whether only a part of the page is asked for."""
        return self.request.headers.get("HX-Request") == "true"

    def once(self, name: str, ask: Callable[[], T]) -> T:
        """What `ask` answers: asked for once a request, however many parts of the page say it."""
        kept = vars(self.request).setdefault("asked_once", {})
        if name not in kept:
            kept[name] = ask()
        answer: T = kept[name]
        return answer

    def knows(self, name: str) -> bool:
        """Whether `once` has been asked for it."""
        return name in vars(self.request).get("asked_once", {})
