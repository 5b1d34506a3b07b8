"""What static files say beside what they hold."""

from __future__ import annotations

from collections.abc import MutableMapping


def unframed(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """No page of others shows them in a frame; what scripts among them may do, pages say."""
    headers["Content-Security-Policy"] = "frame-ancestors 'none'"
