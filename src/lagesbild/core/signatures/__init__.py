"""Electronic signatures in PDFs (PAdES, CMS): read, judged, kept as facts, and put into words.

`facts` says what is kept of one, `reading` reads them out of the bytes, `wording` says them to people.
"""

from lagesbild.core.signatures.facts import (
    WORDS,
    Electronic,
    Fault,
    Proof,
    Trust,
    concerning,
    days,
    from_kept,
    kept,
    none_named,
    same_person,
)
from lagesbild.core.signatures.reading import read

__all__ = [
    "WORDS",
    "Electronic",
    "Fault",
    "Proof",
    "Trust",
    "concerning",
    "days",
    "from_kept",
    "kept",
    "none_named",
    "read",
    "same_person",
]
