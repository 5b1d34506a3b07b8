"""The alphabet that lists of names follow, whatever the database sorts by: å, ä and ö last, large and small alike."""

from __future__ import annotations

from django.db.models import F, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate, Lower

LETTERS, STAND_FOR = "åäöéü", "{|}eu"
_TABLE = str.maketrans(LETTERS, STAND_FOR)


def key(text: str) -> str:
    """What to sort texts by."""
    return text.lower().translate(_TABLE)


def by(field: str) -> Combinable:
    """What to order rows by: a field that holds a name."""
    letters = Func(Lower(F(field)), Value(LETTERS), Value(STAND_FOR), function="translate")
    return Collate(letters, "C")
