"""Every word for people exists in Swedish, with the same fields as the English it stands for."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog, Message

from tests.architecture import words

FIELD = re.compile(r"\{(\w*)[^}]*\}|%\((\w+)\)s")
Used = dict[str, dict[words.Text, str]]


@pytest.fixture(scope="module")
def swedish() -> list[Message]:
    return [message for catalogue in words.catalogues().values() for message in catalogue if message.id]


@pytest.fixture(scope="module")
def used() -> Used:
    """What each room can say, singular and plural together."""
    return words.said()


def texts(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """English and Swedish forms of a message."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(ids), tuple(said)


def fields(text: str) -> set[str]:
    return {one or other for one, other in FIELD.findall(text)}


def test_there_is_much_to_translate(used: Used) -> None:
    assert sum(map(len, used.values())) > 300


def test_every_message_has_a_swedish_translation_in_the_catalogue_of_its_room(used: Used) -> None:
    known = words.catalogues()
    missing = []
    for room, said in used.items():
        for text in said:
            message = known.get(room, Catalog()).get(text if isinstance(text, str) else text[0])
            if message is None or not all(texts(message)[1]) or message.id != text:
                missing.append((room, text))
    assert missing == [], "run: make words"


def test_no_translation_is_a_guess(swedish: list[Message]) -> None:
    assert [message.id for message in swedish if message.fuzzy] == []


def test_no_translation_is_left_over_or_stands_twice(used: Used, swedish: list[Message]) -> None:
    known = sorted((text for said in used.values() for text in said), key=str)
    assert sorted((message.id for message in swedish), key=str) == known, "run: make words"


def test_translations_have_the_fields_of_the_english(swedish: list[Message]) -> None:
    for message in swedish:
        ids, said = texts(message)
        assert fields(said[-1]) == fields(ids[-1]), message.id
        assert all(fields(one) <= set().union(*map(fields, ids)) for one in said), message.id


def test_a_translation_of_a_sentence_is_a_sentence(swedish: list[Message]) -> None:
    for message in swedish:
        ids, said = texts(message)
        assert said[-1].endswith((".", "?")) == ids[-1].endswith((".", "?")) or "No." in ids, message.id
