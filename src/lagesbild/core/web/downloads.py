"""Files handed out: always to be saved, never run."""

from __future__ import annotations

from django.http import HttpResponse

from lagesbild.core.files import ENDINGS


def download(content: bytes | memoryview, media_type: str, name: str) -> HttpResponse:
    """The file to save, under the name with the ending of what it holds."""
    answer = HttpResponse(bytes(content), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[media_type]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def cell(text: str) -> str:
    """Text for a table that a spreadsheet opens, and does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
