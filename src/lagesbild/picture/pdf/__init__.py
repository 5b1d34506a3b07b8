"""A picture as a document for print and archive: PDF/UA-1, tagged, with its fonts inside."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from pathlib import Path

import typst

from lagesbild.i18n import N_, Language, Message, translator
from lagesbild.picture.charts import Theme
from lagesbild.picture.model import Picture
from lagesbild.picture.pdf.blocks import Drawings
from lagesbild.picture.pdf.content import content
from lagesbild.picture.pdf.letters import FONTS, breakable, everywhere, showable
from lagesbild.sources.records import Progress

TEMPLATE = Path(__file__).parents[1] / "typst" / "picture.typ"


class LayoutError(Exception):
    """The document could not be set without complaint; the message is the typesetter's."""


def write_pdf(
    picture: Picture,
    path: Path,
    *,
    language: Language,
    theme: Theme | None = None,
    progress: Progress | None = None,
) -> None:
    """Write `picture` to `path` as PDF/UA-1 in `language`.

    The same picture gives the same bytes. Characters that no font of the document has become question marks.

    Raises
    ------
    LayoutError
        The typesetter refuses or warns: a fault in this package, never in the input.

    """
    t = translator(language)
    drawings = Drawings()
    if progress is not None:
        progress(Message(N_("Drawing the charts of the document")), 0.0)
    said = content(t, picture, theme or Theme(), drawings)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / TEMPLATE.name).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        (folder / "content.json").write_text(
            json.dumps(everywhere(said, lambda text: breakable(showable(text)))), encoding="utf-8"
        )
        for file, svg in drawings.files.items():
            (folder / file).write_text(showable(svg), encoding="utf-8")
        if progress is not None:
            progress(Message(N_("Setting the document")), 0.5)
        document = _typeset(folder / TEMPLATE.name, picture.made)
    path.write_bytes(document)
    if progress is not None:
        progress(Message(N_("The document is written")), 1.0)


def _typeset(source: Path, made: dt.date) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    compiler = typst.Compiler(str(source), root=str(source.parent), font_paths=fonts)
    stamp = dt.datetime.combine(made, dt.time(), dt.UTC)
    try:
        document, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=stamp)
    except typst.TypstError as error:
        raise LayoutError(error.diagnostic) from error
    if warnings:
        raise LayoutError("\n".join(warning.diagnostic for warning in warnings))
    if not isinstance(document, bytes):
        raise LayoutError(f"expected one document, got {type(document).__name__}")
    return document
