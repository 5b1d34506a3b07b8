"""A picture as a document for print and archive: PDF/UA-1, tagged, with its fonts inside."""

from __future__ import annotations

from pathlib import Path

from lagesbild.core.documents import LayoutError, typeset
from lagesbild.i18n import N_, Language, Message, translator
from lagesbild.picture.charts import Theme
from lagesbild.picture.model import Picture
from lagesbild.picture.pdf.blocks import Drawings
from lagesbild.picture.pdf.content import content
from lagesbild.sources.records import Progress

__all__ = ["LayoutError", "write_pdf"]
TEMPLATE = Path(__file__).parents[1] / "typst" / "picture.typ"


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
    if progress is not None:
        progress(Message(N_("Setting the document")), 0.5)
    path.write_bytes(typeset(TEMPLATE, said, made=picture.made, drawings=drawings.files))
    if progress is not None:
        progress(Message(N_("The document is written")), 1.0)
