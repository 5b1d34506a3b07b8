"""The catalogue of measures: what they are, examples, and what summaries of research say of them.

The texts lie beside this module, a file for each kind of measure, in both languages. Of research stands only what is
known to have been published; where nothing is named, the page says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lagesbild.i18n import Language
from lagesbild.plans.models import Measure

FOLDER = Path(__file__).parent
SOURCE = (
    "Cornish & Clarke (2003), Opportunities, precipitators and criminal decisions: A reply to Wortley's critique of "
    "situational crime prevention, Crime Prevention Studies 16"
)
"""Where the 25 situational techniques are from."""
DISPLACEMENT = (
    "Guerette & Bowers (2009), Assessing the extent of crime displacement and diffusion of benefits: A review of "
    "situational crime prevention evaluations, Criminology 47(4)"
)
"""What is known of crimes that move elsewhere."""
ORDER = (
    Measure.Kind.SITUATIONAL,
    Measure.Kind.PRESENCE,
    Measure.Kind.SOCIAL,
    Measure.Kind.TRAFFIC,
    Measure.Kind.COMMUNICATION,
    Measure.Kind.OUTREACH,
)
"""Kinds of measure that the catalogue has, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an entry says in one language."""

    name: str
    what: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Research:
    """A publication, and what it says, by language."""

    reference: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One technique or measure of the catalogue.

    Parameters
    ----------
    key : str
        As measures remember it; never changes.
    kind : Measure.Kind
    group : str
        Key of its group within the kind.
    words : mapping of language to Words
    research : tuple of Research
        Empty where none is named.
    """

    key: str
    kind: Measure.Kind
    group: str
    words: Mapping[str, Words]
    research: tuple[Research, ...]

    def in_(self, language: Language) -> Words:
        """What it says in a language."""
        return self.words[language]

    def holds(self, text: str, language: Language) -> bool:
        """Whether every word of `text` stands in it, in a language."""
        said = self.in_(language)
        whole = " ".join([said.name, said.what, *said.examples, *(one.said[language] for one in self.research)])
        return all(word in whole.lower() for word in text.lower().split())


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of a kind that belong together, and what they are called, by language."""

    key: str
    kind: Measure.Kind
    names: Mapping[str, str]
    entries: tuple[Entry, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The whole catalogue, in order.

    Raises
    ------
    KeyError, ValueError
        A file lacks something: a fault of ours, which a test finds.

    """
    return tuple(group for kind in ORDER for group in _read(kind))


@cache
def entries() -> Mapping[str, Entry]:
    """Every entry by its key."""
    return {entry.key: entry for group in groups() for entry in group.entries}


def entry(key: str) -> Entry | None:
    """The entry with a key; None where the catalogue has none."""
    return entries().get(key)


def found(text: str, language: Language) -> list[Group]:
    """The groups with only those entries in which every word of `text` stands; all of them where it is empty."""
    kept = [
        Group(group.key, group.kind, group.names, tuple(one for one in group.entries if one.holds(text, language)))
        for group in groups()
    ]
    return [group for group in kept if group.entries]


def choices(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """Keys and names by group, to choose among."""
    return [(group.names[language], [(one.key, one.in_(language).name) for one in group.entries]) for group in groups()]


def _read(kind: Measure.Kind) -> list[Group]:
    kept = tomllib.loads((FOLDER / f"{kind.value}.toml").read_text(encoding="utf-8"))
    if kept["kind"] != kind:
        raise ValueError(f"{kind.value}.toml says that it is {kept['kind']}")
    made = [_entry(kind, one) for one in kept["entry"]]
    return [
        Group(one["key"], kind, {"sv": one["sv"], "en": one["en"]}, tuple(e for e in made if e.group == one["key"]))
        for one in kept["group"]
    ]


def _entry(kind: Measure.Kind, kept: Mapping[str, Any]) -> Entry:
    words = {
        language: Words(kept[language]["name"], kept[language]["what"], tuple(kept[language]["examples"]))
        for language in ("sv", "en")
    }
    research = tuple(Research(one["reference"], {"sv": one["sv"], "en": one["en"]}) for one in kept.get("research", ()))
    return Entry(kept["key"], kind, kept["group"], words, research)
