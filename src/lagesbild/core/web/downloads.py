"""Files handed out: to be saved, or shown where we made them; never run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from lagesbild.core.documents.paper import Paper
from lagesbild.core.files import ENDINGS, PDF, WORD

CSV = "text/csv; charset=utf-8"
BEGINS = "\ufeff".encode()
"""By which spreadsheets know the letters of a file."""
Answer = TypeVar("Answer", bound=HttpResponseBase)


def download(content: bytes | memoryview, media_type: str, name: str) -> HttpResponse:
    """The file to save, under the name with the ending of what it holds."""
    return _saved(HttpResponse(bytes(content), content_type=media_type), name, ENDINGS[media_type])


def shown(content: bytes, name: str) -> HttpResponse:
    """A PDF of ours for the browser to show, under the name."""
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def packed(content: bytes, name: str) -> HttpResponse:
    """A ZIP file to save, under the name."""
    return _saved(HttpResponse(content, content_type="application/zip"), name, "zip")


def document(paper: Paper, how: str, name: str) -> HttpResponse:
    """A document as it is asked for: `pdf` is shown, `docx` is to be saved."""
    return download(paper.word(), WORD, name) if how == "docx" else shown(paper.pdf(), name)


def table(lines: Iterable[Sequence[Any]], name: str) -> HttpResponse:
    """Lines as a file that spreadsheets open, under the name; texts in them have gone through `cell`."""
    return _saved(HttpResponse(BEGINS + written(lines), content_type=CSV), name, "csv")


def streamed(pieces: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """A table that is too long to hold, under the name: what is `written` piece by piece."""
    return _saved(StreamingHttpResponse(chain((BEGINS,), pieces), content_type=CSV), name, "csv")


def written(lines: Iterable[Sequence[Any]]) -> bytes:
    """Lines as they stand in the file of a table; texts in them have gone through `cell`."""
    held = io.StringIO()
    csv.writer(held, delimiter=";").writerows(lines)
    return held.getvalue().encode()


def _saved(answer: Answer, name: str, ending: str) -> Answer:
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def cell(text: str) -> str:
    """Text for a table that a spreadsheet opens, and does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
