"""Publishing, taking back, and writing what is to be published. The order within each is that of `core.actions`."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from lagesbild.core import audiences, files, guard, masking, registry, timeline
from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Audience, Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.texts import free, line
from lagesbild.publishing import kinds, policies
from lagesbild.publishing.models import Attachment, Document, News, Publication, Withdrawal
from lagesbild.publishing.public import Public, content_of, written

LOCK = 4_712_2026
"""First half of the advisory lock of publishing; the second is the partnership."""
State = Publication.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.PUBLISHED: frozenset({State.SUPERSEDED, State.WITHDRAWN}),
    State.SUPERSEDED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a piece of news says."""

    title: str
    day: dt.date
    happened: str
    done: str
    place: str = ""


def publish(*, actor: Actor, kind: str, subject: int, checked: Collection[str] = (), seen: str = "") -> Publication:
    """Publish a thing as it is now: built, masked and frozen. An edition of it that is read now is superseded.

    `seen` is the digest of what whoever publishes has read (`digest_of`); without one nobody looked.

    Raises
    ------
    Denied
        The actor may not publish.
    InputError
        It is not to be published or has a secrecy mark, a text in it tells who someone is, not all of the list has
        been gone through, or it is not what was read any more.

    """
    said = kinds.named(kind)
    with acting(actor):
        # two who publish the same would give it the same number
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, actor.partnership])
        require(policies.may_publish(actor))
        if set(said.checks) - set(checked):
            raise InputError(Message(N_("Go through the whole list before you publish, and tick each line.")))
        if said.record and registry.is_secret(said.record, subject):
            raise InputError(Message(N_("It has a secrecy mark, and is not published while it has.")))
        slug = said.slug(actor, subject)
        public = said.build(actor, subject)
        refuse_persons(public)
        content = content_of(public)
        digest = digest_of(content)
        if seen and seen != digest:
            raise InputError(Message(N_("This has changed since you read it. Read it as it stands now.")))
        earlier = list(Publication.objects.select_for_update(of=("self",)).filter(kind=kind, slug=slug).light())
        for one in earlier:
            if one.state == State.PUBLISHED:
                move(one, TRANSITIONS, State.SUPERSEDED)
                one.save(update_fields=["state"])
        row = Publication.objects.create(
            partnership_id=actor.partnership,
            party_id=actor.parties[0],
            audience=_everyone(),
            kind=kind,
            subject_id=subject,
            slug=slug,
            number=max((one.number for one in earlier), default=0) + 1,
            title=public.title,
            summary=public.summary,
            content=content,
            language=Partnership.objects.values_list("language", flat=True).get(pk=actor.partnership),
            checked=sorted(set(checked) & set(said.checks)),
            digest=digest,
            person_id=actor.person,
        )
        _attach(actor, said, row)
        said.then(actor, subject, row.pk)
        _record(actor, "publication.published", row, kind=kind, of=subject, number=row.number, digest=row.digest)
    return row


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 over what is or would be published."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def withdraw(*, actor: Actor, publication: int, reason: str) -> Publication:
    """Take back what is published: it is gone from every public page at once, and the reason stands in its place.

    Raises
    ------
    Denied
        The actor may not publish.
    WrongState
        It has been taken back already.
    InputError
        No reason is given, or it tells who someone is.

    """
    with acting(actor):
        row = Publication.objects.select_for_update(of=("self",)).get(pk=publication)
        require(policies.may_publish(actor))
        why = free(reason, required=Message(N_("Write why it is taken back. The public reads it.")))
        was = move(row, TRANSITIONS, State.WITHDRAWN)
        row.save(update_fields=["state"])
        Withdrawal.objects.create(
            partnership_id=actor.partnership,
            party_id=row.party_id,
            audience_id=row.audience_id,
            publication=row,
            kind=row.kind,
            slug=row.slug,
            reason=why,
            person_id=actor.person,
        )
        if was == State.PUBLISHED:
            kinds.named(row.kind).undone(actor, row.subject_id, row.pk)
        _record(actor, "publication.withdrawn", row)
    return row


def write_news(*, actor: Actor, told: Told) -> News:
    """Write a piece of news, which is read by the public once it is published.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        Something is missing, or a text tells who someone is.

    """
    with acting(actor):
        require(policies.may_write(actor))
        row = News.objects.create(
            partnership_id=actor.partnership,
            party_id=actor.parties[0],
            audience=audiences.of_kind(Audience.PARTNERSHIP),
            person_id=actor.person,
            **_texts(told),
        )
        _record(actor, "news.written", row)
    return row


def change_news(*, actor: Actor, news: int, told: Told, seen: str = "") -> News:
    """Change a piece of news; what is published of it stays as it is until it is published anew.

    Raises
    ------
    Denied, WrongState, ChangedMeanwhile
        The actor may not, it has been dropped, or someone else changed it.
    InputError
        Something is missing, or a text tells who someone is.

    """
    with acting(actor):
        row = _open_news(actor, news)
        unchanged(row, seen)
        for name, value in _texts(told).items():
            setattr(row, name, value)
        row.save()
        masking.keep(partnership=actor.partnership, subject="news", pk=row.pk)
        _record(actor, "news.changed", row)
    return row


def drop_news(*, actor: Actor, news: int) -> News:
    """Say that a piece of news is not to be published.

    Raises
    ------
    Denied, WrongState
        The actor may not, or it has been dropped.

    """
    with acting(actor):
        row = _open_news(actor, news)
        row.state = News.State.DROPPED
        row.save(update_fields=["state"])
        _record(actor, "news.dropped", row)
    return row


def upload(*, actor: Actor, title: str, content: bytes, about: str = "") -> Document:
    """Keep a document that is to be published.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        It is no whole PDF, too large, or has no title.

    """
    with acting(actor):
        require(policies.may_write(actor))
        file = files.published(content)
        row = Document.objects.create(
            partnership_id=actor.partnership,
            party_id=actor.parties[0],
            audience=audiences.of_kind(Audience.PARTNERSHIP),
            title=line(title, required=Message(N_("Write what the document is called."))),
            about=free(about),
            content=file.content,
            media_type=file.media_type,
            digest=file.digest,
            size=len(file.content),
            person_id=actor.person,
        )
        _record(actor, "document.uploaded", row, digest=row.digest)
    return row


def refuse_persons(public: Public) -> None:
    """Go on only if no text that people wrote tells who someone is.

    Raises
    ------
    TellsWho

    """
    for text in written(public):
        found = guard.find(text)
        if found:
            raise guard.TellsWho(found)


def _attach(actor: Actor, said: kinds.Kind, row: Publication) -> None:
    file = said.file(actor, row.subject_id)
    if file is not None:
        content, media_type = file
        Attachment.objects.create(
            partnership_id=row.partnership_id,
            party_id=row.party_id,
            audience_id=row.audience_id,
            publication=row,
            content=content,
            media_type=media_type,
            digest=hashlib.sha256(content).hexdigest(),
        )


def _texts(told: Told) -> dict[str, str | dt.date]:
    return {
        "title": line(told.title, required=Message(N_("Write a title."))),
        "day": told.day,
        "place": line(told.place),
        "happened": free(told.happened, required=Message(N_("Write what has happened."))),
        "done": free(told.done, required=Message(N_("Write what has been done about it."))),
    }


def _open_news(actor: Actor, news: int) -> News:
    row = News.objects.select_for_update(of=("self",)).get(pk=news)
    require(policies.may_write(actor, row))
    if row.state != News.State.OPEN:
        raise WrongState(Message(N_("This piece of news has been dropped.")))
    return row


def _everyone() -> Audience:
    return Audience.objects.get(kind=Audience.PUBLIC)


def _record(actor: Actor, verb: str, subject: models.Model, **detail: timeline.Plain) -> None:
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=subject, **detail)
