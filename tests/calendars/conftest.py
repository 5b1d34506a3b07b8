"""Fixtures of the room: those of commitments."""

from tests.compliance.conftest import desk, house, neighbours

__all__ = ["desk", "house", "neighbours"]
