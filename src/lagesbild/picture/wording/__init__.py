"""Every sentence about the figures of a picture, for pages, documents and programs alike.

Functions take the reader's translator first and return text in that language. Numbers and what they are compared to
are held together by no-break spaces. What is a finding and what is a label is decided here, never in a template.
"""

from lagesbild.picture.wording import counts, dates, findings, method, sources, where

__all__ = ["counts", "dates", "findings", "method", "sources", "where"]
