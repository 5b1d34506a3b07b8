"""The language of a page: the one that was chosen, else Swedish.

What a browser prefers is not asked: a municipality's machines are often set to English by those who installed them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from lagesbild.i18n import Translator, known, translator

COOKIE = "sprak"
YEAR = 365 * 24 * 3600


def current() -> Translator:
    """The translator of the request that is being answered."""
    return translator(known(translation.get_language()))


def remember(response: HttpResponse, language: str) -> None:
    """Answer this browser in `language` from now on."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(_name(), known(language), max_age=YEAR, samesite="Lax", httponly=True, secure=secure)


class LanguageMiddleware:
    """Answers in the language of the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request."""
        language = known(request.COOKIES.get(_name()))
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _name() -> str:
    return f"{settings.COOKIE_PREFIX}{COOKIE}"
