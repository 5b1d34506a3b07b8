"""The access log: who looked at restricted material. Written whatever becomes of the request.

A view says `looked(here, subject, how)`; the middleware writes it when the request's own transaction is over, so that a
failure that rolls everything back does not take the trace with it. `how` is a code such as ``reporter.seen``; rooms say
what theirs mean with `ways`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest, HttpResponse

from lagesbild.core.models import AccessEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.core.web.here import Here

_ways: dict[str, str] = {}
_subjects: dict[str, str] = {}
LOOKS = "_looks"


@dataclass(frozen=True, slots=True)
class Look:
    """Someone looked at something."""

    partnership: int
    person: int
    subject: str
    subject_id: int
    how: str


def ways(words: Mapping[str, str]) -> None:
    """Say how codes are worded: ``{"reporter.seen": N_("Saw who reported")}``."""
    _ways.update(words)


def subjects(words: Mapping[str, str]) -> None:
    """Say what kinds of subject are called: ``{"incidents.incident": N_("Incident")}``, for both logs."""
    _subjects.update(words)


def worded_way(how: str) -> str:
    """The text of a code, to be translated; the code itself where nobody has said any."""
    return _ways.get(how, how)


def worded_subject(subject: str) -> str:
    """What a kind of subject is called, to be translated; its name in the code where nobody has said any."""
    return _subjects.get(subject, subject)


def known_subjects() -> Mapping[str, str]:
    """Every kind of subject that has a word, and the word."""
    return dict(_subjects)


def looked(here: Here, subject: models.Model, how: str) -> None:
    """Note that the person of this request looks at `subject`, once for each way."""
    noted: dict[Look, None] = here.request.__dict__.setdefault(LOOKS, {})
    noted[Look(here.partnership.pk, here.actor.person, subject._meta.label_lower, subject.pk, how)] = None


class AccessLog:
    """Writes what was noted, after the request's transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write. What cannot be written is not shown: material without a trace would be worse."""
        response = self.get_response(request)
        looks: dict[Look, None] = request.__dict__.get(LOOKS, {})
        if looks:
            write(looks)
        return response


def write(looks: Mapping[Look, None]) -> None:
    """Append to the log, each partnership's in its own scope."""
    for partnership in sorted({look.partnership for look in looks}):
        with scope(Scope(read=(partnership,), write=partnership)):
            AccessEntry.objects.bulk_create(
                AccessEntry(
                    partnership_id=look.partnership,
                    person_id=look.person,
                    subject=look.subject,
                    subject_id=look.subject_id,
                    how=look.how,
                )
                for look in looks
                if look.partnership == partnership
            )
