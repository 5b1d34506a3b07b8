"""Pages for leadership: they show what other rooms put into the world."""

from __future__ import annotations

from tests.web.arguments import both, plain

PLACES = {
    **dict.fromkeys(("page", "wheel", "statute_report", "statute_word"), plain),
    **dict.fromkeys(("agreement_report", "agreement_word"), both("agreement")),
}
