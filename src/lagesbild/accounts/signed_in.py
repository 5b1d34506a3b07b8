"""Who is signed in, as Django and the sign-in library keep it: asked before every page, by questions written once."""

from __future__ import annotations

import datetime as dt

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from lagesbild.accounts.models import Person
from lagesbild.core.compiled import written_once


class SessionStore(Kept):
    """Sessions in the database (`SESSION_ENGINE` names this module)."""

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


@written_once
def _session(key: str, now: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@written_once
def _person(pk: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=pk)
