"""Masking afterwards: what tells who someone is and slipped through is hidden, wherever it stands, for good.

Rooms say in their `ready` where people write (`subject`), what else holds copies of what stands there (`copies`), and
which texts need no masking (`exempt`); a test asks it of every table. What was masked is remembered by length and
keyed digest, here and in the journal beside the backups, so that it is masked again in a backup that is older.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from lagesbild.core import journal, timeline
from lagesbild.core.actions import SYSTEM, Actor, acting, require
from lagesbild.core.guard import MASK
from lagesbild.core.models import Masking
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

SALT = "lagesbild.masking"
Hide = Callable[[str], tuple[str, int]]
Changes = dict[str, str]
"""Whole texts as they stood, each with what it became."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Where people write: fields of a table.

    Parameters
    ----------
    model : model
    fields : tuple of str
        Text, or JSON with texts in it.
    of : str
        The look-up that leads from a row to the subject; "pk" for the subject itself.
    keys : tuple of str
        Of JSON: the names under which people's own words stand.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    of: str = "pk"
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is masked as one: an incident with its history, a meeting with its minutes.

    Parameters
    ----------
    name : str
        As maskings remember it.
    path : str
        What it is called in addresses.
    called : callable
        What a row is called on screen.
    model : model
    texts : tuple of Texts
    may : callable
        The policy, for the actor and the locked row.
    page : callable
        From a row to the name of its page and what the page's address takes.
    verb : str
        Of the entry on the timeline.
    after : callable
        What is to be done besides when something was masked.
    looked : callable
        How the access log names that someone reads a row's texts (`core.access`); None where that leaves no trace.
    """

    name: str
    path: str
    called: Callable[[Any], Message | str]
    model: type[models.Model]
    texts: tuple[Texts, ...]
    may: Callable[[Actor, Any], bool]
    page: Callable[[Any], tuple[str, Mapping[str, Any]]]
    verb: str
    after: Callable[[Actor], None] = field(default=lambda actor: None)
    looked: Callable[[Any], str | None] = field(default=lambda row: None)


@dataclass(frozen=True, slots=True)
class Reached:
    """A row in which words were masked, how often, and the verb of the entry about it."""

    row: models.Model
    verb: str
    n: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """A masking as it is kept outside the database that it was made in: nothing in it tells what was masked."""

    subject: str
    subject_id: int
    length: int
    digest: str


Copies = Callable[[Actor, Changes], Iterable[Reached]]
_subjects: dict[str, Subject] = {}
_copies: dict[tuple[str, Copies], None] = {}
_exempt: dict[tuple[type[models.Model], str], str] = {}


def subject(said: Subject) -> None:
    """Say where people write."""
    _subjects[said.name] = said


def copies(of: str, reach: Copies) -> None:
    """Say what else holds whole texts of a kind of subject: it is called as the system with what each text became."""
    _copies[of, reach] = None


def within(name: str) -> Copies:
    """What `copies` takes where texts are copied into rows of a kind of subject: whole texts in any of its rows."""

    def reach(system: Actor, changes: Changes) -> list[Reached]:
        kind = _subjects[name]

        def hide(text: str) -> tuple[str, int]:
            return changes.get(text, text), int(text in changes)

        holding = {
            pk
            for texts in kind.texts
            for pk, *values in texts.model._default_manager.values_list(texts.of, *texts.fields)
            if any(_hidden(value, hide, {}, texts.keys, not texts.keys)[1] for value in values)
        }
        rows = kind.model._default_manager.filter(pk__in=holding).order_by("pk")
        return [Reached(row, kind.verb, n) for row in rows if (n := _hide(kind, row.pk, hide, {}))]

    return reach


def exempt(model: type[models.Model], fields: Mapping[str, str]) -> None:
    """Say of texts why they need no masking."""
    _exempt.update({(model, name): why for name, why in fields.items()})


def subjects() -> Iterable[Subject]:
    """All that can be masked."""
    return _subjects.values()


def spoken_for() -> set[tuple[type[models.Model], str]]:
    """Every field of which a room has said that it is masked, or why not."""
    return {(texts.model, name) for one in subjects() for texts in one.texts for name in texts.fields} | exempted()


def exempted() -> set[tuple[type[models.Model], str]]:
    """Those of which it has said why not."""
    return set(_exempt)


def at_path(path: str) -> Subject | None:
    """The kind that an address names."""
    return next((one for one in subjects() if one.path == path), None)


def may(actor: Actor, name: str, row: models.Model) -> bool:
    """Whether the actor may mask words in a row."""
    return _subjects[name].may(actor, row)


def mask(*, actor: Actor, subject: str, pk: int, stretches: Sequence[str]) -> int:
    """Hide stretches of text wherever they stand in a subject and in what holds copies of its texts; how often.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        A stretch is empty, or stands nowhere in it.

    """
    wanted = {stretch for stretch in stretches if stretch.strip() and stretch != MASK}
    if not wanted:
        raise InputError(Message(N_("Say which words to mask.")))
    # the longest first: a shorter one may be a part of it
    ordered = sorted(wanted, key=lambda stretch: (-len(stretch), stretch))
    kind = _subjects[subject]
    with acting(actor):
        row = kind.model._default_manager.select_for_update(of=("self",)).get(pk=pk)
        require(kind.may(actor, row))
        found: Counter[str] = Counter()
        # what belongs to it may be open to others than the actor, and has to be masked all the same
        system = worker(actor.partnership)
        with acting(system):
            changes: Changes = {}
            times = _hide(kind, pk, lambda text: _replaced(text, ordered, found), changes)
            if not all(found[stretch] for stretch in ordered):
                raise InputError(Message(N_("These words do not stand here. Copy them as they are written.")))
            reached = _reach(system, subject, changes)
            for stretch in ordered:
                _keep(actor.partnership, Remembered(subject, pk, len(stretch), digest(stretch)))
        kind.after(actor)
        journal.append(
            {
                "partnership": actor.partnership,
                "subject": subject,
                "subject_id": pk,
                "length": len(stretch),
                "digest": digest(stretch),
            }
            for stretch in ordered
        )
        _record(actor, [*reached, Reached(row, kind.verb, times)])
    return times


def written(kind: Subject, pk: int) -> list[str]:
    """The texts of a subject that are open to whoever looks, each once."""
    found: Changes = {}

    def seen(text: str) -> tuple[str, int]:
        if text.strip():
            found[text] = text
        return text, 0

    for texts in kind.texts:
        for row in texts.model._default_manager.filter(**{texts.of: pk}).order_by("pk").distinct():
            for name in texts.fields:
                _hidden(getattr(row, name), seen, {}, texts.keys, not texts.keys)
    return list(found)


def reapply(
    *, actor: Actor, also: Iterable[Remembered] = (), subject: str = "", numbers: Sequence[int] | None = None
) -> int:
    """Mask again all that was masked once: after a backup was restored, or an import brought a row anew; how often.

    `also` are maskings that the database does not remember because its backup is older; `subject` and `numbers` limit
    it to some. The same key as when they were made (LAGESBILD_SECRET_KEY) finds them.

    Raises
    ------
    Denied
        Only the system sees every party's rows.

    """
    require(actor.person == SYSTEM)
    with acting(actor):
        for kept in also:
            _keep(actor.partnership, kept)
        known = Masking.objects.filter(subject__in=[subject] if subject else _subjects)
        if numbers is not None:
            known = known.filter(subject_id__in=list(numbers))
        changes: defaultdict[str, Changes] = defaultdict(dict)
        reached: list[Reached] = []
        ordered = known.order_by("subject", "subject_id", "-length", "pk")
        for (name, pk), group in groupby(ordered.iterator(), lambda one: (one.subject, one.subject_id)):
            kind, ones = _subjects[name], list(group)
            row = kind.model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
            times = _hide(kind, pk, lambda text, ones=ones: _found_again(text, ones), changes[name]) if row else 0  # type: ignore[misc]
            if row is not None and times:
                reached.append(Reached(row, kind.verb, times))
        copied = [one for name, became in changes.items() for one in _reach(actor, name, became)]
        for name, became in changes.items():
            if became:
                _subjects[name].after(actor)
        _record(actor, [*copied, *reached])
    return sum(one.n for one in reached)


def replaced(value: Any, changes: Changes, keys: tuple[str, ...] = ()) -> tuple[Any, int]:
    """A text, or JSON, with each whole text that is among the changes as it became, and how many were.

    Of JSON all texts, or those under `keys` if there are any.
    """
    return _hidden(value, lambda text: (changes.get(text, text), int(text in changes)), {}, keys, not keys)


def keep(*, partnership: int, subject: str, pk: int) -> int:
    """Mask again in a subject that someone has just written in, inside the action; how often.

    The form may have been drawn before the words were masked, and what was masked once stays masked.
    """
    system = worker(partnership)
    with acting(system):
        known = Masking.objects.filter(subject=subject, subject_id=pk).exists()
    return reapply(actor=system, subject=subject, numbers=[pk]) if known else 0


def latest() -> dt.datetime | None:
    """When words were last masked in the partnership that is open; only the system sees it."""
    at: dt.datetime | None = Masking.objects.aggregate(at=Max("at"))["at"]
    return at


def digest(stretch: str) -> str:
    """What words are remembered by."""
    return salted_hmac(SALT, stretch, algorithm="sha256").hexdigest()


def _keep(partnership: int, kept: Remembered) -> None:
    # the time also where it is remembered already: whoever reads meanwhile asks whether anything was masked since
    Masking.objects.update_or_create(
        partnership_id=partnership,
        subject=kept.subject,
        subject_id=kept.subject_id,
        digest=kept.digest,
        defaults={"length": kept.length, "at": Now()},
    )


def _hide(kind: Subject, pk: int, hide: Hide, changes: Changes) -> int:
    """Apply `hide` to every text of a subject; how often it found something."""
    times = 0
    for texts in kind.texts:
        rows = texts.model._default_manager.filter(**{texts.of: pk}).values_list("pk", flat=True).distinct()
        for row in texts.model._default_manager.select_for_update(of=("self",)).filter(pk__in=list(rows)):
            touched = {}
            for name in texts.fields:
                hidden, n = _hidden(getattr(row, name), hide, changes, texts.keys, not texts.keys)
                if n:
                    touched[name] = hidden
                    times += n
            if touched:
                texts.model._default_manager.filter(pk=row.pk).update(**touched)
    return times


def _hidden(value: Any, hide: Hide, changes: Changes, keys: tuple[str, ...], inside: bool) -> tuple[Any, int]:
    """`value` with `hide` applied to its texts: all of them, or in JSON those under `keys`."""
    if isinstance(value, str) and inside:
        text, n = hide(value)
        if n:
            changes[value] = text
        return text, n
    if isinstance(value, dict):
        pairs = {name: _hidden(one, hide, changes, keys, inside or name in keys) for name, one in value.items()}
        return {name: one for name, (one, _) in pairs.items()}, sum(n for _, n in pairs.values())
    if isinstance(value, list):
        found = [_hidden(one, hide, changes, keys, inside) for one in value]
        return [one for one, _ in found], sum(n for _, n in found)
    return value, 0


def _reach(system: Actor, subject: str, changes: Changes) -> list[Reached]:
    """Mask what holds copies of the texts."""
    return [one for of, reach in _copies if of == subject and changes for one in reach(system, changes)]


def _record(actor: Actor, reached: Iterable[Reached]) -> None:
    for one in reached:
        timeline.record(partnership=actor.partnership, person=actor.person, verb=one.verb, subject=one.row, n=one.n)


def _replaced(text: str, stretches: Sequence[str], found: Counter[str]) -> tuple[str, int]:
    """The text with the stretches masked, how often, each counted in `found`."""
    times = 0
    for stretch in stretches:
        n = text.count(stretch)
        found[stretch] += n
        times += n
        text = text.replace(stretch, MASK)
    return text, times


def _found_again(text: str, maskings: Sequence[Masking]) -> tuple[str, int]:
    """The text with every stretch masked that has the length and the digest of one of the maskings."""
    times = 0
    for kept in maskings:
        at = 0
        while at + kept.length <= len(text):
            if digest(text[at : at + kept.length]) == kept.digest:
                text = text[:at] + MASK + text[at + kept.length :]
                at += len(MASK)
                times += 1
            else:
                at += 1
    return text, times
