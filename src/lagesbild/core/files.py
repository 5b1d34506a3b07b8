"""Files that are uploaded: what they are is read from what they hold, never from what they are called.

Every file that is kept goes through `checked`; one that is kept as signed goes through `signed`.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass

from lagesbild.core import pdfs, signatures
from lagesbild.core.signatures import Electronic, wording
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

LARGEST = 20_000_000
"""Bytes."""
TAIL = 2048
"""Bytes at the end of a PDF in which its end is looked for."""
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "application/vnd.oasis.opendocument.text"
SIGNED = frozenset({PDF, PNG, JPEG})
"""What a signed original may be: something that shows signatures and does not change when it is opened."""
ANNEXED = SIGNED | {WORD, TEXT}
ENDINGS = {PDF: "pdf", PNG: "png", JPEG: "jpg", WORD: "docx", TEXT: "odt"}
MACROS = ("Basic/", "Scripts/", "word/vbaProject", "word/activeX/", "word/embeddings/oleObject")
"""What in a package can run when it is opened."""
WORDED = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG", WORD: "Word", TEXT: "OpenDocument"}


@dataclass(frozen=True, slots=True)
class File:
    """What was uploaded: its bytes, what they are, their SHA-256, and electronic signatures of one kept as signed."""

    content: bytes
    media_type: str
    digest: str
    electronic: tuple[Electronic, ...] = ()


def checked(content: bytes, allowed: frozenset[str]) -> File:
    """The file, if it is one of the allowed kinds and does nothing by itself when it is opened.

    Raises
    ------
    InputError
        It is empty, too large, something else by what it holds, or a PDF that is locked, damaged or active.

    """
    found = _recognised(content, allowed)
    if found == PDF and pdfs.looked_through(content).enclosed:
        raise InputError(pdfs.ENCLOSED)
    return File(content, found, _digest(content))


def signed(content: bytes) -> File:
    """A signed original, with what its electronic signatures say; one without is as good as it was.

    Signing services enclose their evidence in the PDF, which is allowed here as long as it is signed.

    Raises
    ------
    InputError
        As `checked`, and where an electronic signature is broken or the document was changed after it.

    """
    found = _recognised(content, SIGNED)
    if found != PDF:
        return File(content, found, _digest(content))
    seen = pdfs.looked_through(content)
    if seen.enclosed and not seen.signatures:
        raise InputError(pdfs.ENCLOSED)
    electronic = signatures.read(content, seen.signatures)
    for one in electronic:
        if refused := wording.refusal(one):
            raise InputError(refused)
    return File(content, found, _digest(content), electronic)


def published(content: bytes) -> File:
    """A PDF that everyone may read.

    Raises
    ------
    InputError
        As `checked`, and where the certificate of a signature in it holds the number of a person.

    """
    file = checked(content, frozenset({PDF}))
    if any(one.numbered and one.personal for one in signatures.read(content, pdfs.looked_through(content).signatures)):
        raise InputError(
            Message(N_("An electronic signature in the PDF holds an identity number. Publish one without signatures."))
        )
    return file


def _recognised(content: bytes, allowed: frozenset[str]) -> str:
    if not content:
        raise InputError(Message(N_("The file is empty. Choose another.")))
    if len(content) > LARGEST:
        values = {"n": round(len(content) / 1e6), "most": round(LARGEST / 1e6)}
        raise InputError(Message(N_("The file has {n} MB; {most} MB is the most. Make it smaller."), values))
    found = media_type(content)
    if found not in allowed:
        kinds = ", ".join(sorted(WORDED[one] for one in allowed))
        raise InputError(
            Message(N_("The file is none of these by what it holds, or not whole: {kinds}."), {"kinds": kinds})
        )
    return found


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def media_type(content: bytes) -> str:
    """What the bytes are, from the first to the last; empty when it is nothing that is known, or not whole."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-TAIL:]:
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-12:]:
        return PNG
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return JPEG
    return _package(content) if content.startswith(b"PK\x03\x04") else ""


def _package(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            if any(one.startswith(MACROS) for one in names):
                return ""
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return WORD
            if {"mimetype", "content.xml"} <= names and package.getinfo("mimetype").file_size < 200:
                return TEXT if package.read("mimetype").decode("ascii", "replace").strip() == TEXT else ""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return ""
    return ""
