"""What is handed to the council: conformant by an independent checker, whole, as of a day, in the same words twice."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.urls import reverse
from docx import Document
from outloud import check

from lagesbild.accounts.models import Role
from lagesbild.agreements import library
from lagesbild.compliance import actions, loading
from lagesbild.compliance.actions import Told
from lagesbild.core import masking
from lagesbild.core.partnerships import Partnership
from lagesbild.core.scope import scope
from lagesbild.i18n import LANGUAGES, Language, translator
from lagesbild.leadership import reports
from lagesbild.registry.actions import note
from tests.compliance.desk import DAY, TODAY, Desk

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "En gång i månaden är läst som varje kalendermånad."


def made(desk: Desk, *, statute: bool = False, day: int = 0) -> reports.Report:
    with scope(desk.house.carl.scope()):
        partnership = Partnership.objects.get(pk=desk.house.partnership.pk)
        agreement = None if statute else desk.agreement
        return reports.report(partnership, agreement, loading.record(partnership), day=TODAY - day * DAY, made=TODAY)


def printed(desk: Desk, path: Path, language: Language = "sv", **which: object) -> Path:
    report = made(desk, **which)  # type: ignore[arg-type]
    path.write_bytes(reports.document(translator(language), report).pdf())
    return path


def text_of(path: Path) -> str:
    pages = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    return " ".join(re.sub("[\u00ad\u2060\u200b]|-\n", "", " ".join(pages)).split())


def word_of(answer: bytes) -> str:
    document = Document(io.BytesIO(answer))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join(" ".join([*(one.text for one in document.paragraphs), *cells]).split())


def at(what: str, **arguments: object) -> str:
    return reverse(f"leadership:{what}", kwargs={"slug": "alfa", **arguments})


@pytest.fixture
def ruled(desk: Desk) -> Desk:
    """One commitment is checked in two ways, one in one, one in none; so is a paragraph of the statute."""
    desk.rule(note=NOTE)
    desk.rule(parameters={"body": desk.body.pk, "times": 2, "every": "year"})
    desk.rule(1, kind="effort", parameters={})
    desk.met(TODAY - 3 * DAY)
    told = Told(kind="filled_function", parameters={"sort": "coordinator"})
    actions.set_rule(actor=desk.house.carl, statute="2023:196:11", told=told)
    return desk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("statute", [False, True])
def test_it_is_tagged_and_has_title_and_language(
    ruled: Desk, tmp_path: Path, statute: bool, language: Language
) -> None:
    path = printed(ruled, tmp_path / "report.pdf", language, statute=statute)
    result = check(str(path))
    assert not result.error, result.error
    assert [f"{found.rule} {found.message}" for found in result.findings] == []
    with pikepdf.open(path) as file:
        assert str(file.Root.Lang) == language
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert TODAY.isoformat() in metadata["dc:title"]


def test_each_commitment_stands_there_with_its_text_and_what_nothing_checks_says_so(
    ruled: Desk, tmp_path: Path
) -> None:
    for text in (
        text_of(printed(ruled, tmp_path / "r.pdf")),
        word_of(reports.document(translator("sv"), made(ruled)).word()),
    ):
        assert "att hålla funktionen tillsatt" in text
        assert "att arbeta för ett råd" in text
        assert NOTE in text
        assert "Kontroll 1" in text
        assert "Kontroll 2" in text
        assert "Kontrolleras inte" in text
        assert "1 kontrolleras inte av något." in text
        assert "Underlag" in text
        assert f"1: EST Nygård {TODAY - 3 * DAY} (möte)" in text


def test_all_paragraphs_of_the_statute_stand_there_and_those_without_a_duty_say_why(
    ruled: Desk, tmp_path: Path
) -> None:
    text = text_of(printed(ruled, tmp_path / "r.pdf", statute=True))
    for one in library.statute().paragraphs:
        assert f"{one.number} §" in text
    assert "Säger lagens syfte. Inget att pröva." in text
    assert "Inget att kontrollera" in text


def test_it_is_as_of_its_day_and_judges_nothing_before_the_agreement_was_in_force(ruled: Desk) -> None:
    assert "kontrolleras inte av något" in word_of(reports.document(translator("sv"), made(ruled, day=30)).word())
    early = made(ruled, day=500)
    assert not early.applies
    assert all(one.found is None for one in early.pieces)
    text = word_of(reports.document(translator("sv"), early).word())
    assert f"Gällde inte {(TODAY - 500 * DAY).isoformat()}" in text
    assert "Inte bedömt" in text


def test_it_bears_number_and_secrecy_mark_of_its_agreement(ruled: Desk, tmp_path: Path) -> None:
    keeper = ruled.house.anyone(Role.REGISTRATOR)
    said = {"dnr": "KS 2026/77", "secret": True, "ground": "18 kap. 1 § OSL"}
    note(actor=keeper, kind="agreements.agreement", subject=ruled.agreement.pk, **said)  # type: ignore[arg-type]
    assert "Diarienummer KS 2026/77 · Sekretessmarkering: 18 kap. 1 § OSL" in text_of(
        printed(ruled, tmp_path / "r.pdf")
    )
    assert "KS 2026/77" not in text_of(printed(ruled, tmp_path / "s.pdf", statute=True))


def test_the_same_report_gives_the_same_bytes(ruled: Desk, tmp_path: Path) -> None:
    first = printed(ruled, tmp_path / "1.pdf").read_bytes()
    assert printed(ruled, tmp_path / "2.pdf").read_bytes() == first
    assert (
        reports.document(translator("sv"), made(ruled)).word() == reports.document(translator("sv"), made(ruled)).word()
    )


def test_words_masked_in_how_it_was_read_are_masked_in_it(desk: Desk) -> None:
    rule = desk.rule(note="Bror Ek är vidtalad.")
    assert "Bror Ek" in word_of(reports.document(translator("sv"), made(desk)).word())
    masking.mask(actor=desk.house.carl, subject="rule", pk=rule.pk, stretches=["Bror Ek"])
    assert "Bror" not in word_of(reports.document(translator("sv"), made(desk)).word())


def test_that_it_was_handed_over_is_noted_from_the_page_by_those_who_may(ruled: Desk) -> None:
    note_it = f"{reverse('compliance:note', kwargs={'slug': 'alfa'})}?sort=report.council"
    client = ruled.house.client("Carl")
    assert note_it in client.get(at("page")).text
    assert 'value="report.council" selected' in client.get(note_it).text
    ruled.house.anyone(Role.AUDITOR)
    assert note_it not in ruled.house.client("Auditor").get(at("page")).text


def test_both_pages_lead_to_it_and_those_who_may_not_see_do_not_get_it(ruled: Desk) -> None:
    client = ruled.house.client("Carl")
    pdf, docx = at("agreement_report", pk=ruled.agreement.pk), at("agreement_word", pk=ruled.agreement.pk)
    for page in (at("page"), reverse("compliance:list", kwargs={"slug": "alfa"})):
        text = client.get(page).text
        for file in (pdf, docx, at("statute_report"), at("statute_word")):
            assert f"{file}?dag={TODAY.isoformat()}" in text
    assert client.get(pdf).content.startswith(b"%PDF")
    later = client.get(f"{docx}?dag={(TODAY + 90 * DAY).isoformat()}")
    assert f"{TODAY.isoformat()}.docx" in later["Content-Disposition"], "no day that has not come"
    assert client.get(f"{docx}?dag=igår").status_code == 200
    assert client.get(at("agreement_report", pk=99999)).status_code == 404
    ruled.house.anyone(Role.REPORTER)
    assert ruled.house.client("Reporter").get(pdf).status_code == 403
