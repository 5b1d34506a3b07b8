"""Files handed out: to be saved, or shown where we made them; never run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from lagesbild.core.documents.paper import Paper
from lagesbild.core.files import ENDINGS, PDF, WORD


def download(content: bytes | memoryview, media_type: str, name: str) -> HttpResponse:
    """The file to save, under the name with the ending of what it holds."""
    answer = HttpResponse(bytes(content), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[media_type]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def shown(content: bytes, name: str) -> HttpResponse:
    """A PDF of ours for the browser to show, under the name."""
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def document(paper: Paper, how: str, name: str) -> HttpResponse:
    """A document as it is asked for: `pdf` is shown, `docx` is to be saved."""
    return download(paper.word(), WORD, name) if how == "docx" else shown(paper.pdf(), name)


def table(lines: Iterable[Sequence[Any]], name: str) -> HttpResponse:
    """Lines as a file that spreadsheets open, under the name; texts in them have gone through `cell`."""
    held = io.StringIO()
    csv.writer(held, delimiter=";").writerows(lines)
    answer = HttpResponse("\ufeff".encode() + held.getvalue().encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def cell(text: str) -> str:
    """Text for a table that a spreadsheet opens, and does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
