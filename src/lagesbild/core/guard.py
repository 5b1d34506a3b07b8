"""The one rule on personal data about those reported on, for every free text and every import.

Identity and coordination numbers, phone numbers, e-mail addresses and registration plates are refused where people
write, and masked and counted where files are imported. Pure: no database, usable on a single text or a whole column.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from phonenumbers import Leniency, PhoneNumberMatcher

MASK = "▮▮▮"
"""What stands where something was masked."""


class Kind(StrEnum):
    """What was found."""

    IDENTITY = "identity"
    """Personal identity number or coordination number."""
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    """Registration plate of a vehicle."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A stretch of text that tells who someone is: `text[start:end]`."""

    start: int
    end: int
    kind: Kind


EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NUMBER = re.compile(r"(?<![\d-])(?P<century>18|19|20)?(?P<date>\d{6})(?P<mark>[-+–]?)\s?(?P<last>\d{4})(?![\d-])")
PLATE = re.compile(r"(?<![\w-])[A-HJ-PR-UW-Z]{3}[ -]?\d{2}[\dA-HJ-PR-UW-Z](?![\w-])", re.IGNORECASE)
DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}){1,2}(?!\d)")
"""A day written with its year last, which looks like a telephone number: 08-02-2024."""
NOT_PLATES = frozenset(
    {"brf", "kvm", "mkr", "tkr", "per", "och", "dnr", "ksn", "tel", "rum", "hus", "kap", "sfs", "nr"}
)
"""Three letters that stand before numbers in ordinary Swedish."""


def find(text: str) -> tuple[Found, ...]:
    """Everything in the text that tells who someone is, in order, without overlaps (the earliest, then longest)."""
    candidates = sorted([*_emails(text), *_identities(text), *_plates(text), *_phones(text)], key=_by_place)
    kept: list[Found] = []
    for found in candidates:
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return tuple(kept)


def _by_place(found: Found) -> tuple[int, int]:
    return found.start, -found.end


def mask(text: str) -> tuple[str, tuple[Found, ...]]:
    """The text with every finding replaced by `MASK`, and what was found in the text as it stood."""
    findings = find(text)
    parts, at = [], 0
    for found in findings:
        parts += [text[at : found.start], MASK]
        at = found.end
    return "".join([*parts, text[at:]]), findings


def without(text: str) -> str:
    """The text with every finding taken out: what someone who writes may go on with."""
    while found := find(text):
        kept, at = [], 0
        for one in found:
            kept.append(text[at : one.start])
            at = one.end
        # what stood on both sides may be a finding together
        text = re.sub(r"[ \t]{2,}", " ", "".join([*kept, text[at:]])).strip()
    return text


def mask_all(texts: Iterable[str]) -> tuple[list[str], dict[Kind, int]]:
    """Many texts masked, and how many stretches of each kind were masked in all."""
    counts = dict.fromkeys(Kind, 0)
    masked = []
    for text in texts:
        clean, findings = mask(text)
        masked.append(clean)
        for found in findings:
            counts[found.kind] += 1
    return masked, counts


def _emails(text: str) -> Iterator[Found]:
    for match in EMAIL.finditer(text):
        yield Found(*match.span(), Kind.EMAIL)


def _identities(text: str) -> Iterator[Found]:
    """With its mark the shape is enough (a miswritten number still points at someone); without, it must hold."""
    for match in NUMBER.finditer(text):
        date, last = match["date"], match["last"]
        if match["mark"] or (_is_date(match["century"] or "", date) and _checks(date + last)):
            yield Found(*match.span(), Kind.IDENTITY)


def _is_date(century: str, date: str) -> bool:
    """Whether the six digits are a day, or a day plus 60 as in a coordination number."""
    day = int(date[4:])
    try:
        dt.date(int((century or "20") + date[:2]), int(date[2:4]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _checks(digits: str) -> bool:
    """The check digit of ten digits (Luhn, weights 2 1 2 1 …)."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(digits))
    return total % 10 == 0


def _plates(text: str) -> Iterator[Found]:
    for match in PLATE.finditer(text):
        letters = match[0][:3]
        # a plate is written in capitals, or in small letters run together; "och 123" is neither
        together = match[0][3] not in " -"
        if letters.lower() not in NOT_PLATES and (letters.isupper() or (together and letters.islower())):
            yield Found(*match.span(), Kind.PLATE)


def _phones(text: str) -> Iterator[Found]:
    for match in PhoneNumberMatcher(text, "SE", leniency=Leniency.VALID):
        # the national form begins with 0 and the international with +: anything else is an ordinary number
        if match.raw_string.lstrip("(").startswith(("0", "+")) and not DAY.match(match.raw_string):
            yield Found(match.start, match.end, Kind.PHONE)
