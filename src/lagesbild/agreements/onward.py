"""Where it is shown how a commitment is checked and how it stands: a room further down the cycle says so."""

from __future__ import annotations

_pages: list[str] = []


def commitments_at(page: str) -> None:
    """Say which page, by its name, shows a commitment with a number (`pk`); a room calls this in `AppConfig.ready`."""
    _pages[:] = [page]


def commitment_page() -> str | None:
    """The name of that page; None where no room shows commitments."""
    return _pages[0] if _pages else None
