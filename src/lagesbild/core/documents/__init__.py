"""Documents for print and archive: PDF/UA-1, tagged, fonts inside. A room brings its template and its content."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lagesbild.core.documents.letters import FONTS, breakable, everywhere, showable

PARTS = Path(__file__).parent / "typst" / "parts.typ"
"""What templates import: colours, the page, small parts."""


class LayoutError(Exception):
    """The document could not be set without complaint; the message is the typesetter's."""


def typeset(
    template: Path, content: Mapping[str, Any], *, made: dt.date, drawings: Mapping[str, str] | None = None
) -> bytes:
    """Set what a template makes of `content`, which it reads from content.json; the same gives the same bytes.

    Characters that no font of the documents has become question marks.

    Parameters
    ----------
    template : Path
        Typst; it finds `parts.typ` beside it.
    content : mapping
        Plain data, all words in it.
    made : date
        The day of the document.
    drawings : mapping of str to str, optional
        SVG texts by file name.

    Raises
    ------
    LayoutError
        The typesetter refuses or warns: a fault in this package, never in the input.

    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for source in (PARTS, template):
            (folder / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        said = everywhere(dict(content), lambda text: breakable(showable(text)))
        (folder / "content.json").write_text(json.dumps(said), encoding="utf-8")
        for file, svg in (drawings or {}).items():
            (folder / file).write_text(showable(svg), encoding="utf-8")
        return _compiled(folder / template.name, made)


def _compiled(source: Path, made: dt.date) -> bytes:
    import typst  # only those who set a document need it

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
