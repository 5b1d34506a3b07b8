"""What is said of a promise's figures and text: every sentence in one place, count and interval first."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from lagesbild.analysis import DetectableEffect, Dispersion, Method, Regression
from lagesbild.core.told import told
from lagesbild.i18n import N_, Message
from lagesbild.promises.foreseeing import LEVEL, POWER, Foreseen, Why
from lagesbild.promises.lix import Ease, Reading
from lagesbild.promises.periods import Named, Period

EASE = {
    Ease.VERY_EASY: N_("very easy to read"),
    Ease.EASY: N_("easy to read"),
    Ease.MIDDLING: N_("like a newspaper"),
    Ease.HARD: N_("hard to read, like official texts"),
    Ease.VERY_HARD: N_("very hard to read"),
}
NOTHING = {
    Why.NO_PLACE: N_("No place is chosen, so whether the promise helps cannot be counted. It can still be kept."),
    Why.NO_CATEGORIES: N_("No categories of incidents are chosen, so whether the promise helps cannot be counted."),
    Why.NO_HISTORY: N_("The same season has not been counted whole before. There is nothing to compare with yet."),
    Why.BROKEN: N_("What is reported has changed since every earlier season, so that counts cannot be compared."),
    Why.NOTHING: N_("Nothing was reported here in the same season before. A fall cannot be shown."),
}
PERIODS = {
    Named.SUMMER: N_("April to September {year}"),
    Named.WINTER: N_("October {year} to March {next}"),
    Named.YEAR: N_("the whole year {year}"),
}


def period(said: Period) -> Message:
    """What a period is called."""
    name = said.name
    if name is None:
        return Message(N_("{starts} to {ends}"), {"starts": said.starts, "ends": said.ends})
    return Message(PERIODS[name], {"year": str(said.starts.year), "next": str(said.starts.year + 1)})


def reading(found: Reading | None) -> list[Message]:
    """How a text reads, and what would make it easier."""
    if found is None:
        return [Message(N_("Too short to say how it reads."))]
    lines = [Message(N_("LIX {lix}: {ease}."), {"lix": found.lix, "ease": Message(EASE[found.ease])})]
    n = len(found.long_sentences)
    if n:
        lines.append(
            Message(
                N_("{n} sentence has more than 20 words. Split it."),
                {"n": n},
                plural=N_("{n} sentences have more than 20 words. Split them."),
                n=n,
            )
        )
    if found.long_words:
        lines.append(Message(N_("Long words: {words}."), {"words": ", ".join(found.long_words)}))
    for heavy, plain in found.plainer:
        lines.append(Message(N_("“{heavy}” can be said as “{plain}”."), {"heavy": heavy, "plain": plain}))
    return lines


def foreseen(found: Foreseen) -> list[Message]:
    """What the promise can show, in the words of the analysis."""
    if found.why is not None:
        return [Message(NOTHING[found.why])]
    reduction = None if found.mean is None else 1 - found.mean / found.expected
    shown = DetectableEffect(found.expected, found.critical, found.mean, reduction, POWER, LEVEL, Method("kept", {}))
    return [*told(pulled(dataclasses.asdict(found))), *told(shown)]


def spread(dispersion: float) -> list[Message]:
    """How much counts vary beside what chance alone would make."""
    return told(Dispersion(dispersion, 1, Method("kept", {})))


def pulled(kept: Mapping[str, Any]) -> Regression:
    """What was to be expected, from the figures that are kept; `places` is 0 where there were too few to tell."""
    places = kept["places"]
    before, expected, low, high = (kept[name] for name in ("unadjusted", "expected", "low", "high"))
    return Regression(before, expected, low, high, 1 - LEVEL, kept["weight"], places, places > 0, Method("kept", {}))
