"""A promise that is signed electronically."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lagesbild.core import masking
from lagesbild.core.guard import MASK
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.promises import actions
from lagesbild.promises.actions import Signed
from lagesbild.promises.models import Signature
from tests.core.signing import anna, bo, changed_afterwards, service, signed
from tests.promises.vow import PDF, Vow

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = signed(signed(PDF, anna(), field="Kommunen"), bo(), field="Polisen")


def address(name: str, vow: Vow) -> str:
    return reverse(f"promises:{name}", kwargs={"slug": "alfa", "pk": vow.promise.pk})


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


def look(vow: Vow, content: bytes, **more: object) -> str:
    said = {"look": "1", "party": vow.house.municipality.pk, "function": "Ordförande", **more}
    answer = vow.house.client("Carl").post(address("sign", vow), {**said, "file": SimpleUploadedFile("a.pdf", content)})
    assert answer.status_code == 200
    return answer.text


def filled(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert found is not None
    value = re.search(r'value="([^"]*)"', found[0])
    return unescape(value[1]) if value else ""


@pytest.fixture
def bound(vow: Vow) -> Vow:
    """A promise that both parties have decided on."""
    vow.adopt()
    for party in (vow.house.municipality.pk, vow.house.police.pk):
        vow.decide(party)
    return vow


def test_the_one_who_signed_is_proposed_with_the_day_and_what_was_filled_in_stays(bound: Vow) -> None:
    page = look(bound, signed(PDF, anna()))
    assert filled(page, "signatory") == "Anna Ek"
    assert filled(page, "date") == timezone.localdate().isoformat()
    assert filled(page, "function") == "Ordförande"
    assert bound.fresh().state == "bound"


def test_of_two_the_one_who_has_not_signed_for_the_other_party_is_proposed(bound: Vow) -> None:
    assert filled(look(bound, BOTH), "signatory") == ""
    police = Signed(bound.house.police.pk, "Alm, Bo", "Lokalpolisområdeschef", timezone.localdate(), "a.pdf", BOTH)
    other = actions.sign(actor=bound.house.carl, promise=bound.promise.pk, signed=police)
    assert [one.name for one in other.found] == ["Anna Ek", "Bo Alm"]
    assert filled(look(bound, BOTH), "signatory") == "Anna Ek"


def test_the_seal_of_a_service_proposes_nobody(bound: Vow) -> None:
    page = look(bound, signed(PDF, service()))
    assert filled(page, "signatory") == ""
    assert "Stämpeln nämner ingen person" in plain(page)


@pytest.mark.parametrize("party", ["", "x", "9" * 40])
def test_a_party_that_is_none_does_no_harm(bound: Vow, party: str) -> None:
    assert filled(look(bound, signed(PDF, anna()), party=party), "signatory") == "Anna Ek"


def test_the_page_says_by_each_party_how_it_is_signed(bound: Vow) -> None:
    bound.sign(bound.house.municipality.pk, signed(PDF, anna()))
    bound.sign(bound.house.police.pk)
    page = plain(bound.house.client("Carl").get(address("detail", bound)).text)
    assert "Elektroniskt undertecknad av Anna Ek, Exempels kommun." in page
    assert "Uppladdat original, utan elektronisk underskrift." in page


def test_a_changed_document_signs_nothing(bound: Vow) -> None:
    with pytest.raises(InputError, match="changed after"):
        bound.sign(bound.house.municipality.pk, changed_afterwards(signed(PDF, anna())))
    with scope(bound.house.carl.scope()):
        assert not Signature.objects.exists()


def test_a_name_in_a_certificate_can_be_masked_afterwards(bound: Vow) -> None:
    bound.sign(bound.house.municipality.pk, signed(PDF, anna()))
    masking.mask(actor=bound.house.carl, subject="promise", pk=bound.promise.pk, stretches=["Anna Ek"])
    with scope(bound.house.carl.scope()):
        assert Signature.objects.get().found[0].name == MASK
