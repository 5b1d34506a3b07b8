"""The parts of a draft: signatories, commitments, bodies, functions and annexes; added, changed, moved, taken out.

Each kind of part has what is said of it in a dataclass; what is common to all kinds is done once, below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from lagesbild.agreements import beside
from lagesbild.agreements.actions.common import drafted, owned, record
from lagesbild.agreements.models import AgreedBody, AgreedFunction, Agreement, Annex, Commitment, Signatory
from lagesbild.core import files
from lagesbild.core.actions import Actor, acting
from lagesbild.core.meanwhile import unchanged, untouched
from lagesbild.core.models import Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.models import Body, Function
from lagesbild.organisation.texts import free, line

Part = Signatory | Commitment | AgreedBody | AgreedFunction | Annex
MOST_SEATS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Who signs: the party, by its row or in words, the function, and a name where one is given."""

    function: str
    of_party: int | None = None
    party_name: str = ""
    name: str = ""
    mandate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """What is undertaken, as the text has it."""

    text: str
    number: str = ""
    heading: str = ""
    responsible: int | None = None
    responsible_text: str = ""
    cadence: str = ""
    annex: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """A body that there shall be. Seats are mappings: title, party in words, leads, opposition."""

    name: str
    kind: str = Body.Kind.OTHER
    seats: tuple[Mapping[str, Any], ...] = ()
    reports_to: str = ""
    convener: str = ""
    cadence: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A function that a party is to keep filled."""

    name: str
    kind: str = Function.Kind.OTHER
    of_party: int | None = None
    party_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """An annex: a text, a file, or both. No file where one is changed: the one that is there stays."""

    title: str
    text: str = ""
    content: bytes = b""


Said = Signs | Undertaking | There | Post | Enclosure


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of part: its table, how the rows of an agreement are called there, and how what is said becomes a row."""

    name: str
    model: type[Part]
    rows: str
    say: Callable[[Any, Any, Agreement], None]


def add_part(*, actor: Actor, agreement: int, part: Said) -> Any:
    """Add a part last to a draft; its row.

    Raises
    ------
    Denied
        The actor may not write agreements.
    WrongState
        It is no draft, or is signed.
    InputError
        What is said does not hold.

    """
    with acting(actor):
        row = drafted(actor, agreement)
        kind = KINDS[type(part)]
        last = getattr(row, kind.rows).aggregate(last=Max("position"))["last"]
        made: Any = kind.model(agreement=row, position=(last or 0) + 1, **owned(row))
        kind.say(made, part, row)
        made.save(force_insert=True)
        record(actor, f"agreement.{kind.name}_added", row, part=made.pk)
    return made


def change_part(*, actor: Actor, number: int, part: Said, seen: str = "") -> Any:
    """Let the part with a number say what is now written.

    Raises
    ------
    Denied
        The actor may not write agreements.
    WrongState
        The agreement is no draft, or is signed.
    InputError
        What is said does not hold.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        kind = KINDS[type(part)]
        row, found = _locked(actor, kind, number)
        unchanged(found, seen)
        kind.say(found, part, row)
        found.save()
        record(actor, f"agreement.{kind.name}_changed", row, part=number)
    return found


def move_part(*, actor: Actor, name: str, number: int, up: bool, seen: str = "") -> Any:
    """Let a part change places with the one before it (`up`) or after it; at the end nothing happens.

    Raises
    ------
    Denied
        The actor may not write agreements.
    WrongState
        The agreement is no draft, or is signed.
    NotAsSeen
        Someone else moved it since its place had the mark `seen`.

    """
    with acting(actor):
        kind = named(name)
        row, found = _locked(actor, kind, number)
        rows = list(getattr(row, kind.rows).in_order())
        at = next(i for i, one in enumerate(rows) if one.pk == number)
        untouched(rows[at], seen, "position")
        to = at - 1 if up else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
            for position, one in enumerate(rows, start=1):
                if one.position != position:
                    one.position = position
                    one.save(update_fields=["position"])
            record(actor, f"agreement.{kind.name}_moved", row, part=number, position=to + 1)
    return found


def remove_part(*, actor: Actor, name: str, number: int) -> int:
    """Take a part out of a draft; the number of the agreement.

    Raises
    ------
    Denied
        The actor may not write agreements.
    WrongState
        The agreement is no draft, or is signed.
    InputError
        Commitments stand in the annex.

    """
    with acting(actor):
        kind = named(name)
        row, found = _locked(actor, kind, number)
        if isinstance(found, Annex) and found.commitments.exists():
            raise InputError(Message(N_("Commitments stand in this annex. Take them out first.")))
        if isinstance(found, Commitment):
            beside.removed([number])
        found.delete()
        record(actor, f"agreement.{kind.name}_removed", row, part=number)
    return row.pk


def named(name: str) -> Kind:
    """The kind of part that is called so.

    Raises
    ------
    KeyError
        There is none.

    """
    return next((one for one in KINDS.values() if one.name == name), None) or _none(name)


def _none(name: str) -> Kind:
    raise KeyError(name)


def _locked(actor: Actor, kind: Kind, number: int) -> tuple[Agreement, Any]:
    model: Any = kind.model
    row = drafted(actor, model.objects.values_list("agreement", flat=True).get(pk=number))
    return row, model.objects.select_for_update(of=("self",)).get(pk=number)


def _signs(row: Signatory, said: Signs, agreement: Agreement) -> None:
    row.of_party_id, row.party_name = _party(said.of_party, said.party_name)
    if not row.party_name:
        raise InputError(Message(N_("Say which party it is.")))
    row.function = line(said.function, required=Message(N_("Say in which function.")))
    row.name, row.mandate = line(said.name), line(said.mandate)


def _undertakes(row: Commitment, said: Undertaking, agreement: Agreement) -> None:
    row.text = free(said.text, required=Message(N_("Write what is undertaken, as the agreement has it.")))
    row.number, row.heading = line(said.number), free(said.heading)
    row.responsible_id, row.responsible_text = _party(said.responsible, said.responsible_text)
    row.cadence = line(said.cadence)
    row.annex = agreement.annexes.light().get(pk=said.annex) if said.annex else None


def _is_there(row: AgreedBody, said: There, agreement: Agreement) -> None:
    row.name = line(said.name, required=Message(N_("Give a name.")))
    row.kind = _one_of(said.kind, Body.Kind.values)
    if len(said.seats) > MOST_SEATS:
        raise InputError(Message(N_("Give at most {n} seats."), {"n": MOST_SEATS}))
    row.seats = [_seat(one) for one in said.seats]
    row.reports_to, row.convener, row.cadence = line(said.reports_to), line(said.convener), line(said.cadence)
    row.text = free(said.text)


def _seat(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": line(said["title"], required=Message(N_("Give the seat a title, as the agreement has it."))),
        "party": line(said.get("party", "")),
        "leads": bool(said.get("leads")),
        "opposition": bool(said.get("opposition")),
    }


def _post(row: AgreedFunction, said: Post, agreement: Agreement) -> None:
    row.name = line(said.name, required=Message(N_("Give a name.")))
    row.kind = _one_of(said.kind, Function.Kind.values)
    row.of_party_id, row.party_name = _party(said.of_party, said.party_name)


def _encloses(row: Annex, said: Enclosure, agreement: Agreement) -> None:
    row.title = line(said.title, required=Message(N_("Give the annex a title.")))
    row.text = free(said.text)
    if said.content:
        file = files.checked(said.content, files.ANNEXED)
        row.content, row.media_type, row.digest = file.content, file.media_type, file.digest
        row.size = len(file.content)
    if not row.text and not row.digest:
        raise InputError(Message(N_("Give the annex a text, a file, or both.")))


def _party(number: int | None, words: str) -> tuple[int | None, str]:
    """The party's row, if one is chosen, and what the text calls it: its name where the text says nothing else."""
    said = line(words)
    if number is None:
        return None, said
    party = Party.objects.get(pk=number)
    return party.pk, said or party.name


def _one_of(value: str, allowed: list[str]) -> str:
    if value not in allowed:
        raise InputError(Message(N_("“{value}” is none of the choices."), {"value": value}))
    return value


KINDS: dict[type[Said], Kind] = {
    Signs: Kind("signatory", Signatory, "signatories", _signs),
    Undertaking: Kind("commitment", Commitment, "commitments", _undertakes),
    There: Kind("body", AgreedBody, "bodies", _is_there),
    Post: Kind("function", AgreedFunction, "functions", _post),
    Enclosure: Kind("annex", Annex, "annexes", _encloses),
}
"""By what is said of them."""
