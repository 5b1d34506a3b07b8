"""Pages for leadership: they show what other rooms put into the world."""

from __future__ import annotations

from tests.web.arguments import both, plain

PLACES = {
    **dict.fromkeys(("page", "wheel", "printed", "statute_report", "statute_word"), plain),
    **dict.fromkeys(("agreement_report", "agreement_word"), both("agreement")),
    **dict.fromkeys(("year_pdf", "year_docx"), lambda town: {"": {"year": 2026}}),
}
ELSEWHERE = dict.fromkeys(
    ("county:page", "county:download"), "a person's own partnerships side by side (tests/leadership/test_county.py)"
)
