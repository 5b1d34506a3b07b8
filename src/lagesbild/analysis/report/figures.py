"""Figures as people read them: numbers, intervals, shares, probabilities."""

from __future__ import annotations

import math
from typing import Literal

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")

NBSP, JOINER = "\u00a0", "\u2060"
SMALLEST_BASE = 20
"""Smallest whole that a share of may be said in percent."""
_AT_LEAST = {"sv": "minst {n}", "en": "at least {n}"}
_COMPARED = {"sv": "mot väntade {span}", "en": "against an expected {span}"}
_OF = {"sv": "{n} av {total}", "en": "{n} of {total}"}
_PERCENT = {"sv": "{n} %", "en": "{n} %"}
_SELDOM = {"sv": "av en slump högst 1 gång på {n}", "en": "by chance at most 1 time in {n}"}
_ONCE = {"sv": "av en slump 1 gång på {n}", "en": "by chance 1 time in {n}"}
_OFTEN = {"sv": "av en slump {n} gånger på 100", "en": "by chance {n} times in 100"}
_BELOW = {"sv": "mindre än {p}", "en": "less than {p}"}
_FLOOR = {"sv": "högst {p}", "en": "at most {p}"}


def number(value: float, language: Language, decimals: int | None = None) -> str:
    """A number: 1 234 and 0,5 in Swedish, 1,234 and 0.5 in English; whole from 10 up where `decimals` is not given.

    Raises
    ------
    ValueError
        If it is not finite: there is nothing to say then, and the caller has to know.
    """
    if not math.isfinite(value):
        raise ValueError("a figure that is not finite cannot be shown")
    if decimals is None:
        decimals = 0 if float(value).is_integer() or abs(value) >= 10 else 1
    said = f"{value:,.{decimals}f}"
    if float(said.replace(",", "")) == 0:
        said = said.lstrip("-")
    said = said.replace("-", "\u2212")
    if language == "sv":
        said = said.replace(",", NBSP).replace(".", ",")
    return said


def interval(low: float, high: float, language: Language, decimals: int | None = None) -> str:
    """The ends of an interval, held together: 4–9; one figure where they are the same, "4 or more" without an end."""
    if math.isinf(high):
        said = _AT_LEAST[language].format(n=number(low, language, decimals))
        return said.replace(" ", NBSP)
    first, last = number(low, language, decimals), number(high, language, decimals)
    if first == last:
        return first
    dash = f"{NBSP}{ {'sv': 'till', 'en': 'to'}[language] }{NBSP}" if low < 0 else f"{JOINER}–{JOINER}"
    return f"{first}{dash}{last}"


def against(count: int, low: float, high: float, language: Language) -> str:
    """A count with what it is compared to, as one unbreakable unit: “14 mot väntade 4–9”."""
    return f"{number(count, language)}{NBSP}{compared(low, high, language)}"


def compared(low: float, high: float, language: Language) -> str:
    """What a count is compared to, without the count: “mot väntade 4–9”."""
    return _COMPARED[language].format(span=interval(low, high, language)).replace(" ", NBSP)


def share(part: int, whole: int, language: Language) -> str:
    """A part of a whole: in figures always, in percent too where the whole is at least 20."""
    said = _OF[language].format(n=number(part, language), total=number(whole, language)).replace(" ", NBSP)
    percent = percentage(part, whole, language)
    return said if percent is None else f"{said}, {percent}"


def percentage(part: int, whole: int, language: Language) -> str | None:
    """The part in percent; None where the whole is below 20, or the part would round to none."""
    if whole < SMALLEST_BASE or (part and 200 * part <= whole):
        return None
    return percent(part / whole, language)


def percent(share_: float, language: Language) -> str:
    """A share of 0 to 1 in whole percent; whoever says it has seen to it that the whole is large enough."""
    return _PERCENT[language].format(n=number(round(100 * share_), language)).replace(" ", NBSP)


def hour(value: int, language: Language) -> str:
    """An hour of the day on the dot: 13.00 in Swedish, 13:00 in English."""
    return f"{value:02d}{ {'sv': '.', 'en': ':'}[language] }00"


def probability(p: float, language: Language, floor: float = 0.001) -> str:
    """A probability to two figures at most, never smaller than can be known."""
    least = max(floor, 0.001)
    if p <= least and floor > 0.001:
        return _FLOOR[language].format(p=number(least, language, 3)).replace(" ", NBSP)
    if p < least:
        return _BELOW[language].format(p=number(least, language, 3)).replace(" ", NBSP)
    return number(p, language, 3 if p < 0.01 else 2)


def chance(p: float, language: Language, floor: float = 0.0) -> str:
    """How often chance gives as much, in words and in figures: “av en slump 1 gång på 200, p 0,005”.

    Parameters
    ----------
    p : float
        Probability of at least as much by chance, 0 to 1.
    language : {"sv", "en"}
        Of the words.
    floor : float
        Smallest probability that could have come out, for permutations and replicas; never said to be less.
    """
    least = max(floor, 0.001)
    if p <= least and (floor > 0.001 or p < least):
        words = _SELDOM[language].format(n=number(round(1 / least), language))
    elif p < 0.1:
        words = _ONCE[language].format(n=number(round(1 / p), language))
    else:
        words = _OFTEN[language].format(n=number(round(100 * p), language))
    return f"{words}, p{NBSP}{probability(p, language, floor)}"
