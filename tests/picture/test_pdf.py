"""The document: conformant by an independent checker that is seen to complain, complete, repeatable, robust."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pytest
from outloud import check

from lagesbild.core import documents
from lagesbild.core.documents import letters
from lagesbild.i18n import LANGUAGES, Language, translator
from lagesbild.picture import pdf
from lagesbild.picture.charts import Theme
from lagesbild.picture.model import CountRow, Picture
from lagesbild.picture.pdf import LayoutError, write_pdf
from lagesbild.picture.pdf.blocks import Drawings
from lagesbild.picture.pdf.content import content
from lagesbild.picture.pdf.front import MOST_ROWS
from lagesbild.picture.wording import counts, findings
from tests.picture.sample import VARIANTS, sample_picture

WRITTEN: tuple[tuple[str, Language], ...] = tuple(itertools.product(VARIANTS, LANGUAGES))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Language], Path]:
    """The document of a variant of the sample, written once."""
    folder = tmp_path_factory.mktemp("documents")

    def written(variant: str, language: Language) -> Path:
        path = folder / f"{variant}-{language}.pdf"
        if not path.exists():
            write_pdf(VARIANTS[variant](), path, language=language)
        return path

    return written


def text_of(path: Path) -> list[str]:
    """The text of each page with single spaces, hyphens at line ends and invisible characters left out."""
    pages = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    return [" ".join(re.sub("[\u00ad\u2060]|-\n", "", page).split()) for page in pages]


def complaints(path: Path) -> dict[str, str]:
    """What the checker says, by rule; that it could not read the file is a failure."""
    result = check(str(path))
    assert not result.error, result.error
    return {found.rule: f"{found.message}: {found.evidence}" for found in result.findings}


@pytest.mark.parametrize(("variant", "language"), WRITTEN)
def test_an_independent_checker_finds_nothing_to_complain_of(
    document: Callable[[str, Language], Path], variant: str, language: Language
) -> None:
    assert complaints(document(variant, language)) == {}


def _without_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def _untagged(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot


def _without_title(file: pikepdf.Pdf) -> None:
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["dc:title"]
    del file.docinfo.Title


def _without_alternatives(file: pikepdf.Pdf) -> None:
    for found in file.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Figure":
            del found.Alt


def _without_heads(file: pikepdf.Pdf) -> None:
    for found in file.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/S") in {"/TH", "/TD"}:
            found.S = pikepdf.Name.TD
            del found.A


def _not_said_to_conform(file: pikepdf.Pdf) -> None:
    with file.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfuaid:part"]


@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        (_without_language, "DOC-013"),
        (_untagged, "DOC-002"),
        (_without_title, "DOC-010"),
        (_without_alternatives, "FIG-001"),
        (_without_heads, "TBL-001"),
        (_not_said_to_conform, "DOC-012"),
    ],
)
def test_the_checker_complains_of_a_document_that_is_harmed(
    document: Callable[[str, Language], Path], tmp_path: Path, harm: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    harmed = tmp_path / "harmed.pdf"
    with pikepdf.open(document("few", "sv")) as file:
        harm(file)
        file.save(harmed)
    assert rule in complaints(harmed)


@pytest.mark.parametrize(("variant", "language"), WRITTEN)
def test_the_document_says_the_lead_every_category_and_every_deviation(
    document: Callable[[str, Language], Path], variant: str, language: Language
) -> None:
    picture, t = VARIANTS[variant](), translator(language)
    said = " ".join(text_of(document(variant, language)))
    wanted = [sentence.text for sentence in findings.lead(t, picture)]
    wanted += [row.name for row in picture.categories]
    wanted += [f"{findings.series_name(t, one)}, {counts.against(t, one.row)}." for one in picture.deviations]
    wanted += [row.name for row in picture.places.rows]
    for sentence in wanted:
        assert " ".join(sentence.replace("\u2060", "").split()) in said


def test_invented_data_is_called_invented_on_every_page(document: Callable[[str, Language], Path]) -> None:
    pages = text_of(document("rich", "sv"))
    assert len(pages) > 3
    assert all("Påhittade exempeldata" in page for page in pages)
    assert not any("Påhittade" in page for page in text_of(document("few", "sv")))


def test_every_page_says_whose_it_is_and_where_in_the_document_it_stands(
    document: Callable[[str, Language], Path],
) -> None:
    pages = text_of(document("rich", "en"))
    for n, page in enumerate(pages, 1):
        assert f"Page {n} of {len(pages)}" in page
        assert "Situational picture of Åsfors" in page


def test_title_and_language_are_those_of_the_reader(document: Callable[[str, Language], Path]) -> None:
    for language, title in (("sv", "Lägesbild för Åsfors"), ("en", "Situational picture of Åsfors")):
        reader = pypdf.PdfReader(document("few", language))
        assert reader.metadata is not None
        assert str(reader.metadata.title).startswith(title)
        assert reader.trailer["/Root"]["/Lang"] == language


def test_the_same_picture_gives_the_same_bytes(document: Callable[[str, Language], Path], tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    write_pdf(VARIANTS["few"](), again, language="sv")
    assert again.read_bytes() == document("few", "sv").read_bytes()


def _many(n: int) -> Picture:
    picture = sample_picture()
    rows: list[CountRow] = [
        dataclasses.replace(picture.categories[i % len(picture.categories)], name=f"Kategori nummer {i}", count=n - i)
        for i in range(n)
    ]
    return dataclasses.replace(picture, categories=tuple(rows), deviations=())


def test_a_table_that_runs_over_pages_repeats_its_heads_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    write_pdf(_many(MOST_ROWS + 13), path, language="sv")
    pages = text_of(path)
    assert sum("Kategori Antal" in page for page in pages) >= 3
    said = " ".join(pages)
    assert f"Kategori nummer {MOST_ROWS - 1} " in said
    assert f"Kategori nummer {MOST_ROWS} " not in said
    assert re.search(r"13 till.*picture\.json", said)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Cykel 🚲 漢字", "Cykel ? ??"),
        ("Buller ≥ 5 → natt", "Buller >= 5 – natt"),
        ("Čáhput på Łódźgatan", "Čáhput på Łódźgatan"),
        ("Kafe\u0301 <b>&amp; #bar[x] $y$ @z", "Kafé <b>&amp; #bar[x] $y$ @z"),
        ("ﬁnt\u200b ½ \x07klotter", "fint ½ klotter"),
    ],
)
def test_letters_no_font_has_and_signs_with_meaning_elsewhere_are_shown_as_they_can(
    tmp_path: Path, name: str, shown: str
) -> None:
    picture = VARIANTS["few"]()
    rows = (dataclasses.replace(picture.categories[0], name=name), *picture.categories[1:])
    path = tmp_path / "letters.pdf"
    write_pdf(dataclasses.replace(picture, name=name, categories=rows), path, language="sv")
    assert shown in " ".join(text_of(path)).replace("\u200b", "")


def test_a_word_too_long_for_any_column_is_broken_and_a_phrase_held_together_is_not() -> None:
    word = "störningsanmälningsblankett" * 3
    broken = letters.breakable(f"Om {word} här")
    assert broken.replace("\u200b", "") == f"Om {word} här"
    assert max(map(len, re.split("[ \u200b]", broken))) <= 20
    held = "14\u00a0mot\u00a0väntade\u00a0108\u2060–\u2060136\u00a0i\u00a0hela\u00a0området"
    assert letters.breakable(held) == held


def test_a_picture_without_a_single_count_is_still_a_document(tmp_path: Path) -> None:
    picture = dataclasses.replace(VARIANTS["few"](), name="", categories=(), files=())
    write_pdf(picture, tmp_path / "empty.pdf", language="en", theme=Theme(name="Tryggt i Älvhamra"))
    assert "Tryggt i Älvhamra" in text_of(tmp_path / "empty.pdf")[0]


def test_a_complaint_of_the_typesetter_is_never_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "FONTS", tmp_path)
    with pytest.raises(LayoutError, match="Source Sans 3"):
        write_pdf(VARIANTS["few"](), tmp_path / "none.pdf", language="sv")
    assert not (tmp_path / "none.pdf").exists()


def test_progress_goes_forward_and_ends_at_the_end(tmp_path: Path) -> None:
    told: list[float] = []
    write_pdf(VARIANTS["few"](), tmp_path / "a.pdf", language="sv", progress=lambda _, share: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1


def test_every_letter_of_the_words_in_both_languages_can_be_shown() -> None:
    # a document takes its words from these rooms; what is only on the live map or the command line is not in it
    folder = Path(pdf.__file__).parents[2] / "locale" / "sv" / "LC_MESSAGES"
    text = "".join((folder / f"{room}.po").read_text(encoding="utf-8") for room in ("sources", "places", "picture"))
    assert len(text) > 10_000
    assert {letter for letter in text if letters.showable(letter) != letter} == set()


def test_no_text_of_a_drawing_is_smaller_than_can_be_read_on_paper() -> None:
    drawings = Drawings()
    said = content(translator("sv"), sample_picture(), Theme(), drawings)
    figures = [one for part in said["sections"] for one in part["blocks"] if one["kind"] == "figure"]
    assert len(figures) == 3
    for one in figures:
        svg = drawings.files[one["svg"]]
        pixels = float(re.findall(r'viewBox="0 0 ([\d.]+)', svg)[0])
        smallest = min(float(size) for size in re.findall(r'font-size="([\d.]+)"', svg))
        assert smallest / pixels * one["width"] / 25.4 * 72 >= 7.5
