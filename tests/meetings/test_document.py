"""The minutes as a document: conformant by an independent checker, complete, masked, a draft that says so."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pikepdf
import pypdf
import pytest
from django.urls import reverse
from outloud import check

from lagesbild.accounts.models import Role
from lagesbild.core import masking
from lagesbild.core.guard import MASK
from lagesbild.core.scope import scope
from lagesbild.i18n import LANGUAGES, Language, translator
from lagesbild.meetings import actions, documents, minutes
from lagesbild.meetings.models import Meeting
from lagesbild.registry import actions as registry
from tests.meetings.table import Table, a_task, table
from tests.organisation.house import House

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def noted(table: Table) -> Table:
    """A meeting at which something was said and decided, and somebody was there."""
    carl = table.house.carl
    a_task(table, "Paula")
    actions.attend_all(actor=carl, meeting=table.meeting.pk)
    actions.add_adjunct(actor=carl, meeting=table.meeting.pk, name="Siv Skog", stands_for="Villaägarna", present=True)
    actions.note_item(actor=carl, item=table.point.pk, note="Tre lampor är trasiga.\nÅterkommer i höst.", done=True)
    return table


def written(table: Table, path: Path, language: Language = "sv") -> Path:
    with scope(table.house.carl.scope()):
        meeting = Meeting.objects.select_related("body", "partnership").get(pk=table.meeting.pk)
        record, edition = minutes.of(meeting)
        path.write_bytes(documents.document(translator(language), meeting, record, edition).pdf())
    return path


def text_of(path: Path) -> str:
    pages = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    return " ".join(re.sub("[\u00ad\u2060]|-\n", "", " ".join(pages)).split())


def complaints(path: Path) -> dict[str, str]:
    result = check(str(path))
    assert not result.error, result.error
    return {found.rule: f"{found.message}: {found.evidence}" for found in result.findings}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("approved", [False, True])
def test_it_is_tagged_and_has_title_and_language(
    noted: Table, tmp_path: Path, approved: bool, language: Language
) -> None:
    if approved:
        actions.approve(actor=noted.house.carl, meeting=noted.meeting.pk)
    path = written(noted, tmp_path / "minutes.pdf", language)
    assert complaints(path) == {}
    with pikepdf.open(path) as file:
        assert str(file.Root.Lang) == language
        assert file.Root.MarkInfo.Marked
        assert "EST Nygård" in str(file.docinfo.Title)
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert "EST Nygård" in metadata["dc:title"]


def test_the_checker_complains_of_one_without_language(noted: Table, tmp_path: Path) -> None:
    path = written(noted, tmp_path / "minutes.pdf")
    with pikepdf.open(path) as file:
        del file.Root.Lang
        file.save(tmp_path / "harmed.pdf")
    assert "DOC-013" in complaints(tmp_path / "harmed.pdf")


def test_it_says_all_that_the_minutes_do_and_that_it_is_a_draft_until_they_are_approved(
    noted: Table, tmp_path: Path
) -> None:
    text = text_of(written(noted, tmp_path / "draft.pdf"))
    for said in ("Protokoll", "EST Nygård", "Rådhuset", "Paula", "Siv Skog", "Villaägarna", "Belysning"):
        assert said in text
    assert "Tre lampor är trasiga. Återkommer i höst." in text
    assert "Utkast" in text
    actions.approve(actor=noted.house.carl, meeting=noted.meeting.pk)
    final = text_of(written(noted, tmp_path / "final.pdf"))
    assert "Utkast" not in final
    assert "Carl" in final, "who approved them"


def test_long_minutes_say_on_every_page_that_they_are_a_draft_and_which_page_it_is(
    noted: Table, tmp_path: Path
) -> None:
    note = "\n".join(
        f"{n}: {' '.join(['Belysningen', 'i', 'parken', 'sågs', 'över'][: 1 + n % 5])}, {n * n} steg."
        for n in range(150)
    )
    actions.note_item(actor=noted.house.carl, item=noted.point.pk, note=note, done=True)
    path = written(noted, tmp_path / "long.pdf")
    assert complaints(path) == {}
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    assert len(pages) > 2
    assert all("Utkast" in page and f"Sida {n} av {len(pages)}" in page for n, page in enumerate(pages, start=1))


def test_the_same_minutes_give_the_same_document(noted: Table, tmp_path: Path) -> None:
    actions.approve(actor=noted.house.carl, meeting=noted.meeting.pk)
    first = written(noted, tmp_path / "1.pdf").read_bytes()
    assert written(noted, tmp_path / "2.pdf").read_bytes() == first


def test_words_masked_after_the_minutes_were_approved_are_masked_in_it(noted: Table, tmp_path: Path) -> None:
    carl = noted.house.carl
    actions.note_item(actor=carl, item=noted.point.pk, note="Bror Ek är vidtalad.", done=True)
    actions.approve(actor=carl, meeting=noted.meeting.pk)
    assert "Bror Ek" in text_of(written(noted, tmp_path / "before.pdf"))
    masking.mask(actor=carl, subject="meeting", pk=noted.meeting.pk, stretches=["Bror Ek"])
    after = text_of(written(noted, tmp_path / "after.pdf"))
    assert "Bror" not in after
    assert "– är vidtalad" in after.replace("–––", "–"), "the mask is drawn with what the fonts have"
    assert MASK not in after


def test_a_letter_that_no_font_has_does_not_stop_it(noted: Table, tmp_path: Path) -> None:
    actions.note_item(actor=noted.house.carl, item=noted.point.pk, note="Bra 👍 av 日本", done=True)
    path = written(noted, tmp_path / "odd.pdf")
    assert complaints(path) == {}


def test_it_is_read_by_those_who_read_the_meeting(noted: Table, house: House) -> None:
    address = reverse("meetings:document", kwargs={"slug": "alfa", "pk": noted.meeting.pk})
    answer = house.client("Paula").get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    house.anyone(Role.REPORTER)
    assert house.client("Reporter").get(address).status_code == 403


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_in_words_format_it_opens_with_headings_a_table_of_tasks_and_its_language(
    noted: Table, language: Language, tag: str
) -> None:
    with scope(noted.house.carl.scope()):
        meeting = Meeting.objects.select_related("body", "partnership").get(pk=noted.meeting.pk)
        record, edition = minutes.of(meeting)
        made = docx.Document(io.BytesIO(documents.document(translator(language), meeting, record, edition).word()))
    headings = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
    assert any("Belysning" in one for one in headings)
    [tasks] = made.tables
    assert [cell.text for cell in tasks.rows[1].cells][1] == "Paula, Polisen"
    assert made.core_properties.language == tag
    assert noted.house.partnership.name in made.sections[0].header.paragraphs[0].text
    assert "Tre lampor är trasiga.\nÅterkommer i höst." in [one.text for one in made.paragraphs]


def test_in_words_format_it_is_downloaded_by_those_who_see_the_meeting(noted: Table) -> None:
    page = reverse("meetings:word", kwargs={"slug": noted.house.partnership.slug, "pk": noted.meeting.pk})
    answer = noted.house.client("Paula").get(page)
    assert answer["Content-Disposition"].endswith('.docx"')
    assert docx.Document(io.BytesIO(answer.content)).tables


def test_number_and_secrecy_mark_stand_on_every_page(noted: Table, tmp_path: Path) -> None:
    keeper = noted.house.anyone(Role.REGISTRATOR)
    said = {"dnr": "KS 2026/77", "secret": True, "ground": "18 kap. 1 § OSL"}
    registry.note(actor=keeper, kind="meetings.meeting", subject=noted.meeting.pk, **said)  # type: ignore[arg-type]
    note = "\n".join(f"{n}: belysningen i parken sågs över." for n in range(120))
    actions.note_item(actor=noted.house.carl, item=noted.point.pk, note=note, done=True)
    pages = [page.extract_text() for page in pypdf.PdfReader(written(noted, tmp_path / "m.pdf")).pages]
    assert len(pages) > 1
    for page in pages:
        assert "Diarienummer KS 2026/77 · Sekretessmarkering: 18 kap. 1 § OSL" in " ".join(page.split())
