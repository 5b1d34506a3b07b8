"""What is published, what waits, how it would look, and taking back; news and documents."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from lagesbild.accounts.web import member
from lagesbild.core import guard, masking
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.downloads import shown
from lagesbild.core.web.forms import SEEN
from lagesbild.core.web.public import footing, sections
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.publishing import actions, kinds, policies
from lagesbild.publishing.forms import DocumentForm, NewsForm, WithdrawForm
from lagesbild.publishing.models import News, Publication, Withdrawal
from lagesbild.publishing.public import PublicPromise, content_of, read_as, written
from lagesbild.publishing.sheet import sheet

MOST = 50


@require_GET
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """What waits to be published, and what is."""
    waiting = [(kind, kinds.waiting(kind, here.actor)) for kind in kinds.known()]
    rows = Publication.objects.light().latest_first()
    return render(
        here,
        "publishing/list.html",
        waiting=[(kind, found) for kind, found in waiting if found],
        published=list(rows.published()[:MOST]),
        gone=list(rows.filter(state=Publication.State.WITHDRAWN)[:MOST]),
        kinds={one.name: one for one in kinds.known()},
        publishes=policies.may_publish(here.actor),
        writes=policies.may_write(here.actor),
    )


@member(policy=policies.may_see)
def preview(here: Here, path: str, pk: int) -> HttpResponse:
    """A thing exactly as the public will read it, with the list to go through before it is published."""
    kind = kinds.at_path(path)
    if kind is None:
        raise Http404
    publishes = policies.may_publish(here.actor)
    refused: Message | None = None
    ticked = here.request.POST.getlist("checked")
    seen = here.request.POST.get(SEEN, "")
    if here.request.method == "POST":
        require(publishes)
        try:
            row = actions.publish(actor=here.actor, kind=kind.name, subject=pk, checked=ticked, seen=seen)
        except InputError as error:
            if error.__class__ is not InputError:
                raise
            refused = error.message
        else:
            flash(here, Message(N_("Published.")))
            return back(here, "publishing:detail", pk=row.pk)
    public = kind.build(here.actor, pk)
    now = actions.digest_of(content_of(public))
    texts = list(written(public))
    return render(
        here,
        "publishing/preview.html",
        422 if refused else 200,
        kind=kind,
        it=public,
        pk=pk,
        body=f"publishing/public/{kind.name}.html",
        earlier=Publication.objects.light().published().of_subject(kind.name, pk).first(),
        names=sorted({text[one.start : one.end] for text in texts for one in guard.names(text)}),
        refused=refused,
        seen=now,
        # what was gone through is not what stands here now
        ticked=ticked if seen in ("", now) else [],
        checks=[(code, kinds.CHECKS[code]) for code in kind.checks],
        publishes=publishes,
        changes=kind.name == "news" and policies.may_write(here.actor, News.objects.get(pk=pk)),
        **_frame(),
    )


@require_GET
@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """What is published: its editions, and what has been done to it."""
    row = Publication.objects.get(pk=pk)
    kind = kinds.named(row.kind)
    return render(
        here,
        "publishing/detail.html",
        row=row,
        kind=kind,
        editions=list(Publication.objects.light().filter(kind=row.kind, slug=row.slug).order_by("-number")),
        withdrawal=Withdrawal.objects.filter(publication=row).first(),
        publishes=policies.may_publish(here.actor),
        masks=masking.may(here.actor, "publication", row),
        published=row.state == Publication.State.PUBLISHED,
        public_page=kinds.public_page(here.partnership, row),
    )


@require_GET
@member(policy=policies.may_see)
def promise_sheet(here: Here, pk: int) -> HttpResponse:
    """A published promise on one page, as the public may print it too."""
    row = Publication.objects.published().of_kind("promise").get(pk=pk)
    address = here.request.build_absolute_uri(kinds.address(here.partnership.slug, row.kind, row.slug))
    made = sheet(here.t, here.partnership, row, read_as(PublicPromise, row.content), address)
    return shown(made, f"medborgarlofte-{row.slug}")


@member(policy=policies.may_publish)
def withdraw(here: Here, pk: int) -> HttpResponse:
    """Take something back, with a reason."""
    row = Publication.objects.light().get(pk=pk)
    form = WithdrawForm(here.request.POST or None)

    def save() -> None:
        actions.withdraw(actor=here.actor, publication=pk, reason=form.cleaned_data["reason"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Taken back.")))
        return back(here, "publishing:detail", pk=pk)
    return _form(here, form, Message(N_("Take back “{title}”"), {"title": row.title}), N_("Take back"))


@member(policy=policies.may_write)
def add_news(here: Here) -> HttpResponse:
    """Write a piece of news."""
    form = NewsForm(here.request.POST or None)
    made: list[News] = []

    def save() -> None:
        made.append(actions.write_news(actor=here.actor, told=form.told()))

    if form.is_valid() and form.attempt(save):
        return back(here, "publishing:preview", path="nyhet", pk=made[0].pk)
    return _form(here, form, Message(N_("News")), N_("Save and see how it looks"))


@member(policy=policies.may_write)
def news(here: Here, pk: int) -> HttpResponse:
    """Change a piece of news."""
    row = News.objects.get(pk=pk)
    require(policies.may_write(here.actor, row))
    initial = {name: getattr(row, name) for name in row.edited}
    form = NewsForm(here.request.POST or None, initial=initial, seen=as_seen(row))

    def save() -> None:
        seen = form.cleaned_data["seen"]
        actions.change_news(actor=here.actor, news=pk, told=form.told(), seen=seen)

    if form.is_valid() and form.attempt(save):
        return back(here, "publishing:preview", path="nyhet", pk=pk)
    return _form(here, form, Message(N_("News")), N_("Save and see how it looks"), drop=row)


@require_POST
@member(policy=policies.may_write)
def drop_news(here: Here, pk: int) -> HttpResponse:
    """Say that a piece of news is not to be published."""
    actions.drop_news(actor=here.actor, news=pk)
    flash(here, Message(N_("Dropped.")))
    return back(here, "publishing:list")


@member(policy=policies.may_write)
def add_document(here: Here) -> HttpResponse:
    """Upload a document."""
    form = DocumentForm(here.request.POST or None, here.request.FILES or None)
    made = []

    def save() -> None:
        said = form.cleaned_data
        row = actions.upload(actor=here.actor, title=said["title"], about=said["about"], content=said["file"].read())
        made.append(row.pk)

    if form.is_valid() and form.attempt(save):
        return back(here, "publishing:preview", path="dokument", pk=made[0])
    return _form(here, form, Message(N_("Document")), N_("Upload and see how it looks"), upload=True)


def _form(here: Here, form: Any, title: Message, act: str, **more: Any) -> HttpResponse:
    given = {"drop": None, "upload": False, **more}
    return render(here, "publishing/form.html", 422 if form.errors else 200, form=form, title=title, act=act, **given)


def _frame() -> dict[str, Any]:
    return {"there": None, "sections": sections(), "footing": footing()}
