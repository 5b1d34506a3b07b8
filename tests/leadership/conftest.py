"""Fixtures of the room: those of commitments."""

from tests.compliance.conftest import desk

__all__ = ["desk"]
