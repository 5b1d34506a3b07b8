"""What a result says to people, in Swedish and English, by the rules of honesty.

Counts and their interval come first; nothing is said in percent on a base below 20; nothing is called more or fewer
that chance could have made; what is too little to tell is said to be. No page invents wording of its own.
"""

from lagesbild.analysis.report.figures import LANGUAGES, Language, against, interval, number, probability, share
from lagesbild.analysis.report.sentences import handled, sentences

__all__ = [
    "LANGUAGES",
    "Language",
    "against",
    "handled",
    "interval",
    "number",
    "probability",
    "sentences",
    "share",
]
