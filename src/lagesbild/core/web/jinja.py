"""The environment of all templates of the application."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.utils.http import urlencode
from jinja2 import Environment, StrictUndefined, pass_context, pass_environment
from jinja2.filters import do_truncate
from jinja2.runtime import Context
from markupsafe import Markup, escape

from lagesbild.core import chain, registry, timeline
from lagesbild.core.meanwhile import as_pressed
from lagesbild.core.signatures import wording
from lagesbild.core.web import navigation, once
from lagesbild.core.web.assets import static
from lagesbild.core.web.language import current
from lagesbild.i18n import LANGUAGES, Message, capital

DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


class Words:
    """The translator of the request that is being answered, whichever that is."""

    def __getattr__(self, name: str) -> Any:
        """What the translator has."""
        return getattr(current(), name)


def environment(**options: Any) -> Environment:
    """Called by Django once."""
    ours: dict[str, Any] = {
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
    }
    made = Environment(**{**options, **ours})  # noqa: S701 - Django asks for autoescape in its options
    made.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: current().gettext(text), lambda one, many, n: current().ngettext(one, many, n), newstyle=True
    )
    made.globals["ngettext"] = _formatted(made.globals["ngettext"])
    made.globals.update(
        url=url,
        static=static,
        say=lambda message: current().say(message) if isinstance(message, Message) else message,
        capital=capital,
        mark=as_pressed,
        csrf=csrf,
        as_written=as_written,
        flashed=flashed,
        stops=navigation.stops,
        tools=navigation.tools,
        languages=LANGUAGES,
        timeline_of=timeline.lines,
        chain_of=chain.walk,
        registered_of=registry.of,
        esignature=wording,
        now=timezone.localtime,
        # what `render` gives, for pages that libraries draw
        t=Words(),
        here=None,
        partnership=None,
    )
    made.filters.update(
        n=lambda value: current().value(value),
        moment=moment,
        clock=clock,
        day=day,
        days_whole=days_whole,
        truncate=begun,
    )
    return made


def _formatted(plain: Any) -> Callable[..., Any]:
    """Let the number that a text is chosen by stand as every other number does: 7 626."""

    @pass_context
    def ngettext(context: Context, one: str, many: str, number: int, /, **values: Any) -> Any:
        return plain(context, one, many, number, **{"num": current().value(number), **values})

    return ngettext


@pass_context
def url(context: Context, name: str, /, query: Mapping[str, Any] | None = None, **arguments: Any) -> str:
    """Address of a page; inside a partnership its slug is added where the address has one."""
    partnership = context.get("partnership")
    asked = {key: value for key, value in (query or {}).items() if value not in (None, "", [])}
    slug = partnership.slug if partnership is not None and "slug" not in arguments else None
    where = _address(name, slug, tuple(arguments.items()), get_script_prefix(), settings.ROOT_URLCONF)
    return f"{where}?{urlencode(asked, doseq=True)}" if asked else where


@lru_cache(maxsize=4096)
def _address(name: str, slug: str | None, arguments: tuple[tuple[str, Any], ...], *_at: str) -> str:
    """An address once found: a page holds a hundred, and most of them stand on the next one as well."""
    if slug is not None:
        try:
            return reverse(name, kwargs={"slug": slug, **dict(arguments)})
        except NoReverseMatch:
            pass
    return reverse(name, kwargs=dict(arguments))


@pass_context
def csrf(context: Context) -> Markup:
    """The hidden fields that every form which changes something carries: that it is ours, and which one it is."""
    token = get_token(context["request"])
    return Markup(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">'
    ).format(token, once.FIELD, once.new_mark())


@pass_context
def as_written(context: Context) -> Markup:
    """The mark of an element that holds what people here wrote, where the page speaks another language than they do."""
    partnership = context.get("partnership")
    if partnership is None or partnership.language == current().language:
        return Markup()
    return Markup('lang="{}"').format(partnership.language)


@pass_context
def flashed(context: Context) -> list[tuple[str, str]]:
    """What was said for this page, each with the address that takes it back, if any."""
    return [(str(one.message), str(one.extra_tags or "")) for one in get_messages(context["request"])]


def moment(value: dt.datetime) -> str:
    """Date and time of day in the time zone of the page: 2026-11-21 13.45."""
    return current().value(timezone.localtime(value))


def clock(value: dt.datetime) -> str:
    """Time of day: 13.45."""
    return current().value(timezone.localtime(value).time())


def days_whole(text: str) -> Markup:
    """The text with each of its dates kept on one line; else a narrow column breaks them at a hyphen."""
    return Markup(DATE.sub(r'<span class="nowrap">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped before


@pass_environment
def begun(made: Environment, text: str, length: int) -> str:
    """The beginning of a text, cut between words and ended by an ellipsis."""
    cut = do_truncate(made, text, length, end="")
    return cut if cut == text else f"{cut.rstrip(' ,.;:–-')}…"


def day(value: dt.datetime | dt.date) -> str:
    """Date: 2026-11-21."""
    return current().value(timezone.localtime(value).date() if isinstance(value, dt.datetime) else value)
