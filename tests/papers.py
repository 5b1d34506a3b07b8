"""PDFs of one page for tests that need something to upload."""

from __future__ import annotations

import io

import pikepdf


def paper(text: str = "Överenskommelse") -> bytes:
    """A PDF of one page, whole, unsigned, and the same each time for the same text."""
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b"% " + text.encode())
        pdf.save(held, deterministic_id=True, compress_streams=False)
    return held.getvalue()
