"""What is kept of an electronic signature: plain facts that stay as they were found on the day it was uploaded."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils import timezone

WORDS = ("name", "organisation", "issuer", "stamped_by")
"""What of it may tell who someone is, and can be masked afterwards."""
WORD = re.compile(r"\w+")


class Trust(StrEnum):
    """Whether the certificate leads to a root that the operator of the installation trusts."""

    UNASKED = "unasked"
    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"


class Proof(StrEnum):
    """What the file itself proves of whether the certificate was revoked; nobody else is asked."""

    NONE = ""
    UNJUDGED = "unjudged"
    STOOD = "stood"


class Fault(StrEnum):
    """Why a signature proves nothing; empty where it holds."""

    NONE = ""
    ALTERED = "altered"
    BROKEN = "broken"
    OUT_OF_TIME = "out_of_time"
    REVOKED = "revoked"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Electronic:
    """An electronic signature as it was found.

    Parameters
    ----------
    name, organisation : str
        Of the certificate's subject; whatever the guard knows as telling who someone is stands masked.
    issuer : str
        Who issued the certificate.
    personal : bool
        The certificate names a person. Otherwise it is the seal of an organisation or a service, and who signed
        stands in the document.
    numbered : bool
        The certificate holds a number of the person or the organisation, which is not kept here.
    at : datetime or None
        When it was signed: by the stamp of an authority, or else by the signer's own clock.
    stamped_by : str
        The authority whose stamp says so; empty for the signer's own clock.
    last : bool
        Nothing at all stands in the file after it.
    archived : bool
        The file has a time stamp over all of it, as archives ask for; it is not checked here.
    trust : Trust
    proof : Proof
        `UNJUDGED`: there is some, and no trusted root or too little to judge it by; `STOOD`: by it, the certificate
        and those it rests on were not revoked at the time.
    fault : Fault
    written : str
        How it is written, where that is no way that can be read here.

    """

    name: str = ""
    organisation: str = ""
    issuer: str = ""
    personal: bool = False
    numbered: bool = False
    at: dt.datetime | None = None
    stamped_by: str = ""
    last: bool = True
    archived: bool = False
    trust: Trust = Trust.UNASKED
    proof: Proof = Proof.NONE
    fault: Fault = Fault.NONE
    written: str = ""

    @property
    def whose(self) -> str:
        """What it is called by: the subject's name, else its organisation."""
        return self.name or self.organisation

    @property
    def day(self) -> dt.date | None:
        """The day on which it was signed, on the calendar here."""
        return timezone.localdate(self.at) if self.at else None


def kept(found: Iterable[Electronic]) -> list[dict[str, Any]]:
    """As JSON, for a column."""
    return [asdict(one) | {"at": one.at.isoformat() if one.at else None} for one in found]


def from_kept(rows: Iterable[Mapping[str, Any]]) -> list[Electronic]:
    """What `kept` wrote."""
    return [
        Electronic(
            **{
                **row,
                "at": dt.datetime.fromisoformat(row["at"]) if row["at"] else None,
                "trust": Trust(row["trust"]),
                "proof": Proof(row["proof"]),
                "fault": Fault(row["fault"]),
            }
        )
        for row in rows
    ]


def concerning(found: Collection[Electronic], name: str) -> list[Electronic]:
    """Those whose certificate names the person; all of them where none does, since who signed then stands elsewhere."""
    return [one for one in found if same_person(one.name, name)] or list(found)


def none_named(found: Collection[Electronic], names: Collection[str]) -> bool:
    """Whether certificates name persons, and none of them is among the names; a seal may stand for anybody."""
    return (
        bool(found and names)
        and all(one.personal for one in found)
        and not any(same_person(one.name, name) for one in found for name in names)
    )


def same_person(one: str, other: str) -> bool:
    """Whether two names have at least two words in common, in whatever order: Ek, Anna and Anna Maria Ek."""
    return len({*WORD.findall(one.casefold())} & {*WORD.findall(other.casefold())}) > 1


def days(found: Iterable[Electronic]) -> list[dt.date]:
    """The days on which they were signed, in order."""
    return sorted(one.day for one in found if one.day is not None)
