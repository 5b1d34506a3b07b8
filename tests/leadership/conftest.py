"""Fixtures of the room: those of commitments."""

from tests.compliance.conftest import desk, house

__all__ = ["desk", "house"]
