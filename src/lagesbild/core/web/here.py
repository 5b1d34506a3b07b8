"""Who is looking, in which partnership, in which language: what a view is given instead of a bare request."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from lagesbild.core.actions import Actor
from lagesbild.core.models import Partnership
from lagesbild.i18n import Translator


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
