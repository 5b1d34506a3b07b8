"""Which kind of result is drawn by which function, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from lagesbild.analysis.clock import HeapedHour
from lagesbild.analysis.concentration import DumpingPoint
from lagesbild.analysis.coverage import CoverageBreak
from lagesbild.analysis.harm import HarmTable
from lagesbild.analysis.hexagons import HexCounts
from lagesbild.analysis.interaction.chains import LinkedChain
from lagesbild.analysis.intervals import IntervalResult
from lagesbild.analysis.places import GridCounts
from lagesbild.analysis.regression import Shrunk
from lagesbild.analysis.report import figures, sentences
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.result import Method, Result
from lagesbild.analysis.scanning import Cluster
from lagesbild.analysis.texts import Theme

UNDRAWN: dict[type[Result], str] = {
    Cluster: "one row of a scan, drawn with it",
    CoverageBreak: "one row of the breaks, drawn with them",
    DumpingPoint: "one row of the points, drawn with them",
    GridCounts: "the counts that maps are made of; what stands out on them is drawn",
    HarmTable: "what somebody has decided, not a result",
    HexCounts: "the counts that maps are made of; what stands out on them is drawn",
    HeapedHour: "one row of the hours, drawn with them",
    IntervalResult: "ends of intervals without what they are of; drawn by the results that have both",
    LinkedChain: "one row of the chains, drawn with them",
    Method: "how a result was made",
    Shrunk: "two figures that other methods compute with",
    Theme: "one row of the themes, drawn with them",
}
"""Kinds of result that have no picture, and why."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as it is described, with the figures that are in it.

    Parameters
    ----------
    title : str
        What is shown.
    description : str
        What it says (`report.sentences`), for those who do not see it.
    reading : str
        What the marks mean.
    spec : dict
        Vega-Lite, with its data in it; fonts and background are left to whoever draws it.
    columns : tuple of str
        Headings of the table.
    rows : tuple of tuple of str
        The figures that are drawn, as people read them.
    """

    title: str
    description: str
    reading: str
    spec: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a function draws: layers and the table; None instead where there is too little to draw."""

    title: str
    reading: str
    spec: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Draw = Callable[[Any, Language, Sequence[str]], "Sketch | None"]
_DRAWN: dict[type[Result], Draw] = {}
D = TypeVar("D", bound=Draw)


def chart(result: Result, language: Language = "sv", names: Sequence[str] = ()) -> Chart | None:
    """The chart of a result.

    Parameters
    ----------
    result : Result
        Of a kind that is `drawn`.
    language : {"sv", "en"}
        Of titles, axes and figures.
    names : sequence of str
        What the rows of the result are called, as for `report.sentences`.

    Returns
    -------
    Chart or None
        None where there is too little to draw.

    Raises
    ------
    ValueError
        If this kind of result is not drawn, there is no such language, or a row has no name.
    """
    if language not in figures.LANGUAGES:
        raise ValueError(f"there are no charts in {language!r}")
    draw = _DRAWN.get(type(result))
    if draw is None:
        raise ValueError(f"there is no chart of {type(result).__name__}")
    found = draw(result, language, names)
    if found is None:
        return None
    return Chart(
        found.title,
        " ".join(sentences(result, language, names)),
        found.reading,
        found.spec,
        found.columns,
        found.rows,
    )


def drawn() -> frozenset[type[Result]]:
    """Kinds of result that there are charts of."""
    return frozenset(_DRAWN)


def of(kind: type[Result]) -> Callable[[D], D]:
    """Mark the function that draws results of a kind."""

    def keep(draw: D) -> D:
        _DRAWN[kind] = draw
        return draw

    return keep
