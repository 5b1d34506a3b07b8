"""Every word for people exists in Swedish, with the same fields as the English it stands for."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "src" / "lagesbild" / "locale" / "sv" / "LC_MESSAGES" / "lagesbild.po"
FIELD = re.compile(r"\{(\w*)[^}]*\}|%\((\w+)\)s")


@pytest.fixture(scope="module")
def swedish() -> Catalog:
    return read_po(io.BytesIO(PO.read_bytes()), locale="sv")


@pytest.fixture(scope="module")
def used() -> list[str | tuple[str, ...]]:
    """What the program can say, singular and plural together."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options)
    return sorted({text for _, _, text, _, _ in found}, key=str)


def texts(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """English and Swedish forms of a message."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(ids), tuple(said)


def fields(text: str) -> set[str]:
    return {one or other for one, other in FIELD.findall(text)}


def test_there_is_much_to_translate(used: list[str | tuple[str, ...]]) -> None:
    assert len(used) > 300


def test_every_message_has_a_swedish_translation(used: list[str | tuple[str, ...]], swedish: Catalog) -> None:
    missing = []
    for text in used:
        message = swedish.get(text[0] if isinstance(text, tuple) else text)
        if message is None or not all(texts(message)[1]) or (isinstance(text, tuple) and message.id != text):
            missing.append(text)
    assert missing == []


def test_no_translation_is_a_guess(swedish: Catalog) -> None:
    assert [message.id for message in swedish if message.id and message.fuzzy] == []


def test_no_translation_is_left_over(used: list[str | tuple[str, ...]], swedish: Catalog) -> None:
    known = {text[0] if isinstance(text, tuple) else text for text in used}
    assert [message.id for message in swedish if message.id and texts(message)[0][0] not in known] == []


def test_translations_have_the_fields_of_the_english(swedish: Catalog) -> None:
    for message in swedish:
        if not message.id:
            continue
        ids, said = texts(message)
        assert fields(said[-1]) == fields(ids[-1]), message.id
        assert all(fields(one) <= set().union(*map(fields, ids)) for one in said), message.id


def test_a_translation_of_a_sentence_is_a_sentence(swedish: Catalog) -> None:
    for message in swedish:
        if message.id:
            ids, said = texts(message)
            assert said[-1].endswith((".", "?")) == ids[-1].endswith((".", "?")) or "No." in ids, message.id
