"""Whatever goes wrong becomes a page in words: what, where, how to mend. Never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import (
    DisallowedHost,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import Resolver404, resolve

from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.once import SentBefore
from lagesbild.core.web.limits import whence
from lagesbild.core.web.pages import render
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

log = logging.getLogger("lagesbild.web")

GONE = Message(N_("There is nothing here. It may have been moved, or it is not open to you."))
FORGERY = Message(
    N_("The form was too old to be trusted. Nothing was changed. Go back, reload the page and try again.")
)
FAULT = Message(N_("Something went wrong in the system. Nothing was changed. Try again, and tell us if it goes on."))
AWAY = Message(N_("The database does not answer right now. Nothing was changed. Try again in a minute."))
UNKEEPABLE = Message(
    N_("Something that was sent cannot be kept: a character, or a number that is too large. Nothing was changed.")
)
NOT_SO = Message(
    N_(
        "Something is done here by a button on a page, and not by opening or reloading the address. "
        "Nothing was changed now."
    )
)
TOO_LARGE = Message(N_("What was sent is larger than what is taken. Nothing was changed. Send less at a time."))
UNREADABLE = Message(N_("What was sent cannot be read. Nothing was changed. Go back, reload the page and try again."))
SENT_TWICE = Message(N_("This was sent twice, and was done the first time. Nothing more was changed."))
TITLES = {
    400: N_("This could not be done"),
    403: N_("You may not do this"),
    404: N_("Nothing here"),
    405: N_("There is no page at this address"),
    409: N_("This has changed meanwhile"),
    413: N_("This is too large"),
    429: N_("Too much at once"),
    500: N_("Our fault"),
    503: N_("Back in a moment"),
}


METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
"""What is answered at all; TRACE is not."""


def page(request: HttpRequest, status: int, message: Message, *, above: str = "") -> HttpResponse:
    """An error as a page, which leads to the page `above` if there is one."""
    return render(request, "core/error.html", status, message=message, title=TITLES[status], code=status, above=above)


def status_of(error: Exception) -> int:
    """The HTTP status that goes with an error meant for people."""
    if isinstance(error, Denied):
        return 403
    return 409 if isinstance(error, WrongState) else 400


class ErrorsInWords:
    """Turns errors that leave a view into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; what fails before a view (a session in a database that is away) is caught here."""
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return self._away(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for the errors we know; others go on to the log and the page of status 500."""
        self._note(request, error)
        if isinstance(error, SentBefore):
            return HttpResponseRedirect(error.answer) if error.answer else page(request, 409, SENT_TWICE)
        if isinstance(error, (Http404, ObjectDoesNotExist)):
            return page(request, 404, GONE)
        if isinstance(error, PermissionDenied):
            return page(request, 403, Message(N_("Your role does not allow this.")))
        if isinstance(error, InputError):
            return page(request, getattr(error, "status", None) or status_of(error), error.message)
        if isinstance(error, (OperationalError, InterfaceError)):
            return self._away(request)
        if isinstance(error, DataError):
            # what no form stopped; the transaction is taken back with it
            log.exception("a value that cannot be kept")
            return page(request, 400, UNKEEPABLE)
        return None

    def _note(self, request: HttpRequest, error: Exception) -> None:
        """Whoever meets a shut door stands in the log: a number, the page, and nothing of its address."""
        status = 403 if isinstance(error, PermissionDenied) else getattr(error, "status", None)
        if isinstance(error, Denied) or status in {403, 404, 429}:
            page = request.resolver_match.view_name if request.resolver_match else "-"
            who, where = getattr(request.user, "pk", None) or "-", whence(request)
            log.warning("shut %s %s %s person=%s from=%s", type(error).__name__, request.method, page, who, where)

    def _away(self, request: HttpRequest) -> HttpResponse:
        log.exception("the database does not answer")
        response = page(request, 503, AWAY)
        response["Retry-After"] = "30"
        return response


class MethodsInWords:
    """A button's address that is reloaded, gone back to, or returned to after signing in, is a page that leads on.

    It says nothing of whether what the address names exists: the way on is read from the address alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; an empty answer that a method is not taken here gets its words."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        answer = self.get_response(request)
        if request.method not in {"GET", "HEAD"} or not isinstance(answer, HttpResponseNotAllowed) or answer.content:
            return answer
        said = page(request, answer.status_code, NOT_SO, above=_above(request.path_info))
        said["Allow"] = answer["Allow"]
        return said


def _above(path: str) -> str:
    """The nearest address above that leads somewhere; empty at the top."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            resolve(f"{path}/")
        except Resolver404:
            continue
        return f"{path}/"
    return ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Addresses that lead nowhere."""
    return page(request, 404, GONE)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses before any form has read it: too large, or not addressed to us."""
    if isinstance(exception, DisallowedHost):
        # a page would say whose it is
        return HttpResponse(status=400)
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return page(request, 413, TOO_LARGE)
    return page(request, 400, UNREADABLE)


def fault(request: HttpRequest) -> HttpResponse:
    """Faults of ours."""
    return page(request, 500, FAULT)


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token."""
    return page(request, 403, FORGERY)
