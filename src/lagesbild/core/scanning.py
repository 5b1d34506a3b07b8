"""Asks a virus scanner about what comes in, where the operator has one: clamd, by its command INSTREAM.

The protocol is a few lines of `clamd(8)`: the command, chunks with their length before them, a chunk of no length, and
one line that answers (ADR 0033 says why no client is taken in for it).
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

PATIENCE = 30
"""Seconds for each step of the conversation."""
LONGEST = 4096
"""Bytes of an answer."""
PORT = 3310
UNCHECKED = Message(
    N_("The file could not be checked for viruses just now. Try again in a while, or tell the operator.")
)


def scanned(chunks: Iterable[bytes]) -> None:
    """Go on only if the scanner finds nothing in the bytes; at once, and without reading them, where there is none.

    Raises
    ------
    InputError
        It found something, or did not answer: what nobody could look at does not come in.

    """
    if not settings.SCANNER:
        return
    try:
        said = _asked(urlsplit(settings.SCANNER), chunks)
    except OSError as error:
        raise InputError(UNCHECKED) from error
    if said.endswith(" FOUND"):
        raise InputError(Message(N_("The virus scanner found something in the file. It is not kept.")))
    if said != "stream: OK":
        raise InputError(UNCHECKED)


def _asked(where: SplitResult, chunks: Iterable[bytes]) -> str:
    """What the scanner answers, such as ``stream: OK`` or ``stream: Eicar-Test-Signature FOUND``."""
    with _met(where) as line:
        line.sendall(b"zINSTREAM\0")
        # a chunk of no length would end the file
        for chunk in filter(None, chunks):
            line.sendall(struct.pack("!I", len(chunk)) + chunk)
        line.sendall(struct.pack("!I", 0))
        said = b""
        while not said.endswith(b"\0") and len(said) < LONGEST and (more := line.recv(LONGEST)):
            said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _met(where: SplitResult) -> socket.socket:
    """A connection, to ``unix:///path`` or ``tcp://host:port``."""
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((where.hostname or "localhost", where.port or PORT), timeout=PATIENCE)
