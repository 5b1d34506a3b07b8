"""What a result says to people, in Swedish and English, by the rules of honesty.

Counts and their interval come first; nothing is said in percent on a base below 20; nothing is called more or fewer
that chance could have made; what cannot be told is said to be so; a probability is said in words and in figures. No
page invents wording of its own.
"""

from lagesbild.analysis.report import changes, maps, steps
from lagesbild.analysis.report.changes import alarms
from lagesbild.analysis.report.closeness import (
    as_often,
    band,
    followed,
    how_followed,
    how_series,
    multiple,
    no_series,
    one_series,
    pairs,
    rough,
    series,
    twice,
)
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
from lagesbild.analysis.report.standing import Told, change, nearly, standing, varied, verdict
from lagesbild.analysis.report.steps import heaped, perhaps_heaped

_KINDS = (changes, maps, steps)
"""Modules that say something; importing them is what makes their kinds known."""

__all__ = [
    "LANGUAGES",
    "Language",
    "Told",
    "against",
    "alarms",
    "as_often",
    "band",
    "chance",
    "change",
    "compared",
    "followed",
    "handled",
    "heaped",
    "how_followed",
    "how_series",
    "interval",
    "multiple",
    "nearly",
    "no_series",
    "number",
    "one_series",
    "pairs",
    "pattern",
    "percentage",
    "perhaps_heaped",
    "probability",
    "rough",
    "sentences",
    "series",
    "share",
    "standing",
    "twice",
    "varied",
    "verdict",
]
