"""PDFs that come in: read whole, and refused where they do something by themselves when someone opens them.

Read by qpdf (through pikepdf), which mends what viewers mend and bounds what it unpacks. What is looked for is a list
(`ACTIVE`), not proof that a file is harmless: a viewer's own faults are a matter for a scanner (`scanning`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

if TYPE_CHECKING:
    import pikepdf

UNPACKED = 64_000_000
"""Bytes that one packed stream may become while the file is read."""
MOST = 2_000_000
"""Things in a PDF that are looked at; the strategic picture of a year has some hundred thousand."""
SCRIPT = Message(N_("The PDF holds a script (JavaScript). Print it to a new PDF, and choose that one."))
STARTS = Message(N_("The PDF starts a program or sends what is filled in. Print it to a new PDF, and choose that one."))
MOVING = Message(N_("The PDF holds film, sound or a form that runs. Print it to a new PDF, and choose that one."))
ENCLOSED = Message(
    N_("Other files are enclosed in the PDF, which only a signed original may have. Save it without them.")
)
LOCKED = Message(N_("The PDF is locked with a password. Save it without one, and choose that one."))
UNREADABLE = Message(N_("The PDF cannot be read; it is damaged. Save or scan it anew, and choose that one."))
INTRICATE = Message(N_("The PDF is too intricate to be looked through. Print it to a new PDF, and choose that one."))
ACTIVE = {
    "/JavaScript": SCRIPT,
    "/Launch": STARTS,
    "/ImportData": STARTS,
    "/SubmitForm": STARTS,
    "/Rendition": MOVING,
    "/Movie": MOVING,
    "/Sound": MOVING,
}
"""What an action does (`/S`) that no signed or published paper needs."""
PLAYED = frozenset({"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"})
"""Kinds of annotations that are played."""
STAMP = "/ETSI.RFC3161"
"""A time stamp over the document: nobody's signature."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in a PDF that may come in.

    Parameters
    ----------
    enclosed : int
        Files enclosed in it.
    signatures : tuple of str
        How each electronic signature is written (`/SubFilter`), time stamps left out.
    """

    enclosed: int
    signatures: tuple[str, ...]


def looked_through(content: bytes) -> Looked:
    """What a PDF holds beside its pages.

    Raises
    ------
    InputError
        It cannot be read, is locked, too intricate, or does something by itself.

    """
    import pikepdf

    _bounded()
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=True, suppress_warnings=True) as pdf:
            if not pdf.pages:
                raise InputError(UNREADABLE)
            return _looked(pdf)
    except pikepdf.PasswordError as error:
        raise InputError(LOCKED) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError, MemoryError) as error:
        raise InputError(UNREADABLE) from error


@cache
def _bounded() -> None:
    """Bounds of the reader, for the whole process; what is unpacked here is structure, never pictures."""
    from pikepdf import settings

    settings.set_qpdf_limits(flate_max_memory=UNPACKED, run_length_max_memory=UNPACKED, png_max_memory=UNPACKED)


def _looked(pdf: pikepdf.Pdf) -> Looked:
    enclosed, signatures = 0, []
    for held in _dictionaries(pdf):
        if "/JS" in held:
            raise InputError(SCRIPT)
        action = held.get("/S")
        if _name(action) in ACTIVE:
            raise InputError(ACTIVE[_name(action)])
        if "/XFA" in held or _name(held.get("/Subtype")) in PLAYED:
            raise InputError(MOVING)
        enclosed += "/EF" in held
        if "/ByteRange" in held and "/Contents" in held:
            signatures.append(_name(held.get("/SubFilter")))
    return Looked(enclosed, tuple(one for one in signatures if one != STAMP))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[dict[str, Any]]:
    """Every dictionary of the file, also those inside others and those that nothing leads to."""
    import pikepdf

    waiting: list[Any] = []
    seen = 0
    for top in pdf.objects:
        waiting.append(top)
        while waiting:
            one = waiting.pop()
            seen += 1
            if seen > MOST:
                raise InputError(INTRICATE)
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                held = dict(one.items())
                yield held
                inner: Iterator[Any] = iter(held.values())
            elif isinstance(one, pikepdf.Array):
                inner = iter(one)
            else:
                continue
            # what stands elsewhere in the file comes by itself
            waiting += [
                each for each in inner if isinstance(each, pikepdf.Dictionary | pikepdf.Array) and not each.is_indirect
            ]


def _name(value: Any) -> str:
    import pikepdf

    return str(value) if isinstance(value, pikepdf.Name) else ""
