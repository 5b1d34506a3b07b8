"""How easy a Swedish text is to read, and what would make it easier. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
END = re.compile(r"[.!?:]+(?=\s|$)")
LONG = 6
"""Letters; a word with more is long (Björnsson 1968)."""
SENTENCE = 20
"""Words; a sentence with more is long."""
VERY_LONG = 16
"""Letters; a word with more is named, to be replaced."""
FEW = 8
"""Words below which nothing is said."""
NAMED = 6
"""Words that are named."""
PLAINER = {
    "avseende": "om",
    "beträffande": "om",
    "erforderlig": "som behövs",
    "erhålla": "få",
    "genomföra": "göra",
    "genomförs": "görs",
    "implementera": "införa",
    "inkludera": "ta med",
    "initiera": "börja",
    "insats": "det vi gör",
    "insatser": "det vi gör",
    "intensifiera": "öka",
    "kontinuerligt": "hela tiden",
    "möjliggöra": "göra det möjligt",
    "proaktiv": "förebyggande",
    "säkerställa": "se till",
    "tillgodose": "möta",
    "tillse": "se till",
    "utifrån": "från",
    "verka för": "arbeta för",
    "vidta": "göra",
    "vidtas": "görs",
}
"""Words of offices, and what people say."""


class Ease(StrEnum):
    """Steps of the index, by Björnsson's description of Swedish texts."""

    VERY_EASY = "very_easy"
    """Below 30: books for children."""
    EASY = "easy"
    """30 to 40: novels, magazines."""
    MIDDLING = "middling"
    """40 to 50: newspapers."""
    HARD = "hard"
    """50 to 60: official texts."""
    VERY_HARD = "very_hard"
    """60 and above: the language of offices."""


LIMITS = ((30, Ease.VERY_EASY), (40, Ease.EASY), (50, Ease.MIDDLING), (60, Ease.HARD))


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads.

    Parameters
    ----------
    lix : int
        Words per sentence and percent of long words, added.
    ease : Ease
    words, sentences : int
    long_sentences : tuple of int
        Number of words of each sentence that has more than `SENTENCE`.
    long_words : tuple of str
        Words of more than `VERY_LONG` letters, each once.
    plainer : tuple of (str, str)
        Words of offices in it, each with what people say.
    """

    lix: int
    ease: Ease
    words: int
    sentences: int
    long_sentences: tuple[int, ...]
    long_words: tuple[str, ...]
    plainer: tuple[tuple[str, str], ...]


def read(text: str) -> Reading | None:
    """How the text reads; None when it is too short to tell (`FEW` words).

    References
    ----------
    Björnsson, C.-H. (1968). Läsbarhet. Stockholm: Liber.
    """
    words = WORD.findall(text)
    if len(words) < FEW:
        return None
    # a line of its own is a sentence, as an item of a list is
    parts = [part for line in text.splitlines() for part in END.split(line)]
    lengths = [n for n in (len(WORD.findall(part)) for part in parts) if n]
    lix = len(words) / len(lengths) + 100 * sum(len(word) > LONG for word in words) / len(words)
    rounded = round(lix)
    ease = next((step for limit, step in LIMITS if rounded < limit), Ease.VERY_HARD)
    said = f" {' '.join(words).casefold()} "
    return Reading(
        lix=rounded,
        ease=ease,
        words=len(words),
        sentences=len(lengths),
        long_sentences=tuple(n for n in lengths if n > SENTENCE),
        long_words=tuple(dict.fromkeys(word for word in words if len(word) > VERY_LONG))[:NAMED],
        plainer=tuple((heavy, plain) for heavy, plain in PLAINER.items() if f" {heavy} " in said)[:NAMED],
    )
