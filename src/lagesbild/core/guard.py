"""The one rule on personal data about those reported on, for every free text and every import.

`find` gives what is refused, `names` what is only warned about: a name may be that of a street or a shop.

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

from lagesbild.core import name_rules
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

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
    NAME = "name"
    """What looks like a person's name: warned about, never refused."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A stretch of text that tells who someone is: `text[start:end]`."""

    start: int
    end: int
    kind: Kind


class TellsWho(InputError):
    """A text holds what tells who someone is."""

    def __init__(self, found: tuple[Found, ...]) -> None:
        super().__init__(
            Message(
                N_(
                    "The text holds a personal identity number, telephone number, e-mail address or registration "
                    "plate. Take it away and save again."
                )
            )
        )
        self.found = found


UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters and such as are none: no feed and no document can hold them."""
UNSEEN = re.compile(rf"{UNKEPT.pattern[:-1]}\xad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""What nobody sees on a page, and what would hide a number that it stands in."""
REFUSED = (Kind.IDENTITY, Kind.PHONE, Kind.EMAIL, Kind.PLATE)
"""What is not let through."""
EMAIL = re.compile(r"[\w.+-]+ ?(?:@|[(\[](?:at|snabel-?a)[)\]]) ?[\w-]+(?:\.[\w-]+)+")
"""Also as people write it who think that it is hidden: with blanks, or (at)."""
NUMBER = re.compile(
    r"(?<![\d-])(?P<century>18|19|20)?(?P<date>\d{6}|\d{4} \d{2}|\d{2}-\d{2}-\d{2})(?P<mark> ?[-+–]?)\s?"
    r"(?P<last>\d{4})(?![\d-])"
)
ORGANISATION = 20
"""An organisation's number has no month in its third and fourth digits, but at least this."""
FIRST_REPORTS = 2018
"""A day of this year or later may be that of a report, with a time of day after it."""
CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
SAYS_IDENTITY = re.compile(
    r"(?i)(pers(on)?\.? ?(nr|num)|\bpnr|samordn|\bleg\b|legitimation|körkort|\bid\b|id-?kort|född|f\.)"
)
PLATE = re.compile(r"(?<![\w-])[A-HJ-PR-UW-Z]{3}[ -]?\d{2}[\dA-HJ-PR-UW-Z](?![\w-])", re.IGNORECASE)
SAYS_VEHICLE = re.compile(
    r"(?i)\b(\w*bil|\w*bilen|reg\.?|regn?r|regnummer|taxi|moped\w*|mc|motorcykel\w*|epa\w*|a-traktor\w*|fordon\w*|släp\w*"
    r"|husvagn\w*|buss|volvo|audi|bmw|saab|passat|golf|polo|opel|ford|toyota|kia|skoda|seat|renault|peugeot|mercedes"
    r"|tesla|nissan|mazda|hyundai|honda|fiat|citro[eë]n|dacia|mitsubishi|suzuki|subaru|jeep|lexus|porsche)\b"
)
BARE_PHONE = re.compile(r"(?<![\d+])(?:00)?467[02369]\d{7}(?!\d)")
"""A mobile number with the country's number and no plus."""
HOURS = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d ?[-–] ?(?:[01]\d|2[0-4])[0-5]\d(?!\d)")
"""From and to of a day, which looks like a telephone number: 0800-1630."""
DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}){1,2}(?!\d)")
"""A day written with its year last, which looks like a telephone number: 08-02-2024."""
NOT_PLATES = frozenset(
    {
        "brf",
        "kvm",
        "mkr",
        "tkr",
        "per",
        "och",
        "dnr",
        "ksn",
        "tel",
        "rum",
        "hus",
        "kap",
        "sfs",
        "nr",
        "bmw",
        "kia",
        "suv",
        "iso",
        "dna",
        "usb",
        "led",
        "vvs",
        "ica",
    }
)
"""Three letters that stand before numbers in ordinary Swedish."""


def find(text: str) -> tuple[Found, ...]:
    """Everything in the text that tells who someone is, in order, without overlaps (the earliest, then longest)."""
    if UNSEEN.search(text):
        seen = [i for i, one in enumerate(text) if not UNSEEN.match(one)]
        stretches = find("".join(text[i] for i in seen))
        return tuple(Found(seen[one.start], seen[one.end - 1] + 1, one.kind) for one in stretches)
    candidates = sorted([*_emails(text), *_identities(text), *_plates(text), *_phones(text)], key=_by_place)
    kept: list[Found] = []
    for found in candidates:
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return tuple(kept)


def _by_place(found: Found) -> tuple[int, int]:
    return found.start, -found.end


def names(text: str) -> tuple[Found, ...]:
    """What looks like names of persons in the text, in order: to ask about, with one tap to say that it is none."""
    return tuple(Found(start, end, Kind.NAME) for start, end in name_rules.spans(text))


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
    counts = dict.fromkeys(REFUSED, 0)
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
    """With its mark the shape is enough (a miswritten number still points at someone); without, something must say so.

    Without a mark it is one when the check digit holds, when a word before it says what it is, when it begins with the
    century of someone's birth, or when what stands after the blank cannot be a time of day.
    """
    for match in NUMBER.finditer(text):
        century, date, last = match["century"] or "", match["date"].replace(" ", "").replace("-", ""), match["last"]
        if int(date[2:4]) >= ORGANISATION:
            continue
        marked = match["mark"].strip() and not (century and _is_recent(century, date))
        holds = _is_date(century, date) and (
            _checks(date + last)
            or (century and not _is_recent(century, date))
            or (" " in match[0] and not CLOCK.fullmatch(last))
            or SAYS_IDENTITY.search(text[max(0, match.start() - 30) : match.start()])
        )
        if marked or holds:
            yield Found(*match.span(), Kind.IDENTITY)


def _is_recent(century: str, date: str) -> bool:
    """Whether the digits are a day on which a report may have been written."""
    return int(century + date[:2]) >= FIRST_REPORTS


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
        # in capitals, or in small letters run together, ending in a letter or after a vehicle; "och 123" is none
        together = match[0][3] not in " -"
        ends = match[0][-1].isalpha()
        said = bool(SAYS_VEHICLE.search(text[max(0, match.start() - 35) : match.start()]))
        small = (letters.islower() and (together or ends or said)) or (letters.istitle() and said)
        if letters.lower() not in NOT_PLATES and (letters.isupper() or small):
            yield Found(*match.span(), Kind.PLATE)


def _phones(text: str) -> Iterator[Found]:
    for bare in BARE_PHONE.finditer(text):
        yield Found(*bare.span(), Kind.PHONE)
    for match in PhoneNumberMatcher(text, "SE", leniency=Leniency.VALID):
        # the national form begins with 0 and the international with +: anything else is an ordinary number
        said = match.raw_string
        if said.lstrip("(").startswith(("0", "+")) and not DAY.match(said) and not HOURS.fullmatch(said):
            yield Found(match.start, match.end, Kind.PHONE)
