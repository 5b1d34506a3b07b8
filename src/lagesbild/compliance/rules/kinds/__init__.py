"""Kinds of commitment: one file each, found by itself. A new kind needs no change anywhere else.

A file of this package holds one subclass of `Kind`. Its `Parameters` say what is asked for on the form (`asked`), are
kept in the database as JSON, and are the only thing, beside the record and the day, that `judge` may look at. A kind
writes `status`; `judge` asks it only of days on which the commitment applies.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_origin, get_type_hints

from lagesbild.compliance.rules.calendar import Period
from lagesbild.compliance.rules.judging import EVIDENCE, Judgement, Occasion, Status
from lagesbild.compliance.rules.record import Record
from lagesbild.i18n import N_, Message


class Asks(StrEnum):
    """What a parameter is chosen among, where it is more than its type."""

    BODY = "body"
    PARTY = "party"
    FUNCTION = "function"
    ARTEFACT = "artefact"
    ITEM = "item"
    SERVICE = "service"
    POLICY = "policy"


MOST = 3660
"""Of a number that nothing else is said of: ten years of days, and months that calendars reach back and forward."""


def asked(
    label: str,
    among: Asks | None = None,
    help_text: str = "",
    choices: Mapping[Any, str] | None = None,
    *,
    most: int = MOST,
    **more: Any,
) -> Any:
    """A field of `Parameters`.

    Parameters
    ----------
    label, help_text : str
        Marked with `N_`.
    among : Asks or None
        What it is chosen among, where that is something of the partnership.
    choices : mapping or None
        What it is chosen among, where that is a few values: to each its label, marked with `N_`.
    most : int
        The greatest value of a number; the least is 0.
    **more
        What `dataclasses.field` takes: a default.
    """
    about = {"label": label, "among": among, "help_text": help_text, "choices": choices, "most": most}
    return dataclasses.field(metadata=about, **more)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a commitment of a kind says: numbers, days, and numbers of bodies, parties, functions."""


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True, slots=True)
class Context:
    """What is judged besides the parameters.

    Parameters
    ----------
    rule : int
        Number of the rule, by which attestations and efforts name it.
    within : Period
        The days on which the commitment applies: from when the agreement, or the statute, came into force, to its
        last day. A rule is never judged outside of it.
    """

    rule: int
    within: Period


class Kind(ABC, Generic[P]):
    """A kind of commitment."""

    name: ClassVar[str]
    """Kept in the database."""
    label: ClassVar[str]
    """Marked with `N_`."""
    about: ClassVar[str]
    """What it checks, in a sentence for the one who chooses; marked with `N_`."""
    parameters: type[P]

    @abstractmethod
    def says(self, asked: P, record: Record) -> Message:
        """What is checked, in words, with names of bodies from the record: “BRÅ meets at least four times a year”."""

    def judge(self, asked: P, record: Record, on: dt.date, of: Context) -> Judgement:
        """The status as of the day; a function of what is given and of nothing else."""
        if on < of.within.first:
            return Judgement(
                Status.CANNOT_TELL, Message(N_("Does not apply until {first}."), {"first": of.within.first})
            )
        if on > of.within.last:
            return Judgement(Status.CANNOT_TELL, Message(N_("Applied until {last}."), {"last": of.within.last}))
        found = self.status(asked, record, on, of)
        if found.next is not None and found.next.by is not None and found.next.by < on:
            found = dataclasses.replace(found, next=dataclasses.replace(found.next, by=None))
        return (
            found if len(found.evidence) <= EVIDENCE else dataclasses.replace(found, evidence=found.evidence[:EVIDENCE])
        )

    @abstractmethod
    def status(self, asked: P, record: Record, on: dt.date, of: Context) -> Judgement:
        """What `judge` says of a day on which the commitment applies."""

    def occasions(self, asked: P, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """The days of a stretch at which it asks for something, for the wheel of the year and for reminders."""
        return ()

    def objections(self, asked: P) -> Mapping[str, Message]:
        """What is wrong with parameters that have the right types: by field, how to mend it. None: they can be used."""
        return {}

    def read(self, plain: Mapping[str, Any]) -> P:
        """Parameters out of JSON.

        Raises
        ------
        WrongParameters
            If one is missing, unknown, not what its field takes, or objected to.
        """
        fields = {one.name: one for one in dataclasses.fields(self.parameters)}
        hints = get_type_hints(self.parameters)
        wrong = {name: Message(N_("{kind} has no such field."), {"kind": self.name}) for name in plain.keys() - fields}
        typed = {}
        for name, one in fields.items():
            if name in plain:
                try:
                    typed[name] = _typed(plain[name], hints[name])
                except (TypeError, ValueError):
                    wrong[name] = Message(N_("{value} cannot be used here."), {"value": repr(plain[name])})
            elif one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
                wrong[name] = Message(N_("This has to be filled in."))
        if not wrong:
            found = self.parameters(**typed)
            far = _out_of_reach(found)
            # what else is wrong is said with them, of numbers that can be counted with
            wrong = {**self.objections(dataclasses.replace(found, **dict.fromkeys(far, 0))), **far}
            if not wrong:
                return found
        raise WrongParameters(wrong)


class WrongParameters(ValueError):
    """Parameters that a kind cannot use: what is wrong, by field."""

    def __init__(self, objections: Mapping[str, Message]) -> None:
        super().__init__("; ".join(f"{k}: {m.text.format(**m.values)}" for k, m in sorted(objections.items())))
        self.objections = objections


def plain(asked: Parameters) -> dict[str, Any]:
    """Parameters as JSON; what `read` makes of it equals them."""
    return {one.name: _plain(getattr(asked, one.name)) for one in dataclasses.fields(asked)}


@cache
def kinds() -> Mapping[str, Kind[Any]]:
    """Every kind by name."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {one.name: one() for one in sorted(Kind.__subclasses__(), key=lambda one: one.name)}


def _out_of_reach(asked: Parameters) -> dict[str, Message]:
    """Numbers that are counted and that no calendar can count with, by field."""
    found = {}
    for one in dataclasses.fields(asked):
        value, most = getattr(asked, one.name), one.metadata["most"]
        counted = isinstance(value, int | float) and not isinstance(value, bool) and one.metadata["among"] is None
        if counted and not 0 <= value <= most:
            found[one.name] = Message(N_("Choose between 0 and {most}."), {"most": most})
    return found


def _typed(value: Any, hint: Any) -> Any:
    options = get_args(hint)
    if get_origin(hint) is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{value!r} is no list")
        return tuple(_typed(one, options[0]) for one in value)
    if type(None) in options:
        return None if value is None else _typed(value, next(one for one in options if one is not type(None)))
    if hint is dt.date:
        return dt.date.fromisoformat(value) if isinstance(value, str) else _instance(value, dt.date)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint is int and isinstance(value, bool):
        raise ValueError(f"{value!r} is not a whole number")
    return _instance(value, hint)


def _instance(value: Any, target: type) -> Any:
    if not isinstance(value, target):
        raise ValueError(f"{value!r} is not of {target.__name__}")
    return value


def _plain(value: Any) -> Any:
    match value:
        case dt.date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case tuple():
            return [_plain(one) for one in value]
        case _:
            return value
