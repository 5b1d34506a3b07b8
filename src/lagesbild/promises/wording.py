"""What is said of a promise's figures and text: every sentence in one place, count and interval first."""

from __future__ import annotations

import math

from lagesbild.i18n import N_, Message
from lagesbild.promises.foreseeing import Foreseen, Why
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
BASE = 20
"""Expected incidents below which no percent is said."""


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
    """What the promise can show, in words; nothing is said of percent on a small base."""
    if found.why is not None:
        return [Message(NOTHING[found.why])]
    expected, low, high = round(found.expected), round(found.low), round(found.high)
    lines = [
        Message(
            N_("If nothing is done, {expected} reports are to be expected, between {low} and {high}."),
            {"expected": expected, "low": low, "high": high},
        )
    ]
    lines += regression(found.unadjusted, found.expected, found.places)
    if found.critical is None:
        lines.append(Message(N_("The numbers are too small: not even a season without any report would show a fall.")))
        return lines
    lines.append(
        Message(N_("{critical} reports or fewer would show that there are fewer."), {"critical": found.critical})
    )
    if found.mean is None or found.mean >= found.expected:
        return lines
    fewer = math.ceil(found.expected - found.mean)
    values: dict[str, object] = {"fewer": fewer, "expected": expected}
    if found.expected >= BASE:
        share = math.ceil(100 * (1 - found.mean / found.expected))
        lines.append(
            Message(
                N_("To be seen in four cases of five it must take away {fewer} of {expected} reports ({share} %)."),
                {**values, "share": share},
            )
        )
    else:
        lines.append(
            Message(N_("To be seen in four cases of five it must take away {fewer} of {expected} reports."), values)
        )
    lines.append(Message(N_("A smaller effect can be there all the same; the answer will be “cannot be told”.")))
    return lines


def spread(dispersion: float) -> Message:
    """How much counts vary beside what chance alone would make."""
    if dispersion < 1.05:
        return Message(N_("Counts vary no more than chance makes them."))
    return Message(N_("Counts vary {phi} times as much as chance makes them."), {"phi": round(dispersion, 1)})


def regression(unadjusted: float, expected: float, places: int) -> list[Message]:
    """Regression to the mean, said before any effect; `places` is 0 where there were too few to tell."""
    if not places:
        return [
            Message(
                N_(
                    "A place that is chosen because it stands out mostly falls back by itself. "
                    "There are too few comparable places to say how far."
                )
            )
        ]
    before, after = round(unadjusted), round(expected)
    if before <= after:
        return [
            Message(
                N_("Beside {places} comparable places it does not stand out; no fall by itself is to be expected."),
                {"places": places},
            )
        ]
    return [
        Message(
            N_(
                "Earlier seasons had {before} in as many days. The place stands out, and such places mostly fall back "
                "by themselves: beside {places} comparable places {after} are to be expected, whatever is done."
            ),
            {"before": before, "after": after, "places": places},
        )
    ]
