"""The kinds of things that are published, and which of them wait."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from lagesbild.agreements.models import Agreement
from lagesbild.core import registry
from lagesbild.core.actions import Actor
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message, translator
from lagesbild.picture import releasing
from lagesbild.picture.models import Edition
from lagesbild.promises import actions as promises
from lagesbild.promises.models import Promise
from lagesbild.publishing import actions, agreed, kinds, minuted, pictures, promised
from lagesbild.publishing.kinds import Kind, Waiting
from lagesbild.publishing.models import Document, News, Publication
from lagesbild.publishing.public import (
    PublicAgreement,
    PublicDocument,
    PublicMinutes,
    PublicNews,
    PublicPicture,
    PublicPromise,
)

RECENT = 6
"""Decided pictures and approved minutes that are offered: what nobody has published for so long is not waited for."""


def register() -> None:
    """Called once when the application starts."""
    kinds.register(
        Kind(
            "promise",
            N_("Promise"),
            path="lofte",
            public=PublicPromise,
            build=promised.build,
            slug=kinds.by_number,
            waiting=_promises,
            record="promises.promise",
            resting=promised.resting_on,
            then=lambda actor, pk, made: promises.published(actor=actor, promise=pk, publication=made),
            undone=lambda actor, pk, made: promises.taken_down(actor=actor, promise=pk, publication=made),
        )
    )
    kinds.register(
        Kind(
            "picture",
            N_("Picture"),
            path="lagesbild",
            public=PublicPicture,
            build=pictures.build,
            slug=lambda actor, pk: pictures.slug_of(Edition.objects.light().get(pk=pk)),
            waiting=_pictures,
            record="picture.edition",
        )
    )
    kinds.register(
        Kind(
            "news",
            N_("News"),
            path="nyhet",
            public=PublicNews,
            build=_news,
            slug=kinds.by_number,
            waiting=lambda actor: _those("news", News.objects.open().latest_first()),
        )
    )
    kinds.register(
        Kind(
            "agreement",
            N_("Partnership agreement"),
            path="overenskommelse",
            public=PublicAgreement,
            build=agreed.build,
            slug=kinds.by_number,
            waiting=lambda actor: _those("agreement", Agreement.objects.current(timezone.localdate())),
            record="agreements.agreement",
            checks=("read", "open"),
        )
    )
    kinds.register(
        Kind(
            "minutes",
            N_("Decisions of a meeting"),
            path="protokoll",
            public=PublicMinutes,
            build=minuted.build,
            slug=kinds.by_number,
            waiting=_minutes,
            record="meetings.meeting",
            resting=minuted.resting_on,
            checks=("read", "persons", "open"),
        )
    )
    kinds.register(
        Kind(
            "document",
            N_("Document"),
            path="dokument",
            public=PublicDocument,
            build=_document,
            slug=kinds.by_number,
            waiting=lambda actor: _those("document", Document.objects.light().latest_first()),
            file=_file,
            checks=("read", "persons", "pictures", "open"),
        )
    )
    registry.then(_taken_back)
    releasing.held_by(_read)


def _read(edition: int) -> Message | None:
    """Why the decision on a picture that everyone reads stands."""
    if not Publication.objects.published().of_subject("picture", edition).exists():
        return None
    return Message(N_("The picture is published. Take it back from there first."))


def _taken_back(*, actor: Actor, kind: str, subject: int) -> int:
    """What is published of a record that has got a secrecy mark, or tells of it, is taken back: every edition."""
    n = 0
    for said in kinds.known():
        numbers = [subject] if said.record == kind else said.resting(kind, subject)
        for row in Publication.objects.published().of_kind(said.name).filter(subject_id__in=numbers):
            why = translator(row.language).gettext(N_("This is not public any more."))
            actions.withdraw(actor=actor, publication=row.pk, reason=why)
            n += 1
    return n


def _published(kind: str) -> set[int]:
    """Rows of which something has been published, also such as was taken back."""
    return set(Publication.objects.filter(kind=kind).values_list("subject_id", flat=True))


def _those(kind: str, rows: Iterable[object]) -> Iterable[Waiting]:
    done = _published(kind)
    return [Waiting(row.pk, str(row)) for row in rows if row.pk not in done]  # type: ignore[attr-defined]


def _promises(actor: Actor) -> Iterable[Waiting]:
    """Those signed that nobody can read, and those of which the public does not read yet how they ended."""
    read = Publication.objects.published().of_kind("promise").filter(content__outcome="").values("subject_id")
    over = Q(state__in=(Promise.State.ENDED, Promise.State.WITHDRAWN), pk__in=read)
    rows = Promise.objects.filter(Q(state=Promise.State.SIGNED) | over).order_by("pk")
    return [Waiting(row.pk, row.title) for row in rows]


def _pictures(actor: Actor) -> Iterable[Waiting]:
    done = _published("picture")
    rows = Edition.objects.light().decided().latest_first()[:RECENT]
    return [Waiting(row.pk, row.called) for row in rows if row.pk not in done]


def _minutes(actor: Actor) -> Iterable[Waiting]:
    done = _published("minutes")
    rows = minuted.open_ones()[:RECENT]
    return [
        Waiting(row.pk, minuted.called(row.body.name, timezone.localdate(row.starts)))
        for row in rows
        if row.pk not in done
    ]


def _news(actor: Actor, pk: int) -> PublicNews:
    row = News.objects.get(pk=pk)
    if row.state != News.State.OPEN:
        raise InputError(Message(N_("This piece of news has been dropped.")))
    return PublicNews(row.title, "", row.day, row.place, row.happened, row.done)


def _document(actor: Actor, pk: int) -> PublicDocument:
    row = Document.objects.light().get(pk=pk)
    return PublicDocument(row.title, row.about, row.media_type, row.size)


def _file(actor: Actor, pk: int) -> tuple[bytes, str]:
    row = Document.objects.get(pk=pk)
    return bytes(row.content), row.media_type
