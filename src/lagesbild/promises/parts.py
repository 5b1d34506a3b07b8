"""What rooms further down add to the page of a promise, and what they know of it. They register in `ready`.

parts.section(order=50, template="evaluation/helps.html", context=fn(here, promise) -> dict or None)
parts.verdicts_from(fn(promise) -> "yes", "no", "cannot_tell" or None)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lagesbild.core.web.here import Here
from lagesbild.promises.models import Promise

Context = Callable[[Here, Promise], Mapping[str, Any] | None]
Verdict = Callable[[int], str | None]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page; its context is None for those it says nothing to."""

    order: int
    template: str
    context: Context


_sections: dict[str, Section] = {}
_verdicts: list[Verdict] = []


def section(*, order: int, template: str, context: Context) -> None:
    """Add a section to the page of a promise."""
    _sections[template] = Section(order, template, context)


def sections(here: Here, promise: Promise) -> list[tuple[str, Mapping[str, Any]]]:
    """Template and context of each section, in order."""
    found = []
    for one in sorted(_sections.values(), key=lambda section: section.order):
        context = one.context(here, promise)
        if context is not None:
            found.append((one.template, context))
    return found


def known(sections: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """Rows that sections have read and the chain needs not ask for again, by kind: what they call `known`."""
    found: dict[str, Any] = {}
    for _, context in sections:
        found |= context.get("known", {})
    return found


def verdicts_from(source: Verdict) -> None:
    """Say where the verdict of a decided evaluation is found."""
    _verdicts[:] = [source]


def verdict(promise: int) -> str | None:
    """Whether it helped, by its latest decided evaluation; None where there is none."""
    return _verdicts[0](promise) if _verdicts else None
