"""Documents to go on writing in: Word's format, with what a screen reader needs.

That is headings, heads of tables, the language of the text and alternatives to pictures.

    word = Word(title="Protokoll", owner="Tranmora", accent="#0b5a61", language="sv", made=day, page="Sida")
    word.heading("§ 1 Föregående möte")
    word.text("Ingenting att anmärka.")
    word.table("Uppgifter", ["Vem", "Vad", "När"], rows)
    word.content()
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from lagesbild.core.colours import ramp, readable

if TYPE_CHECKING:
    from docx.styles.style import ParagraphStyle

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
SERIF, SANS = "Georgia", "Calibri"
"""What the programs that open the document have, or have the like of: our own fonts are not in it."""
_WIDE = 16.0
"""Centimetres between the margins of an A4 page."""
_NEVER = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to hold."""


class Word:
    """A document that is written from top to bottom; every text is shown as it is, whatever characters it holds.

    Parameters
    ----------
    title : str
        Its first line, and what programs call it.
    owner : str
        Whose it is: the municipality or the partnership, at the top of every page.
    accent : str
        Of headings, as ``#rrggbb``; made darker where it could not be read on white.
    language : str
        ``sv`` or ``en``: of all text.
    made : date
        The day of the document; the same content and day give the same bytes.
    page : str
        The word before the number of the page, in the language of the document.
    notice : str
        What every page is to say beside the owner: a draft, invented data.
    """

    def __init__(
        self, *, title: str, owner: str, accent: str, language: str, made: dt.date, page: str, notice: str = ""
    ) -> None:
        from docx import Document  # only those who write a document need it

        self._document = Document()
        self._accent = accent
        _properties(self._document, title, owner, LANGUAGES[language], made)
        _styles(self._document, accent, LANGUAGES[language])
        _frame(self._document, " · ".join(part for part in (owner, notice) if part), page)
        self._document.add_paragraph(_clean(title), style="Title")

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; levels 1 to 3, none skipped."""
        self._document.add_heading(_clean(text), level)

    def text(self, text: str, *, label: str = "", muted: bool = False) -> None:
        """A paragraph, after a `label` in bold where there is one; lines stay lines."""
        paragraph = self._document.add_paragraph(style="Quiet" if muted else None)
        if label:
            paragraph.add_run(f"{_clean(label)} ").bold = True
        paragraph.add_run(_clean(text))

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """What is said in a word or two under a label, a line each."""
        for label, text in pairs:
            self.text(text, label=ended(label))

    def items(self, texts: Iterable[str], *, numbered: bool = False) -> None:
        """A list; the numbers of one are text, since Word would go on counting in the next."""
        for n, text in enumerate(texts, start=1):
            if numbered:
                self._document.add_paragraph(f"{n}. {_clean(text)}", style="List")
            else:
                self._document.add_paragraph(_clean(text), style="List Bullet")

    def quote(self, text: str) -> None:
        """Words of another text, set apart as such."""
        self._document.add_paragraph(_clean(text), style="Set apart")

    def page_break(self) -> None:
        """What follows begins on a new page."""
        from docx.enum.text import WD_BREAK

        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def signature(self, of: str, function: str, mandate: str, signed: str, lines: tuple[str, str]) -> None:
        """Where somebody signs for a party: that it was signed, or two lines to write on, each with what goes there."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = _points(18), True
        paragraph.add_run(_clean(of)).bold = True
        for one in (function, mandate):
            if one:
                paragraph.add_run(f"\n{_clean(one)}")
        if signed:
            self._document.add_paragraph(_clean(signed))
            return
        for line in lines:
            written = self._document.add_paragraph(style="Line to write on")
            written.paragraph_format.keep_with_next = line != lines[-1]
            written.add_run(_clean(line))

    def table(
        self, caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float] = ()
    ) -> None:
        """A table with its caption above; the first row is its head, also on the pages that it goes on on.

        `widths` are the shares of the columns; alike where none are said.
        """
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._document.add_paragraph(_clean(caption), style="Caption")
        table = self._document.add_table(rows=1, cols=len(head), style="Table Grid")
        said = OxmlElement("w:tblCaption")
        said.set(qn("w:val"), _clean(caption))
        table._tbl.tblPr.append(said)
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            cell.paragraphs[0].add_run(_clean(text)).bold = True
            _shade(cell, ramp(self._accent)[0])
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.paragraphs[0].add_run(_clean(text))
        for column, share in zip(table.columns, widths, strict=False):
            column.width = _share(share, widths)
        for line in table.rows:
            line._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
            for cell, share in zip(line.cells, widths, strict=False):
                cell.width = _share(share, widths)
            for cell in line.cells:
                cell.paragraphs[0].paragraph_format.space_after = 0
        self._document.add_paragraph()

    def picture(self, image: bytes, alternative: str, *, wide: float = _WIDE) -> None:
        """A picture, PNG or JPEG, `wide` centimetres, with what is told to those who do not see it.

        Raises
        ------
        ValueError
            Nothing is told.
        """
        from docx.shared import Cm

        if not alternative.strip():
            raise ValueError("a picture in a document needs an alternative text")
        shape = self._document.add_picture(io.BytesIO(image), width=Cm(min(wide, _WIDE)))
        shape._inline.docPr.set("descr", _clean(alternative))

    def content(self) -> bytes:
        """The document as a file."""
        written = io.BytesIO()
        self._document.save(written)
        return _timeless(written)


def ended(label: str) -> str:
    """A label with the sign it ends in: a question has its own."""
    return label if label.endswith(("?", ":", ".")) else f"{label}:"


def _points(n: float) -> Any:
    from docx.shared import Pt

    return Pt(n)


def _share(share: float, widths: Sequence[float]) -> Any:
    """The part of the page that a column of the share has."""
    from docx.shared import Cm

    return Cm(_WIDE * share / sum(widths))


def _clean(text: str) -> str:
    return _NEVER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _properties(document: Any, title: str, owner: str, language: str, made: dt.date) -> None:
    known = document.core_properties
    known.title, known.author, known.last_modified_by, known.language = (
        _clean(title)[:255],
        _clean(owner)[:255],
        "",
        language,
    )
    known.comments = ""
    known.created = known.modified = dt.datetime.combine(made, dt.time())


def _styles(document: Any, accent: str, language: str) -> None:
    """The default styles in the colour of the owner; also what the program takes the language of unmarked text from."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    tone = RGBColor.from_string(readable(accent).removeprefix("#").upper())
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
    _font(document.styles["Normal"], SANS, 11)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 13), ("Heading 3", 11)):
        style = document.styles[name]
        _font(style, SERIF, size)
        style.font.color.rgb, style.font.bold, style.font.italic = tone, True, False
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    _font(document.styles["Caption"], SANS, 10)
    document.styles["Caption"].font.color.rgb = RGBColor(0x1A, 0x1F, 0x1E)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    quiet = document.styles.add_style("Quiet", WD_STYLE_TYPE.PARAGRAPH)
    quiet.base_style = document.styles["Normal"]
    quiet.font.color.rgb = RGBColor(0x55, 0x5B, 0x5A)
    apart = document.styles.add_style("Set apart", WD_STYLE_TYPE.PARAGRAPH)
    apart.base_style, apart.paragraph_format.left_indent = document.styles["Normal"], Pt(14)
    line = document.styles.add_style("Line to write on", WD_STYLE_TYPE.PARAGRAPH)
    line.base_style, line.font.size = document.styles["Normal"], Pt(9)
    line.paragraph_format.space_before, line.paragraph_format.right_indent = Pt(24), Pt(140)
    _ruled(line)


def _font(style: ParagraphStyle, name: str, size: float) -> None:
    """The font of a style, which the one of the theme would go before."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = name, Pt(size)
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    fonts.set(qn("w:cs"), name)


def _ruled(style: Any) -> None:
    """A line above paragraphs of a style."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "2"), ("color", "1A1F1E")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    style.element.get_or_add_pPr().insert_element_before(
        borders, *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    )


def _frame(document: Any, owner: str, page: str) -> None:
    """A4, whose it is at the top, the number of the page at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    section.header.paragraphs[0].text = _clean(owner)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot.add_run(f"{page} ")
    _number(foot.add_run())


def _number(run: Any) -> None:
    """The field that shows which page it is."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = "PAGE"
        run._r.append(part)


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour.removeprefix("#"))
    cell._tc.get_or_add_tcPr().append(shade)


def _timeless(written: io.BytesIO) -> bytes:
    """The same file with no clock in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name), before.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
