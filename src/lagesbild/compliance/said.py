"""Messages as they are kept: template and values as JSON, so that they can be said in either language.

Every name in them stands under ``words``, and nothing else that people wrote stands anywhere: that is what masking
looks for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lagesbild.i18n import Message

WORDS = "words"


def to_json(message: Message) -> dict[str, Any]:
    """The message as JSON."""
    plain: dict[str, Any] = {
        "text": message.text,
        "values": {name: _plain(one) for name, one in message.values.items()},
    }
    if message.plural is not None:
        plain |= {"plural": message.plural, "n": message.n}
    return plain


def from_json(plain: Mapping[str, Any]) -> Message:
    """The message that `to_json` made JSON of."""
    values = {name: _value(one) for name, one in plain["values"].items()}
    return Message(plain["text"], values, plain.get("plural"), plain.get("n"))


def _plain(value: object) -> Any:
    match value:
        case Message():
            return {"said": to_json(value)}
        case dt.date():
            return {"day": value.isoformat()}
        case bool() | int() | float():
            return value
        case _:
            return {WORDS: str(value)}


def _value(plain: Any) -> Any:
    match plain:
        case {"said": said}:
            return from_json(said)
        case {"day": day}:
            return dt.date.fromisoformat(day)
        case {"words": words}:
            return words
        case _:
            return plain
