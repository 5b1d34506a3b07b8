"""What an agreement says, as data: sealed when it comes into force, and compared from one edition to the next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lagesbild.agreements.models import Agreement
from lagesbild.core.sealed import Seal

FIELDS = ("background", "purpose", "method", "economy", "duration", "review", "text")
"""Its texts, apart from what it is called."""
SEAL = Seal("lagesbild.agreements")
digest = SEAL.digest


def content(row: Agreement) -> dict[str, Any]:
    """The agreement with its parts; words stand as texts, everything else as numbers, codes and days."""
    return {
        "texts": {name: getattr(row, name) for name in ("title", "subject", *FIELDS, "place")},
        "term": {
            "kind": {"code": row.term},
            "notice": row.notice_months,
            **{name: _day(getattr(row, name)) for name in ("starts", "ends", "follow_up", "signed_on")},
        },
        "signatories": [
            {
                "of": one.of_party_id,
                **{name: getattr(one, name) for name in ("party_name", "function", "name", "mandate")},
                "signed": _day(one.signed_on),
                "original": {"code": one.original.digest if one.original else ""},
            }
            for one in row.signatories.in_order().select_related("original").defer("original__content")
        ],
        "commitments": [
            {
                "of": one.responsible_id,
                **{name: getattr(one, name) for name in ("number", "heading", "text", "responsible_text", "cadence")},
                "annex": one.annex.position if one.annex else None,
            }
            for one in row.commitments.for_page()
        ],
        "bodies": [
            {
                "kind": {"code": one.kind},
                **{name: getattr(one, name) for name in ("name", "reports_to", "convener", "cadence", "text")},
                "seats": one.seats,
            }
            for one in row.bodies.in_order()
        ],
        "functions": [
            {"kind": {"code": one.kind}, "of": one.of_party_id, "name": one.name, "party_name": one.party_name}
            for one in row.functions.in_order()
        ],
        "annexes": [
            {"title": one.title, "text": one.text, "file": {"code": one.digest}}
            for one in row.annexes.light().in_order()
        ],
    }


def seal(said: Any) -> Any:
    """The content with a digest of each text: one that is masked later is not needed to prove the rest."""
    if isinstance(said, dict):
        return said if set(said) == {"code"} else {name: seal(one) for name, one in said.items()}
    if isinstance(said, list):
        return [seal(one) for one in said]
    return SEAL.keyed(said) if isinstance(said, str) else said


def _day(day: dt.date | None) -> dict[str, str] | None:
    return {"code": day.isoformat()} if day else None
