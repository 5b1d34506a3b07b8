"""Which kind of result is said by which function, and how its lines become sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.texts import TEXTS
from lagesbild.analysis.result import Result

ALPHA = 0.05
"""What is called more or fewer than chance."""
Line = tuple[str, dict[str, Any]]
"""Key of a text and what is put into it; `n` decides between the text for one and that for more."""
Say = Callable[[Any, Language, Sequence[str]], list[Line]]
_SAID: dict[type[Result], Say] = {}
S = TypeVar("S", bound=Say)


def sentences(result: Result, language: Language = "sv", names: Sequence[str] = ()) -> tuple[str, ...]:
    """What a result says, as sentences in the order in which they are to be read.

    Parameters
    ----------
    result : Result
        Of a kind that is `handled`.
    language : {"sv", "en"}
        Of the sentences.
    names : sequence of str
        What the rows of the result are called, for results that have rows: series, places, sources, problems. Maps
        (`getis_ord`, `local_moran`) are counted without them; with them, one for each place, the clearest are named.

    Returns
    -------
    tuple of str

    Raises
    ------
    ValueError
        If nothing is said of this kind of result, in this language, or a row has no name.
    """
    if language not in figures.LANGUAGES:
        raise ValueError(f"there are no sentences in {language!r}")
    say = _SAID.get(type(result))
    if say is None:
        raise ValueError(f"there are no sentences for {type(result).__name__}")
    return tuple(put(key, values, language) for key, values in say(result, language, names))


def pattern(code: int, language: Language) -> str:
    """What a pattern of hot periods (`Pattern`) is called."""
    return str(TEXTS["patterns"][language][code])


def handled() -> frozenset[type[Result]]:
    """Kinds of result that there are sentences for."""
    return frozenset(_SAID)


def of(kind: type[Result]) -> Callable[[S], S]:
    """Mark the function that says results of a kind."""

    def keep(say: S) -> S:
        _SAID[kind] = say
        return say

    return keep


def named(names: Sequence[str], row: int) -> str:
    """The name of a row.

    Raises
    ------
    ValueError
        If it has none.
    """
    if row >= len(names):
        raise ValueError(f"row {row} has no name")
    return names[row]


def put(key: str, values: dict[str, Any], language: Language) -> str:
    """The text of a key with its values in it."""
    text = TEXTS[key][language]
    if isinstance(text, tuple):
        text = text[0 if values["n"] == 1 else 1]
    shown = {
        name: value if isinstance(value, str) else figures.number(value, language) for name, value in values.items()
    }
    return str(text.format(**shown))
