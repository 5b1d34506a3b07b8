"""Kinds of commitment: one file each, found by itself. A new kind needs no change anywhere else.

A file of this package holds one subclass of `Kind`. Its `Parameters` say what is asked for on the form (`asked`), are
kept in the database as JSON, and are the only thing, beside the record and the day, that `judge` may look at.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_type_hints

from lagesbild.compliance.rules.calendar import Period
from lagesbild.compliance.rules.judging import Judgement, Occasion
from lagesbild.compliance.rules.record import Record
from lagesbild.i18n import Message


class Asks(StrEnum):
    """What a parameter is chosen among, where it is more than its type."""

    BODY = "body"
    PARTY = "party"
    FUNCTION = "function"
    ARTEFACT = "artefact"
    ITEM = "item"
    SERVICE = "service"
    POLICY = "policy"


def asked(label: str, among: Asks | None = None, help_text: str = "", **more: Any) -> Any:
    """A field of `Parameters`: its label (marked with `N_`), what it is chosen among, and what helps to fill it in."""
    return dataclasses.field(metadata={"label": label, "among": among, "help_text": help_text}, **more)


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


class Kind(Generic[P]):
    """A kind of commitment."""

    name: ClassVar[str]
    """Kept in the database."""
    label: ClassVar[str]
    """Marked with `N_`."""
    about: ClassVar[str]
    """What it checks, in a sentence for the one who chooses; marked with `N_`."""
    parameters: type[P]

    def says(self, asked: P, record: Record) -> Message:
        """What is checked, in words, with names of bodies from the record: “BRÅ meets at least four times a year”."""
        raise NotImplementedError

    def judge(self, asked: P, record: Record, on: dt.date, of: Context) -> Judgement:
        """The status as of the day; a function of what is given and of nothing else."""
        raise NotImplementedError

    def occasions(self, asked: P, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """The days of a stretch at which it asks for something, for the wheel of the year and for reminders."""
        return ()

    def read(self, plain: Mapping[str, Any]) -> P:
        """Parameters out of JSON.

        Raises
        ------
        ValueError
            If one is missing or not what its field takes.
        """
        hints = get_type_hints(self.parameters)
        return self.parameters(
            **{
                f.name: _typed(plain[f.name], hints[f.name])
                for f in dataclasses.fields(self.parameters)
                if f.name in plain
            }
        )


@cache
def kinds() -> Mapping[str, Kind[Any]]:
    """Every kind by name."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {one.name: one() for one in sorted(Kind.__subclasses__(), key=lambda one: one.name)}


def _typed(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    options = [one for one in get_args(hint) if one is not type(None)] if get_args(hint) else [hint]
    target = options[0]
    if target is dt.date:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(target, type) and issubclass(target, StrEnum):
        return target(value)
    if target is int and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError(f"{value!r} is not a whole number")
    return tuple(value) if isinstance(value, list) else value
