"""How the files of an import are to be read, and what their words become here: plain values, kept with the import."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lagesbild.sources.headings import normal
from lagesbild.sources.records import ReadOptions

OPTIONS = ("encoding", "separator", "decimal", "sheet", "header", "date_order", "crs", "area_centres", "repeats")
"""Fields of `ReadOptions` that a plan keeps as they are."""
NAMELESS = ""
"""What a row without category is called in a plan."""
LIKE_ENOUGH = 0.82


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import does with its files.

    Parameters
    ----------
    options : ReadOptions
        What the reader is told; the rest it concludes.
    categories : mapping of str to str
        The source's category to the partnership's own, by name; one that is not there is made. Those not named are
        proposed by likeness, or made by their own name.
    nameless : str
        Own category of rows that have none.
    only_here : bool
        Leave out rows that the source says are from another municipality.
    """

    options: ReadOptions = field(default_factory=ReadOptions)
    categories: Mapping[str, str] = field(default_factory=dict)
    nameless: str = ""
    only_here: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for the database."""
        return {
            "options": {name: getattr(self.options, name) for name in OPTIONS},
            "columns": dict(self.options.columns),
            "categories": dict(self.categories),
            "nameless": self.nameless,
            "only_here": self.only_here,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any], *, timezone: str) -> Plan:
        """The plan that was kept; what is missing is left to the reader."""
        known = {name: kept["options"][name] for name in OPTIONS if name in kept.get("options", {})}
        return cls(
            options=ReadOptions(**known, columns=dict(kept.get("columns", {})), timezone=timezone),
            categories=dict(kept.get("categories", {})),
            nameless=str(kept.get("nameless", "")),
            only_here=bool(kept.get("only_here", True)),
        )


def headings_of(headings: Iterable[str]) -> str:
    """Digest of the headings of files, to know them again: their order and small letters do not matter."""
    text = "\x1f".join(sorted({normal(heading) for heading in headings}))
    return hashlib.sha256(text.encode()).hexdigest()


def propose(theirs: Sequence[str], own: Sequence[str]) -> dict[str, str]:
    """For each of a source's categories the own one that is likest by name; none where none is like enough."""
    plain = {_plain(name): name for name in reversed(own)}
    found: dict[str, str] = {}
    for name in theirs:
        key = _plain(name)
        if key in plain:
            found[name] = plain[key]
            continue
        begins = [known for known in plain if known and (key.startswith(f"{known} ") or known.startswith(f"{key} "))]
        near = difflib.get_close_matches(key, plain, n=1, cutoff=LIKE_ENOUGH)
        likest = near or sorted(begins, key=len, reverse=True)[:1]
        if likest:
            found[name] = plain[likest[0]]
    return found


def _plain(name: str) -> str:
    return re.sub(r"[^\w]+", " ", name.casefold()).strip()
