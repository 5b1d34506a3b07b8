"""Readers: files as people have them become typed records, and every row is accounted for."""

from lagesbild.sources.read import read
from lagesbild.sources.refusals import write_refusals

__all__ = ["read", "write_refusals"]
