"""Fixtures of the room."""

from __future__ import annotations

from tests.promises.conftest import desk, vow

__all__ = ["desk", "vow"]
