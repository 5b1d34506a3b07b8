"""An agreement that is signed electronically: read before it is kept, kept as facts, shown by each who signs."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error
from django.urls import reverse

from lagesbild.agreements import actions
from lagesbild.agreements.actions import Signs
from lagesbild.agreements.models import Agreement, Original
from lagesbild.core import masking
from lagesbild.core.guard import MASK
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from tests.agreements.table import PDF, TODAY, Table, wording
from tests.core.signing import NUMBER, anna, bo, changed_afterwards, signed

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = signed(signed(PDF, anna(), field="Kommunen"), bo(), field="Polisen")


def address(name: str, **arguments: object) -> str:
    return reverse(f"agreements:{name}", kwargs={"slug": "alfa", **arguments})


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


def named(table: Table) -> Agreement:
    """A draft whose signatories are named, in the order Anna, Bo and somebody else."""
    row = actions.draft(actor=table.house.carl, wording=wording(), party=table.house.municipality.pk)
    for party, name in (
        (table.house.municipality, "Anna Ek"),
        (table.house.police, "Bo Alm"),
        (table.house.housing, ""),
    ):
        part = Signs(of_party=party.pk, function=f"chef {party.name}", name=name, mandate="KS § 4")
        actions.add_part(actor=table.house.carl, agreement=row.pk, part=part)
    return row


def keep(table: Table, row: Agreement, content: bytes = BOTH) -> Original:
    chosen = table.signatories(row)[:2]
    return actions.sign(
        actor=table.house.carl, agreement=row.pk, signatories=chosen, signed_on=TODAY(), original=content
    )


def test_what_the_signatures_say_is_kept_beside_function_and_day(table: Table) -> None:
    row = named(table)
    original = keep(table, row)
    assert [one.name for one in original.found] == ["Anna Ek", "Bo Alm"]
    with scope(table.house.carl.scope()):
        held = [one.electronic for one in Agreement.objects.get(pk=row.pk).signatories.in_order()]
    assert [[each.name for each in one] for one in held] == [["Anna Ek"], ["Bo Alm"], []]


def test_a_document_that_was_changed_after_signing_is_refused_and_nothing_is_kept(table: Table) -> None:
    row = named(table)
    with pytest.raises(InputError, match="changed after Anna Ek signed it"):
        keep(table, row, changed_afterwards(BOTH))
    with scope(table.house.carl.scope()):
        assert not Original.objects.exists()


def test_the_number_in_a_certificate_stands_in_no_column_and_on_no_page(table: Table) -> None:
    row = named(table)
    original = keep(table, row)
    assert NUMBER not in str(original.electronic)
    page = table.house.client("Carl").get(address("detail", pk=row.pk)).text
    assert NUMBER not in page
    assert "Certifikatet innehåller ett identitetsnummer" in page


def test_choosing_a_file_says_what_it_says_and_proposes_who_and_when_before_anything_is_kept(table: Table) -> None:
    row = named(table)
    client = table.house.client("Carl")
    anna_, bo_, other = table.signatories(row)
    said = {"look": "1", "signatories": [other], "file": SimpleUploadedFile("avtal.pdf", BOTH)}
    answer = client.post(address("sign", pk=row.pk), said)
    page = plain(answer.text)
    assert "Elektroniskt undertecknad av Anna Ek, Exempels kommun." in page
    assert "inte kontrollerat mot någon lista över betrodda utfärdare" in page
    assert "Välj filen en gång till" in page
    checked = {int(one) for one in re.findall(r'name="signatories" value="(\d+)"[^>]*checked', answer.text)}
    assert checked == {anna_, bo_}
    assert f'value="{TODAY().isoformat()}"' in answer.text
    with scope(table.house.carl.scope()):
        assert not Original.objects.exists()


def test_a_file_without_signatures_stays_an_uploaded_original_and_leaves_what_was_filled_in(table: Table) -> None:
    row = named(table)
    client = table.house.client("Carl")
    last = table.signatories(row)[2]
    said = {"look": "1", "signatories": [last], "signed_on": "2026-01-02", "file": SimpleUploadedFile("a.pdf", PDF)}
    answer = client.post(address("sign", pk=row.pk), said)
    assert "sparas som uppladdat original" in answer.text
    assert re.findall(r'name="signatories" value="(\d+)"[^>]*checked', answer.text) == [str(last)]
    assert 'value="2026-01-02"' in answer.text
    keep(table, row, PDF)
    assert "Uppladdat original, utan elektronisk underskrift." in client.get(address("detail", pk=row.pk)).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Välj filen först."),
        (changed_afterwards(BOTH), "Dokumentet har ändrats efter att Anna Ek undertecknade det."),
        (b"MZ", "JPEG, PDF, PNG"),
    ],
)
def test_what_will_not_be_kept_is_said_when_it_is_chosen(table: Table, content: bytes | None, words: str) -> None:
    row = named(table)
    said = {"look": "1"} | ({} if content is None else {"file": SimpleUploadedFile("a.pdf", content)})
    answer = table.house.client("Carl").post(address("sign", pk=row.pk), said)
    assert answer.status_code == 200
    assert words in plain(answer.text)


def test_what_was_found_never_changes_in_force_but_that_names_are_masked(table: Table) -> None:
    carl = table.house.carl
    row = table.draft()
    original = actions.sign(
        actor=carl, agreement=row.pk, signatories=table.signatories(row), signed_on=TODAY(), original=BOTH
    )
    actions.enter_force(actor=carl, agreement=row.pk)
    with pytest.raises(Error), scope(worker(carl.partnership).scope()):
        Original.objects.filter(pk=original.pk).update(electronic=[])
    masking.mask(actor=carl, subject="agreement", pk=row.pk, stretches=["Anna Ek"])
    with scope(carl.scope()):
        assert [one.name for one in Original.objects.get(pk=original.pk).found] == [MASK, "Bo Alm"]


def test_a_signature_in_another_name_is_pointed_out_before_and_after_it_is_kept(table: Table) -> None:
    row = named(table)
    client = table.house.client("Carl")
    only_bo = signed(PDF, bo())
    said = {"look": "1", "file": SimpleUploadedFile("avtal.pdf", only_bo)}
    assert "heter så" not in plain(client.post(address("sign", pk=row.pk), said).text)
    first, second, _ = table.signatories(row)
    for number, content in ((first, only_bo), (second, only_bo)):
        actions.sign(
            actor=table.house.carl, agreement=row.pk, signatories=[number], signed_on=TODAY(), original=content
        )
    page = plain(client.get(address("detail", pk=row.pk)).text)
    assert page.count("Den elektroniska underskriften är i ett annat namn än Anna Ek.") == 1
    assert "annat namn än Bo Alm" not in page
    actions.unsign(actor=table.house.carl, original=_original(table, first))
    said = {"look": "1", "file": SimpleUploadedFile("avtal.pdf", only_bo)}
    assert "Ingen som ska underteckna heter så: Anna Ek väntas." in plain(
        client.post(address("sign", pk=row.pk), said).text
    )


def _original(table: Table, signatory: int) -> int:
    with scope(table.house.carl.scope()):
        return Original.objects.get(signatories=signatory).pk
