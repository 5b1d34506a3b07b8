"""The agreement and the annex of a year as documents: conformant by an independent checker, whole, in own words."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import docx
import pypdf
import pytest
from django.urls import reverse
from outloud import check

from lagesbild.accounts.models import Role
from lagesbild.agreements import actions, documents
from lagesbild.agreements.actions import Signs, Undertaking
from lagesbild.agreements.models import Agreement
from lagesbild.agreements.views.page import agreement_of
from lagesbild.core.documents.paper import Paper
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.i18n import LANGUAGES, Language, translator
from lagesbild.plans import actions as plans
from lagesbild.plans.actions import PlanTold
from lagesbild.registry.actions import note
from tests.agreements.table import TODAY, Table
from tests.organisation.house import House
from tests.plans.desk import furnish

pytestmark = pytest.mark.django_db(transaction=True)


def whole(table: Table, row: Agreement, language: Language = "sv") -> Paper:
    with scope(table.house.carl.scope()):
        return documents.document(translator(language), agreement_of(row.pk), TODAY())


def annex(table: Table, row: Agreement, year: int | None = None, language: Language = "sv") -> Paper:
    with scope(table.house.carl.scope()):
        return documents.annex(translator(language), agreement_of(row.pk), year or TODAY().year, TODAY())


def printed(paper: Paper, path: Path) -> str:
    """The text of the PDF, which the independent checker has nothing to say of."""
    path.write_bytes(paper.pdf())
    result = check(str(path))
    assert not result.error, result.error
    assert [f"{found.rule} {found.message}" for found in result.findings] == []
    pages = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    return " ".join(re.sub("[\u00ad\u2060\u200b]|-\n", "", " ".join(pages)).split())


def written(paper: Paper) -> str:
    document = docx.Document(io.BytesIO(paper.word()))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join(" ".join([*(one.text for one in document.paragraphs), *cells]).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_agreement_is_tagged_and_says_all_that_was_agreed(
    table: Table, tmp_path: Path, language: Language
) -> None:
    row = table.draft(method="Vi ses varje vecka.", economy="Var och en står för sitt.", text="Övrigt som sagts.")
    paper = whole(table, row, language)
    for text in (printed(paper, tmp_path / "a.pdf"), written(paper)):
        for said in (
            *("Samverkansöverenskommelse", "Öka tryggheten i centrum.", "Vi ses varje vecka.", "att ses varje vecka"),
            *("Styrgruppen", "Kommunchef (Kommunen)", "Kommunpolis", "Löften för året.", "Övrigt som sagts."),
            *("Var och en står för sitt.", "kommunchef", "lokalpolisområdeschef", "Bilaga 1"),
        ):
            assert said in text, said


def test_a_draft_has_places_to_sign_and_one_in_force_says_that_its_original_is_kept(
    table: Table, tmp_path: Path
) -> None:
    draft, force = table.draft(), table.in_force(title="Den som gäller")
    text = printed(whole(table, draft), tmp_path / "d.pdf")
    assert text.count("Underskrift och namnförtydligande") == 2
    assert "Utkast" in text
    signed = (TODAY() - dt.timedelta(days=40)).isoformat()
    text = printed(whole(table, force), tmp_path / "f.pdf")
    assert "namnförtydligande" not in text
    assert "Utkast" not in text
    assert text.count(f"Undertecknad {signed}") == 2


def test_who_signs_stands_there_with_the_mandate_and_the_registry_on_every_page(table: Table, tmp_path: Path) -> None:
    row = table.draft()
    mandate = "Delegation enligt KS § 44"
    signs = Signs(of_party=table.house.housing.pk, function="vd", name="Siv Skog", mandate=mandate)
    actions.add_part(actor=table.house.carl, agreement=row.pk, part=signs)
    registrator = table.house.person("Reidar", table.house.municipality, Role.REGISTRATOR)
    assert registrator
    note(actor=table.house.actor("Reidar"), kind="agreements.agreement", subject=row.pk, dnr="KS 2026/77")
    text = printed(whole(table, row), tmp_path / "m.pdf")
    assert f"vd, Siv Skog Mandat: {mandate}" in text
    assert text.count("KS 2026/77") >= 2


def test_the_annex_has_problem_cause_measure_responsible_day_and_indicator_of_what_was_decided(
    table: Table, tmp_path: Path
) -> None:
    desk, row = furnish(table.house), table.in_force()
    empty = annex(table, row)
    assert "Ingen plan som alla får läsa är beslutad" in written(empty)
    assert "Plan för Brukstorget" in written(empty), "what is not decided is named as such"
    plans.decide_plan(actor=table.house.carl, plan=desk.plan.pk)
    paper = annex(table, row, desk.plan.starts.year)
    assert desk.lamps.due is not None
    for text in (printed(paper, tmp_path / "b.pdf"), written(paper)):
        for said in (
            *("Plan för Brukstorget", "Otryggt vid Brukstorget", "Mörkt efter stängning", "Ingen åtgärd ännu"),
            *("Nio nya lampor längs gångvägen", "Polisen", desk.lamps.due.isoformat(), "från 5 till 14 lampor"),
        ):
            assert said in text, said
        assert "Utgåva 1" in text
    assert "Plan för Brukstorget" not in written(annex(table, row, desk.plan.ends.year + 1))


def test_the_annex_names_no_plan_that_only_a_party_reads(table: Table) -> None:
    row, day = table.in_force(), TODAY()
    with scope(table.house.carl.scope()):
        own = Audience.objects.get(kind=Audience.OWN).pk
    told = PlanTold(name="Egen plan", purpose="", starts=day, ends=day)
    plans.create_plan(actor=table.house.carl, told=told, audience=own)
    assert "Egen plan" not in written(annex(table, row))


def test_pages_lead_to_the_documents_and_odd_years_are_not_found(house: House) -> None:
    table = Table(house)
    row = table.in_force()
    client, at = house.client("Carl"), {"slug": "alfa", "pk": row.pk}
    page = client.get(reverse("agreements:detail", kwargs=at)).text
    for name, more, starts in (
        ("pdf", {}, b"%PDF"),
        ("docx", {}, b"PK"),
        ("plan_pdf", {"year": TODAY().year}, b"%PDF"),
        ("plan_docx", {"year": TODAY().year}, b"PK"),
    ):
        address = reverse(f"agreements:{name}", kwargs={**at, **more})
        assert address in page
        assert client.get(address).content.startswith(starts)
    for year in (0, 99999):
        assert client.get(reverse("agreements:plan_pdf", kwargs={**at, "year": year})).status_code == 404


def test_odd_letters_never_stop_it(table: Table, tmp_path: Path) -> None:
    row = table.draft(title="🦄", purpose="\u200b", method="العربية 漢字", text="x" * 3000)
    actions.add_part(actor=table.house.carl, agreement=row.pk, part=Undertaking(text="🦄" * 300, number="§ 🦄"))
    printed(whole(table, row), tmp_path / "odd.pdf")
    assert written(whole(table, row))
