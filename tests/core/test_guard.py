"""The one rule on personal data: what is found, what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.core.guard import MASK, Kind, find, mask, mask_all


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Han heter 080230-0000 enligt skolan", Kind.IDENTITY),
        ("20080230-0000", Kind.IDENTITY),
        ("080230+0000", Kind.IDENTITY),
        ("samordningsnummer 080290-0000", Kind.IDENTITY),
        ("ring 070-174 06 05 om det", Kind.PHONE),
        ("tel. 08-505 521 00", Kind.PHONE),
        ("+46 70 174 06 05", Kind.PHONE),
        ("0701740605", Kind.PHONE),
        ("skriv till anna.b@exempel.se", Kind.EMAIL),
        ("en blå Volvo, ABC 123", Kind.PLATE),
        ("bilen abc12d stod kvar", Kind.PLATE),
        ("MLB84X", Kind.PLATE),
    ],
)
def test_what_tells_who_someone_is_is_found(text: str, kind: Kind) -> None:
    assert [found.kind for found in find(text)] == [kind]


@pytest.mark.parametrize("unseen", ["\u200b", "\xad", "\x01", "\u2060", "\ufeff", "\u202e"])
def test_what_nobody_sees_hides_nothing(unseen: str) -> None:
    text = f"ring 070-1{unseen}74 06 05{unseen} nu"
    clean, found = mask(text)
    assert [one.kind for one in found] == [Kind.PHONE]
    assert clean == f"ring {MASK}{unseen} nu"


@pytest.mark.parametrize(
    "text",
    [
        "Erik Dahlbergs gata 14, utanför Lindex",
        "kl. 21.40 den 2026-03-14, cirka 20 personer",
        "20260314",
        "08-02-2024",
        "Ring 112 vid pågående brott, annars 114 14",
        "Dnr KS 2026/0041",
        "N 6570950, E 512430",
        "6570950,6;512430,1",
        "brf 123, kvm 450",
        "Väg E18 och riksväg 250",
        "3 av 7 lampor, rad 1203",
        "lag 2023:196 § 4",
        "buss 123 mot centrum",
        "och 123 till",
    ],
)
def test_ordinary_words_places_and_numbers_are_left_alone(text: str) -> None:
    assert find(text) == ()


def test_masking_replaces_all_of_it_and_leaves_the_rest_to_the_letter() -> None:
    clean, found = mask("Ring 070-174 06 05 eller skriv a@b.se, tack")
    assert clean == f"Ring {MASK} eller skriv {MASK}, tack"
    assert [one.kind for one in found] == [Kind.PHONE, Kind.EMAIL]


def test_many_texts_are_masked_and_counted() -> None:
    clean, counts = mask_all(["a@b.se och c@d.se", "inget här", "ABC 123"])
    assert clean == [f"{MASK} och {MASK}", "inget här", MASK]
    assert counts == {Kind.IDENTITY: 0, Kind.PHONE: 0, Kind.EMAIL: 2, Kind.PLATE: 1}


@given(st.text(max_size=120))
def test_what_was_masked_is_not_found_again_and_nothing_else_is_lost(text: str) -> None:
    clean, found = mask(text)
    assert find(clean) == ()
    kept = [
        text[a:b] for a, b in zip([0, *(f.end for f in found)], [*(f.start for f in found), len(text)], strict=True)
    ]
    assert MASK.join(kept) == clean
