"""What is published, for programs: read-only, for anyone, described by OpenAPI at `/api/v1/openapi.json`.

Every answer is built from publications in the scope of a visitor: there is nothing else to be had. Faults are problem
details (RFC 9457).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import HttpError, ValidationError

from lagesbild.core.models import Partnership
from lagesbild.core.scope import Scope, scope
from lagesbild.core.web.keeping import kept
from lagesbild.core.web.public import VISITOR, partnership_at
from lagesbild.publishing.models import Publication, Withdrawal
from lagesbild.publishing.public import (
    PublicAgreement,
    PublicDocument,
    PublicMinutes,
    PublicNews,
    PublicPicture,
    PublicPromise,
)

MOST, USUAL = 100, 20
FARTHEST = 100_000
Slug = Annotated[str, Path(description="Address of the partnership.", max_length=50, pattern=r"^[-a-zA-Z0-9_]+$")]
Ref = Annotated[str, Path(description="What the thing is called in addresses.", max_length=40, pattern=r"^[-\w]+$")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=FARTHEST, description="How many of the first to pass over.")]

api = NinjaAPI(
    title="Lägesbild: what is published",
    version="1",
    description="Promises, pictures, news, agreements, decisions and documents of a partnership, as all read them.",
    urls_namespace="api",
    docs_url=None,
)


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Home(Schema):
    """A partnership, and where its things are."""

    name: str
    invented: bool
    links: dict[str, str]


class Edition(Schema):
    """Which edition of a thing it is."""

    ref: str
    number: int
    published: dt.datetime
    language: str
    digest: str


class Promise(Edition):
    """A promise."""

    content: PublicPromise


class Picture(Edition):
    """A picture, with its figures and limits."""

    content: PublicPicture


class News(Edition):
    """A piece of news."""

    content: PublicNews


class Agreement(Edition):
    """An agreement."""

    content: PublicAgreement


class Minutes(Edition):
    """What a meeting decided on its open points."""

    content: PublicMinutes


class Document(Edition):
    """A document, and where its file is."""

    content: PublicDocument
    file: str


class Page(Schema):
    """A stretch of a list, latest first."""

    total: int
    next: str | None
    previous: str | None


class Promises(Page):
    """Promises."""

    items: list[Promise]


class Pictures(Page):
    """Pictures."""

    items: list[Picture]


class NewsPage(Page):
    """News."""

    items: list[News]


class Agreements(Page):
    """Agreements."""

    items: list[Agreement]


class MinutesPage(Page):
    """Minutes."""

    items: list[Minutes]


class Documents(Page):
    """Documents."""

    items: list[Document]


Answers = dict[int, Any]
FAULTS: Answers = {404: Problem, 410: Problem, 422: Problem}


@contextmanager
def visiting(slug: str) -> Iterator[Partnership]:
    """Open the walls for what is for everyone and nothing else."""
    number, audience = partnership_at(slug)
    with scope(Scope(VISITOR, (number,), 0, (), (audience,))):
        yield Partnership.objects.get(pk=number)


def _listed(request: HttpRequest, slug: str, kind: str, limit: int, offset: int) -> dict[str, Any]:
    with visiting(slug):
        rows = Publication.objects.published().of_kind(kind).latest_first()
        total = rows.count()
        items = [_item(request, slug, row) for row in rows[offset : offset + limit]]

    def at(start: int) -> str:
        return request.build_absolute_uri(f"{request.path}?limit={limit}&offset={start}")

    return {
        "total": total,
        "items": items,
        "next": at(offset + limit) if offset + limit < total else None,
        "previous": at(max(0, offset - limit)) if offset else None,
    }


def _one(request: HttpRequest, slug: str, kind: str, ref: str) -> dict[str, Any]:
    with visiting(slug) as here:
        row = Publication.objects.published().of_kind(kind).filter(slug=ref).first()
        if row is not None:
            return _item(request, slug, row)
        gone = Withdrawal.objects.filter(kind=kind, slug=ref).order_by("-at").first()
    if gone is not None:
        raise HttpError(410, f"Taken back {timezone.localdate(gone.at, ZoneInfo(here.timezone))}: {gone.reason}")
    raise Http404


def _item(request: HttpRequest, slug: str, row: Publication) -> dict[str, Any]:
    said = {
        "ref": row.slug,
        "number": row.number,
        "published": row.at,
        "language": row.language,
        "digest": row.digest,
        "content": row.content,
    }
    if row.kind == "document":
        file = reverse("portal:file", kwargs={"slug": slug, "ref": row.slug})
        said["file"] = request.build_absolute_uri(file)
    return said


@api.get("/{slug}/", response={200: Home, **FAULTS}, url_name="home", operation_id="home")
def home(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """Return a partnership and the addresses of its lists."""
    with visiting(slug) as here:
        names = ("promises", "pictures", "news", "agreements", "minutes", "documents")
        links = {name: request.build_absolute_uri(reverse(f"api:{name}", kwargs={"slug": here.slug})) for name in names}
        return {"name": here.name, "invented": here.invented, "links": links}


@api.get("/{slug}/promises", response={200: Promises, **FAULTS}, url_name="promises", operation_id="promises")
def promises(request: HttpRequest, slug: Slug, limit: Limit = USUAL, offset: Offset = 0) -> dict[str, Any]:
    """Return promises and how they go."""
    return _listed(request, slug, "promise", limit, offset)


@api.get("/{slug}/promises/{ref}", response={200: Promise, **FAULTS}, url_name="promise", operation_id="promise")
def promise(request: HttpRequest, slug: Slug, ref: Ref) -> dict[str, Any]:
    """Return one promise."""
    return _one(request, slug, "promise", ref)


@api.get("/{slug}/pictures", response={200: Pictures, **FAULTS}, url_name="pictures", operation_id="pictures")
def pictures(request: HttpRequest, slug: Slug, limit: Limit = USUAL, offset: Offset = 0) -> dict[str, Any]:
    """Return pictures with figures and limits."""
    return _listed(request, slug, "picture", limit, offset)


@api.get("/{slug}/pictures/{ref}", response={200: Picture, **FAULTS}, url_name="picture", operation_id="picture")
def picture(request: HttpRequest, slug: Slug, ref: Ref) -> dict[str, Any]:
    """Return one picture."""
    return _one(request, slug, "picture", ref)


@api.get("/{slug}/news", response={200: NewsPage, **FAULTS}, url_name="news", operation_id="news")
def news(request: HttpRequest, slug: Slug, limit: Limit = USUAL, offset: Offset = 0) -> dict[str, Any]:
    """Return what has happened and what was done."""
    return _listed(request, slug, "news", limit, offset)


@api.get("/{slug}/news/{ref}", response={200: News, **FAULTS}, url_name="news_one", operation_id="news_one")
def news_one(request: HttpRequest, slug: Slug, ref: Ref) -> dict[str, Any]:
    """Return one piece of news."""
    return _one(request, slug, "news", ref)


@api.get("/{slug}/agreements", response={200: Agreements, **FAULTS}, url_name="agreements", operation_id="agreements")
def agreements(request: HttpRequest, slug: Slug, limit: Limit = USUAL, offset: Offset = 0) -> dict[str, Any]:
    """Return agreements."""
    return _listed(request, slug, "agreement", limit, offset)


@api.get(
    "/{slug}/agreements/{ref}", response={200: Agreement, **FAULTS}, url_name="agreement", operation_id="agreement"
)
def agreement(request: HttpRequest, slug: Slug, ref: Ref) -> dict[str, Any]:
    """Return one agreement."""
    return _one(request, slug, "agreement", ref)


@api.get("/{slug}/minutes", response={200: MinutesPage, **FAULTS}, url_name="minutes", operation_id="minutes")
def minutes(request: HttpRequest, slug: Slug, limit: Limit = USUAL, offset: Offset = 0) -> dict[str, Any]:
    """Return what meetings decided."""
    return _listed(request, slug, "minutes", limit, offset)


@api.get("/{slug}/minutes/{ref}", response={200: Minutes, **FAULTS}, url_name="minutes_one", operation_id="minutes_one")
def minutes_one(request: HttpRequest, slug: Slug, ref: Ref) -> dict[str, Any]:
    """Return what one meeting decided."""
    return _one(request, slug, "minutes", ref)


@api.get("/{slug}/documents", response={200: Documents, **FAULTS}, url_name="documents", operation_id="documents")
def documents(request: HttpRequest, slug: Slug, limit: Limit = USUAL, offset: Offset = 0) -> dict[str, Any]:
    """Return documents."""
    return _listed(request, slug, "document", limit, offset)


@api.get("/{slug}/documents/{ref}", response={200: Document, **FAULTS}, url_name="document", operation_id="document")
def document(request: HttpRequest, slug: Slug, ref: Ref) -> dict[str, Any]:
    """Return one document."""
    return _one(request, slug, "document", ref)


PROBLEM = "application/problem+json"


def problem(status: int, detail: str) -> HttpResponse:
    """A fault in words that programs read too."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JsonResponse(said, status=status, content_type=PROBLEM)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404, "There is nothing here, or it is not published.")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Exception) -> HttpResponse:
    assert isinstance(error, ValidationError)
    said = "; ".join(f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors)
    return problem(422, said)


@api.exception_handler(HttpError)
def _told(request: HttpRequest, error: Exception) -> HttpResponse:
    assert isinstance(error, HttpError)
    return problem(error.status_code, str(error))


@api.exception_handler(DataError)
def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(422, "Something in the address cannot be read.")


class Kept:
    """Lets anyone keep answers of the API for a while, with a mark of their content; its faults are told as such.

    Whoever asks for the heads of an answer alone gets those that the answer has.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say that nothing has changed."""
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)  # type: ignore[no-any-return]
        if request.method == "HEAD":
            # the server leaves the body out
            request.method = "GET"
        answer: HttpResponse = self.get_response(request)
        if answer.status_code != HTTPStatus.OK:
            return _as_problem(answer)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return kept(request, answer)


def _as_problem(answer: HttpResponse) -> HttpResponse:
    """An answer that no operation gave: an address that leads nowhere, a method that is not answered."""
    if answer.status_code < HTTPStatus.BAD_REQUEST or answer.headers["Content-Type"] == PROBLEM:
        return answer
    told = problem(answer.status_code, HTTPStatus(answer.status_code).description)
    for name in ("Allow", "Retry-After"):
        if name in answer.headers:
            told.headers[name] = answer.headers[name]
    return told
