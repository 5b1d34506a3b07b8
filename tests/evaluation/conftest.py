"""Fixtures of the room."""

from __future__ import annotations

from tests.promises.conftest import desk, house, neighbours, vow

__all__ = ["desk", "house", "neighbours", "vow"]
