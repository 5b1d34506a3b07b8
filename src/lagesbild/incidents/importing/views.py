"""The pages of an import: drop a file, see what it becomes, let it run, see what came of it, take it back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from lagesbild.accounts.models import Person
from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.audiences import choices
from lagesbild.core.models import Audience, Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_number
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents import policies
from lagesbild.incidents.importing import actions
from lagesbild.incidents.importing.actions import Whose
from lagesbild.incidents.importing.forms import ReadingForm, UploadForm, from_plan, on_the_form
from lagesbild.incidents.importing.looks import Look, look
from lagesbild.incidents.importing.plan import Plan
from lagesbild.incidents.importing.worked import WorkedOn
from lagesbild.incidents.models import Category, Import, ImportFile, ImportProgress, Source
from lagesbild.incidents.views import words

State = Import.State
ON_A_PAGE = 30
SHAPES: dict[str, str] = {
    State.PREVIEWED: "ring",
    State.RUNNING: "half",
    State.DONE: "full",
    State.CANCELLED: "cross",
    State.FAILED: "broken",
    State.UNDONE: "dashed",
}
COUNTS: dict[str, str] = {
    "rows": N_("rows in the files"),
    "added": N_("new incidents"),
    "changed": N_("changed by the source, with history"),
    "unchanged": N_("here already"),
    "disposed": N_("of a time that has been disposed of, left out"),
    "elsewhere": N_("from other municipalities, left out"),
    "unreadable": N_("refused"),
    "repeated": N_("repeated in the files"),
    "aside": N_("titles and sums, set aside"),
    "masked": N_("with something masked"),
    "unplaced": N_("without a position"),
    "new_categories": N_("new categories"),
}
"""What is counted, and what it is called."""


@member(policy=policies.may_see_imports)
def listing(here: Here) -> HttpResponse:
    """All imports that one may see, newest first."""
    rows = Import.objects.select_related("source", "party").order_by("-created", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(here.request.GET.get("sida"))
    return render(
        here,
        "incidents/imports.html",
        page=page,
        shapes=SHAPES,
        people=_people(page),
        may_import=policies.may_import_at_all(here.actor),
    )


@member(policy=policies.may_import_at_all)
def new(here: Here) -> HttpResponse:
    """The files, and whose they are."""
    parties = [
        (pk, name)
        for pk, name in Party.objects.order_by(alphabet.by("name")).values_list("pk", "name")
        if policies.may_import(here.actor, pk)
    ]
    # rows as they come are never for the public, who read masked editions
    within = Audience.objects.filter(kind__in=(Audience.OWN, Audience.PARTNERSHIP))
    audiences = choices(within.order_by("pk"), here.t)
    shared = Audience.objects.filter(kind=Audience.PARTNERSHIP).values_list("pk", flat=True).first()
    posted = here.request.method == "POST"
    form = UploadForm(
        here.request.POST if posted else None,
        here.request.FILES if posted else None,
        initial={"audience": shared, "source": here.request.GET.get("kalla", "")},
        parties=parties,
        audiences=audiences,
    )
    made: list[Import] = []
    if form.is_valid() and form.attempt(lambda: made.append(_propose(here, form.cleaned_data))):
        return back(here, "incidents:import", pk=made[0].pk)
    sources = Source.objects.order_by(alphabet.by("name")).values_list("name", flat=True)
    return render(here, "incidents/import_new.html", 422 if posted else 200, form=form, sources=sources)


@member(policy=policies.may_see_imports)
def one(here: Here, pk: int) -> HttpResponse:
    """An import: what it would do, how far it has come, or what came of it."""
    row = _row(pk)
    if row.state == State.PREVIEWED:
        return _looked_at(here, row)
    return render(
        here,
        "incidents/import.html",
        **_shown(here, row),
        progress=ImportProgress.objects.filter(batch=row).first(),
    )


@member(policy=policies.may_import_at_all)
def read_again(here: Here, pk: int) -> HttpResponse:
    """Read the files as the form says."""
    row = _row(pk)
    if here.request.method != "POST" or row.state != State.PREVIEWED:
        return back(here, "incidents:import", pk=pk)
    plan = Plan.from_dict(row.options, timezone=here.partnership.timezone)
    form = ReadingForm(here.request.POST, headings=here.request.POST.getlist("heading"))
    if not form.is_valid():
        return _looked_at(here, row, form)
    actions.set_plan(actor=here.actor, batch=pk, plan=form.plan(plan, _categories(here.request)))
    return back(here, "incidents:import", pk=pk)


@member(policy=policies.may_import_at_all)
def start(here: Here, pk: int) -> HttpResponse:
    """Begin it."""
    if here.request.method == "POST":
        actions.start(actor=here.actor, batch=pk, seen=here.request.POST.get("seen", ""))
    return back(here, "incidents:import", pk=pk)


@member(policy=policies.may_see_imports)
def progress(here: Here, pk: int) -> HttpResponse:
    """How far it has come: the part of the page that asks again each second."""
    row = _row(pk)
    if not here.htmx:
        return back(here, "incidents:import", pk=pk)
    if row.state != State.RUNNING:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    return render(
        here,
        "incidents/_import_progress.html",
        row=row,
        progress=ImportProgress.objects.filter(batch=row).first(),
    )


@member(policy=policies.may_import_at_all)
def stop(here: Here, pk: int) -> HttpResponse:
    """Stop it, or throw away what has not begun."""
    if here.request.method != "POST":
        return back(here, "incidents:import", pk=pk)
    if actions.cancel(actor=here.actor, batch=pk).state == State.PREVIEWED:
        flash(here, Message(N_("Thrown away. Nothing was imported.")))
        return back(here, "incidents:imports")
    flash(here, Message(N_("The import is stopping. Nothing of it will be kept.")))
    return back(here, "incidents:import", pk=pk)


@member(policy=policies.may_import_at_all)
def undo(here: Here, pk: int) -> HttpResponse:
    """Take it back as a whole; where people have worked on it, only once they have said that this may be lost."""
    if here.request.method == "POST":
        ticked = "also_worked_on" in here.request.POST
        shown = _shown_work(here.request) if ticked else None
        try:
            actions.undo_import(actor=here.actor, batch=pk, also_worked_on=ticked, shown=shown)
        except WorkedOn as refused:
            return render(
                here,
                "incidents/import_undo.html",
                409,
                row=_row(pk),
                worked=refused.worked,
                more=ticked and bool(shown),
            )
        flash(here, Message(N_("The import was taken back as a whole.")))
    return back(here, "incidents:import", pk=pk)


@member(policy=policies.may_import_at_all)
def refusals(here: Here, pk: int) -> HttpResponse:
    """The account of refused rows, as a file."""
    row = _row(pk)
    kept = ImportFile.objects.filter(batch=row, kind=ImportFile.REFUSALS).first()
    if kept is not None:
        content = bytes(kept.content)
    elif row.state == State.PREVIEWED:
        content = actions.refusals_of(look(actor=here.actor, batch=row).reading, here.t.language)
    else:
        raise Http404
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{pk}-avvisade.csv"'
    return answer


def _looked_at(here: Here, row: Import, form: ReadingForm | None = None) -> HttpResponse:
    """An import that has not begun: what it would do."""
    plan = Plan.from_dict(row.options, timezone=here.partnership.timezone)
    found: Look | None = None
    wrong = None
    if policies.may_undo_import(here.actor, row):
        try:
            found = look(actor=here.actor, batch=row)
        except InputError as error:
            wrong = error.message
    headings = list(found.headings) if found else list(plan.options.columns.values())
    if form is None:
        form = ReadingForm(None, initial=from_plan(plan), headings=headings)
    own = list(Category.objects.filter(active=True).order_by("position", "name").values_list("name", flat=True))
    return render(
        here,
        "incidents/import_look.html",
        200 if wrong is None and not form.errors else 422,
        **_shown(here, row),
        look=found,
        wrong=wrong,
        form=form,
        headings=headings,
        own=own,
        names=words.area_names(words.areas()),
        words=words,
    )


def _shown(here: Here, row: Import) -> dict[str, Any]:
    return {
        "row": row,
        "shapes": SHAPES,
        "on_the_form": on_the_form,
        "counted": COUNTS,
        "people": _people([row]),
        "may_undo": policies.may_undo_import(here.actor, row),
        "has_refusals": ImportFile.objects.filter(batch=row, kind=ImportFile.REFUSALS).exists(),
    }


def _row(pk: int) -> Import:
    return Import.objects.select_related("source", "party", "audience").get(pk=pk)


def _people(rows: Any) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in={row.person_id for row in rows}).values_list("pk", "name"))


def _propose(here: Here, said: dict[str, Any]) -> Import:
    whose = Whose(party=said["party"], audience=said["audience"], source=said["source"])
    files = [(_short(one.name), one.read()) for one in said["uploads"]]
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / files[0][0]
        first.write_bytes(files[0][1])
        plan = actions.remembered(actor=here.actor, source=whose.source, path=first)
    plan = plan or Plan.from_dict({}, timezone=here.partnership.timezone)
    return actions.propose(actor=here.actor, whose=whose, files=files, plan=plan)


def _short(name: str) -> str:
    """The name of a file, cut to what every disk can keep (255 bytes)."""
    path = Path(name)
    return f"{path.stem[:50]}{path.suffix[:10]}"


def _shown_work(request: HttpRequest) -> dict[str, int]:
    """What people had done with the rows when the page was shown on which someone says that it may be lost."""
    said = zip(request.POST.getlist("what"), map(asked_number, request.POST.getlist("n")), strict=False)
    return {what: n for what, n in said if n is not None}


def _categories(request: HttpRequest) -> dict[str, str]:
    """The source's categories and the own ones chosen for them."""
    theirs, own = request.POST.getlist("theirs"), request.POST.getlist("own")
    return {name: chosen for name, chosen in zip(theirs, own, strict=False) if chosen.strip()}
