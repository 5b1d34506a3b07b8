"""Where something stands among others, and what may be said of two figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import JOINER, Language
from lagesbild.analysis.report.saying import put

Told = Literal["more", "fewer", "higher", "lower", "alike", "short"]
LEAST_FREEDOM = 3
"""Degrees of freedom from which it is known how much counts vary."""


def nearly(share: float) -> str:
    """A share in whole percent without its sign, never quite none or all where it is not."""
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return f"<{JOINER}1"
    if whole == 100 and share < 1:
        return f">{JOINER}99"
    return str(whole)


def standing(shares: Sequence[float], language: Language) -> str:
    """The place something has most often over reasonable weightings, and how often; `shares` from the first place."""
    place = max(range(len(shares)), key=lambda k: shares[k]) + 1
    share = shares[place - 1]
    if len(shares) == 1:
        return put("standing_only", {}, language)
    if place == 1 and share == 1:
        return put("standing_always", {}, language)
    values = {"place": place, "share": nearly(share)}
    return put("standing_first" if place == 1 else "standing_place", values, language)


def verdict(told: Told, language: Language) -> str:
    """What may be said of one figure beside another, as part of a sentence."""
    return put(f"verdict_{told}", {}, language)


def change(
    figure: tuple[str, str],
    period: tuple[str, str],
    told: Told | str,
    language: Language,
    *,
    percent: int | None = None,
    few: bool = False,
    intervals: bool = False,
) -> str:
    """One period against another in a sentence.

    Parameters
    ----------
    figure, period : (str, str)
        As they are written, the later first.
    told : str
        What may be said, or in other words why nothing may.
    language : {"sv", "en"}
        Of the sentence.
    percent : int, optional
        Of how much more or fewer, where the base allows it to be said.
    few : bool
        Whether both figures are too small for anything to be told.
    intervals : bool
        Whether the figures are told apart by their intervals, which do not meet.
    """
    values = {"now": figure[0], "before": figure[1], "period": period[0], "then": period[1]}
    said = {"change": put("change", values, language)}
    if told in ("more", "fewer") and percent is not None:
        return put(f"change_{told}", {**said, "percent": percent}, language)
    if told == "alike":
        return put("change_few" if few else "change_alike", said, language)
    known = put(f"verdict_{told}", {}, language) if told in get_args(Told) else told
    return put("change_apart" if intervals else "change_other", {**said, "verdict": known}, language)


def varied(freedom: int, dispersion: float, language: Language) -> str | None:
    """How much the counts vary that were compared, as far as it is known and is more than chance of single events."""
    if freedom < LEAST_FREEDOM:
        return put("varied_short", {}, language)
    if dispersion < 1.05:
        return None
    return put("varied", {"times": figures.number(dispersion, language, 1)}, language)
