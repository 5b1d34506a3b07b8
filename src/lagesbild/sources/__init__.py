"""Readers: files as people have them become typed records, and every row is accounted for."""
