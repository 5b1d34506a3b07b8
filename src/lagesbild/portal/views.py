"""The public site: what is promised and how it goes, what has happened, the picture, the agreement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from lagesbild.core.web.downloads import shown
from lagesbild.core.web.keeping import kept
from lagesbild.core.web.public import There, public, show
from lagesbild.dialogues.models import Dialogue
from lagesbild.portal.reading import PAGES, Read, TakenBack, find, links, of_kind, page
from lagesbild.publishing.models import Attachment, Publication
from lagesbild.publishing.sheet import sheet

FIRST = 5
PUBLIC_PAGES = (
    *("start", "promises", "pictures", "news_list", "agreements", "minutes_list"),
    *("method", "accessibility", "personal"),
)


def _page(there: There, template: str, status: int = 200, **context: Any) -> HttpResponse:
    canonical = there.request.build_absolute_uri(there.request.path)
    answer = show(there, template, status, canonical=canonical, **context)
    if status != 200:
        return answer
    # the language is in one
    patch_vary_headers(answer, ["Cookie"])
    return kept(there.request, answer)


@require_safe
@public
def start(there: There) -> HttpResponse:
    """All of it at a glance."""
    promised = _promised()
    return _page(
        there,
        "portal/start.html",
        promises=promised[:FIRST],
        more=len(promised) - FIRST,
        tally=_tally(promised),
        news=of_kind("news", FIRST),
        picture=next(iter(of_kind("picture", 1)), None),
        opened=list(Dialogue.objects.with_citizens().open_on(timezone.localdate())),
        earlier=list(Dialogue.objects.with_citizens().told_of()[:2]),
        agreement=next(iter(of_kind("agreement", 1)), None),
        minutes=_decided()[:FIRST],
        documents=of_kind("document", FIRST),
    )


def _promised() -> list[Read]:
    """Published promises: those that run before those that are over, the one that ends last before the others."""
    today = timezone.localdate()
    found = sorted(of_kind("promise"), key=lambda one: (one.it.ends, one.row.pk), reverse=True)
    return sorted(found, key=lambda one: one.it.ends < today)


def _tally(promised: list[Any]) -> list[tuple[str, Any, int]]:
    """How many promises go how: shape, word, number; those that go wrong are not hidden among the others."""
    found: dict[str, tuple[str, Any, int]] = {}
    for one in promised:
        status = one.it.status
        _, _, n = found.get(status.word.sv, (status.shape, status.word, 0))
        found[status.word.sv] = status.shape, status.word, n + 1
    return list(found.values())


@require_safe
@public
def promises(there: There) -> HttpResponse:
    """Every promise, also those that were not kept."""
    return _page(there, "portal/promises.html", promises=_promised())


@require_safe
@public
def pictures(there: There) -> HttpResponse:
    """Published pictures."""
    return _page(there, "portal/pictures.html", pictures=of_kind("picture"))


@require_safe
@public
def news_list(there: There) -> HttpResponse:
    """What has happened and what was done."""
    found = sorted(of_kind("news"), key=lambda one: (one.it.day, one.row.pk), reverse=True)
    return _page(there, "portal/news_list.html", news=found)


@require_safe
@public
def minutes_list(there: There) -> HttpResponse:
    """What was decided at meetings."""
    return _page(there, "portal/minutes_list.html", minutes=_decided())


def _decided() -> list[Read]:
    """Published minutes, the latest meeting first."""
    return sorted(of_kind("minutes"), key=lambda one: (one.it.day, one.row.pk), reverse=True)


@require_safe
@public
def agreements(there: There) -> HttpResponse:
    """Agreements and documents."""
    return _page(there, "portal/agreements.html", agreements=of_kind("agreement"), documents=of_kind("document"))


def one(kind: str) -> Callable[..., HttpResponseBase]:
    """The page of one publication of a kind; where it was taken back, the reason."""

    @require_safe
    @public
    def read(there: There, ref: str) -> HttpResponse:
        try:
            found = find(kind, ref)
        except TakenBack as gone:
            return _page(there, "portal/gone.html", 410, withdrawal=gone.withdrawal)
        slug = there.partnership.slug
        return _page(
            there,
            "portal/one.html",
            row=found.row,
            it=found.it,
            body=f"publishing/public/{kind}.html",
            links=links(slug) if kind == "promise" else {},
            address=reverse("portal:file", kwargs={"slug": slug, "ref": ref}) if kind == "document" else "",
        )

    return read


@require_safe
@public
def file(there: There, ref: str) -> HttpResponse:
    """The file of a published document."""
    found = Attachment.objects.filter(
        publication__kind="document", publication__slug=ref, publication__state=Publication.State.PUBLISHED
    ).first()
    if found is None:
        raise Http404
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer.headers["Content-Disposition"] = f'inline; filename="dokument-{ref}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return kept(there.request, answer)


@require_safe
@public
def promise_sheet(there: There, ref: str) -> HttpResponse:
    """A promise on one page, to print and hand to somebody; where it was taken back, the reason."""
    try:
        found = find("promise", ref)
    except TakenBack as gone:
        return _page(there, "portal/gone.html", 410, withdrawal=gone.withdrawal)
    address = there.request.build_absolute_uri(page(there.partnership.slug, "promise", ref))
    made = sheet(there.t, there.partnership, found.row, found.it, address)
    answer = shown(made, f"medborgarlofte-{ref}")
    # the language is in one
    patch_vary_headers(answer, ["Cookie"])
    return kept(there.request, answer)


def words(name: str) -> Callable[..., HttpResponseBase]:
    """A page of words alone."""

    @require_safe
    @public
    def said(there: There) -> HttpResponse:
        return _page(there, f"portal/{name}.html")

    return said


@require_safe
@public
def feed(there: There) -> HttpResponse:
    """What was published lately, as Atom."""
    slug, address = there.partnership.slug, there.request.build_absolute_uri
    atom = Atom1Feed(
        title=there.partnership.name,
        link=address(reverse("portal:start", kwargs={"slug": slug})),
        description="",
        language=there.partnership.language,
        feed_url=address(there.request.path),
        feed_guid=address(there.request.path),
    )
    for row in Publication.objects.light().published().of_kind(*PAGES).latest_first()[:50]:
        link = address(page(slug, row.kind, row.slug))
        atom.add_item(title=row.title, link=link, description=row.summary, updateddate=row.at, unique_id=link)
    return kept(
        there.request, HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    )


@require_safe
@public
def sitemap(there: There) -> HttpResponse:
    """Every public page."""
    slug, address = there.partnership.slug, there.request.build_absolute_uri
    found = [reverse(f"portal:{name}", kwargs={"slug": slug}) for name in PUBLIC_PAGES]
    found += links(slug).values()
    said = "".join(f"<url><loc>{address(one)}</loc></url>" for one in found)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{said}</urlset>'
    )
    return kept(there.request, HttpResponse(text, content_type="application/xml; charset=utf-8"))
