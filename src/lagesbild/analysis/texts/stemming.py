"""Swedish words without their endings, after the published description of the Snowball stemmer."""

from __future__ import annotations

import re
from functools import lru_cache

from lagesbild.analysis.asked import asked

VOWELS = "aeiouyäåö"
_REGION = re.compile(f"[{VOWELS}][^{VOWELS}]")
_ENDINGS_SAID = (
    "a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or as arnas ernas ornas "
    "es ades andes ens arens hetens erns at andet het ast"
)
_ENDINGS = tuple(sorted(_ENDINGS_SAID.split(), key=len, reverse=True))
_BEFORE_S = frozenset("bcdfghjklmnoprtvy")
_DOUBLED = ("dd", "gd", "nn", "dt", "gt", "kt", "tt")
_LAST = (("fullt", "full"), ("löst", "lös"), ("els", ""), ("lig", ""), ("ig", ""))

_STOP_SAID = (
    "och det att i en jag hon som han på den med var sig för så till är men ett om hade de av icke mig du henne då sin "
    "nu har inte hans honom skulle hennes där min man ej vid kunde något från ut när efter upp vi dem vara vad över än "
    "dig kan sina här ha mot alla under någon eller allt mycket sedan ju denna själv detta åt utan varit hur ingen "
    "mitt ni bli blev oss din dessa några deras blir mina samma vilken er sådan vår blivit dess inom mellan sådant "
    "varför varje vilka ditt vem vilket sitta sådana vart dina vars vårt våra ert era vilkas också bara finns väldigt "
    "får går kommer ska skall måste många mer mest lite ofta alltid aldrig redan bör vill"
)
STOP = frozenset(_STOP_SAID.split())
"""Words that say nothing of what a text is about."""


@asked
@lru_cache(maxsize=65_536)
def swedish_stem(word: str) -> str:
    """The stem of a Swedish word in lower case.

    Parameters
    ----------
    word : str
        Any word.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If it is no text.

    Notes
    -----
    R1 begins after the first consonant that follows a vowel, and not before the third letter. In it: the longest
    ending of nouns, adjectives and verbs is taken off, or an s after a letter that may bear one; then the last of two
    consonants as in "gd" and "tt"; then "lig", "ig", "els", and "t" of "löst" and "fullt".

    References
    ----------
    Porter, M. (2001). Snowball: a language for stemming algorithms; the Swedish stemming algorithm,
    snowballstem.org/algorithms/swedish/stemmer.html.
    """
    stem = word.lower()
    found = _REGION.search(stem)
    if found is None:
        return stem
    start = max(3, found.end())
    region = stem[start:]
    ending = next((end for end in _ENDINGS if region.endswith(end)), "")
    if ending:
        stem = stem[: -len(ending)]
    elif region.endswith("s") and len(stem) > 1 and stem[-2] in _BEFORE_S:
        stem = stem[:-1]
    if stem[start:].endswith(_DOUBLED):
        stem = stem[:-1]
    for end, instead in _LAST:
        if stem[start:].endswith(end):
            return stem[: -len(end)] + instead
    return stem
