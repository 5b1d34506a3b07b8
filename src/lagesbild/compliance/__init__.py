"""Compliance: whether what was agreed, and what the statute asks, is kept, as of any day; the wheel of the year."""
