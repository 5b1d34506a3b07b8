"""What the interface for programs adds to the matrix."""

from __future__ import annotations

NAMES = (
    *("home", "promises", "promise", "pictures", "picture", "news", "news_one", "agreements", "agreement"),
    *("minutes", "minutes_one", "documents", "document", "openapi-json", "api-root"),
)
ELSEWHERE: dict[str, str] = dict.fromkeys(
    (f"api:{name}" for name in NAMES), "for everyone: what is published, read-only (tests/api)"
)
