"""Every change to dialogues. The order within each is that of `core.actions`."""

from __future__ import annotations

import datetime as dt
import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from lagesbild.core import audiences, masking, timeline
from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged, untouched
from lagesbild.core.models import Audience, Partnership
from lagesbild.core.system import worker
from lagesbild.dialogues import policies
from lagesbild.dialogues.models import Answer, Dialogue, Note, Question
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today_in
from lagesbild.organisation.texts import free, line

State = Dialogue.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN}),
}
READERS: dict[str, str] = {
    Dialogue.Kind.PUBLIC: Audience.PUBLIC,
    Dialogue.Kind.STAFF: Audience.PARTNERSHIP,
    Dialogue.Kind.WALK: Audience.PARTNERSHIP,
}
"""Who sees a dialogue of each kind that is not a party's alone."""
MOST_QUESTIONS, MOST_OPTIONS = 30, 20
LOWEST, HIGHEST = 1, 5
"""The ends of a scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a dialogue is: whom it is with (`Dialogue.Kind`), what it is called and about, from when to when."""

    kind: str
    title: str
    opens: dt.date
    closes: dt.date
    intro: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question: how it is answered (`Question.Kind`), and what there is to choose from."""

    text: str
    kind: str
    options: Sequence[str] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Answers by number of question, and where, in words or degrees (WGS 84).

    `day` is the day it was answered on paper, of what those who arrange write in afterwards; None: today.
    """

    content: Mapping[int, object]
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen on a walk, and where."""

    kind: str
    text: str
    place: str = ""
    lon: float | None = None
    lat: float | None = None


def create(
    *, actor: Actor, told: Told, party: int | None = None, like: int | None = None, own: bool = False
) -> Dialogue:
    """Begin a dialogue, with the questions of an earlier one (`like`) if one is named.

    With `own` it is the party's alone: its own staff answer, and nobody else sees it or what was answered.

    Raises
    ------
    Denied
        The actor does not arrange dialogues, or not for the party.
    InputError
        Something is missing, a text tells who someone is, the days do not hold, or it is with citizens and a party's
        alone.

    """
    with acting(actor):
        require(policies.may_arrange(actor))
        of = party if party is not None else min(actor.parties, default=0)
        require(of in actor.parties)
        if told.kind not in Dialogue.Kind.values:
            raise InputError(Message(N_("Say whom the dialogue is with.")))
        if own and told.kind == Dialogue.Kind.PUBLIC:
            raise InputError(Message(N_("A dialogue with citizens is open to everyone.")))
        row = Dialogue(
            partnership_id=actor.partnership,
            party_id=of,
            audience=audiences.of_kind(Audience.OWN if own else READERS[Dialogue.Kind(told.kind)]),
            kind=told.kind,
            made_by=actor.person,
        )
        _tell(row, told)
        row.save(force_insert=True)
        if like is not None:
            for question in Question.objects.filter(dialogue=like).in_order():
                question.pk, question.dialogue = None, row
                question.partnership_id, question.party_id, question.audience_id = (
                    row.partnership_id,
                    row.party_id,
                    row.audience_id,
                )
                question.save(force_insert=True)
        _record(actor, "dialogue.created", row, kind=row.kind, like=like)
    return row


def change(*, actor: Actor, dialogue: int, told: Told, seen: str = "") -> Dialogue:
    """Say anew what a dialogue is; whom it is with stays.

    Raises
    ------
    Denied
        The actor does not arrange dialogues.
    WrongState
        It is closed.
    InputError
        As `create`.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = _locked(actor, dialogue)
        if row.state == State.CLOSED:
            raise WrongState(Message(N_("The dialogue is closed. Open it again first.")))
        unchanged(row, seen)
        _tell(row, told)
        row.save()
        _keep_masked(row)
        _record(actor, "dialogue.changed", row)
    return row


def add_question(*, actor: Actor, dialogue: int, asked: Asked) -> Question:
    """Put a question last.

    Raises
    ------
    Denied
        The actor does not arrange dialogues.
    WrongState
        The dialogue has been opened: what was answered would not mean the same.
    InputError
        Something is missing or too much, or a text tells who someone is.

    """
    with acting(actor):
        row = _draft(actor, dialogue)
        if row.kind == Dialogue.Kind.WALK:
            raise InputError(Message(N_("A walk has notes and no questions.")))
        last = row.questions.aggregate(last=Max("position"))["last"] or 0
        if row.questions.count() >= MOST_QUESTIONS:
            raise InputError(
                Message(N_("{most} questions are the most. Few answer so many."), {"most": MOST_QUESTIONS})
            )
        question = Question(
            partnership_id=row.partnership_id,
            party_id=row.party_id,
            audience_id=row.audience_id,
            dialogue=row,
            position=last + 1,
        )
        _ask(question, asked)
        question.save(force_insert=True)
        _record(actor, "dialogue.question_added", row, question=question.pk)
    return question


def change_question(*, actor: Actor, question: int, asked: Asked, seen: str = "") -> Question:
    """Ask otherwise; raises as `add_question`, and `ChangedMeanwhile`."""
    with acting(actor):
        found = Question.objects.get(pk=question)
        row = _draft(actor, found.dialogue_id)
        found.refresh_from_db()
        unchanged(found, seen)
        _ask(found, asked)
        found.save()
        _keep_masked(row)
        _record(actor, "dialogue.question_changed", row, question=found.pk)
    return found


def move_question(*, actor: Actor, question: int, up: bool, seen: str = "") -> Question:
    """Let a question change places with its neighbour; raises as `add_question`.

    Raises
    ------
    NotAsSeen
        Someone else moved it since its place had the mark `seen`.

    """
    with acting(actor):
        found = Question.objects.get(pk=question)
        row = _draft(actor, found.dialogue_id)
        rows = list(row.questions.in_order())
        at = next(i for i, one in enumerate(rows) if one.pk == question)
        untouched(rows[at], seen, "position")
        other = at - 1 if up else at + 1
        if 0 <= other < len(rows):
            one, two = rows[at], rows[other]
            one.position, two.position = two.position, one.position
            Question.objects.bulk_update([one, two], ["position"])
            _record(actor, "dialogue.question_moved", row, question=question, position=one.position)
        found.refresh_from_db()
    return found


def remove_question(*, actor: Actor, question: int) -> int:
    """Take a question away; the number of its dialogue. Raises as `add_question`."""
    with acting(actor):
        found = Question.objects.get(pk=question)
        row = _draft(actor, found.dialogue_id)
        found.delete()
        _record(actor, "dialogue.question_removed", row, question=question)
    return row.pk


def open_(*, actor: Actor, dialogue: int) -> Dialogue:
    """Open a dialogue, or open it again: it can be answered from its first day to its last.

    Raises
    ------
    Denied
        The actor does not arrange dialogues.
    WrongState
        It is open, or everyone has read its counts: one answer more would stand in the difference.
    InputError
        It has no questions, its last day has passed, or the public site of the partnership is closed.

    """
    with acting(actor):
        row = _locked(actor, dialogue)
        if row.counts_told:
            raise WrongState(
                Message(
                    N_("Everyone has read the counts, and a new answer would show in the difference. Begin a new one.")
                )
            )
        if row.kind != Dialogue.Kind.WALK and not row.questions.exists():
            raise InputError(Message(N_("There are no questions yet. Add one first.")))
        if row.closes < today_in(row.partnership_id):
            again = N_("Its last day has passed. Begin a new one like it.")
            raise InputError(Message(N_("Its last day has passed. Choose a later one first.") if row.draft else again))
        if row.kind == Dialogue.Kind.PUBLIC and not Partnership.objects.get(pk=row.partnership_id).public:
            raise InputError(Message(N_("The public site is closed. An administrator opens it in the settings.")))
        move(row, TRANSITIONS, State.OPEN)
        row.ended = None
        row.save(update_fields=["state", "ended"])
        _record(actor, "dialogue.opened", row)
    return row


def close(*, actor: Actor, dialogue: int) -> Dialogue:
    """Close a dialogue: nobody answers it any more. Before its last day, this one is its last.

    Raises
    ------
    Denied
        The actor does not arrange dialogues.
    WrongState
        It is not open.

    """
    with acting(actor):
        row = _locked(actor, dialogue)
        move(row, TRANSITIONS, State.CLOSED)
        now = today_in(row.partnership_id)
        row.ended = now if now < row.closes else None
        row.save(update_fields=["state", "ended"])
        _record(actor, "dialogue.closed", row)
    return row


def tell_outcome(*, actor: Actor, dialogue: int, outcome: str, seen: str = "") -> Dialogue:
    """Say what came of it; of a citizen dialogue everyone reads it once it is closed.

    Raises
    ------
    Denied
        The actor does not arrange dialogues.
    InputError
        The text tells who someone is, or is taken away where everyone reads it.
    ChangedMeanwhile
        Someone else has said otherwise since it had the mark `seen`.

    """
    with acting(actor):
        row = _locked(actor, dialogue)
        unchanged(row, seen, row.told)
        needed = (
            Message(N_("Everyone reads what came of it. Change it, but leave something.")) if row.counts_told else None
        )
        row.outcome = free(outcome, required=needed)
        row.save(update_fields=["outcome"])
        _keep_masked(row)
        _record(actor, "dialogue.outcome_told", row)
    return row


def answer(*, actor: Actor, dialogue: int, answered: Answered) -> Answer:
    """Answer a dialogue. Who does is not kept, not when in the day, and not which of the answers came first.

    Raises
    ------
    Denied
        The actor may not answer it, or not for another day.
    WrongState
        It is not open, or was not on the day of the paper.
    InputError
        Nothing is answered, something required is not, an answer is none of those to choose from, or a text tells who
        someone is.

    """
    with acting(actor):
        row = Dialogue.objects.get(pk=dialogue)
        require(policies.may_answer(actor, row))
        if answered.day is not None:
            require(policies.may_arrange(actor))
        today = today_in(row.partnership_id)
        day = answered.day or today
        content = _answers(list(row.questions.in_order()), answered.content)
        lon, lat = _position(answered.lon, answered.lat)
        # answers are not open to everyone, whoever answers
        system = worker(row.partnership_id)
        with acting(system):
            row = Dialogue.objects.select_for_update(of=("self",)).get(pk=dialogue)
            if row.kind == Dialogue.Kind.WALK or day > today or not row.is_open(day):
                raise WrongState(Message(N_("The dialogue is not open.")))
            shared = row.kind == Dialogue.Kind.PUBLIC
            made = Answer.objects.create(
                # in no order: beside the timeline a number that is counted up would tell when it came
                pk=secrets.randbelow(2**53),
                partnership_id=row.partnership_id,
                party_id=row.party_id,
                audience_id=audiences.of_kind(Audience.PARTNERSHIP).pk if shared else row.audience_id,
                dialogue=row,
                content=content,
                place=line(answered.place),
                lon=lon,
                lat=lat,
                day=day,
            )
        timeline.record(
            partnership=row.partnership_id,
            person=timeline.WITHHELD,
            verb="dialogue.answered",
            subject=row,
        )
    return made


def add_note(*, actor: Actor, dialogue: int, seen: Seen) -> Note:
    """Write down what is seen on a walk.

    Raises
    ------
    Denied
        The actor takes no part.
    WrongState
        It is no walk, or not open.
    InputError
        Nothing is said, or the text tells who someone is.

    """
    with acting(actor):
        row = Dialogue.objects.select_for_update(of=("self",)).get(pk=dialogue)
        require(policies.may_note(actor))
        _walking(row)
        note = Note(
            partnership_id=row.partnership_id,
            party_id=row.party_id,
            audience_id=row.audience_id,
            dialogue=row,
            written_by=actor.person,
        )
        _see(note, seen)
        note.save(force_insert=True)
        _record(actor, "dialogue.note_added", row, note=note.pk, kind=note.kind)
    return note


def change_note(*, actor: Actor, note: int, seen: Seen, mark: str = "") -> Note:
    """Say otherwise what was seen; raises as `add_note`, and `ChangedMeanwhile`."""
    with acting(actor):
        found, row = _note(actor, note)
        unchanged(found, mark)
        _see(found, seen)
        found.save()
        _keep_masked(row)
        _record(actor, "dialogue.note_changed", row, note=found.pk)
    return found


def remove_note(*, actor: Actor, note: int) -> int:
    """Take a note away; the number of its walk. Raises as `add_note`."""
    with acting(actor):
        found, row = _note(actor, note)
        found.delete()
        _record(actor, "dialogue.note_removed", row, note=note)
    return row.pk


def _note(actor: Actor, note: int) -> tuple[Note, Dialogue]:
    found = Note.objects.get(pk=note)
    row = Dialogue.objects.select_for_update(of=("self",)).get(pk=found.dialogue_id)
    found.refresh_from_db()
    require(policies.may_change_note(actor, found))
    _walking(row)
    return found, row


def _walking(row: Dialogue) -> None:
    if row.kind != Dialogue.Kind.WALK or row.state != State.OPEN:
        raise WrongState(Message(N_("Notes are written on a walk that is open.")))


def _locked(actor: Actor, dialogue: int) -> Dialogue:
    row = Dialogue.objects.select_for_update(of=("self",)).get(pk=dialogue)
    require(policies.may_arrange(actor))
    return row


def _draft(actor: Actor, dialogue: int) -> Dialogue:
    row = _locked(actor, dialogue)
    if not row.draft:
        raise WrongState(
            Message(N_("The dialogue has been opened, and its questions stay: the answers are to them as they stand."))
        )
    return row


def _tell(row: Dialogue, told: Told) -> None:
    if told.closes < told.opens:
        raise InputError(Message(N_("The last day lies before the first. Choose a later one.")))
    row.title = line(told.title, required=Message(N_("Say what the dialogue is called.")))
    row.intro, row.place = free(told.intro), line(told.place)
    row.opens, row.closes = told.opens, told.closes


def _ask(row: Question, asked: Asked) -> None:
    if asked.kind not in Question.Kind.values:
        raise InputError(Message(N_("Say how the question is answered.")))
    options = [line(one) for one in asked.options if one.strip()]
    if asked.kind in (Question.Kind.ONE, Question.Kind.MANY):
        if not 2 <= len(options) <= MOST_OPTIONS:
            raise InputError(Message(N_("Write 2 to {most} answers to choose from."), {"most": MOST_OPTIONS}))
        if len(set(options)) < len(options):
            raise InputError(Message(N_("The same answer stands there twice.")))
    else:
        options = []
    row.text = line(asked.text, required=Message(N_("Write the question.")))
    row.kind, row.options, row.required = asked.kind, options, asked.required


def _answers(questions: Sequence[Question], given: Mapping[int, object]) -> dict[str, object]:
    """Answers as they are kept, each of those that its question takes."""
    kept: dict[str, object] = {}
    for question in questions:
        value = _answer(question, given.get(question.pk))
        if value is not None:
            kept[str(question.pk)] = value
        elif question.required:
            raise InputError(Message(N_("Answer this too: {question}"), {"question": question.text}))
    if not kept:
        raise InputError(Message(N_("Answer at least one question.")))
    return kept


def _answer(question: Question, value: object) -> object | None:
    """An answer, None for none."""
    none = InputError(Message(N_("This is no answer to “{question}”."), {"question": question.text}))
    match question.kind:
        case Question.Kind.TEXT:
            return free(str(value)) or None if value is not None else None
        case Question.Kind.MANY:
            chosen = list(value) if isinstance(value, (list, tuple)) else []
            if not all(isinstance(one, int) and 0 <= one < len(question.options) for one in chosen):
                raise none
            return sorted(set(chosen)) or None
        case _:
            if value is None:
                return None
            first, last = (0, len(question.options) - 1) if question.kind == Question.Kind.ONE else (LOWEST, HIGHEST)
            if not isinstance(value, int) or isinstance(value, bool) or not first <= value <= last:
                raise none
            return value


def _see(row: Note, seen: Seen) -> None:
    if seen.kind not in Note.Kind.values:
        raise InputError(Message(N_("Say what it is: unsafe, safe, broken or an idea.")))
    row.kind = seen.kind
    row.text = free(seen.text, required=Message(N_("Write in a few words what you see.")))
    row.place = line(seen.place)
    row.lon, row.lat = _position(seen.lon, seen.lat)


def _position(lon: float | None, lat: float | None) -> tuple[float | None, float | None]:
    if lon is None or lat is None:
        return None, None
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(Message(N_("The position is none.")))
    return lon, lat


def _keep_masked(row: Dialogue) -> None:
    masking.keep(partnership=row.partnership_id, subject="dialogue", pk=row.pk)


def _record(actor: Actor, verb: str, row: Dialogue, **detail: timeline.Plain) -> None:
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=row, **detail)
