"""Who is signed in, as Django and the sign-in library keep it: asked before every page, by questions written once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from lagesbild.accounts.models import Person
from lagesbild.core.compiled import written_once

BEGAN = "began"
"""When someone signed in, in a session: seconds since 1970."""
NOTED_EVERY = dt.timedelta(minutes=5)
"""That a session is used is written down no more often."""


class SessionStore(Kept):
    """Sessions in the database (`SESSION_ENGINE` names this module).

    One ends when it has lain unused for `SESSION_IDLE` and, however much it is used, `SESSION_COOKIE_AGE` after
    signing in. Whatever the sign-in library asks for changes neither.
    """

    def load(self) -> dict[str, Any]:
        """What the session holds; it goes on from now, which is written down with the answer."""
        row = self._get_session_from_db()
        if row is None:
            return {}
        held: dict[str, Any] = self.decode(row.session_data)
        if _ends(held) - row.expire_date > NOTED_EVERY:
            self.modified = True
        return held

    def get_expiry_date(self, **named: Any) -> dt.datetime:
        """When it ends unless it is used."""
        return _ends(self)

    def get_expiry_age(self, **named: Any) -> int:
        """Seconds until then."""
        return max(0, int((_ends(self) - timezone.now()).total_seconds()))

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        # a cookie may hold what no key does, and the database does not take
        found = _session(key, timezone.now()) if key.isalnum() else []
        if not found:
            self._session_key = None
            return None
        return found[0]


class Backend(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Signs in as the library does."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session; nobody where the account is closed."""
        found = _person(user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None


def begun(sender: object, request: HttpRequest, **_named: object) -> None:
    """Somebody signed in: from now on the session has an end."""
    request.session[BEGAN] = int(timezone.now().timestamp())


def _ends(held: Any) -> dt.datetime:
    now = timezone.now()
    began = dt.datetime.fromtimestamp(held.get(BEGAN, now.timestamp()), dt.UTC)
    idle, age = (dt.timedelta(seconds=one) for one in (settings.SESSION_IDLE, settings.SESSION_COOKIE_AGE))
    return min(now + idle, began + age)


@written_once
def _session(key: str, now: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@written_once
def _person(pk: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=pk)
