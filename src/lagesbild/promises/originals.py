"""Signed originals as they are uploaded: what a file is says what it holds, not its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

MOST = 10 * 1024 * 1024
"""Bytes."""
TAIL = 2048
"""Bytes at the end of a PDF in which its end is looked for."""
KINDS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Original:
    """A file that may be kept."""

    content: bytes
    media_type: str
    digest: str


def media_type_of(content: bytes) -> str | None:
    """What the file holds, by its first and last bytes; None if it is nothing that is taken here."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-TAIL:]:
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-12:]:
        return "image/png"
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return "image/jpeg"
    return None


def checked(content: bytes) -> Original:
    """The file, if it may be kept.

    Raises
    ------
    InputError
        It is empty, too large, or neither a whole PDF nor a picture.

    """
    if not content:
        raise InputError(Message(N_("The file is empty. Choose another.")))
    if len(content) > MOST:
        values = {"n": -(-len(content) // (1024 * 1024)), "most": MOST // (1024 * 1024)}
        raise InputError(Message(N_("The file is {n} MB; {most} MB is the most. Scan it with fewer dots."), values))
    media_type = media_type_of(content)
    if media_type is None:
        raise InputError(Message(N_("The file is neither a PDF nor a picture (PNG, JPEG), or is not whole.")))
    return Original(content, media_type, hashlib.sha256(content).hexdigest())
