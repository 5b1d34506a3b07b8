"""What people write is tidied: what nobody sees says nothing, and what would turn the words around it is left out."""

from __future__ import annotations

from typing import Protocol

import pytest

from lagesbild.errors import InputError
from lagesbild.i18n import Message
from lagesbild.organisation.texts import free, line

NEEDED = Message("Write something.")


class Tidy(Protocol):
    """Either of the two."""

    def __call__(self, text: str, *, required: Message | None = None) -> str: ...


@pytest.mark.parametrize("tidy", [line, free])
@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u2060 \ufeff", "\u00ad\u200e", "\u202e"])
def test_a_text_that_nobody_sees_is_no_text(tidy: Tidy, text: str) -> None:
    with pytest.raises(InputError, match="Write something"):
        tidy(text, required=NEEDED)


@pytest.mark.parametrize("tidy", [line, free])
def test_marks_that_would_turn_the_words_around_a_text_are_left_out(tidy: Tidy) -> None:
    assert tidy("Torget \u202eåkäms\u202c och \u2066parken\u2069") == "Torget åkäms och parken"


@pytest.mark.parametrize("text", ["שלום עולם", "مرحبا\u200fبكم", "👩\u200d👩\u200d👧 vid Ås", "co\u00adop"])
def test_what_other_writing_needs_stays(text: str) -> None:
    assert line(text) == text
