"""What the public site adds to the matrix."""

from __future__ import annotations

from lagesbild.portal.urls import urlpatterns

ELSEWHERE: dict[str, str] = dict.fromkeys(
    (f"portal:{one.name}" for one in urlpatterns), "for everyone: what is published (tests/portal)"
)
