"""What in a Swedish text looks like the name of a person: rules on words beside each other, no model, no data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lagesbild.core.personal_names import (
    ACTS,
    BEFORE_PLACE,
    BOTH,
    COMPANY,
    CUES,
    FAMOUS,
    GIVEN,
    KIN,
    MONUMENT,
    NOT_NAMES,
    PLACE,
    SURE_SURNAME,
    SURNAME,
    SURNAMES,
    TITLE,
    WORKPLACES,
)

WORD = re.compile(r"[1-9] ?[A-Fa-f]\b|[^\W\d_]+(?:[-:'’][^\W\d_]+)*\.?")
HEAD = re.compile(r"[.!?:\n\"”/–-]\s*$")
SCHOOLCLASS = re.compile(
    r"(?i)(?:[1-9] ?[a-f]|(?:klass|årskurs|åk)|ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian)"
)
HOUSEHOLD = frozenset({"familjen", "fam", "herr", "fru", "fröken", "heter", "hette", "kallas"})
"""Before what is a name whatever it looks like."""
SHOPS = frozenset(
    {
        "ab",
        "hb",
        "kb",
        "café",
        "cafe",
        "kafé",
        "kiosk",
        "konditori",
        "bageri",
        "pizzeria",
        "salong",
        "butik",
        "livs",
        "restaurang",
        "krog",
        "åkeri",
        "frisör",
        "hotell",
        "gym",
        "begravningsbyrå",
        "skor",
        "kläder",
        "möbler",
        "blommor",
        "verkstad",
    }
)
"""What is a shop also in small letters."""
PARTICLES = frozenset({"af", "av", "von", "de", "van", "der", "al", "el", "bin", "ben", "da", "di"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: where it stands, whether it is written as names are, and what follows it directly."""

    text: str
    start: int
    end: int
    joined: bool
    """Only blanks, or an ampersand, stand between it and the word before."""
    heads: bool
    """It begins a sentence."""

    @property
    def low(self) -> str:
        """In small letters."""
        return self.text.casefold().rstrip(".")

    @property
    def schoolclass(self) -> bool:
        """Whether it is a form at school: 8C, nian."""
        return bool(SCHOOLCLASS.fullmatch(self.text))

    @property
    def capital(self) -> bool:
        """Whether it is written as names are: a capital, and small letters after it."""
        return self.text[0].isupper() and (len(self.text) == 1 or not self.text.rstrip(".")[1:].isupper())


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where names of persons seem to stand: start and end of each, in order, without overlaps."""
    words = _words(text)
    i = 0
    while i < len(words):
        n = _length(words, i)
        if n and not _is_place(words, i, n):
            yield words[i].start, words[i + n - 1].end
        i += max(n, 1)


def _words(text: str) -> list[Word]:
    found: list[Word] = []
    at = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        if text[end - 1] == "." and end - start > 2:
            end -= 1
        between = text[at:start]
        heads = not found or bool(HEAD.search(text[:start]))
        found.append(Word(text[start:end], start, end, not between.strip(" &"), heads))
        at = end
    return found


def _length(words: Sequence[Word], i: int) -> int:
    """How many words from `i` on are a name; 0 for none."""
    word = words[i]
    following = words[i + 1] if i + 1 < len(words) and words[i + 1].joined else None
    if word.low in ("von", "af") and following is not None and following.capital:
        return 1 + _surnames(words, i + 1)
    if word.low in NOT_NAMES:
        return 0
    given = _given(word.low)
    if not word.capital:
        # in small letters throughout, or in capitals: a name that is no other word
        return 1 if given and not _ambiguous(word.low) and len(word.low) > 2 else 0
    before = words[i - 1].low if i else ""
    cued = before in CUES or bool(i and word.joined and TITLE.fullmatch(before))
    rest = _surnames(words, i + 1)
    if len(word.text.rstrip(".")) == 1:
        # an initial is a name only before what is surely a surname
        return 2 if following is not None and following.capital and _surname(following.low, sure=True) else 0
    if given:
        return 1 + rest if rest or cued or not _ambiguous(word.low) or _is_someone(words, i) else 0
    if cued and (before in HOUSEHOLD or not _names_place(word.low)):
        return 1 + rest
    if word.low in SURNAMES and rest:
        return 1 + rest
    if _surname(word.low, sure=True):
        return 1
    owns = following is not None and following.low in KIN and word.low.endswith("s")
    return 1 if owns and _surname(word.low.removesuffix("s")) else 0


def _is_someone(words: Sequence[Word], i: int) -> bool:
    """Whether a word that may be a name or not is one: a capital inside a sentence, or what it goes on to do or be."""
    word = words[i]
    if not word.heads:
        return True
    after = words[i + 1 : i + 3]
    if not after or not after[0].joined:
        return False
    if after[0].low in ACTS:
        return True
    where = after[1] if len(after) > 1 and after[0].low in ("i", "på", "från") else None
    return where is not None and (where.schoolclass or where.low in WORKPLACES)


def _names_place(low: str) -> bool:
    """Whether a word, or what stands after its last hyphen, is that of a street, a school, a shop."""
    last = low.rsplit("-", 1)[-1]
    return bool(PLACE.fullmatch(last) or COMPANY.fullmatch(last))


def _given(low: str) -> bool:
    """Whether a word is a given name, in the genitive too, or two with a hyphen between."""
    low = re.sub(r"[:'’]s$", "", low)
    parts = low.split("-")
    if len(parts) > 1:
        return _given(parts[-1])
    return low in GIVEN or low in BOTH or (low.endswith("s") and (low[:-1] in GIVEN or low[:-1] in BOTH))


def _ambiguous(low: str) -> bool:
    return low in BOTH or (low.endswith("s") and low not in GIVEN and low[:-1] in BOTH)


def _surname(low: str, *, sure: bool = False) -> bool:
    low = low.rsplit("-", 1)[-1]
    plain = low.removesuffix("s") if low.endswith(("sons", "ströms", "bergs", "grens", "qvists", "kvists")) else low
    if SURE_SURNAME.fullmatch(plain):
        return True
    return not sure and (plain in SURNAMES or bool(SURNAME.fullmatch(plain)))


def _surnames(words: Sequence[Word], i: int) -> int:
    """How many words from `i` on go on with a name: given names, initials, particles and a surname."""
    n = 0
    while i + n < len(words) and n < 4:
        word = words[i + n]
        if not word.joined:
            break
        if word.low in PARTICLES and n + 1 + i < len(words) and words[i + n + 1].capital:
            n += 1
            continue
        if not word.capital or word.low in NOT_NAMES:
            break
        n += 1
    return n


def _is_place(words: Sequence[Word], i: int, n: int) -> bool:
    """Whether the words are part of the name of a street, a school, a shop, or of a brand or a statue."""
    said = re.sub(r"[:'’]s$", "", " ".join(word.low for word in words[i : i + n]))
    if said in FAMOUS or said.removesuffix("s") in FAMOUS or " ".join(word.low for word in words[i : i + 3]) in FAMOUS:
        return True
    if i > 1 and words[i - 1].low in ("av", "över", "med", "på") and words[i - 2].low in MONUMENT:
        return True
    if i > 0 and words[i].joined and words[i - 1].low in BEFORE_PLACE:
        return True
    if not words[i].capital and n == 1 and any(_names_place(word.low) for word in words[i + 1 : i + 3] if word.joined):
        return True
    after = words[i + n] if i + n < len(words) else None
    inside = words[i : i + n]
    if any(_names_place(word.low) and not _surname(word.low) for word in inside[1:]):
        return True
    if after is None or not after.joined:
        return False
    if PLACE.fullmatch(after.low) or after.low in SHOPS:
        return True
    # "Karlssons Skor" is a shop, "Karlssons cykel" a bicycle
    return after.capital and bool(COMPANY.fullmatch(after.low))
