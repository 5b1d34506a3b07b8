"""What a result says to people, in Swedish and English, by the rules of honesty.

Counts and their interval come first; nothing is said in percent on a base below 20; nothing is called more or fewer
that chance could have made; what cannot be told is said to be so; a probability is said in words and in figures. No
page invents wording of its own.
"""

from lagesbild.analysis.report import changes, maps, steps
from lagesbild.analysis.report.figures import (
    LANGUAGES,
    Language,
    against,
    chance,
    compared,
    interval,
    number,
    percentage,
    probability,
    share,
)
from lagesbild.analysis.report.saying import handled, pattern, sentences

_KINDS = (changes, maps, steps)
"""Modules that say something; importing them is what makes their kinds known."""

__all__ = [
    "LANGUAGES",
    "Language",
    "against",
    "chance",
    "compared",
    "handled",
    "interval",
    "number",
    "pattern",
    "percentage",
    "probability",
    "sentences",
    "share",
]
