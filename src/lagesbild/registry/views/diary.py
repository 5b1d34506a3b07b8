"""The registry: every record with diary number and secrecy mark, as a page and as a file; what is said of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from lagesbild.accounts.web import member
from lagesbild.core import registry
from lagesbild.core.actions import require
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.downloads import cell, table
from lagesbild.i18n import N_, Message
from lagesbild.registry import actions, policies
from lagesbild.registry.diary import Record, records
from lagesbild.registry.forms import NoteForm

ON_A_PAGE = 50
MOST = 20_000
"""Records of a file; a registry with more is fetched kind by kind."""
AT_ONCE = 500
NEXT = "another"
"""What the form says when whoever notes a number wants the next record that lacks one."""
SHOWN = (("", N_("all")), ("utan", N_("without a diary number")), ("hemliga", N_("with a secrecy mark")))
COLUMNS = (
    *(N_("Diary number"), N_("Kind"), N_("Filed document"), N_("Date"), N_("State"), N_("Secrecy mark"), N_("Section")),
    *(N_("Day of the mark"), N_("Authority"), N_("Address")),
)


@require_GET
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """Every record that one may see, latest first."""
    asked = _asked(here)
    page = Paginator(_found(asked), ON_A_PAGE).get_page(here.request.GET.get("sida"))
    return render(
        here,
        "registry/list.html",
        page=page,
        rows=records(list(page.object_list)),
        kinds=registry.kinds(),
        shown=SHOWN,
        asked=asked,
        notes=policies.may_note(here.actor),
    )


@require_GET
@member(policy=policies.may_see)
def export(here: Here) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    found = list(_found(_asked(here))[:MOST])
    lines = [[here.t.gettext(one) for one in COLUMNS]]
    for rows in _slices(found):
        lines += [[cell(here.t.value(one)) for one in _columns(here, row)] for row in records(rows)]
    return table(lines, f"diarium-{here.partnership.slug}")


@member(policy=policies.may_note)
def note(here: Here, kind: str, pk: int) -> HttpResponse:
    """Note the diary number and the secrecy mark of a record."""
    said = registry.named(kind)
    if said is None:
        raise Http404
    row = said.rows().filter(pk=pk).first()
    if row is None:
        raise Http404
    require(policies.may_note(here.actor))
    noted = registry.of(kind, pk)
    given = {name: getattr(noted, name) for name in ("dnr", "secret", "ground", "marked_on")} if noted else {}
    if said.own and not given.get("dnr"):
        given["dnr"] = getattr(row, said.own)
    form = NoteForm(here.request.POST or None, initial=given)
    page, arguments = said.page(row)
    waiting = _unnumbered()
    if form.is_valid() and form.attempt(
        lambda: actions.note(actor=here.actor, kind=kind, subject=pk, **form.cleaned_data)
    ):
        after = registry.of(kind, pk)
        gone = after.taken_back if after and not (noted and noted.secret) else 0
        if gone:
            flash(here, Message(N_("Saved. What was published of it is taken back, and the coordinator is told.")))
        else:
            flash(here, Message(N_("Saved.")))
        if NEXT in here.request.POST:
            return _next(here, waiting, kind, pk)
        return back(here, page, **arguments)
    return render(
        here,
        "registry/note.html",
        422 if form.errors else 200,
        form=form,
        kind=said,
        called=here.t.value(said.called(row)),
        published=said.published,
        more=len([one for one in waiting if one != (kind, pk)]),
        next=NEXT,
        page=reverse(page, kwargs={"slug": here.partnership.slug, **arguments}),
    )


def _unnumbered() -> list[tuple[str, int]]:
    """Kind and number of the records that lack a diary number, as the list has them; a screenful of pages at most."""
    rows = registry.listing(unnumbered=True)
    return [(name, pk) for name, pk, *_ in rows[:AT_ONCE]] if rows is not None else []


def _next(here: Here, waiting: list[tuple[str, int]], kind: str, pk: int) -> HttpResponse:
    """The form of the record that comes after this one in the list of those that lack a number; else the list."""
    at = waiting.index((kind, pk)) if (kind, pk) in waiting else -1
    then = next((one for one in (*waiting[at + 1 :], *waiting[: max(at, 0)]) if one != (kind, pk)), None)
    if then is None:
        flash(here, Message(N_("Every record has a diary number.")))
        return back(here, "registry:list")
    return back(here, "registry:note", kind=then[0], pk=then[1])


def _asked(here: Here) -> dict[str, str]:
    """What the address asks for; what it cannot mean is left out."""
    given = here.request.GET
    kind, shown = given.get("slag", ""), given.get("visa", "")
    return {
        "slag": kind if registry.named(kind) else "",
        "visa": shown if shown in dict(SHOWN) else "",
        "nummer": given.get("nummer", "").replace("\x00", "").strip()[:80],
    }


def _found(asked: dict[str, str]) -> Any:
    rows = registry.listing(
        [asked["slag"]] if asked["slag"] else (),
        unnumbered=asked["visa"] == "utan",
        only_secret=asked["visa"] == "hemliga",
        text=asked["nummer"],
    )
    return rows if rows is not None else []


def _slices(found: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(found), AT_ONCE):
        yield found[at : at + AT_ONCE]


def _columns(here: Here, row: Record) -> Iterable[Any]:
    noted = row.noted
    secret = noted is not None and noted.secret
    return (
        row.dnr,
        here.t.gettext(row.kind.label),
        here.t.value(row.called),
        row.day or "",
        here.t.value(row.state),
        here.t.gettext(N_("yes") if secret else N_("no")),
        noted.ground if noted else "",
        noted.marked_on or "" if noted else "",
        noted.authority.name if noted and noted.authority else "",
        here.request.build_absolute_uri(reverse(row.page, kwargs={"slug": here.partnership.slug, **row.arguments})),
    )
