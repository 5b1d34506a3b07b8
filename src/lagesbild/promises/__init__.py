"""Promises to citizens: from measures, decided, signed, kept or not."""
