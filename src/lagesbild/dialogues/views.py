"""Dialogues as members see them: the list, one with its questions and what was answered, and how it is arranged."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lagesbild.accounts.web import member
from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Audience
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_number
from lagesbild.core.web.forms import seen_of
from lagesbild.dialogues import actions, policies, results
from lagesbild.dialogues.forms import AnswerForm, DialogueForm, NoteForm, OutcomeForm, QuestionForm
from lagesbild.dialogues.models import Dialogue, Note, Question
from lagesbild.dialogues.room import ANSWERED, SHAPES
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today

KINDS_OF_NOTES = {
    Note.Kind.UNSAFE: "risk",
    Note.Kind.SAFE: "full",
    Note.Kind.BROKEN: "ring",
    Note.Kind.IDEA: "dashed",
}


def may_take_part(actor: Actor) -> bool:
    """Open a dialogue with staff or a walk: also those who only report."""
    return policies.may_see(actor) or policies.may_note(actor)


@require_safe
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """All dialogues, those open first."""
    return render(
        here,
        "dialogues/list.html",
        dialogues=list(Dialogue.objects.for_list()),
        shapes=SHAPES,
        arranges=policies.may_arrange(here.actor),
    )


@require_safe
@member(policy=may_take_part)
def detail(here: Here, pk: int) -> HttpResponse:
    """One dialogue: what it is about, its questions, what was answered or noted, what came of it."""
    row = Dialogue.objects.select_related("party", "audience").get(pk=pk)
    reads = policies.may_see(here.actor)
    arranges = policies.may_arrange(here.actor)
    going_on = row.state == Dialogue.State.OPEN
    return render(
        here,
        "dialogues/detail.html",
        dialogue=row,
        shape=SHAPES[Dialogue.State(row.state)],
        questions=list(row.questions.in_order()) if row.kind != Dialogue.Kind.WALK else [],
        counted=results.counted(row) if reads and row.kind != Dialogue.Kind.WALK else [],
        answers=row.answers.count() + row.disposed_answers if reads else 0,
        disposed=row.disposed_answers if reads else 0,
        notes=list(row.notes.in_order()) if row.kind == Dialogue.Kind.WALK else [],
        note_shapes=KINDS_OF_NOTES,
        own={note.pk for note in row.notes.all() if going_on and policies.may_change_note(here.actor, note)},
        open_now=row.is_open(today(here.partnership)),
        past=row.closes < today(here.partnership),
        reads=reads,
        arranges=arranges,
        takes_part=policies.may_note(here.actor),
        history=timeline.lines(row, but=(ANSWERED,)) if reads else [],
        own_only=row.audience.kind == Audience.OWN,
    )


@member(policy=policies.may_see)
def new(here: Here) -> HttpResponse:
    """Begin a dialogue; with `som` in the address, with the questions of an earlier one."""
    require(policies.may_arrange(here.actor))
    asked = asked_number(here.request.GET.get("som", ""))
    like = Dialogue.objects.filter(pk=asked).first() if asked else None
    initial = {"kind": like.kind, "title": like.title, "intro": like.intro, "place": like.place} if like else {}
    form = DialogueForm(here.request.POST or None, new=True, initial=initial)
    made: list[Dialogue] = []

    def save() -> None:
        own = form.cleaned_data["own"]
        made.append(actions.create(actor=here.actor, told=form.told(), like=like.pk if like else None, own=own))

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The dialogue is a draft. Add what you want to ask, then open it.")))
        return back(here, "dialogues:detail", pk=made[0].pk)
    return render(here, "dialogues/form.html", _status(form), form=form, title=N_("New dialogue"), dialogue=None)


@member(policy=policies.may_see)
def change(here: Here, pk: int) -> HttpResponse:
    """Say anew what a dialogue is."""
    require(policies.may_arrange(here.actor))
    row = Dialogue.objects.get(pk=pk)
    initial = {name: getattr(row, name) for name in row.edited}
    form = DialogueForm(here.request.POST or None, initial=initial, seen=as_seen(row))

    def save() -> None:
        actions.change(actor=here.actor, dialogue=pk, told=form.told(row.kind), seen=form.cleaned_data.get("seen", ""))

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "dialogues:detail", pk=pk)
    return render(here, "dialogues/form.html", _status(form), form=form, title=N_("Change the dialogue"), dialogue=row)


@member(policy=policies.may_see)
def add_question(here: Here, pk: int) -> HttpResponse:
    """Add a question."""
    require(policies.may_arrange(here.actor))
    row = Dialogue.objects.get(pk=pk)
    form = QuestionForm(here.request.POST or None)
    if form.is_valid() and form.attempt(
        lambda: actions.add_question(actor=here.actor, dialogue=pk, asked=form.asked())
    ):
        flash(here, Message(N_("The question stands last.")))
        return back(here, "dialogues:detail", pk=pk)
    return render(here, "dialogues/form.html", _status(form), form=form, title=N_("New question"), dialogue=row)


@member(policy=policies.may_see)
def question(here: Here, pk: int) -> HttpResponse:
    """Ask otherwise."""
    require(policies.may_arrange(here.actor))
    found = Question.objects.select_related("dialogue").get(pk=pk)
    initial = {
        "text": found.text,
        "kind": found.kind,
        "options": "\n".join(found.options),
        "required": found.required,
    }
    form = QuestionForm(here.request.POST or None, initial=initial, seen=as_seen(found))

    def save() -> None:
        actions.change_question(
            actor=here.actor, question=pk, asked=form.asked(), seen=form.cleaned_data.get("seen", "")
        )

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "dialogues:detail", pk=found.dialogue_id)
    return render(
        here, "dialogues/form.html", _status(form), form=form, title=N_("Change the question"), dialogue=found.dialogue
    )


@require_POST
@member(policy=policies.may_see)
def move_question(here: Here, pk: int) -> HttpResponse:
    """Let it change places with its neighbour."""
    up = here.request.POST.get("up") == "1"
    found = actions.move_question(actor=here.actor, question=pk, up=up, seen=seen_of(here.request))
    return back(here, "dialogues:detail", pk=found.dialogue_id)


@require_POST
@member(policy=policies.may_see)
def remove_question(here: Here, pk: int) -> HttpResponse:
    """Take a question away."""
    dialogue = actions.remove_question(actor=here.actor, question=pk)
    flash(here, Message(N_("The question is taken away.")))
    return back(here, "dialogues:detail", pk=dialogue)


@require_POST
@member(policy=policies.may_see)
def open_(here: Here, pk: int) -> HttpResponse:
    """Open it."""
    actions.open_(actor=here.actor, dialogue=pk)
    undo = reverse("dialogues:close", kwargs={"slug": here.partnership.slug, "pk": pk})
    flash(here, Message(N_("The dialogue is open from its first day to its last.")), undo=undo)
    return back(here, "dialogues:detail", pk=pk)


@require_POST
@member(policy=policies.may_see)
def close(here: Here, pk: int) -> HttpResponse:
    """Close it."""
    actions.close(actor=here.actor, dialogue=pk)
    flash(here, Message(N_("The dialogue is closed. Say what came of it to those who took part.")))
    return back(here, "dialogues:detail", pk=pk)


@member(policy=policies.may_see)
def outcome(here: Here, pk: int) -> HttpResponse:
    """Say what came of it."""
    require(policies.may_arrange(here.actor))
    row = Dialogue.objects.get(pk=pk)
    form = OutcomeForm(here.request.POST or None, initial={"outcome": row.outcome}, seen=as_seen(row, row.told))

    def save() -> None:
        said = form.cleaned_data
        actions.tell_outcome(actor=here.actor, dialogue=pk, outcome=said["outcome"], seen=said.get("seen", ""))

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "dialogues:detail", pk=pk)
    return render(here, "dialogues/form.html", _status(form), form=form, title=N_("What came of it"), dialogue=row)


@member(policy=policies.may_note)
def answer(here: Here, pk: int) -> HttpResponse:
    """Answer as staff."""
    row = Dialogue.objects.get(pk=pk)
    if row.kind == Dialogue.Kind.WALK:
        raise WrongState(Message(N_("A walk has notes and no questions.")))
    form = AnswerForm(here.request.POST or None, questions=row.questions.in_order())

    def save() -> None:
        actions.answer(actor=here.actor, dialogue=pk, answered=form.answered())

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Thank you. Your answers are in, and nothing tells that they are yours.")))
        return back(here, "dialogues:detail", pk=pk)
    return render(
        here,
        "dialogues/answer.html",
        _status(form),
        form=form,
        dialogue=row,
        open_now=row.is_open(today(here.partnership)),
    )


@member(policy=policies.may_note)
def add_note(here: Here, pk: int) -> HttpResponse:
    """Write down what is seen on a walk."""
    row = Dialogue.objects.get(pk=pk)
    form = NoteForm(here.request.POST or None)

    def save() -> None:
        actions.add_note(actor=here.actor, dialogue=pk, seen=form.noted())

    return _noted(here, row, form, save, N_("New note"))


@member(policy=policies.may_note)
def note(here: Here, pk: int) -> HttpResponse:
    """Say otherwise what was seen."""
    found = Note.objects.select_related("dialogue").get(pk=pk)
    require(policies.may_change_note(here.actor, found))
    initial = {name: getattr(found, name) for name in ("kind", "text", "lon", "lat", "place")}
    form = NoteForm(here.request.POST or None, initial=initial, seen=as_seen(found))

    def save() -> None:
        actions.change_note(actor=here.actor, note=pk, seen=form.noted(), mark=form.cleaned_data.get("seen", ""))

    return _noted(here, found.dialogue, form, save, N_("Change the note"))


@require_POST
@member(policy=policies.may_note)
def remove_note(here: Here, pk: int) -> HttpResponse:
    """Take a note away."""
    dialogue = actions.remove_note(actor=here.actor, note=pk)
    flash(here, Message(N_("The note is taken away.")))
    return back(here, "dialogues:detail", pk=dialogue)


def _noted(here: Here, row: Dialogue, form: NoteForm, save: Callable[[], None], title: str) -> HttpResponse:
    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The note is kept.")))
        return back(here, "dialogues:detail", pk=row.pk)
    return render(here, "dialogues/note.html", _status(form), form=form, title=title, dialogue=row)


def _status(form: DialogueForm | QuestionForm | OutcomeForm | AnswerForm | NoteForm) -> int:
    return 422 if form.errors else 200
