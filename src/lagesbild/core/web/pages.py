"""Answers: a page, the way back after a change, and what is said at the top of the next page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lagesbild.core.web import navigation
from lagesbild.core.web.here import Here
from lagesbild.core.web.language import current
from lagesbild.i18n import Message


@dataclass(frozen=True, slots=True)
class Undo:
    """What a flashed message may carry: the address that takes the change back."""

    url: str


def render(where: Here | HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page, or a part of one, for a member or for anyone.

    The template finds `here` (None outside a partnership), `request`, `t` and `partnership` besides `context`.
    """
    here = where if isinstance(where, Here) else None
    request = where.request if isinstance(where, Here) else where
    words = here.t if here else current()
    partnership = here.partnership if here else context.pop("partnership", None)
    text = render_to_string(
        template, {"here": here, "t": words, "partnership": partnership, **context}, request=request
    )
    return HttpResponse(text, status=status)


def flash(here: Here | HttpRequest, message: Message, *, undo: str = "") -> None:
    """Say something at the top of the next page, with a way to take it back.

    `undo` is an address that answers to a post.
    """
    request = here.request if isinstance(here, Here) else here
    messages.success(request, current().say(message), extra_tags=undo)


def back(here: Here, name: str, /, query: Mapping[str, Any] | None = None, **arguments: Any) -> HttpResponse:
    """After a post: go to the page `name` of this partnership, or to the page that the form says it came from."""
    asked = here.request.POST.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts={here.request.get_host()}):
        return HttpResponseRedirect(asked)
    return HttpResponseRedirect(
        reverse(name, kwargs={"slug": here.partnership.slug, **arguments}, query=dict(query) if query else None)
    )


def start(here: Here) -> HttpResponse:
    """The start page of a partnership: what each room has to say to this person, and how to get going."""
    steps, sections = navigation.opening(here)
    left = steps if not all(done for _, done in steps) else []
    return render(here, "core/start.html", sections=sections, steps=left)
