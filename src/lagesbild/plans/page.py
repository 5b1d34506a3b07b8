"""What rooms further down say of measures: what else can be done with one, and what came of some."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from lagesbild.core.web import Here
from lagesbild.i18n import Message
from lagesbild.plans.models import Measure


@dataclass(frozen=True, slots=True)
class Link:
    """A link beside a measure: its words, and its address."""

    said: Message
    address: str


Links = Callable[[Here, Measure], Sequence[Link]]
Results = Callable[[Here, Collection[int]], Mapping[int, Message]]
Promises = Callable[[Here, Collection[int]], Mapping[int, Sequence[tuple[str, str]]]]
_links: list[Links] = []
_promises: list[Promises] = []
_results: list[Results] = []


def links_from(source: Links) -> None:
    """Say who has links to put on the page of a measure; called inside the walls of whoever looks."""
    if source not in _links:
        _links.append(source)


def links(here: Here, measure: Measure) -> list[Link]:
    """The links of all rooms."""
    return [one for source in _links for one in source(here, measure)]


def results_from(source: Results) -> None:
    """Say who knows whether measures worked, by their numbers; called inside the walls of whoever looks."""
    if source not in _results:
        _results.append(source)


def results(here: Here, measures: Collection[int]) -> dict[int, list[Message]]:
    """What is known of whether they worked, by number."""
    found: dict[int, list[Message]] = {}
    for source in _results:
        for number, said in source(here, measures).items():
            found.setdefault(number, []).append(said)
    return found


def promised_from(source: Promises) -> None:
    """Say who knows what measures are promised in, by their numbers: name and address of each promise."""
    if source not in _promises:
        _promises.append(source)


def promised(here: Here, measures: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """What measures are promised in, by number."""
    found: dict[int, list[tuple[str, str]]] = {}
    for source in _promises:
        for number, promises in source(here, measures).items():
            found.setdefault(number, []).extend(promises)
    return found
