"""From bytes on disk to UTF-8: compression, byte order marks and the encodings that Swedish files come in."""

from __future__ import annotations

import codecs
import gzip
import io
import mmap
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message

CHUNK = 1 << 22
LARGEST = 4 << 30
"""Bytes that a compressed file may unpack to."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
MIXED = "UTF-8, some lines Windows-1252"
OPTIONS = {
    "UTF-8": "utf-8",
    "UTF-8 with BOM": "utf-8-sig",
    "UTF-16 LE": "utf-16-le",
    "UTF-16 BE": "utf-16-be",
    "Windows-1252": "windows-1252",
    "Latin-1": "latin-1",
    MIXED: "utf-8",
}
PLAIN_CONTROLS = frozenset(b"\t\n\v\f\r\x1a")

Buffer = bytes | mmap.mmap


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A file as UTF-8.

    Parameters
    ----------
    data : bytes or mmap
        UTF-8, without byte order mark when it is bytes.
    path : Path or None
        The file itself where it already is plain UTF-8, so that a reader can take it from disk.
    encoding : str
        What it was written in, as people call it.
    cut : bool
        The last character is incomplete: the file was cut off.
    """

    data: Buffer
    path: Path | None
    encoding: str
    cut: bool

    @property
    def codec(self) -> str:
        """The name that the encoding goes by in options."""
        return OPTIONS.get(self.encoding, self.encoding)

    def stream(self) -> BinaryIO:
        """The UTF-8 bytes from their beginning, without byte order mark."""
        if isinstance(self.data, bytes):
            return io.BytesIO(self.data)
        assert self.path is not None
        stream = self.path.open("rb")
        stream.seek(len(codecs.BOM_UTF8) if self.data[:3] == codecs.BOM_UTF8 else 0)
        return stream

    def count(self, byte: int) -> int:
        """How often a byte occurs."""
        return sum(int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == byte)) for chunk in _chunks(self.data))

    @property
    def lines(self) -> int:
        """Physical lines, a last one without line break included."""
        return self.count(10) + (self.data[-1:] not in (b"\n", b""))


def open_bytes(path: Path) -> tuple[Buffer, bool]:
    """The content of a file, unpacked from gzip or from a zip archive of one file; and whether it was packed.

    Raises `UnreadableInput` for a file that is missing, empty, cut off, or an archive of several files.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
            if not start:
                raise UnreadableInput(Message(N_("{file} is empty."), {"file": path.name}))
            if start[:2] == b"\x1f\x8b":
                stream.seek(0)
                return _limited(gzip.GzipFile(fileobj=stream), path), True
            if start == b"PK\x03\x04":
                return _zipped(path), True
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ), False
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise _broken(path) from error
        why = error.strerror or str(error)
        raise UnreadableInput(
            Message(N_("{file} cannot be opened: {why}."), {"file": str(path), "why": why})
        ) from error
    except (EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        raise _broken(path) from error


def to_utf8(data: Buffer, path: Path, packed: bool, encoding: str | None) -> Text:
    """`data` in UTF-8, its encoding taken from `encoding`, the byte order mark, or what the whole of it fits.

    Raises `UnreadableInput` for bytes that are no text, or that the given encoding cannot hold.
    """
    if encoding:
        return _as_told(data, path, packed, encoding)
    for mark, codec, name in MARKS:
        if data[: len(mark)] == mark:
            if codec == "utf-8":
                break
            text = _transcode(data, codec, len(mark), errors="replace")
            return _checked(Text(text, None, name, len(data) % 2 == 1), path)
    cut = _fits(data, "utf-8")
    if cut is not None:
        name = "UTF-8 with BOM" if data[:3] == codecs.BOM_UTF8 else "UTF-8"
        return _checked(_utf8(data, path, packed, name, cut), path)
    if _mostly_utf8(data):
        lines = b"\n".join(map(_line, bytes(data[:]).split(b"\n")))
        return _checked(Text(lines.removeprefix(codecs.BOM_UTF8), None, MIXED, False), path)
    codec, name = ("cp1252", "Windows-1252") if _fits(data, "cp1252") is not None else ("latin-1", "Latin-1")
    return _checked(Text(_transcode(data, codec, 0), None, name, False), path)


def _as_told(data: Buffer, path: Path, packed: bool, encoding: str) -> Text:
    try:
        "a".encode(encoding)
        codec = codecs.lookup(encoding).name
        codec = "utf-8" if codec == "utf-8-sig" else codec
        cut = _fits(data, codec)
    except (LookupError, UnicodeError) as error:
        raise UnreadableInput(
            Message(
                N_("There is no encoding called {name}. Try utf-8, utf-16, windows-1252 or latin-1."),
                {"name": encoding},
            )
        ) from error
    if cut is None:
        raise UnreadableInput(
            Message(N_("{file} is not written in {name}. Leave out --encoding."), {"file": path.name, "name": encoding})
        )
    if codec == "utf-8":
        return _checked(_utf8(data, path, packed, encoding, cut), path)
    text = _transcode(data, codec, 0, errors="replace").removeprefix(codecs.BOM_UTF8)
    return _checked(Text(text, None, encoding, cut), path)


def _utf8(data: Buffer, path: Path, packed: bool, name: str, cut: bool) -> Text:
    if cut or packed or not isinstance(data, mmap.mmap):
        text = bytes(data[:])
        if cut:
            text = text.decode("utf-8", errors="ignore").encode()
        return Text(text.removeprefix(codecs.BOM_UTF8), None, name, cut)
    return Text(data, path, name, False)


def _chunks(data: Buffer, start: int = 0) -> Iterator[bytes]:
    for at in range(start, len(data), CHUNK):
        yield bytes(data[at : at + CHUNK])


def _fits(data: Buffer, codec: str) -> bool | None:
    """None where the bytes cannot be of this encoding, else whether the last character is incomplete."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for chunk in _chunks(data):
            decoder.decode(chunk)
    except UnicodeError:
        return None
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return True
    return False


def _mostly_utf8(data: Buffer) -> bool:
    """Whether letters beyond ASCII are UTF-8 ten times as often as not: lines of another origin were pasted in."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    beyond = bad = 0
    for chunk in _chunks(data):
        text = decoder.decode(chunk)
        bad += text.count("\ufffd")
        beyond += len(text) - int(np.count_nonzero(np.frombuffer(chunk, np.uint8) < 128))
    return beyond - bad > 10 * bad


def _line(raw: bytes) -> bytes:
    for codec in ("utf-8", "cp1252"):
        try:
            return raw.decode(codec).encode()
        except UnicodeError:
            continue
    return raw.decode("latin-1").encode()


def _transcode(data: Buffer, codec: str, start: int, errors: str = "strict") -> bytes:
    decoder = codecs.getincrementaldecoder(codec)(errors)
    parts = [decoder.decode(chunk).encode("utf-8", "replace") for chunk in _chunks(data, start)]
    return b"".join(parts)


def _checked(text: Text, path: Path) -> Text:
    """`text` with line feeds as line breaks, once it is known to be text at all."""
    counts = np.zeros(256, np.int64)
    for chunk in _chunks(text.data):
        counts += np.bincount(np.frombuffer(chunk, np.uint8), minlength=256)
    controls = sum(int(counts[byte]) for byte in range(32) if byte not in PLAIN_CONTROLS)
    if counts[0] or controls * 200 > counts.sum() or not counts.sum():
        raise UnreadableInput(
            Message(N_("{file} is not a table of text. Save it as CSV or XLSX and try again."), {"file": path.name})
        )
    if counts[13] and not counts[10]:
        return Text(bytes(text.data[:]).replace(b"\r", b"\n"), None, text.encoding, text.cut)
    return text


def _limited(stream: gzip.GzipFile | BinaryIO, path: Path) -> bytes:
    parts, size = [], 0
    while part := stream.read(CHUNK):
        size += len(part)
        if size > LARGEST:
            raise UnreadableInput(Message(N_("{file} unpacks to more than 4 GB."), {"file": path.name}))
        parts.append(part)
    if not parts:
        raise UnreadableInput(Message(N_("{file} is empty."), {"file": path.name}))
    return b"".join(parts)


def _zipped(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
        if len(members) != 1:
            raise UnreadableInput(
                Message(
                    N_("{file} holds {n} files. Unpack it and give the one to read."),
                    {"file": path.name, "n": len(members)},
                )
            )
        with archive.open(members[0]) as stream:
            return _limited(stream, path)  # type: ignore[arg-type]  # ZipExtFile reads like a BinaryIO


def _broken(path: Path) -> UnreadableInput:
    return UnreadableInput(Message(N_("{file} is damaged or cut off: it cannot be unpacked."), {"file": path.name}))
