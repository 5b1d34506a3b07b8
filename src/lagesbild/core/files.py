"""Files that are uploaded: what they are is read from what they hold, never from what they are called."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass

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
WORDED = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG", WORD: "Word", TEXT: "OpenDocument"}


@dataclass(frozen=True, slots=True)
class File:
    """What was uploaded: its bytes, what they are, and their SHA-256."""

    content: bytes
    media_type: str
    digest: str


def checked(content: bytes, allowed: frozenset[str]) -> File:
    """The file, if it is one of the allowed kinds.

    Raises
    ------
    InputError
        It is empty, too large, or something else by what it holds.

    """
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
    return File(content, found, hashlib.sha256(content).hexdigest())


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
            if {"[Content_Types].xml", "word/document.xml"} <= names and "word/vbaProject.bin" not in names:
                return WORD
            if {"mimetype", "content.xml"} <= names and package.getinfo("mimetype").file_size < 200:
                return TEXT if package.read("mimetype").decode("ascii", "replace").strip() == TEXT else ""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return ""
    return ""
